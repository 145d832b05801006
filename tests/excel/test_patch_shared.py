"""patch_cells on workbooks written by Excel, part by part: nothing but the decided cells may change."""

from __future__ import annotations

import contextlib
import re
import warnings
import zipfile
from collections import Counter
from datetime import datetime, time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import to_excel
from openxml_audit import OpenXmlValidator

from rus_sheets.book.raw import RawSheet, RawWorkbook, RichText, ref_of
from rus_sheets.excel.edit.patch import CellValue, Formula, Patch, PatchRefusedError, patch_cells
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.excel.read.workbook_part import read_workbook_part
from tests.conftest import SHARED
from tests.excel.small import members_of
from tests.libreoffice import convert

pytestmark = [pytest.mark.shared, pytest.mark.slow]

WORKBOOKS = sorted((SHARED / "workbooks").glob("*.xlsx"))
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"(?:[^>]*/>|.*?</c>)', re.DOTALL)
_MAY_FOLLOW = re.compile(r"xl/(styles|calcChain|tables/table\d+|pivotCache/pivotCacheDefinition\d+)\.xml")
_WITHOUT_CHAIN = {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"}


def each_sheet(path: Path) -> list[tuple[str, str]]:
    """Names and parts of the worksheets."""
    return [(sheet.name, sheet.part) for sheet in read_workbook_part(Package(path)).sheets if sheet.part]


def free_edits(sheet: RawSheet, source: Path) -> dict[str, CellValue]:
    """Edits to some of the sheet's cells that can be edited, in every kind of value, and to cells beside them."""
    values: list[CellValue] = [None, 17, "ny text", 0.25, "=1+1", True, Formula("1+1", 2), "rad\nrad & <b>"]
    edits: dict[str, CellValue] = {}
    for index, cell in enumerate(list(sheet.cells.values())[:: max(1, len(sheet.cells) // 12)]):
        value = values[index % len(values)]
        try:
            patch = Patch(source)
            patch.set_cells(sheet.name, edits | {cell.ref: value})
            patch.to_bytes()
        except PatchRefusedError:
            continue
        edits[cell.ref] = value
    wide = max((column for _, column in sheet.cells), default=1) + 2
    return edits | {ref_of(2, wide): "bredvid", ref_of(3000, wide): 3, ref_of(2, wide + 1): Formula("1+1", 2)}


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_part_by_part(path: Path, tmp_path: Path) -> None:
    book = read_workbook(path)
    target = tmp_path / path.name
    before = members_of(path)
    for name, part in each_sheet(path):
        sheet = book.sheet(name)
        assert sheet is not None
        edits = free_edits(sheet, path)
        patch_cells(path, target, {name: edits})
        after = members_of(target)
        changed = {member for member in before if before[member] != after.get(member)}
        assert list(after) == [member for member in before if member in after]
        assert part in changed
        others = changed - {part} - (_WITHOUT_CHAIN if "xl/calcChain.xml" not in after else set())
        assert [member for member in others if not _MAY_FOLLOW.fullmatch(member)] == []
        assert_only_decided(before[part], after[part], set(edits))
        assert_reads_back(read_workbook(target), book, name, edits)
        assert raw_members(path, changed) == raw_members(target, changed)


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_twice_is_once_and_nothing_is_nothing(path: Path, tmp_path: Path) -> None:
    book = read_workbook(path)
    for sheet in book.sheets:
        there: dict[str, CellValue] = {
            cell.ref: cell.value for cell in sheet.cells.values() if cell.formula is None and not cell.shared_or_array
        }
        patch = Patch(path)
        patch.set_cells(sheet.name, there)
        assert patch.to_bytes() == path.read_bytes()
    name = book.sheets[0].name
    once, twice = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    edits: dict[str, CellValue] = {"ZZ1": "-x", "ZZ2": 1.5, "ZZ3": Formula("1+1", 2)}
    patch_cells(path, once, {name: edits})
    patch_cells(once, twice, {name: edits})
    assert once.read_bytes() == twice.read_bytes()


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_tables_grow_and_a_validator_finds_no_new_fault(path: Path, tmp_path: Path) -> None:
    target = tmp_path / path.name
    patch = Patch(path)
    for sheet in read_workbook(path).sheets:
        patch.set_cells(sheet.name, {"ZZ1": "=x", "ZZ2": RichText((("fet", "b"), (" ej", "")))})
        for table in sheet.tables:
            with contextlib.suppress(PatchRefusedError):
                patch.append_rows(sheet.name, table.name, [{}, {}])
    patch.recalculate_on_load()
    patch.write(target)
    assert faults(target) - faults(path) == Counter()


@pytest.mark.libreoffice
@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_other_programs_open_the_result(path: Path, tmp_path: Path) -> None:
    book = read_workbook(path)
    target = tmp_path / "plan.xlsx"
    sheet = max(book.sheets, key=lambda sheet: len(sheet.cells))
    edits = free_edits(sheet, path)
    patch_cells(path, target, {sheet.name: edits})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = openpyxl.load_workbook(target, data_only=True)[sheet.name]
        calculated = openpyxl.load_workbook(convert(target, "xlsx", tmp_path / "lo"), data_only=True)[sheet.name]
    for ref, value in edits.items():
        expected = value.cached if isinstance(value, Formula) else value
        assert plain(theirs[ref].value) == expected
        assert plain(calculated[ref].value) == expected


def faults(path: Path) -> Counter[str]:
    """What the validator finds; that Excel will move inline strings to its table when it saves is no fault."""
    found = OpenXmlValidator().validate(path).errors
    return Counter(error.description for error in found if "inline-string" not in error.description)


def plain(value: object) -> object:
    """Numbers in cells with a date format are numbers here."""
    return to_excel(value) if isinstance(value, datetime | time) else value


def assert_only_decided(before: bytes, after: bytes, decided: set[str]) -> None:
    """All cells but the decided ones, and all that stands outside the rows, are the same bytes."""
    old, new = cells_of(before), cells_of(after)
    differing = {ref for ref in old.keys() | new.keys() if old.get(ref) != new.get(ref)}
    handed_over = {ref for ref in differing - decided if b't="shared"' in old[ref] and b"ref=" in new[ref]}
    assert differing - handed_over <= decided
    assert around(before) == around(after)


def cells_of(sheet: bytes) -> dict[str, bytes]:
    return {match[1].decode(): match[0] for match in _CELL.finditer(sheet)}


def around(sheet: bytes) -> tuple[bytes, ...]:
    """What stands before and after the rows; the dimension may have grown."""
    head, _, rest = re.sub(rb"<dimension [^>]*>", b"", sheet).partition(b"<sheetData")
    return head, rest.partition(b"</sheetData>")[2] if b"</sheetData>" in rest else b""


def assert_reads_back(now: RawWorkbook, book: RawWorkbook, name: str, edits: dict[str, CellValue]) -> None:
    for sheet, old in zip(now.sheets, book.sheets, strict=True):
        decided = edits if sheet.name == name else {}
        values = {cell.ref: cell.value for cell in sheet.cells.values()}
        expected = {cell.ref: cell.value for cell in old.cells.values()}
        for ref, value in decided.items():
            expected[ref] = value.cached if isinstance(value, Formula) else value  # type: ignore[assignment]
        assert values == {ref: value for ref, value in expected.items() if value is not None or ref in values}
        formulas = {cell.ref: cell.formula for cell in sheet.cells.values() if cell.ref not in decided}
        assert formulas == {cell.ref: cell.formula for cell in old.cells.values() if cell.ref not in decided}
        assert sheet.merged == old.merged


def raw_members(path: Path, changed: set[str]) -> dict[str, bytes]:
    """The packed bytes, headers included, of all members but those."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {
            info.filename: data[info.header_offset : info.header_offset + 30 + len(info.filename) + info.compress_size]
            for info in archive.infolist()
            if info.filename not in changed
        }
