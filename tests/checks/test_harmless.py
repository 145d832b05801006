"""What people do to their workbook without doing it harm gives no finding of severity warning or above."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.filters import FilterColumn, Filters
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from rus_sheets.book.build import build_book
from rus_sheets.checks.run_all import run_checks
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.findings import Finding, Severity
from rus_sheets.resources import folder
from tests.checks.workbooks import declared, lettered
from tests.libreoffice import convert

pytestmark = pytest.mark.slow

DAYS = lettered("{Plan[Dagar]}")
YEARS = ("2022", "2026")


def _path(year: str) -> Path:
    return folder("examples") / year / f"verksamhet-{year}.xlsx"


def serious(path: Path) -> list[Finding]:
    findings = run_checks(build_book(declared(), read_workbook(path))).findings
    return [each for each in findings if each.severity is not Severity.INFO]


def _rows(sheet: Worksheet) -> int:
    return int(next(iter(sheet.tables.values())).ref.split(":")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def sort_rows(book: Workbook) -> None:
    """As Excel sorts: the rows' contents move, formulas that speak of their own row stay right."""
    for name in ("Plan", "Utfall", "Utgifter"):
        sheet = book[name]
        last = _rows(sheet)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(2, last)]
        rows.sort(key=lambda row: str(row[0]), reverse=True)
        for number, row in enumerate(rows, 2):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place).value = value


def add_column(book: Workbook) -> None:
    sheet = book["Plan"]
    table = sheet.tables["Plan"]
    last, place = _rows(sheet), sheet.max_column + 1
    sheet.cell(1, place, "Timmar")
    for row in range(2, last + 1):
        sheet.cell(row, place, f"=Plan[[#This Row],[Dagar]]*8+{DAYS}{row}*0")
    table.ref = f"A1:{sheet.cell(last, place).coordinate}"
    table.autoFilter.ref = table.ref
    table.tableColumns.append(TableColumn(id=place, name="Timmar"))


def add_sheet(book: Workbook) -> None:
    sheet = book.create_sheet("Egna anteckningar", 0)
    sheet["A1"] = "Att ta upp med styrgruppen"
    sheet["B2"] = "=SUM(Plan[Dagar])/8"
    sheet["A4"] = "A07"
    sheet.merge_cells("D1:E1")


def add_notes(book: Workbook) -> None:
    book["Plan"]["C3"].comment = Comment("Kolla detta", "RUS")
    book["Budget"]["J2"] = "Se protokollet"
    book["Budget"]["J3"] = 12


def filter_rows(book: Workbook) -> None:
    sheet = book["Plan"]
    column = FilterColumn(colId=1, filters=Filters(filter=["G1"]))
    sheet.tables["Plan"].autoFilter.filterColumn.append(column)
    for row in range(2, _rows(sheet) + 1):
        sheet.row_dimensions[row].hidden = sheet.cell(row, 2).value != "G1"


def hide_help_column(book: Workbook) -> None:
    book["Plan"].column_dimensions["S"].hidden = True
    book["Inställningar"].column_dimensions["C"].hidden = True


def colour_and_widen(book: Workbook) -> None:
    sheet = book["Plan"]
    for row in sheet.iter_rows(2, 6):
        for cell in row:
            cell.fill = PatternFill("solid", fgColor="FFF2CC")
            cell.font = Font(bold=True)
    sheet.column_dimensions["C"].width = 90
    sheet.row_dimensions[3].height = 120


def move_sheets(book: Workbook) -> None:
    book.move_sheet("Plan", offset=-3)


def leave_alone(_: Workbook) -> None:
    """Opened and saved."""


EDITS = (
    leave_alone, sort_rows, add_column, add_sheet, add_notes, filter_rows, hide_help_column, colour_and_widen,
    move_sheets,
)  # fmt: skip


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_harmless_edit(edit: Callable[[Workbook], None], year: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(_path(year), rich_text=True)
    edit(book)
    book.save(tmp_path / "efter.xlsx")
    assert serious(tmp_path / "efter.xlsx") == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("year", YEARS)
def test_opened_and_saved_by_libreoffice(year: str, tmp_path: Path) -> None:
    assert serious(convert(_path(year), "xlsx", tmp_path)) == []


@pytest.mark.libreoffice
def test_every_harmless_edit_and_then_libreoffice(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(_path("2022"), rich_text=True)
    for edit in EDITS:
        edit(book)
    book.save(tmp_path / "efter.xlsx")
    assert serious(convert(tmp_path / "efter.xlsx", "xlsx", tmp_path / "lo")) == []
