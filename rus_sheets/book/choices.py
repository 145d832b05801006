"""What a cell of a choice or reference column may hold in this very workbook."""

from __future__ import annotations

from rus_sheets.book.convert import tidy
from rus_sheets.book.model import Book
from rus_sheets.schema.model import CellType, ChoiceList, Column, TableKind


def allowed(book: Book, column: Column) -> tuple[str, ...]:
    """The words (or the ids) that the column takes; empty for columns of other types."""
    if column.type is CellType.CHOICE:
        return list_values(book, book.declaration.choices(column.list))
    if column.type in (CellType.REF, CellType.REFS):
        return tuple(book[column.references].by_id)
    return ()


def list_values(book: Book, choices: ChoiceList) -> tuple[str, ...]:
    """A list's declared words, and for an open list also those that people have added under its header."""
    if not choices.open:
        return choices.values
    added = []
    for table in book.declaration.tables(TableKind.LISTS):
        sheet = book.raw.sheet(table.sheet)
        top = next((at for at, cell in sheet.cells.items() if cell.value == choices.header), None) if sheet else None
        if sheet and top:
            cells = sorted((at, cell) for at, cell in sheet.cells.items() if at[1] == top[1] and at[0] > top[0])
            added += [tidy(cell.value) for _, cell in cells if isinstance(cell.value, str)]
    return tuple(dict.fromkeys((*choices.values, *(word for word in added if word))))
