"""Datum från 1904.

Vad kontrollen letar efter
    Om arbetsboken räknar datum från 1904 i stället för 1900, som äldre Excel för Mac gjorde.

Varför
    Datum som kopieras till eller från en annan arbetsbok förskjuts fyra år och en dag.

Så rättar du
    Arkiv, Alternativ, Avancerat: avmarkera 1904 års datumsystem. Kontrollera sedan alla datum.

Exempel
    2026-05-17 blir 2030-05-18.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """The 1904 date system."""
    if context.book.raw.date1904:
        message = "Arbetsboken räknar datum från 1904. Kopierade datum förskjuts fyra år."
        yield Hit(Place(""), message, "Slå av 1904 års datumsystem i Excels alternativ och kontrollera datumen.")


CHECK = Check("RS009", "Datum från 1904", Severity.WARNING, __doc__, find)
