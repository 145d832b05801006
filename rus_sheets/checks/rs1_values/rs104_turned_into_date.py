"""Värden som Excel har gjort om till datum.

Vad kontrollen letar efter
    Tal, id:n och texter som visas som datum. Det händer när man skriver ”3-5”, ”1/2” eller ”4.10” i en cell: Excel
    gissar på ett datum och sparar ett tal runt 46 000.

Varför
    ”3-5” dagar blir 46 000 dagar i summan, och ett nummer i en hänvisning pekar inte längre rätt.

Så rättar du
    Ändra cellens format till Allmänt (eller Text för id:n) och skriv värdet på nytt.

Exempel
    Plan, Dagar: cellen visar 05-mar och räknas som 46 086 dagar.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.words import amount
from rus_sheets.findings import Severity
from rus_sheets.schema.model import CellType

_DATES = frozenset({CellType.DATE, CellType.ANY})


def find(context: Context) -> Iterator[Hit]:
    """Cells of other columns than dates that hold a number shown as a date."""
    dates = {number for number, style in enumerate(context.book.raw.styles) if style.is_date}
    for entry in context.entries(lambda column: column.type not in _DATES) if dates else ():
        raw = entry.cell.raw
        if raw.style in dates and isinstance(raw.value, (int, float)) and not isinstance(raw.value, bool):
            message = f"{entry.label}: cellen är formaterad som datum och räknas som {amount(raw.value)}."
            yield Hit(entry.place, message, "Ändra formatet till Allmänt och skriv värdet på nytt.")


CHECK = Check("RS104", "Blev ett datum", Severity.ERROR, __doc__, find)
