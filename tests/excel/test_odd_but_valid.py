"""Workbooks that Excel opens although few programs write them so: we read the same, by either way, and change them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from rus_sheets.book.raw import CellError, RawWorkbook, Scalar
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.edit.patch import Patch, patch_cells
from rus_sheets.excel.read import plaincells, sheetxml, workbook_part
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from tests.excel.small import OFFICE, package, relation, zipped
from tests.excel.test_plain import both
from tests.robust.hostile import members

SHEET = "xl/worksheets/sheet1.xml"
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Möte</t></is></c><c r="B2"><v>12.5</v></c></row>'
)
STRINGS = "<si><t>Rubrik</t></si><si><t>Dagar (å)</t></si>"
EXPECTED = {"A1": "Rubrik", "B1": "Dagar (å)", "A2": "Möte", "B2": 12.5}

Change = Callable[[dict[str, bytes]], dict[str, bytes]]


def plain() -> dict[str, bytes]:
    return members(package({"Blad1": ROWS}, strings=STRINGS))


def values(book: RawWorkbook) -> dict[str, Scalar]:
    return {cell.ref: cell.value for cell in book.sheets[0].cells.values()}


def renamed(name: Callable[[str], str]) -> Change:
    return lambda parts: {name(part): data for part, data in parts.items()}


def written(part: str, old: str, new: str) -> Change:
    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        text = parts[part].decode()
        assert re.search(old, text), old
        return parts | {part: re.sub(old, new, text).encode()}

    return change


def encoded(encoding: str, declared: str) -> Change:
    """All parts in another encoding."""

    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        made = {}
        for part, data in parts.items():
            text = data.decode().replace('encoding="UTF-8"', f'encoding="{declared}"')
            made[part] = text.encode(encoding)
        return made

    return change


def without(*gone: str) -> Change:
    return lambda parts: {part: data for part, data in parts.items() if part not in gone}


def module_sheet(parts: dict[str, bytes]) -> dict[str, bytes]:
    """What Excel 95's module sheets look like in workbooks that have been carried along since."""
    sheet = '<sheet name="Modul1" sheetId="9" state="veryHidden" r:id=""/>'
    return written("xl/workbook.xml", "</sheets>", f"{sheet}</sheets>")(parts)


