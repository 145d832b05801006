"""Formler som har skrivits över.

Vad kontrollen letar efter
    Celler där det ska stå en formel men där det står ett värde, både i tabellerna och på summeringsbladet.

Varför
    Värdet var kanske rätt när det skrevs, men följer inte med när planen ändras. Det är det vanligaste felet i
    budgetar och rapporter.

Så rättar du
    Lägg tillbaka formeln: rus-sheets validate ARBETSBOK --fix. Eller kopiera formeln från raden ovanför.

Exempel
    Budget, Utfall: 133 617 står som ett tal i stället för formeln som summerar utgifterna.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.compare import Verdict
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import shown
from rus_sheets.checks.putting_back import PuttingBack
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Values where a formula is declared."""
    back = PuttingBack(context)
    for expected, verdict in context.verdicts:
        if verdict is Verdict.OVERTYPED:
            message = f"{expected.label}: formeln är ersatt av {shown(expected.raw.value)}."
            yield Hit(expected.place, message, back.remedy(expected))


CHECK = Check("RS201", "Överskriven formel", Severity.ERROR, __doc__, find)
