"""Which stored values the declaration's own reckoning finds right."""

from __future__ import annotations

import pytest

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.book.raw import Scalar
from rus_sheets.book.recomputed import right_cells
from rus_sheets.excel.edit.patch import Cached, Formula, Patch
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.resources import folder
from rus_sheets.usecases.opening import declaration_of

EXAMPLE = (folder("examples") / "2026" / "verksamhet-2026.xlsx").read_bytes()
DAYS = 'IFERROR(IF(INDEX({0},MATCH({1},{2},0))="","",INDEX({0},MATCH({1},{2},0))),"")'
STRUCTURED = DAYS.format("Plan[Dagar]", "Utfall[[#This Row],[Aktivitets-ID]]", "Plan[Aktivitets-ID]")


def book(data: bytes) -> Book:
    raw = read_package(Package("arbetsboken", data))
    return build_book(declaration_of(raw), raw)


BEFORE = book(EXAMPLE)
CELL = next(row for row in BEFORE["outcomes"].rows if row["planned_days"]).cell("planned_days")
PLACE = (CELL.sheet, CELL.raw.row, CELL.raw.column)


def changed(value: Cached | Formula) -> bool:
    """Is the cell found right when it holds that?"""
    patch = Patch(Package("arbetsboken", EXAMPLE))
    patch.set_cells(CELL.sheet, {CELL.ref: value})
    return PLACE in right_cells(book(patch.to_bytes()))


def test_all_the_tables_formulas_of_the_example_are_right() -> None:
    formulas = {
        (cell.sheet, cell.raw.row, cell.raw.column)
        for table in BEFORE.tables.values()
        for row in table.rows
        for cell in row.cells.values()
        if cell.column.formula and cell.value is not None  # nothing stored may be nothing calculated
    }
    assert right_cells(BEFORE) == formulas
    assert len(formulas) == 181


@pytest.mark.parametrize("value", [CELL.raw.value, None, "", 1, str(CELL.raw.value), True])
def test_a_stored_value_is_right_if_it_is_the_very_one(value: Scalar) -> None:
    assert changed(Cached(value)) == (value is CELL.raw.value)


@pytest.mark.parametrize(
    ("formula", "right"),
    [
        (STRUCTURED, True),
        (STRUCTURED.replace("INDEX", "index"), True),
        (STRUCTURED.replace("Plan[Dagar]", "Utfall[Dagar utfall]"), False),
        (f"{STRUCTURED}+0", False),
        # The same cells, as LibreOffice names them: the next row's formula with this text would mean other ones.
        (DAYS.format("Plan!$K$2:$K$29", CELL.ref.replace(CELL.ref[0], "A"), "Plan!$A$2:$A$29"), False),
    ],
)
def test_only_under_the_declared_formula(formula: str, right: bool) -> None:
    assert isinstance(CELL.raw.value, int)
    assert changed(Formula(formula, CELL.raw.value)) == right


def test_a_formula_that_gives_way_to_a_value_is_none() -> None:
    patch = Patch(Package("arbetsboken", EXAMPLE))
    assert isinstance(CELL.raw.value, int)
    patch.set_cells(CELL.sheet, {CELL.ref: CELL.raw.value})
    assert PLACE not in right_cells(book(patch.to_bytes()))
