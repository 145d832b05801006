"""Länkar till andra arbetsböcker.

Vad kontrollen letar efter
    Om filen hämtar värden från andra arbetsböcker. Formlerna som gör det har egna anmärkningar (RS211).

Varför
    Den som öppnar filen får en varning, och värdena kan vara gamla.

Så rättar du
    Data, Redigera länkar, Bryt länk. Eller kopiera in underlaget på ett eget blad.

Exempel
    Arbetsboken hämtar från Budget2025.xlsx.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Links to other workbooks."""
    for target in context.book.raw.external_links:
        message = f"Arbetsboken hämtar värden från en annan fil: {target}"
        yield Hit(Place(""), message, "Bryt länken under Data, Redigera länkar, eller kopiera in värdena.")


CHECK = Check("RS008", "Länk till annan fil", Severity.WARNING, __doc__, find)
