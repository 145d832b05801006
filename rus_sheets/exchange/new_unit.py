"""A row that the workbook hasn't, as a unit that may be added to it: one question, taken whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from rus_sheets.answers.interpret import interpret
from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.book.display import quoted
from rus_sheets.book.model import Book
from rus_sheets.book.shown import as_text
from rus_sheets.exchange.outside import coming_in
from rus_sheets.exchange.table import OutsideCell
from rus_sheets.schema.model import Column, ExchangeColumn

_ASKED = "{unit} finns inte på bladet {sheet}. Tas raden läggs den till där, hel."

_SaidOutside = tuple[ExchangeColumn, Column, OutsideCell, str]
"""A column, what stands in it, and where."""


def new_unit(book: Book, key: str, said: Iterable[_SaidOutside]) -> tuple[ReturnedCell, ...]:
    """What the workbook can hold of the row; the rest is told with the question.

    Nothing where it has no name, or no id that fits.
    """
    table = book[book.declaration.followup.unit].table
    pattern = table.column(table.id).pattern
    if not key or (pattern and not re.fullmatch(pattern, key)):
        return ()
    cells: list[ReturnedCell] = []
    left: list[str] = []
    for wanted, column, there, ref in said:
        value = coming_in(there.value, column, wanted)
        if value is None or (wanted.table, column.key) == (table.key, table.id):
            continue
        cell = ReturnedCell(
            wanted.table, key, column.key, None, value, "", ref, new_row=True, format=there.format, code=there.code,
            formula=there.formula != "",
        )  # fmt: skip
        held = not column.formula and book.has_column(wanted.table, column.key)
        if held and not interpret(book, column, cell).fault:
            cells.append(cell)
        else:
            left.append(f"{wanted.header} {quoted(as_text(there.value))}")
    filled = {cell.column for cell in cells if cell.table == table.key}
    if table.title not in filled:
        return ()
    lacks = [column.header for column in table.columns
             if column.required and not column.formula and column.key not in (table.id, *filled)]  # fmt: skip
    doubt = _ASKED.format(unit=key, sheet=table.sheet)
    doubt += f" Följer inte med: {', '.join(left)}." if left else ""
    doubt += f" Fyll sedan i {', '.join(lacks)}." if lacks else ""
    return tuple(replace(cell, doubt=doubt) for cell in cells)
