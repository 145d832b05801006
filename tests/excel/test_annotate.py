"""The annotated copy: nothing but what is added differs, what people have written stays, and others can read it."""

from __future__ import annotations

import difflib
import re
import warnings
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.excel.read.workbook_part import read_workbook_part
from rus_sheets.excel.review.annotate import annotated, is_annotated
from rus_sheets.findings import Finding, Severity
from tests.conftest import SHARED
from tests.excel.small import OFFICE, members_of, package, relation, zipped
from tests.excel.test_patch_shared import faults, raw_members
from tests.libreoffice import convert

pytestmark = pytest.mark.slow

WORKBOOKS = sorted((SHARED / "workbooks").glob("*.xlsx"))
EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*/verksamhet-*.xlsx"))
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
_MAY_CHANGE = re.compile(
    r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml|xl/comments\d+\.xml|"
    r"xl/drawings/vmlDrawing\d+\.vml|xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?"
)
_MAY_COME = re.compile(
    r"xl/comments\d+\.xml|xl/drawings/vmlDrawing\d+\.vml|xl/tables/table\d+\.xml|"
    r"xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?"
)


def finding(sheet: str, cell: str, message: str = "Fel.", severity: Severity = Severity.ERROR) -> Finding:
    return Finding("RS101", severity, sheet, cell, message, "Rätta.", "A01", "Rapport")


