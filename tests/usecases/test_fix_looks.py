"""--fix gives rows that were put in or typed below what the table's other rows have: formats, dropdowns, conditional
formats; openpyxl and LibreOffice are the clients that put them in.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.usecases.fix import fix
from rus_sheets.usecases.undo import undo
from rus_sheets.usecases.validate import validate
from tests.checks.workbooks import lettered
from tests.cli.run import rus_sheets
from tests.excel.small import members_of
from tests.excel.test_patch_shared import raw_members
from tests.libreoffice import convert
from tests.usecases.test_fix import EXAMPLES, copy_of

pytestmark = pytest.mark.slow

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
RED = PatternFill("solid", bgColor="FFFFC7CE")
NEW = {"Aktivitets-ID": "A95", "Aktivitet": "Ny aktivitet", "Dagar": 3}
DAYS = lettered("{Plan[Dagar]}")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return copy_of(EXAMPLES[1], tmp_path)


def grown(sheet: Worksheet, by: int) -> None:
    (table,) = sheet.tables.values()
    left, top, right, bottom = range_boundaries(table.ref)
    table.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom + by}"
    if table.autoFilter:
        table.autoFilter.ref = table.ref


def inserted(sheet: Worksheet) -> list[int]:
    """Two rows in the middle: openpyxl moves the cells below and nothing else."""
    sheet.insert_rows(3, 2)
    grown(sheet, 2)
    return [3, 4]


def typed_first(sheet: Worksheet) -> list[int]:
    sheet.insert_rows(2)
    grown(sheet, 1)
    return [2]


def typed_below(sheet: Worksheet) -> list[int]:
    last = sheet.max_row
    grown(sheet, 3)
    return [last + 1, last + 2, last + 3]


def changed(
    workbook: Path, name: str, put_in: Callable[[Worksheet], list[int]], values: Mapping[str, object]
) -> list[int]:
    book = openpyxl.load_workbook(workbook)
    sheet = book[name]
    rows = put_in(sheet)
    for row in rows:
        for header, value in values.items():
            sheet[lettered(f"{{{name}[{header}]}}{row}")] = value
    book.save(workbook)
    return rows


def lacking(workbook: Path) -> list[tuple[str, str]]:
    return [(each.sheet, each.cell) for each in validate(workbook).findings if each.code == "RS019"]


def looks(sheet: Worksheet, row: int) -> list[object]:
    (table,) = sheet.tables.values()
    left, _, right, _ = range_boundaries(table.ref)
    found: list[object] = []
    for column in range(left, right + 1):
        cell = sheet.cell(row, column)
        kinds = [each.type for each in sheet.data_validations.dataValidation if cell.coordinate in each.sqref]
        marks = [
            rule.type for each in sheet.conditional_formatting if cell.coordinate in each.sqref for rule in each.rules
        ]
        found.append((cell.fill.fgColor.rgb, cell.border.left.style, cell.number_format, kinds, marks))
    return found


@pytest.mark.parametrize(
    ("name", "values", "put_in"),
    [
        ("Plan", NEW, inserted), ("Plan", NEW, typed_first), ("Budget", {"Post-ID": "P9"}, inserted),
        # the only row there is a blank one
        ("Händelser", {"Händelse-ID": "A01-H09", "Aktivitets-ID": "A01"}, typed_below),
    ],
)  # fmt: skip
def test_rows_get_what_the_others_have(
    workbook: Path, name: str, values: Mapping[str, object], put_in: Callable[[Worksheet], list[int]]
) -> None:
    pattern = looks(openpyxl.load_workbook(workbook)[name], 2)
    rows = changed(workbook, name, put_in, values)
    assert name in {sheet for sheet, _ in lacking(workbook)}
    before = members_of(workbook)
    fixed = fix(workbook, now=NOW)
    assert {each.sheet for each in fixed.dressed} == {name}
    sheet = openpyxl.load_workbook(workbook)[name]
    assert [looks(sheet, row) for row in rows] == [pattern] * len(rows)
    assert looks(sheet, sheet.max_row) == pattern
    assert lacking(workbook) == []
    assert len(sheet.data_validations.dataValidation) == len(
        [each for each in pattern if each[3]]  # type: ignore[index]
    )
    assert all(" " not in str(each.sqref) for each in sheet.data_validations.dataValidation)
    assert before.keys() == members_of(workbook).keys()
    once = workbook.read_bytes()
    assert fix(workbook, now=NOW).dressed == ()
    assert workbook.read_bytes() == once


def test_only_formats_and_ranges_change_and_it_can_be_undone(workbook: Path, tmp_path: Path) -> None:
    changed(workbook, "Organisation", typed_below, {"Namn": "Möte"})
    fix(workbook, now=NOW)
    book = openpyxl.load_workbook(workbook)
    (table,) = book["Organisation"].tables.values()
    last = range_boundaries(table.ref)[3]
    for row in book["Organisation"].iter_rows(min_row=last, max_row=last):
        for cell in row:
            cell.style = "Normal"
    book.save(workbook)
    source = workbook.read_bytes()
    (tmp_path / "före.xlsx").write_bytes(source)
    assert fix(workbook, now=NOW, dry_run=True).dressed
    assert workbook.read_bytes() == source
    fixed = fix(workbook, now=NOW)
    assert (fixed.repairs, [each.sheet for each in fixed.dressed]) == ((), ["Organisation"])
    old, new = members_of(tmp_path / "före.xlsx"), members_of(workbook)
    (part,) = (name for name in old if old[name] != new[name])
    assert raw_members(tmp_path / "före.xlsx", {part}) == raw_members(workbook, {part})
    row = rf'<row r="{last}".*?</row>'.encode()
    assert re.sub(row, b"", old[part], flags=re.DOTALL) == re.sub(row, b"", new[part], flags=re.DOTALL)
    undo(workbook)
    assert workbook.read_bytes() == source


def test_conditional_formats_of_ones_own_reach_the_new_rows(workbook: Path) -> None:
    def put_in(sheet: Worksheet) -> list[int]:
        last = sheet.max_row
        sheet.conditional_formatting.add(
            f"{DAYS}2:{DAYS}{last}", CellIsRule(operator="greaterThan", formula=["30"], fill=RED)
        )
        sheet.conditional_formatting.add(f"A2:E{last}", FormulaRule(formula=[f"${DAYS}2>30"], fill=RED))
        sheet.conditional_formatting.add(f"{DAYS}5", CellIsRule(operator="equal", formula=["1"], fill=RED))
        grown(sheet, 2)
        return [last + 1, last + 2]

    rows = changed(workbook, "Plan", put_in, NEW)
    (finding,) = (each for each in validate(workbook).findings if each.code == "RS019")
    assert "villkorsstyrd formatering (6 kolumner)" in finding.message
    fix(workbook, now=NOW)
    sheet = openpyxl.load_workbook(workbook)["Plan"]
    ranges = {str(each.sqref) for each in sheet.conditional_formatting}
    assert ranges == {f"{DAYS}2:{DAYS}{rows[-1]}", f"A2:E{rows[-1]}", f"{DAYS}5"}


def test_what_somebody_has_chosen_is_left(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet = book["Plan"]
    sheet["C5"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet[f"{DAYS}6"].style = "Normal"
    sheet[f"{DAYS}6"].number_format = "0.00"
    book.save(workbook)
    assert lacking(workbook) == []
    before = read_workbook(workbook).sheet("Plan")
    fix(workbook, now=NOW)
    after = read_workbook(workbook).sheet("Plan")
    assert before
    assert after
    assert [each.at(5, 3).style for each in (before, after)] == [before.at(5, 3).style] * 2
    assert after.at(6, 11).style == before.at(6, 11).style


def test_it_is_told_of_in_plain_words(workbook: Path) -> None:
    changed(workbook, "Plan", inserted, NEW)
    said = rus_sheets("validate", workbook, "--fix").out
    assert "2 rader saknar format (" in said
    assert "listor och format på 4 rader" in said  # and the two that were moved out of the lists
    assert "undo verksamhet.xlsx" in said


@pytest.mark.libreoffice
@pytest.mark.parametrize("put_in", [inserted, typed_below])
def test_as_libreoffice_writes_them(workbook: Path, tmp_path: Path, put_in: Callable[[Worksheet], list[int]]) -> None:
    rows = changed(workbook, "Plan", put_in, NEW)
    saved = convert(workbook, "xlsx", tmp_path / "lo")
    assert "Plan" in {sheet for sheet, _ in lacking(saved)}
    fix(saved, now=NOW)
    assert lacking(saved) == []
    sheet = openpyxl.load_workbook(saved)["Plan"]
    assert [looks(sheet, row) for row in rows] == [looks(sheet, 6)] * len(rows)
    opened = convert(saved, "xlsx", tmp_path / "igen")
    sheet = openpyxl.load_workbook(opened)["Plan"]
    assert [looks(sheet, row) for row in rows] == [looks(sheet, 6)] * len(rows)
