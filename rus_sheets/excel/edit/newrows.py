"""Rows that are added at a table's end: what each of their cells gets, by the last row's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from rus_sheets.book.raw import Position
from rus_sheets.excel.edit.cell_content import CellValue, Formula, checked_at
from rus_sheets.excel.edit.cellwriter import CellEdit
from rus_sheets.excel.edit.editable_sheet import OpenSheet, OpenTable
from rus_sheets.excel.edit.styles_part import StyleSheet
from rus_sheets.excel.read.sheetxml import mover


class NewColumn(NamedTuple):
    """A column of a table that gets rows: its place for messages, its new cells' style, the formula of one in a row.

    ``texts`` are those that new cells have got. A log has the same file, name and day in row after row.
    """

    name: str
    number: int
    place: str
    style: int
    formula: Callable[[int], CellValue]
    texts: dict[str, CellEdit]

    def edit(self, value: CellValue) -> CellEdit:
        """What puts the value into a new cell. Raises BadValueError."""
        if type(value) is not str:
            return CellEdit(checked_at(value, self.place), self.style)
        known = self.texts.get(value)
        if known is None:
            known = self.texts[value] = CellEdit(checked_at(value, self.place), self.style)
        return known


def new_columns(opened: OpenSheet, table: OpenTable, styles: StyleSheet) -> list[NewColumn]:
    """The table's columns, as new rows have them."""
    return [_column(opened, table, styles, *named) for named in zip(table.table.columns, table.columns, strict=True)]


def _column(opened: OpenSheet, table: OpenTable, styles: StyleSheet, name: str, number: int) -> NewColumn:
    pattern = (table.table.last_row, number)
    style = styles.quoted(opened.editor.cells.style_at(pattern) or 0, on=False)
    place = f"{table.table.name}, {name}"
    return NewColumn(name, number, place, style, _moved_formula(opened, table, pattern), {})


def is_blank(opened: OpenSheet, table: OpenTable, edits: Mapping[Position, CellEdit]) -> bool:
    """Is the table's body a single row without values (formulas aside)?"""
    raw = table.table
    if raw.last_row != raw.first_row + 1:
        return False
    places = [(raw.last_row, column) for column in table.columns]
    cells = [opened.editor.cells.cells.get(place) for place in places]
    if any(place in edits and edits[place].value is not None for place in places):
        return False
    return all(cell is None or cell.formula is not None for cell in cells)


def _moved_formula(opened: OpenSheet, table: OpenTable, pattern: Position) -> Callable[[int], CellValue]:
    """The formula of the last row's cell as it reads in a new row, else the column's declared one, else nothing."""
    cell = opened.editor.cells.cells.get(pattern)
    declared = table.table.column_formulas.get(table.table.columns[pattern[1] - table.table.first_column])
    if cell is None or not cell.formula or any(pattern in area for area in opened.editor.cells.areas):
        return lambda _: Formula(declared) if declared else None
    moved = mover(cell.formula, (cell.row, cell.column))

    def formula(row: int) -> CellValue:
        text = moved((row, pattern[1]))
        return Formula(text) if text else None

    return formula
