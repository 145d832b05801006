"""What a loop of a template writes again is its own each time: lists, bookmarks, comments, paragraphs, controls."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from rus_sheets.texts.content import Figure
from rus_sheets.word.make.render import render
from rus_sheets.word.parts.ns import NS, q, text_of
from tests.robust.hostile import members, packed
from tests.word.documents import NAMES, PROPERTIES, body, faults, made
from tools.maker.markup import code, p
from tools.maker.package import package

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
ROWS = {"rader": [{"namn": "a", "under": ["x", "y"]}, {"namn": "b", "under": ["z"]}]}


def _item(text: str) -> str:
    return p(text, "List Number")


def _loop(body: str, what: str = "rad in rader") -> str:
    return code(f"for {what}") + body + code("endfor")


def _counted(document: bytes) -> dict[str, int]:
    """Each list item's text (that of its first occurrence first) with the number that it shows."""
    lists = etree.fromstring(members(document)["word/numbering.xml"])
    known = {each.get(q("w:numId")) for each in lists.iterfind("w:num", NS)}
    counts: dict[str, int] = {}
    shown: dict[str, int] = {}
    for paragraph in body(document).iter(q("w:p")):
        style = paragraph.find("w:pPr/w:pStyle", NS)
        own = paragraph.find("w:pPr/w:numPr/w:numId", NS)
        if own is not None:
            assert own.get(q("w:val")) in known
        elif style is None or style.get(q("w:val")) != "ListNumber":
            continue
        number = "of the style" if own is None else own.get(q("w:val"), "")
        counts[number] = counts.get(number, 0) + 1
        shown[text_of(paragraph)] = counts[number]
    return shown


