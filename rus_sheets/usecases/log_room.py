"""Room in the log, without which no change can be made: asked before the answers are read."""

from __future__ import annotations

from pathlib import Path

from rus_sheets.book.build import find_table
from rus_sheets.book.model import Book
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.edit.grow import NoRoomError, check_room
from rus_sheets.schema.model import TableKind


def ensure_room(book: Book, workbook: Path) -> None:
    """Raise UnusableInputError, with place and remedy, if the log can't get more rows: then no change can be logged."""
    for table in book.declaration.tables(TableKind.LOG):
        found = find_table(table, book.raw)
        if found:
            sheet, raw = found
            try:
                check_room(sheet.name, raw, sheet.cells, ())
            except NoRoomError as error:
                place = f"{workbook.name}, {error.place}"
                raise UnusableInputError(error.message, place=place, remedy=error.remedy) from error
