"""Dolda rader som räknas.

Vad kontrollen letar efter
    Rader i en tabell som är dolda för hand, och dolda blad, med tal som ingår i summor. Rader som ett filter har dolt
    är inget fel. Ett dolt blad utan sådana tal är en upplysning.

Varför
    Summan stämmer inte med de rader man ser. Dolda rader glöms bort när planen granskas.

Så rättar du
    Visa raderna: markera raderna omkring, högerklicka, Ta fram. Ska de inte räknas: ta bort dem.

Exempel
    Plan: rad 14 är dold men har 12 dagar.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.display import amount
from rus_sheets.book.model import Row
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity

_SUMMED = frozenset({"days", "money"})


def find(context: Context) -> Iterator[Hit]:
    """Rows hidden by hand that totals count; declared sheets that are hidden as a whole."""
    for table in context.tables():
        sheet = context.sheet_of(table)
        if not sheet.filtered:
            for row in table.rows:
                if row.number in sheet.hidden_rows:
                    yield from _row(row)
    counting = {context.sheet_of(table).name for table in context.tables() if any(_counted(row) for row in table.rows)}
    for sheet in context.book.raw.sheets:
        if sheet.state != "visible" and sheet.name in context.book.declaration.sheets:
            counts = sheet.name in counting
            message = f"Bladet {sheet.name} är dolt{', men dess tal räknas med' if counts else ''}."
            severity = None if counts else Severity.INFO
            yield Hit(Place(sheet.name), message, "Högerklicka på en bladflik, Ta fram, och välj bladet.", severity)


def _row(row: Row) -> Iterator[Hit]:
    counted = _counted(row)
    if counted:
        key, value = counted
        message = f"Raden är dold, men dess {amount(value)} ({row.cell(key).column.header}) räknas med."
        yield Hit(at(row, key), message, f"Visa rad {row.number}, eller ta bort den.")


def _counted(row: Row) -> tuple[str, float] | None:
    """The first column of the row with a number that totals count, and the number."""
    for key, cell in row.cells.items():
        value = cell.value
        if cell.column.type.value in _SUMMED and not cell.column.formula and isinstance(value, (int, float)) and value:
            return key, value
    return None


CHECK = Check("RS010", "Dold rad som räknas", Severity.WARNING, __doc__, find)
