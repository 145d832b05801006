"""A row that an owner has begun and not finished: the one judgement of the form's state, status and the merge.

It is taken as it is, since what is written mustn't be lost, but nobody says that it is done.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rus_sheets.answers.returned import Returned, ReturnedCell, differs
from rus_sheets.book.model import Book
from rus_sheets.book.shown import as_text
from rus_sheets.schema.model import Column, Editor, Table


def owners(column: Column) -> bool:
    """Whether the owner writes in the column."""
    return column.edited_by is Editor.OWNER and not column.formula


def needed_in(table: Table) -> tuple[Column, ...]:
    """The columns of the owner's that a row of the table can't be without."""
    return tuple(column for column in table.columns if column.required and owners(column))


class HalfRow(Struct, frozen=True):
    """A row of a returned file that lacks something: its table's key, its id, where it stands, and what it lacks."""

    table: str
    sheet: str
    row: str
    place: str
    lacks: tuple[Column, ...]

    def __str__(self) -> str:
        headers = [column.header for column in self.lacks]
        return f"Raden {self.row} saknar {' och '.join(filter(None, (', '.join(headers[:-1]), headers[-1])))}."


def half_rows(book: Book, file: Returned) -> Iterator[HalfRow]:
    """The rows that the owner has written in and that lack something, also with what the workbook has by now."""
    rows: dict[tuple[str, str], list[ReturnedCell]] = {}
    for cell in file.cells:
        if cell.table in {table.table for table in book.declaration.followup.child_tables}:
            rows.setdefault((cell.table, cell.row), []).append(cell)
    for (key, row_id), cells in rows.items():
        table = book.declaration.table_of(key)
        written = [cell for cell in cells if not cell.gone and owners(table.column(cell.column)) and _holds(cell)]
        if not any(differs(cell, table.column(cell.column).type) for cell in written):
            continue
        filled = {cell.column for cell in written} | _standing(book, key, row_id)
        lacks = tuple(column for column in needed_in(table) if column.key not in filled)
        if lacks:
            yield HalfRow(key, table.sheet, row_id, written[0].place, lacks)


def _holds(cell: ReturnedCell) -> bool:
    return bool(cell.formula) or as_text(cell.value).strip() != ""


def _standing(book: Book, table: str, row_id: str) -> set[str]:
    row = book[table].by_id.get(row_id)
    return {key for key, cell in row.cells.items() if cell.raw.value is not None} if row else set()
