"""Manuell beräkning.

Vad kontrollen letar efter
    Om arbetsboken är inställd på att inte räkna om av sig själv, att tillåta cirkelreferenser (iterativ beräkning)
    eller att runda av varje tal till det som visas (precision som på skärmen).

Varför
    Summorna står kvar på gamla värden när planen ändras, och ingen ser det. Med iterativ beräkning varnar Excel inte
    för cirkelreferenser, och med precision som på skärmen går decimaler förlorade för gott.

Så rättar du
    Formler, Beräkningsalternativ, Automatiskt. Iterativ beräkning slås av under Arkiv, Alternativ, Formler, och
    precision som på skärmen under Avancerat. Spara.

Exempel
    Dagarna ändras i Plan, men Summering visar den gamla summan.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """A workbook that doesn't calculate by itself, or not as it should."""
    raw = context.book.raw
    if raw.calc_mode == "manual":
        message = "Arbetsboken räknar inte om av sig själv."
        yield Hit(Place(""), message, "Välj Formler, Beräkningsalternativ, Automatiskt, och spara.")
    if raw.iterates:
        message = "Iterativ beräkning är på. Då varnar Excel inte för formler som räknar med sig själva."
        yield Hit(Place(""), message, "Slå av den under Arkiv, Alternativ, Formler, och spara.")
    if raw.rounds_to_display:
        message = "Precision som på skärmen är på. Då rundas varje tal av till det som visas."
        yield Hit(Place(""), message, "Slå av den under Arkiv, Alternativ, Avancerat, och spara.")


CHECK = Check("RS007", "Manuell beräkning", Severity.WARNING, __doc__, find)
