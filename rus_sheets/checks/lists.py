"""The choices as they stand on the workbook's own sheet of lists."""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.build import find_table
from rus_sheets.book.convert import tidy
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawCell, RawSheet
from rus_sheets.schema.model import ChoiceList, TableKind


def list_cells(book: Book, choices: ChoiceList) -> Iterator[tuple[RawSheet, RawCell]]:
    """The header cell of a list, and then its cells down to the last one in use; nothing where the list is missing."""
    for table in book.declaration.tables(TableKind.LISTS):
        found = find_table(table, book.raw)
        if not found:
            continue
        sheet, excel = found
        places = {tidy(header): excel.first_column + offset for offset, header in enumerate(excel.columns)}
        if choices.header not in places:
            continue
        column = places[choices.header]
        yield sheet, sheet.at(excel.first_row, column)
        last = max((row for row, place in sheet.cells if place == column), default=excel.first_row)
        yield from ((sheet, sheet.at(row, column)) for row in range(excel.first_row + 1, last + 1))


def listed_choices(book: Book, choices: ChoiceList) -> tuple[str, ...]:
    """The choices that stand in the list on the sheet."""
    cells = list(list_cells(book, choices))[1:]
    return tuple(tidy(str(cell.value)) for _, cell in cells if cell.value is not None and tidy(str(cell.value)))