ODD: Mapping[str, Change] = {
    "module sheet": module_sheet,
    "backslashes in names": renamed(lambda name: name.replace("/", "\\")),
    "a slash before names": renamed(lambda name: f"/{name}"),
    "upper case names": renamed(str.upper),
    "content types in lower case": renamed(str.lower),
    "absolute targets": written("xl/_rels/workbook.xml.rels", 'Target="', 'Target="/xl/'),
    "targets with backslashes": written("xl/_rels/workbook.xml.rels", "worksheets/", r"worksheets\\\\"),
    "targets with a dot": written("xl/_rels/workbook.xml.rels", 'Target="', 'Target="./'),
    "targets in another case": written("xl/_rels/workbook.xml.rels", "worksheets/sheet", "Worksheets/Sheet"),
    "no styles": without("xl/styles.xml"),
    "names with escapes": lambda parts: {
        part.replace("sheet1", "blad%201"): data.replace(b"worksheets/sheet1", b"worksheets/blad%201")
        for part, data in parts.items()
    },
    "targets with escapes": lambda parts: {
        part.replace("sheet1", "blad 1"): data.replace(b"worksheets/sheet1", b"worksheets/blad%201")
        for part, data in parts.items()
    },
    "references in lower case": lambda parts: parts
    | {SHEET: re.sub(rb' r="[AB]', lambda found: found[0].lower(), parts[SHEET])},
    "no shared strings": lambda parts: {
        part: data.replace(b't="s"><v>0', b't="str"><v>Rubrik').replace(
            b't="s"><v>1', 't="str"><v>Dagar (å)'.encode()
        )
        for part, data in parts.items()
        if part != "xl/sharedStrings.xml"
    },
    "UTF-16": encoded("utf-16", "UTF-16"),
    "UTF-8 with a mark": encoded("utf-8-sig", "UTF-8"),
    "Latin 1": encoded("iso-8859-1", "ISO-8859-1"),
    "Windows' Latin": encoded("cp1252", "windows-1252"),
    "utf8 in lower case": encoded("utf-8", "utf-8"),
    "no declaration": written(SHEET, r"<\?xml[^>]*\?>\s*", ""),
    "a folder's own member": lambda parts: {"xl/": b"", **parts},
    "no references on rows and cells": written(SHEET, r' r="[A-Z]*[0-9]"', ""),
    "a prefix on all elements": lambda parts: parts
    | {SHEET: re.sub(r"<(/?)(?=[a-z])", r"<\1x:", parts[SHEET].decode()).replace("xmlns=", "xmlns:x=").encode()},
    "phonetic guides": written("xl/sharedStrings.xml", "Rubrik</t>", 'Rubrik</t><rPh sb="0" eb="1"><t>ru</t></rPh>'),
    "xml:space": written("xl/sharedStrings.xml", "<t>Rubrik", '<t xml:space="default">Rubrik'),
    "whitespace round values": written(SHEET, "<v>([^<]*)</v>", r"<v> \1\n</v>"),
    "a number with an exponent": written(SHEET, "12.5", "1.25E+1"),
    "a processing instruction": written(SHEET, "<sheetData>", "<?annat program?><sheetData>"),
    "CDATA": written("xl/sharedStrings.xml", "Rubrik", "<![CDATA[Rubrik]]>"),
    "unknown elements and attributes": written(SHEET, "</sheetData>", '</sheetData><x xmlns="urn:annat" y="1"/>'),
    "an inline text as a value": written(SHEET, '<c r="A1" t="s"><v>0', '<c r="A1" t="inlineStr"><v>Rubrik'),
    "Office's words for relationships": written("xl/_rels/workbook.xml.rels", OFFICE, "http://purl.oclc.org/ooxml/rel"),
    "a broken note of who made it": lambda parts: parts
    | {
        "_rels/.rels": parts["_rels/.rels"].replace(
            b"</Relationships>", relation("rId9", "core-properties", "docProps/core.xml").encode() + b"</Relationships>"
        ),
        "docProps/core.xml": b"<coreProperties><title>\x01</title></coreProperties>",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_it_is_read_as_any_other_and_can_be_changed(tmp_path: Path, name: str) -> None:
    data = zipped(ODD[name](plain()))
    ours, tree = both(data)
    assert ours == tree
    assert isinstance(ours, RawWorkbook), ours
    assert values(ours) == EXPECTED
    (tmp_path / "bok.xlsx").write_bytes(data)
    patch_cells(tmp_path / "bok.xlsx", tmp_path / "ny.xlsx", {"Blad1": {"B2": 7, "C3": "nytt"}})
    changed = read_package(Package(tmp_path / "ny.xlsx"))
    assert values(changed) == EXPECTED | {"B2": 7, "C3": "nytt"}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1" t="b"><v>TRUE</v></c>', True),
        ('<c r="A1" t="b"><v>True</v></c>', True),
        ('<c r="A1" t="b"><v>true</v></c>', True),
        ('<c r="A1" t="b"><v>-1</v></c>', True),
        ('<c r="A1" t="b"><v>FALSE</v></c>', False),
        ('<c r="A1" t="b"><v>0</v></c>', False),
        ('<c r="A1" t="inlineStr"><v>  luft _x0041_ </v></c>', "  luft A "),
        ('<c r="A1" t="str"><v> fri text </v></c>', " fri text "),
        ('<c r="A1" t="str"><v></v></c>', ""),
        ('<c r="A1" t="e"><v>#BLOCKED!</v></c>', CellError("#BLOCKED!")),
        ('<c r="A1" t="e"><v> #N/A </v></c>', CellError("#N/A")),
        ('<c r="A1" t="n"><v> 1.50 </v></c>', 1.5),
        ('<c r="A1"><v>-4E-2</v></c>', -0.04),
        ('<c r="A1"><v>1e3</v></c>', 1000),
        ('<c r="A1"><v>+7</v></c>', 7),
        ('<c r="A1" t="d"><v>2026-03-12</v></c>', 46093),
        ('<c r="A1" t="d"><v>2026-03-12T06:00:00.000</v></c>', 46093.25),
        ('<c r="A1" t="d"><v>2026-03-12T06:00:00+02:00</v></c>', 46093.25),
        ('<c r="A1" t="d"><v>2026-03-12T06:00Z</v></c>', 46093.25),
        ('<c r="A1" t="d"><v>18:00:00</v></c>', 0.75),
        ('<c r="A1" t="d"><v>18:00:00.000Z</v></c>', 0.75),
        ('<c r="A1" t="d"><v>1899-12-30T12:00:00</v></c>', 0.5),
        ('<c r="A1" t="d"><v>1899-12-31T12:00:00</v></c>', 0.5),
        ('<c r="A1" t="d"><v>1900-03-01</v></c>', 61),
        ('<c r="A1" t="d"><v>1900-02-28</v></c>', 59),
    ],
)
def test_values_that_are_written_in_other_ways(cell: str, value: Scalar) -> None:
    ours, tree = both(package({"Blad1": f'<row r="1">{cell}</row>'}))
    assert ours == tree
    assert isinstance(ours, RawWorkbook), ours
    found = values(ours)["A1"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="b"><v>kanske</v></c>', '<c r="A1"><v>٣</v></c>', '<c r="A1"><v>1 000</v></c>',
        '<c r="A1"><v>INF</v></c>', '<c r="A1" t="d"><v>12 mars</v></c>', '<c r="A1" t="d"><v>1850-01-01</v></c>',
    ],
)  # fmt: skip
def test_what_is_no_value_in_any_way_is_damage(cell: str) -> None:
    ours, tree = both(package({"Blad1": f'<row r="1">{cell}</row>'}))
    assert ours == tree
    assert "bladet Blad1 kan inte tolkas" in str(ours)


