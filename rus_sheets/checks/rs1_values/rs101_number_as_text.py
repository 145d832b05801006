"""Tal skrivna som text.

Vad kontrollen letar efter
    Celler där det ska stå ett tal men där Excel har sparat en text: ”12 dagar”, ”3 350 000 kr”, ”3,5” med en
    apostrof först, eller ett tal med hårda mellanslag från Word.

Varför
    Excel hoppar över texter när det summerar. Cellen ser rätt ut, men summan blir för liten.

Så rättar du
    Skriv bara talet, utan enhet. Enheten står i rubriken. Är cellen formaterad som text: ändra formatet till
    Allmänt och skriv talet på nytt.

Exempel
    Plan, Dagar: ”12 dagar” ska vara 12.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.convert import ValueFault
from rus_sheets.book.display import amount
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import quoted
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Number cells that hold a text from which the number can be told."""
    for entry in context.entries(lambda column: column.type.is_number):
        if entry.cell.fault is ValueFault.NUMBER_AS_TEXT:
            meant = entry.cell.meant
            number = amount(meant) if isinstance(meant, (int, float)) else ""
            message = f"{entry.label}: {quoted(entry.cell.raw.value)} är text, inte ett tal, och räknas inte med."
            yield Hit(entry.place, message, f"Skriv bara talet: {number}")


CHECK = Check("RS101", "Tal skrivet som text", Severity.ERROR, __doc__, find)
