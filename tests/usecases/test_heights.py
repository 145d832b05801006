"""Rows of the workbook are as high as their texts need: in a new one, and after a merge. Addresses stay whole."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.layout.heights import height
from rus_sheets.resources import folder
from rus_sheets.usecases.merging import merge
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.split import split

TODAY = dt.date(2026, 12, 1)


@pytest.mark.parametrize("example", ["2022", "2026"])
@pytest.mark.parametrize("sheet", ["Plan", "Utfall"])
def test_no_text_of_an_example_is_cut(example: str, sheet: str) -> None:
    path = next((folder("examples") / example).glob("*.xlsx"))
    for row in openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(min_row=2):
        widths = {cell: cell.parent.column_dimensions[cell.column_letter].width for cell in row}
        needed = max(height(cell.value, width) for cell, width in widths.items() if isinstance(cell.value, str))
        has = row[0].parent.row_dimensions[row[0].row].height or 15
        assert has >= needed - 20, f"{sheet}!{row[0].row}"  # a line more or less is for the program to tell


@pytest.mark.parametrize("example", ["2022", "2026"])
def test_an_address_has_room_on_one_line(example: str) -> None:
    book = open_book(next((folder("examples") / example).glob("*.xlsx")))
    sheet = openpyxl.load_workbook(book.raw.path)["Plan"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "E-post")
    longest = max(len(row.text("email")) for row in book["plan"].rows)
    assert sheet.column_dimensions[column].width >= longest


@pytest.mark.parametrize("times", [40, 1500])
def test_a_merge_makes_rows_as_high_as_the_answers_need(tmp_path: Path, times: int) -> None:
    workbook = tmp_path / "verksamhet-2026.xlsx"
    workbook.write_bytes((folder("examples") / "2026" / "verksamhet-2026.xlsx").read_bytes())
    (made,) = split(workbook, tmp_path / "ut", only=["A02"], today=TODAY)
    front = openpyxl.load_workbook(made.path).worksheets[0]
    place = next(row[1].coordinate for row in front.iter_rows() if row[0].value == "Utfall")
    patch_cells(made.path, made.path, {front.title: {place: "Vi har gjort mycket. " * times}})
    merge(workbook, [tmp_path / "ut"], now=dt.datetime(2026, 12, 2, tzinfo=dt.UTC))
    cell = open_book(workbook)["outcomes"].by_id["A02"].cell("text")
    sheet = openpyxl.load_workbook(workbook)["Utfall"]
    assert 150 < (sheet.row_dimensions[sheet[cell.ref].row].height or 15) <= 409  # Excel has no higher
