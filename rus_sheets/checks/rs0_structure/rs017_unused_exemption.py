"""Undantag som inte behövs.

Vad kontrollen letar efter
    Rader på bladet för undantag som inte tystar någon anmärkning.

Varför
    Ett kvarglömt undantag kan dölja ett nytt fel på samma ställe.

Så rättar du
    Ta bort raden. Stämmer inte kod, blad, rad eller fält: rätta dem. För anmärkningar om hela filen är bladet ett
    bindestreck (-).

Exempel
    Undantaget gäller RS304 för P2, men posten stämmer numera.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity


def find(_: Context) -> Iterator[Hit]:
    """Nothing by itself: told by the run, once it knows what was silenced."""
    return iter(())


CHECK = Check("RS017", "Undantag utan verkan", Severity.INFO, __doc__, find)
