"""Undantag utan skäl.

Vad kontrollen letar efter
    Rader på bladet för undantag som saknar skäl, eller vars kod inte finns.

Varför
    Ett undantag utan skäl tystar ingenting: den som läser efteråt måste kunna se varför det är som det ska.

Så rättar du
    Skriv skälet på raden, eller rätta koden.

Exempel
    RS304, Budget, P2 utan något i kolumnen för skäl.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import quoted
from rus_sheets.checks.silence import exemptions
from rus_sheets.findings import Severity

_CODE = re.compile(r"rs[0-3][0-9]{2}")


def find(context: Context) -> Iterator[Hit]:
    """Exemptions that lack a reason, or whose code can't be one."""
    for exemption in exemptions(context.book):
        if not exemption.reason and exemption.code:
            message = f"Undantaget för {exemption.code.upper()} saknar skäl och tystar ingenting."
            yield Hit(at(exemption.row, "reason"), message, "Skriv varför det är som det ska.")
        if exemption.code and not _CODE.fullmatch(exemption.code):
            yield Hit(
                at(exemption.row, "code"), f"{quoted(exemption.code.upper())} är ingen kod.", "Skriv en kod som RS304."
            )


CHECK = Check("RS016", "Undantag utan skäl", Severity.WARNING, __doc__, find)
