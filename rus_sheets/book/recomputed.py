"""Which stored values are right: those that the declaration's own reckoning gives, under the declared formula."""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.formula import Resolver, tokens
from rus_sheets.book.model import Book, BookTable, Cell
from rus_sheets.book.raw import Place
from rus_sheets.schema.model import Column


def right_cells(book: Book) -> frozenset[Place]:
    """The formula cells of tables that store what the rows give, and whose formula is the declared one.

    A cell that isn't listed may be right all the same: where formulas name cells instead of columns (as LibreOffice
    writes them), or a value isn't stored to the letter as the declaration says it, nothing is said.
    """
    resolver = Resolver(book.raw)
    return frozenset(place for table in book.tables.values() for place in _right_in(table, resolver))


def _right_in(table: BookTable, resolver: Resolver) -> Iterator[Place]:
    for column in (column for column in table.table.columns if column.formula):
        declared: dict[str, bool] = {}
        for row in table.rows:
            cell = row.cells.get(column.key)
            if cell is None or cell.raw.formula is None or cell.raw.shared_or_array or not _stored(cell):
                continue
            text = cell.raw.formula
            if text not in declared:
                declared[text] = _is_declared(column, cell, resolver)
            if declared[text]:
                yield (cell.sheet, cell.raw.row, cell.raw.column)


def _stored(cell: Cell) -> bool:
    """Does the file hold the very value? (Not what it is taken to mean, as in ``Cell.stored``.)"""
    stored, value = cell.raw.value, cell.value
    if value is None:
        return stored == ""
    if isinstance(value, (int, float)):
        return type(stored) in (int, float) and stored == value
    return type(stored) is type(value) and stored == value


def _is_declared(column: Column, cell: Cell, resolver: Resolver) -> bool:
    """Is it the column's formula, in all rows where it stands with this text?

    A text that names cells means something else in every row.
    """
    text, wanted = cell.raw.formula or "", column.formula.removeprefix("=")
    if any(token.kind in ("range", "external") for token in (*tokens(text), *tokens(wanted))):
        return False
    row, place = cell.raw.row, cell.raw.column
    return resolver.canonical(text, cell.sheet, row, place) == resolver.canonical(wanted, cell.sheet, row, place)