def some_findings(path: Path) -> list[Finding]:
    """On each sheet: on cells with content, in the corners, twice on one cell, on the sheet as a whole."""
    found = [finding("", ""), finding("Finns inte", "B2")]
    for sheet in read_workbook(path).sheets:
        cells = [cell.ref for cell in list(sheet.cells.values())[:: max(1, len(sheet.cells) // 5)]]
        cells += ["A1", "A1", "XFD1048576", "Q7", "B2:C3", *(area.partition(":")[2] for area in sheet.merged[:2])]
        found += [finding(sheet.name, cell, f"<{n}> & ”{cell}” _x000D_") for n, cell in enumerate(cells)]
        found.append(finding(sheet.name, "", "Hela bladet.", Severity.INFO))
    return found


def is_only_added_to(old: bytes, new: bytes) -> bool:
    """Whether ``new`` is ``old`` with elements put in; but for how many there are and which ids are taken."""
    before, after = (re.sub(rb' (?:count|data)="[\d,]+"', b"", data).split(b"<") for data in (old, new))
    steps = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return all(kind in ("equal", "insert") for kind, *_ in steps)


def has_one_insertion(old: bytes, new: bytes) -> bool:
    same = next((at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(old))
    return new.endswith(old[same:])


@pytest.mark.shared
@pytest.mark.parametrize("path", [*WORKBOOKS, *EXAMPLES], ids=lambda path: path.stem)
def test_part_by_part(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "kopia.xlsx"
    target.write_bytes(annotated(path, some_findings(path), [(finding("", ""), "Skäl")]))
    before, after = members_of(path), members_of(target)
    changed = {name for name in before if before[name] != after[name]}
    assert list(after)[: len(before)] == list(before)
    assert [name for name in changed if not _MAY_CHANGE.fullmatch(name)] == []
    assert [name for name in after.keys() - before.keys() if not _MAY_COME.fullmatch(name)] == []
    for name in changed:
        compare = has_one_insertion if _SHEET.fullmatch(name) else is_only_added_to
        assert compare(before[name], after[name]), name
    assert raw_members(path, changed).items() <= raw_members(target, changed).items()
    assert faults(target) - faults(path) == Counter()


@pytest.mark.shared
@pytest.mark.parametrize("path", [*WORKBOOKS, *EXAMPLES], ids=lambda path: path.stem)
def test_the_old_book_reads_as_before_and_each_cell_has_its_note(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "kopia.xlsx"
    found = some_findings(path)
    target.write_bytes(annotated(path, found))
    old, new = read_workbook(path), read_workbook(target)
    assert [replace(each, remarks=()) for each in new.sheets[:-1]] == [replace(each, remarks=()) for each in old.sheets]
    assert all(set(was.remarks) <= set(now.remarks) for was, now in zip(old.sheets, new.sheets, strict=False))
    assert new.defined_names.items() >= old.defined_names.items()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        was, now = openpyxl.load_workbook(path), openpyxl.load_workbook(target)
    for sheet in was.worksheets:
        ours = now[sheet.title]
        commented = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
        assert [ours[cell.coordinate].comment.text for cell in commented] == [cell.comment.text for cell in commented]
        assert "RS101" in ours["Q7"].comment.text
        assert ours["Q7"].comment.author == "rus-sheets"
        if not sheet["A1"].comment:
            assert ours["A1"].comment.text.count("RS101") >= 2


@pytest.mark.shared
def test_a_cell_with_a_note_or_a_thread_keeps_it_and_the_list_says_so(tmp_path: Path) -> None:
    path = SHARED / "workbooks" / "poi__64759.xlsx"
    sheet = read_workbook(path).sheets[0].name
    target = tmp_path / "kopia.xlsx"
    target.write_bytes(annotated(path, [finding(sheet, "C2"), finding(sheet, "B3"), finding(sheet, "D4")]))
    before, after = members_of(path), members_of(target)
    for name in ("xl/threadedComments/threadedComment1.xml", "xl/persons/person.xml"):
        assert before[name] == after[name]
    assert after["xl/comments1.xml"].count(b"<comment ") == 3
    assert after["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ") == 3
    assert [row[8] for row in listed(target)] == ["Cellen har redan en anteckning, som är kvar."] * 2 + [None]


def listed(path: Path, name: str = "Granskning") -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path)[name]
    return list(sheet.iter_rows(min_row=2, values_only=True))


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(package({"Ett": '<row r="1"><c r="A1"><v>1</v></c></row>', "Två's": ""}))
    return path


def test_the_list(plain: Path, tmp_path: Path) -> None:
    target = tmp_path / "kopia.xlsx"
    silenced = [(finding("Ett", "A1", "Tyst.", Severity.WARNING), "Beslutat")]
    target.write_bytes(annotated(plain, [finding("Två's", "B2"), finding("", "", "Hela filen.")], silenced))
    assert listed(target) == [
        ("FEL", "RS101", "Två's", "B2", "A01", "Rapport", "Fel.", "Rätta.", None),
        ("FEL", "RS101", None, None, "A01", "Rapport", "Hela filen.", "Rätta.", None),
        ("TYSTAD", "RS101", "Ett", "A1", "A01", "Rapport", "Tyst.", "Rätta.", "Annars VARNING. Skäl: Beslutat"),
    ]
    book = openpyxl.load_workbook(target)
    sheet = book["Granskning"]
    assert [sheet[ref].hyperlink and sheet[ref].hyperlink.location for ref in ("D2", "D3", "D4")] == [
        "'Två''s'!B2",
        None,
        "'Ett'!A1",
    ]
    assert sheet.tables["Granskning"].ref == "A1:I4"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert book["Ett"]["A1"].comment is None
    assert is_annotated(target)
    assert not is_annotated(plain)


def test_no_findings_is_said(plain: Path, tmp_path: Path) -> None:
    target = tmp_path / "kopia.xlsx"
    target.write_bytes(annotated(plain, []))
    assert listed(target)[0][6] == "Inga anmärkningar."


def test_a_copy_of_a_copy_gets_a_sheet_and_a_table_of_its_own(plain: Path, tmp_path: Path) -> None:
    target = tmp_path / "kopia.xlsx"
    target.write_bytes(annotated(plain, [finding("Ett", "A1")]))
    target.write_bytes(annotated(target, [finding("Ett", "B1")]))
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[2:] == ["Granskning", "Granskning 2"]
    assert list(book["Granskning 2"].tables) == ["Granskning_2"]
    assert [book["Ett"][ref].comment.text[:9] for ref in ("A1", "B1")] == ["FEL RS101"] * 2
    assert faults(target) - faults(plain) == Counter()


def test_of_merged_cells_the_first_shows_the_note(tmp_path: Path) -> None:
    path, target = tmp_path / "bok.xlsx", tmp_path / "kopia.xlsx"
    path.write_bytes(package({"Ett": '<sheetData/><mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>'}))
    target.write_bytes(annotated(path, [finding("Ett", "C3")]))
    sheet = openpyxl.load_workbook(target)["Ett"]
    assert sheet["B2"].comment.text == "FEL RS101 C3\nFel.\nRätta."


def test_long_texts_and_many_findings_are_cut_in_the_note_and_whole_in_the_list(plain: Path, tmp_path: Path) -> None:
    target = tmp_path / "kopia.xlsx"
    long = finding("Ett", "A1", "x" * 40_000)
    target.write_bytes(annotated(plain, [long, *(finding("Ett", "B2", f"Fel {n}.") for n in range(1000))]))
    sheet = openpyxl.load_workbook(target)["Ett"]
    assert sheet["A1"].comment.text.endswith("… Se bladet Granskning.")
    assert re.search(r"\d+ till. Se bladet Granskning.$", sheet["B2"].comment.text)
    assert len(sheet["B2"].comment.text) < 10_000
    assert len(str(listed(target)[0][6])) == 32_767
    assert len(listed(target)) == 1001


def test_thousands_of_notes_have_ids_of_their_own(plain: Path, tmp_path: Path) -> None:
    target = tmp_path / "kopia.xlsx"
    found = [finding(sheet, f"A{row}") for sheet in ("Ett", "Två's") for row in range(1, 3001)]
    target.write_bytes(annotated(plain, found))
    drawings = [data for name, data in members_of(target).items() if name.endswith(".vml")]
    ids = [shape for data in drawings for shape in re.findall(rb'id="(_x0000_s\d+)"', data)]
    assert len(ids) == len(set(ids)) == 6000
    blocks = [re.search(rb'data="([\d,]+)"', data)[1] for data in drawings]  # type: ignore[index]
    assert blocks == [b"1,2,3", b"4,5,6"]
    assert {int(shape[8:]) // 1024 for shape in ids} == {1, 2, 3, 4, 5, 6}


def test_a_drawing_of_buttons_gets_notes_beside_them(tmp_path: Path) -> None:
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="7"/>'
        '</o:shapelayout><v:shape id="_x0000_s7169" type="#_x0000_t201"><v:textbox><div>a<br>b</div></v:textbox>'
        "</v:shape></xml>"
    )
    path, target = tmp_path / "bok.xlsx", tmp_path / "kopia.xlsx"
    path.write_bytes(
        package(
            {"Ett": '<sheetData/><legacyDrawing r:id="rId1"/>'},
            parts={"xl/drawings/vmlDrawing1.vml": vml},
            relations={"xl/worksheets/sheet1.xml": relation("rId1", "vmlDrawing", "../drawings/vmlDrawing1.vml")},
            types={"/xl/drawings/vmlDrawing1.vml": "application/vnd.openxmlformats-officedocument.vmlDrawing"},
        )
    )
    target.write_bytes(annotated(path, [finding("Ett", "A1")]))
    after = members_of(target)
    drawing = after["xl/drawings/vmlDrawing1.vml"].decode()
    assert 'data="7,8"' in drawing
    assert drawing.count("_x0000_t202") == 2
    assert '<v:shape id="_x0000_s8193"' in drawing
    assert after["xl/worksheets/sheet1.xml"] == members_of(path)["xl/worksheets/sheet1.xml"]
    assert openpyxl.load_workbook(target)["Ett"]["A1"].comment.text.startswith("FEL RS101")


def test_prefixes_of_others_are_kept(tmp_path: Path) -> None:
    """Some programs write every element with a prefix, and declare none for relationships on the sheet."""
    path, target = tmp_path / "bok.xlsx", tmp_path / "kopia.xlsx"
    data = package({"Ett": ""})
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    path.write_bytes(data)
    members = members_of(path)
    members["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData/><x:pageMargins left="1" right="1" top="1" bottom="1" header="0" '
        'footer="0"/></x:worksheet>'
    ).encode()
    members["xl/workbook.xml"] = (
        f'<x:workbook xmlns:x="{main}" xmlns:q="{OFFICE}"><x:sheets><x:sheet name="Ett" sheetId="4" q:id="rId1"/>'
        "</x:sheets><x:calcPr/></x:workbook>"
    ).encode()
    path.write_bytes(zipped(members))
    target.write_bytes(annotated(path, [finding("Ett", "A1")]))
    after = members_of(target)
    assert (
        f'<x:legacyDrawing xmlns:r="{OFFICE}" r:id="rId1"/></x:worksheet>'.encode() in after["xl/worksheets/sheet1.xml"]
    )
    sheets = read_workbook_part(Package(target)).sheets
    assert [(sheet.name, sheet.sheet_id) for sheet in sheets] == [("Ett", "4"), ("Granskning", "5")]
    assert b"</x:definedNames><x:calcPr/>" in after["xl/workbook.xml"]
    assert openpyxl.load_workbook(target)["Ett"]["A1"].comment.text.startswith("FEL RS101")


@pytest.mark.libreoffice
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_libreoffice_shows_the_same(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "kopia.xlsx"
    target.write_bytes(annotated(path, [finding("Plan", "K3"), finding("Summering", "B8")]))
    book = openpyxl.load_workbook(convert(target, "xlsx", tmp_path / "lo"))
    assert "RS101" in book["Plan"]["K3"].comment.text
    assert "RS101" in book["Summering"]["B8"].comment.text
    assert book["Granskning"]["D2"].hyperlink.location.replace("'", "") in ("Plan!K3", "#Plan!K3")
