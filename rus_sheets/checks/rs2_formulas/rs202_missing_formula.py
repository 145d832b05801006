"""Formler som saknas.

Vad kontrollen letar efter
    Tomma celler i formelkolumner på rader som är ifyllda, och tomma formelceller på summeringsbladet. Det händer
    när rader läggs till i något annat program än Excel, eller när en cell rensas.

Varför
    Raden räknas inte med där formeln används, till exempel i områdets summa.

Så rättar du
    Lägg tillbaka formeln: rus-sheets validate ARBETSBOK --fix. Eller kopiera formeln från raden ovanför.

Exempel
    Plan: den nya raden A29 har inget i kolumnen Område-ID.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.compare import Verdict
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.putting_back import PuttingBack
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Blank cells where a formula is declared."""
    back = PuttingBack(context)
    for expected, verdict in context.verdicts:
        if verdict is Verdict.MISSING:
            message = f"{expected.label}: formeln saknas."
            yield Hit(expected.place, message, back.remedy(expected))


CHECK = Check("RS202", "Formel saknas", Severity.ERROR, __doc__, find)
