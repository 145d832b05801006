"""A row becomes as high as a text that is written in it needs, and no other row is touched."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from rus_sheets.excel.edit.patch import Patch
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.package import Package
from rus_sheets.layout.blueprint import NewCell, NewSheet, NewTable, NewWorkbook, Style

LONG = "ord " * 60
_ROW = re.compile(r'<row r="(\d+)"[^>]*?(?: ht="([^"]*)")?[^>]*>')


def workbook(style: Style = Style.INPUT, **heights: float) -> bytes:
    cells = [NewCell(row, 1, f"text {row}", style) for row in (2, 3, 4)]
    table = NewTable("T", 1, 1, 3, (("Text", ""),))
    tall = {int(row[1:]): height for row, height in heights.items()}
    return make_workbook(
        NewWorkbook((NewSheet("Blad", tuple(cells), (table,), widths={1: 20}, heights=tall),), "T", ""), lambda _: {}
    )


def heights(data: bytes) -> dict[int, float]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        rows = re.findall(r"<row [^>]*>", parts.read("xl/worksheets/sheet1.xml").decode())
    found = {int(re.search(r' r="(\d+)"', row)[1]): re.search(r' ht="([^"]*)"', row) for row in rows}  # type: ignore[index]
    return {row: float(match[1]) for row, match in found.items() if match}


def patched(data: bytes, text: object, *, fits: bool = True) -> dict[int, float]:
    patch = Patch(Package("bok.xlsx", data))
    if fits:
        patch.fit_rows()
    patch.set_cells("Blad", {"A3": text})  # type: ignore[dict-item]
    return heights(patch.to_bytes())


def test_a_longer_text_makes_its_row_higher() -> None:
    assert 150 < patched(workbook(), LONG)[3] < 260
    assert set(patched(workbook(), LONG)) == {3}


@pytest.mark.parametrize("text", ["kort", 12, None])
def test_what_takes_one_line_does_not(text: object) -> None:
    assert patched(workbook(), text) == {}


def test_no_row_gets_lower() -> None:
    assert patched(workbook(r3=380), LONG) == {3: 380.25}
    assert patched(workbook(r3=60), "kort") == {3: 60}


def test_a_text_that_stays_on_one_line_says_nothing() -> None:
    assert patched(workbook(Style.PLAIN), LONG) == {}


def test_only_where_it_is_asked_for() -> None:
    assert patched(workbook(), LONG, fits=False) == {}


def test_new_rows_are_high_enough() -> None:
    patch = Patch(Package("bok.xlsx", workbook()))
    patch.fit_rows()
    patch.append_rows("Blad", "T", [{"Text": "kort"}, {"Text": LONG}])
    assert set(heights(patch.to_bytes())) == {6}
