"""SANT eller FALSKT där det ska stå text.

Vad kontrollen letar efter
    Celler för text, id eller val som innehåller ett sanningsvärde.

Varför
    Excel gör om orden SANT och FALSKT till sanningsvärden. De kan inte läsas som text.

Så rättar du
    Skriv texten på nytt, med en apostrof först om det verkligen ska stå SANT.

Exempel
    Plan, Aktivitet: FALSKT.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.convert import ValueFault
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import shown
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Text cells that hold a truth value."""
    for entry in context.entries(lambda column: not column.type.is_number):
        if entry.cell.fault is ValueFault.NOT_A_TEXT:
            message = f"{entry.label}: {shown(entry.cell.raw.value)} är inte text."
            yield Hit(entry.place, message, "Skriv texten på nytt.")


CHECK = Check("RS116", "Inte text", Severity.ERROR, __doc__, find)
