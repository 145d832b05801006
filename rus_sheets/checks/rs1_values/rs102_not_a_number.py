"""Annat än ett tal där det ska stå ett tal.

Vad kontrollen letar efter
    Celler för dagar, kronor och antal som innehåller något som inte går att läsa som ett tal: ord, intervall som
    ”10–15”, SANT eller FALSKT, eller decimaler där det ska vara ett helt antal.

Varför
    Sådant räknas inte med i några summor.

Så rättar du
    Skriv ett tal. Förklaringar och intervall hör hemma i en kommentar.

Exempel
    Plan, Dagar: ”10–15” ska vara ett tal, till exempel 12. Händelser, Deltagare: 12,5 ska vara 12 eller 13.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.convert import ValueFault
from rus_sheets.checks.causes import at_place
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import shown
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Number cells that hold something from which no number can be told."""
    for entry in context.entries(lambda column: column.type.is_number):
        value = shown(entry.cell.raw.value)
        if entry.cell.fault is ValueFault.NOT_A_NUMBER:
            message = f"{entry.label}: {value} är inget tal och räknas inte med."
            yield Hit(entry.place, message, "Skriv ett tal, eller lämna cellen tom och förklara i en kommentar.")
        elif entry.cell.fault is ValueFault.NOT_WHOLE:
            message = f"{entry.label}: {value} är inte ett helt tal."
            # A part of a day that Excel made of a time is told as that.
            yield Hit(entry.place, message, "Skriv ett helt tal.", told_by=at_place(entry.place, ["RS104"]))


CHECK = Check("RS102", "Inte ett tal", Severity.ERROR, __doc__, find)
