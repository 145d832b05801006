"""Manuell beräkning.

Vad kontrollen letar efter
    Om arbetsboken är inställd på att inte räkna om av sig själv.

Varför
    Summorna står kvar på gamla värden när planen ändras, och ingen ser det.

Så rättar du
    Formler, Beräkningsalternativ, Automatiskt. Spara.

Exempel
    Dagarna ändras i Plan, men Summering visar den gamla summan.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit, Place
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """A workbook that doesn't calculate by itself."""
    if context.book.raw.calc_mode == "manual":
        message = "Arbetsboken räknar inte om av sig själv."
        yield Hit(Place(""), message, "Välj Formler, Beräkningsalternativ, Automatiskt, och spara.")


CHECK = Check("RS007", "Manuell beräkning", Severity.WARNING, __doc__, find)
