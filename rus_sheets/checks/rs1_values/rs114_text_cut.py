"""Text som kan vara avhuggen.

Vad kontrollen letar efter
    Texter som är precis så långa som en cell i Excel rymmer, 32 767 tecken.

Varför
    Klistrar man in mer hugger Excel av texten utan att säga till.

Så rättar du
    Läs slutet av texten. Korta den, eller lägg en del i en egen rad.

Exempel
    Utfall: texten slutar mitt i en mening efter 32 767 tecken.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity

_LIMIT = 32_767  # characters in a cell, "Excel specifications and limits"


def find(context: Context) -> Iterator[Hit]:
    """Texts that fill a cell."""
    for entry in context.entries(lambda column: not column.type.is_number):
        raw = entry.cell.raw.value
        # Excel counts UTF-16 units: a character outside the basic plane is two.
        if isinstance(raw, str) and len(raw) > _LIMIT // 2 and len(raw.encode("utf-16-le")) // 2 >= _LIMIT:
            message = f"{entry.label}: texten är så lång som en cell rymmer. Slutet kan ha huggits av."
            yield Hit(entry.place, message, "Läs slutet av texten och korta den.")


CHECK = Check("RS114", "Text vid gränsen", Severity.ERROR, __doc__, find)
