"""Värden som Excel har gjort om till datum eller procent.

Vad kontrollen letar efter
    Tal, id:n och texter som visas som datum. Det händer när man skriver ”3-5”, ”1/2” eller ”4.10” i en cell: Excel
    gissar på ett datum och sparar ett tal runt 46 000. Ett tal skrivet med % blir en hundradel.

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
    """Numbers shown as dates in columns of other things, and shown as per cent in columns of numbers."""
    styles = context.book.raw.styles
    dates = {number for number, style in enumerate(styles) if style.is_date}
    percents = {number for number, style in enumerate(styles) if "%" in style.number_format}
    for entry in context.entries(lambda column: column.type not in _DATES) if dates | percents else ():
        raw = entry.cell.raw
        if not isinstance(raw.value, (int, float)) or isinstance(raw.value, bool):
            continue
        if raw.style in dates:
            message = f"{entry.label}: cellen är formaterad som datum och räknas som {amount(raw.value)}."
            yield Hit(entry.place, message, "Ändra formatet till Allmänt och skriv värdet på nytt.")
        elif raw.style in percents and entry.column.type.is_number:
            message = f"{entry.label}: cellen är formaterad som procent och räknas som {amount(raw.value)}."
            yield Hit(entry.place, message, "Ändra formatet till Allmänt och skriv talet på nytt.")


CHECK = Check("RS104", "Blev datum eller procent", Severity.ERROR, __doc__, find)