@pytest.mark.parametrize(("text", "value"), [("2026-03-12", 44631), ("1904-01-02", 1), ("06:00", 0.25)])
def test_a_date_as_text_in_a_workbook_from_1904(text: str, value: float) -> None:
    rows = f'<row r="1"><c r="A1" t="d"><v>{text}</v></c></row>'
    book = read_package(Package("bok", package({"Blad1": rows}, properties='<workbookPr date1904="1"/>')))
    assert values(book)["A1"] == value


def blank_rows(count: int, *, cell: str = '<c r="{}{}" s="1"/>') -> str:
    return "".join(
        f'<row r="{n}" spans="1:2">{cell.format("A", n)}{cell.format("B", n)}</row>' for n in range(3, 3 + count)
    )


@pytest.mark.parametrize("cell", ['<c r="{}{}" s="1"/>', '<c r="{}{}" s="1"></c>', "<c r='{}{}' s='1'/>"])
def test_formats_without_content_are_skipped(monkeypatch: pytest.MonkeyPatch, cell: str) -> None:
    for module in (sheetxml, plaincells):
        monkeypatch.setattr(module, "MAX_CELLS", 1000)
    monkeypatch.setattr(plaincells, "MAX_BLANKS", 100)
    monkeypatch.setattr(sheetxml.read_cells, "__kwdefaults__", {"max_blanks": 100})
    below = '<row r="9000"><c r="A9000"><v>5</v></c><c r="B9000" s="1"/></row>'
    ours, tree = both(package({"Blad1": ROWS + blank_rows(2000, cell=cell) + below}, strings=STRINGS))
    assert ours == tree
    assert isinstance(ours, RawWorkbook), ours
    assert values(ours) == EXPECTED | {"A9000": 5}
    assert len(ours.sheets[0].blank_styles) == 100


def test_more_cells_than_are_read_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sheetxml, plaincells):
        monkeypatch.setattr(module, "MAX_CELLS", 3)
    ours, tree = both(package({"Blad1": ROWS + '<row r="7"/>'}, strings=STRINGS))
    assert ours == tree
    assert str(ours) == "Bladet Blad1 är för stort för att läsas: det har för många celler."


def test_a_sheet_too_large_to_change_is_told_before_a_tree_is_made_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_part, "MAX_TAGS", 500)
    book = Package("bok", package({"Blad1": ROWS + blank_rows(200)}, strings=STRINGS))
    assert values(read_package(book)) == EXPECTED
    with pytest.raises(UnusableInputError, match=r"Bladet Blad1 är för stort för att ändras.*tomma rader"):
        Patch(book).set_cells("Blad1", {"A1": 1})


def test_a_cell_far_down_keeps_its_format_when_it_is_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheetxml.read_cells, "__kwdefaults__", {"max_blanks": 10})
    patch = Patch(Package("bok", package({"Blad1": ROWS + blank_rows(20)}, strings=STRINGS)))
    patch.set_cells("Blad1", {"A20": 7})
    assert read_package(Package("bok", patch.to_bytes())).sheets[0].at(20, 1).style == 1
