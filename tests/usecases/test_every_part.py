"""Headers, footers, notes and text boxes: what is true of the body is true of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx.oxml.ns import nsdecls

from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from tests.usecases.documents import example_year
from tests.usecases.test_verify import NOW, members, set_value
from tests.usecases.test_what_people_typed import TAG, run, tracked
from tests.word.documents import faults

BODY, TYPES, RELS = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
PLACES = ["header", "footer", "footnotes", "endnotes", "text box", "table in a header"]


def control(content: str) -> str:
    properties = f'<w:sdtPr><w:tag w:val="{TAG}"/><w:id w:val="4711"/></w:sdtPr>'
    return f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def put_in(document: Path, where: str, content: str) -> str:
    """Put a control with that content in the place; the part that it then stands in."""
    parts = members(document)
    line = f"<w:p>{run('Dagar: ')}{control(content)}{run(' slut.')}</w:p>"
    part = BODY
    if where == "text box":
        box = f"<w:txbxContent>{line}</w:txbxContent>"
        shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{box}</v:textbox></v:shape>'
        shape = f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"
        parts[BODY] = parts[BODY].replace(b"<w:sectPr", shape.encode() + b"<w:sectPr", 1)
    elif where in ("footnotes", "endnotes"):
        one = where.removesuffix("s")
        part = f"word/{where}.xml"
        kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{where}+xml"
        relation = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{where}"
        parts[part] = f'<w:{where} {nsdecls("w")}><w:{one} w:id="3">{line}</w:{one}></w:{where}>'.encode()
        override = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
        parts[TYPES] = parts[TYPES].replace(b"</Types>", override.encode())
        made = f'<Relationship Id="rIdN" Type="{relation}" Target="{where}.xml"/></Relationships>'
        parts[RELS] = parts[RELS].replace(b"</Relationships>", made.encode())
    else:
        kind = "footer" if where == "footer" else "header"
        part = next(name for name in parts if name.startswith(f"word/{kind}"))
        if where.startswith("table"):
            line = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{line}</w:tc></w:tr></w:tbl><w:p/>"
        end = f"</w:{'ftr' if kind == 'footer' else 'hdr'}>"
        parts[part] = parts[part].replace(end.encode(), (line + end).encode())
    with zipfile.ZipFile(document, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return part


@pytest.fixture
def year(tmp_path: Path) -> tuple[Path, Path]:
    return example_year(tmp_path, 2026, "application")


@pytest.mark.parametrize("where", PLACES)
def test_a_figure_in_several_pieces_is_refreshed_everywhere(year: tuple[Path, Path], where: str) -> None:
    document, workbook = year
    part = put_in(document, where, run("1") + run("07", "<w:b/>"))
    set_value(workbook, TAG, 60)
    before = members(document)
    refreshed = refresh(document, workbook, now=NOW)
    assert [(each.before, each.after) for each in refreshed.filled if each.tag == TAG] == [("107", "60")]
    after = members(document)
    pieces = (run("60") + run("", "<w:b/>")).encode()
    assert pieces in after[part]
    assert after[part].replace(pieces, (run("1") + run("07", "<w:b/>")).encode()) == before[part] or (
        part == BODY  # where totals change too
    )
    assert faults(document.read_bytes()) == []


@pytest.mark.parametrize("where", PLACES)
def test_words_beside_a_figure_are_told_of_and_left_everywhere(year: tuple[Path, Path], where: str) -> None:
    document, workbook = year
    content = run("1") + run("07", "<w:b/>") + run(" (prel)")
    part = put_in(document, where, content)
    set_value(workbook, TAG, 60)
    left = [(each.kind, each.document) for each in refresh(document, workbook, now=NOW).left if each.tag == TAG]
    assert left == [("mixed", "107 (prel)")]
    assert content.encode() in members(document)[part]


@pytest.mark.parametrize("where", PLACES)
def test_tracked_changes_are_left_everywhere(year: tuple[Path, Path], where: str) -> None:
    document, workbook = year
    content = run("1") + tracked("del", "07") + tracked("ins", "6")
    part = put_in(document, where, content)
    set_value(workbook, TAG, 60)
    left = [(each.kind, each.document) for each in refresh(document, workbook, now=NOW).left if each.tag == TAG]
    assert left == [("tracked", "16")]
    assert content.encode() in members(document)[part]
    places = [each.place for each in verify(document, workbook).disagreements if each.tag == TAG]
    assert places[0].split(" › ")[0] == {
        "header": "Sidhuvud", "footer": "Sidfot", "footnotes": "Fotnot", "endnotes": "Slutnot",
        "table in a header": "Sidhuvud",
    }.get(where, places[0].split(" › ")[0])  # fmt: skip
