"""Changed cells by what people call them: the row and the column, and dates as dates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from rus_sheets.book.model import Book, Cell, Row
from rus_sheets.book.shown import as_text, shown_as
from rus_sheets.merge.questions import named
from rus_sheets.schema.model import CellType
from rus_sheets.usecases.changing.contents import Change
from rus_sheets.usecases.opened.finding_rows import A_CELL, rows_by_place

_SERIAL = re.compile(r"\d+(,\d+)?")


def with_names(changes: Sequence[Change], book: Book) -> tuple[Change, ...]:
    """The changes, named as the workbook is today; those of a row that it hasn't got stay as they are."""
    rows = rows_by_place(book)
    cells = {(cell.sheet, cell.ref): (row, cell) for row in rows.values() for cell in row.cells.values() if cell.ref}
    return tuple(_named(change, cells.get((change.sheet, change.ref.partition(" ")[0]))) for change in changes)


def _named(change: Change, found: tuple[Row, Cell] | None) -> Change:
    if found is None or not A_CELL.match(change.ref):
        return change
    row, cell = found
    of = ", ".join(filter(None, (named(row.id, row.title if row.title != row.id else ""), cell.column.header)))
    if cell.column.type is not CellType.DATE:
        return replace(change, of=of)
    return replace(change, of=of, before=_day(change.before), now=_day(change.now))


def _day(told: str) -> str:
    """A date's serial number as a date; anything else as it is."""
    if not _SERIAL.fullmatch(told):
        return told
    return as_text(shown_as(float(told.replace(",", ".")), CellType.DATE))
