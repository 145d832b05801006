"""Which rows go when some are dropped: those themselves and all that can't stand without them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rus_sheets.book.ids import missing_id
from rus_sheets.book.model import Book, Row
from rus_sheets.errors import UsageError
from rus_sheets.schema.model import CellType, TableKind

RowPlace = tuple[str, int]
"""A table's key and a row's number on its sheet."""


def rows_that_say(book: Book, said: Mapping[str, str]) -> frozenset[RowPlace]:
    """The rows whose column ("table.column") has that value, but those that the declaration itself knows."""
    return frozenset(
        (key, row.number)
        for path, value in said.items()
        for key, _, column in (path.partition("."),)
        for row in book[key]
        if row.text(column) == value and row.id not in book[key].table.known_ids
    )


def rows_without(book: Book, ids: Sequence[str], others: Collection[RowPlace] = ()) -> frozenset[RowPlace]:
    """The rows of these ids, the ``others``, and all that have to refer to them: an activity's parts, and so on.

    Raises UsageError for an id that isn't there.
    """
    gone: set[RowPlace] = set(others)
    for wanted in ids:
        gone |= _rows_of(book, wanted)
    while True:
        known = ids_of(book, gone)
        more = {
            (key, row.number)
            for key, table in book.tables.items()
            for row in table
            if (key, row.number) not in gone and _hangs_on(row, known)
        }
        if not more:
            return frozenset(gone)
        gone |= more


def ids_of(book: Book, places: Collection[RowPlace]) -> frozenset[tuple[str, str]]:
    """Table key and id of the rows that have one."""
    return frozenset(
        (key, row.id) for key, table in book.tables.items() for row in table if row.id and (key, row.number) in places
    )


def _rows_of(book: Book, wanted: str) -> set[RowPlace]:
    """The rows with an id: in the table of units (activities), else in the first table that has it."""
    unit = book.declaration.followup.unit
    tables = sorted(
        (table for table in book.declaration.tables(TableKind.ROWS) if table.id and not table.one_for_each),
        key=lambda table: table.key != unit,
    )
    for table in tables:
        found = {(table.key, row.number) for row in book[table.key] if row.id.casefold() == wanted.casefold()}
        if found:
            return found
    fault, remedy = missing_id(book, unit, wanted)
    raise UsageError(fault, remedy=remedy)


def _hangs_on(row: Row, ids: Collection[tuple[str, str]]) -> bool:
    """Does the row have to refer to a row that goes?"""
    return any(
        column.required and column.type is CellType.REF and (column.references, row.text(column.key)) in ids
        for column in row.table.columns
        if not column.formula
    )