LISTS: Mapping[str, tuple[str, dict[str, int]]] = {
    "two items in each round": (
        _loop(p("{{ rad.namn }}") + _item("1{{ rad.namn }}") + _item("2{{ rad.namn }}")),
        {"1a": 1, "2a": 2, "1b": 1, "2b": 2},
    ),
    "the rounds are the items": (_loop(_item("{{ rad.namn }}")), {"a": 1, "b": 2}),
    "the rounds of an inner loop are the items": (
        _loop(p("{{ rad.namn }}") + _loop(_item("{{ x }}"), "x in rad.under")),
        {"x": 1, "y": 2, "z": 1},
    ),
    "before, within and after": (
        _item("före") + _loop(_item("1{{ rad.namn }}") + _item("2{{ rad.namn }}")) + _item("efter"),
        {"före": 1, "1a": 1, "2a": 2, "1b": 1, "2b": 2, "efter": 2},
    ),
    "a loop twice": (
        _loop(_item("{{ rad.namn }}")) + _loop(_item("{{ rad.namn }}{{ rad.namn }}")),
        {"a": 1, "b": 2, "aa": 3, "bb": 4},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LISTS)
def test_a_list_of_the_template_begins_anew_in_each_round(tmp_path: Path, case: str) -> None:
    layout, numbers = LISTS[case]
    document = made(tmp_path, layout, ROWS)
    assert _counted(document) == numbers
    assert faults(document) == []
    assert b"urn:rus-sheets" not in members(document)["word/document.xml"]
    target = tmp_path / "dokument.docx"
    target.write_bytes(document)
    assert not OpenXmlValidator().validate(str(target)).errors


def _bookmark(number: int, name: str, within: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{within}<w:bookmarkEnd w:id="{number}"/>'


def _paragraph(within: str) -> str:
    return f'<w:p xmlns:w14="{_W14}" w14:paraId="00112233" w14:textId="77777777">{within}</w:p>'


def _run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def _ids(document: bytes, tag: str, name: str = "w:id") -> list[str]:
    return [each.get(q(name), "") for each in body(document).iter(q(tag))]


def test_bookmarks_are_each_their_own_and_references_stay_in_their_round(tmp_path: Path) -> None:
    link = f'<w:hyperlink w:anchor="Mitt">{_run("dit")}</w:hyperlink>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF Mitt \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_run("1")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    round_ = _paragraph(link) + _paragraph(_bookmark(7, "Mitt", _run("{{ rad.namn }}"))) + _paragraph(field)
    document = made(tmp_path, _loop(round_), ROWS)
    assert _ids(document, "w:bookmarkStart", "w:name") == ["Mitt", "Mitt_2"]
    assert _ids(document, "w:hyperlink", "w:anchor") == ["Mitt", "Mitt_2"]
    assert [each.text for each in body(document).iter(q("w:instrText"))] == [
        " PAGEREF Mitt \\h ",
        " PAGEREF Mitt_2 \\h ",
    ]
    starts, ends = _ids(document, "w:bookmarkStart"), _ids(document, "w:bookmarkEnd")
    assert starts == ends
    assert len(set(starts)) == 2
    paragraphs = [each.get(f"{{{_W14}}}paraId") for each in body(document).iter(q("w:p"))]
    assert paragraphs.count("00112233") == 1


@pytest.mark.parametrize("half", ["start", "end"])
def test_a_bookmark_that_loses_its_half_with_a_tag_is_taken_away(tmp_path: Path, half: str) -> None:
    tag = p("{%p for rad in rader %}" if half == "start" else "{%p endfor %}")
    mark = '<w:bookmarkStart w:id="7" w:name="Mitt"/>' if half == "start" else '<w:bookmarkEnd w:id="7"/>'
    tag = tag.replace("</w:p>", f"{mark}</w:p>")
    other = '<w:bookmarkEnd w:id="7"/>' if half == "start" else '<w:bookmarkStart w:id="7" w:name="Mitt"/>'
    inner = _paragraph(_run("{{ rad.namn }}") + other)
    layout = tag + inner + code("endfor") if half == "start" else code("for rad in rader") + inner + tag
    document = made(tmp_path, layout, ROWS)
    assert _ids(document, "w:bookmarkStart") == _ids(document, "w:bookmarkEnd") == []


def _with_comments(folder: Path, layout: str) -> bytes:
    parts = members(package("Mall", layout, cover=False))
    parts["word/comments.xml"] = (
        f'<w:comments xmlns:w="{NS["w"]}" xmlns:w14="{_W14}"><w:comment w:id="3" w:author="Sekretariatet">'
        '<w:p w14:paraId="0A0A0A0A"><w:r><w:t>Kolla</w:t></w:r></w:p></w:comment></w:comments>'
    ).encode()
    types, rels = "[Content_Types].xml", "word/_rels/document.xml.rels"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    override = f'<Override PartName="/word/comments.xml" ContentType="{kind}"/></Types>'
    relation = f'<Relationship Id="rIdKom" Type="{related}" Target="comments.xml"/></Relationships>'
    parts[types] = parts[types].replace(b"</Types>", override.encode())
    parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())
    path = folder / "mall.docx"
    path.write_bytes(packed(parts))
    return render(path, NAMES | ROWS, PROPERTIES)


_START, _END = '<w:commentRangeStart w:id="3"/>', '<w:commentRangeEnd w:id="3"/>'
_REFERENCE = '<w:r><w:commentReference w:id="3"/></w:r>'


def test_a_comment_in_a_loop_is_one_for_each_round(tmp_path: Path) -> None:
    document = _with_comments(tmp_path, _loop(_paragraph(_START + _run("{{ rad.namn }}") + _END + _REFERENCE)))
    ids = _ids(document, "w:commentReference")
    assert len(set(ids)) == 2
    assert _ids(document, "w:commentRangeStart") == _ids(document, "w:commentRangeEnd") == ids
    comments = etree.fromstring(members(document)["word/comments.xml"])
    assert sorted(each.get(q("w:id"), "") for each in comments) == sorted(ids)
    assert [text_of(each) for each in comments] == ["Kolla", "Kolla"]


def test_a_comment_that_nothing_refers_to_is_taken_away(tmp_path: Path) -> None:
    document = _with_comments(tmp_path, _loop(_paragraph(_START + _run("{{ rad.namn }}") + _END)))
    assert _ids(document, "w:commentRangeStart") == _ids(document, "w:commentRangeEnd") == []


def test_a_comment_on_a_tag_leaves_no_half_behind(tmp_path: Path) -> None:
    tag = p("{%p for rad in rader %}").replace("</w:p>", _START + "</w:p>")
    layout = tag + _paragraph(_run("{{ rad.namn }}") + _END + _REFERENCE) + code("endfor")
    document = _with_comments(tmp_path, layout)
    assert _ids(document, "w:commentRangeStart") == _ids(document, "w:commentRangeEnd") == []


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_each_round_has_a_note_of_its_own(tmp_path: Path, kind: str) -> None:
    reference = f'<w:r><w:{kind}Reference w:id="2"/></w:r>'
    layout = _loop(_paragraph(_run("{{ rad.namn }}") + reference)) + p("{{ titel }}")
    parts = members(package("Mall", layout, cover=False))
    note = f'<w:{kind} w:id="2"><w:p w14:paraId="1A"><w:r><w:t>En not</w:t></w:r></w:p></w:{kind}>'
    parts[f"word/{kind}s.xml"] = f'<w:{kind}s xmlns:w="{NS["w"]}" xmlns:w14="{_W14}">{note}</w:{kind}s>'.encode()
    override = (
        f'<Override PartName="/word/{kind}s.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"/></Types>'
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
    relation = f'<Relationship Id="rIdNotes" Type="{_OFFICE}/{kind}s" Target="{kind}s.xml"/></Relationships>'
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())
    path = tmp_path / "mall.docx"
    path.write_bytes(packed(parts))
    document = render(path, {**NAMES, **ROWS}, PROPERTIES)
    ids = _ids(document, f"w:{kind}Reference")
    notes = etree.fromstring(members(document)[f"word/{kind}s.xml"])
    assert len(ids) == len(set(ids)) == 2
    assert [each.get(q("w:id")) for each in notes] == ids
    assert [text_of(each) for each in notes] == ["En not"] * 2
    assert len({each.get(f"{{{_W14}}}paraId") for each in notes.iter(q("w:p"))}) == 2


CHANGED = {
    "inserted": '<w:ins w:id="5" w:author="A">{}</w:ins>',
    "formatted": '<w:r><w:rPr><w:rPrChange w:id="5" w:author="A"><w:rPr/></w:rPrChange></w:rPr></w:r>{}',
    "permitted": '<w:permStart w:id="5" w:edGrp="everyone"/>{}<w:permEnd w:id="5"/>',
    "moved": '<w:moveToRangeStart w:id="4" w:name="m"/><w:moveTo w:id="5">{}</w:moveTo><w:moveToRangeEnd w:id="4"/>',
}


@pytest.mark.parametrize("case", CHANGED)
def test_a_tracked_change_in_a_loop_is_one_for_each_round(tmp_path: Path, case: str) -> None:
    document = body(made(tmp_path, _loop(_paragraph(CHANGED[case].format(_run("{{ rad.namn }}")))), ROWS))
    ids: dict[str, list[str]] = {}
    for mark in document.iter():
        local = str(mark.tag).partition("}")[2]
        if mark.get(q("w:id")) and not local.startswith("bookmark"):
            ids.setdefault(local, []).append(mark.get(q("w:id"), ""))
    begun = [number for name, numbers in ids.items() if not name.endswith("End") for number in numbers]
    assert len(begun) == len(set(begun)) >= 2
    assert all(ids[name] == ids[name.replace("End", "Start")] for name in ids if name.endswith("End"))


def test_a_control_of_the_template_in_a_loop_has_no_id_twice(tmp_path: Path) -> None:
    control = (
        f'<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>{_run("{{ rad.namn }}")}</w:sdtContent></w:sdt>'
    )
    assert faults(made(tmp_path, _loop(_paragraph(control)), ROWS)) == []


@pytest.mark.parametrize("kind", ["<w:text/>", "<w:date/>", "<w:showingPlcHdr/>"])
def test_a_value_is_freed_from_a_control_that_can_only_hold_text(tmp_path: Path, kind: str) -> None:
    control = f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{_run('{{ dagar }}')}</w:sdtContent></w:sdt>"
    document = made(tmp_path, _paragraph(control), {"dagar": Figure("14", "Plan/A02/Dagar")})
    found = list(body(document).iter(q("w:sdt")))
    assert [each.find("w:sdtPr/w:tag", NS) is not None for each in found] == [True]
    assert text_of(found[0]) == "14"
