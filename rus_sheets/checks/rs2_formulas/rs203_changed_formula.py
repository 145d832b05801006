"""Formler som har ändrats.

Vad kontrollen letar efter
    Formler som räknar något annat än de ska. Bara betydelsen jämförs: mellanslag, stora bokstäver och om området är
    skrivet som Plan[Dagar] eller Plan!K2:K29 spelar ingen roll.

Varför
    En ändrad formel ger ett annat svar än det rubriken lovar.

Så rättar du
    Lägg tillbaka formeln: rus-sheets validate ARBETSBOK --fix. Vill ni räkna något annat: gör en egen kolumn.

Exempel
    Budget, Avvikelse: =[@Budget]-[@Utfall] har fel tecken; det ska vara =[@Utfall]-[@Budget].
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.compare import Verdict
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.words import cut_formula
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Formulas that don't do what the declared one does."""
    for each, verdict in context.verdicts:
        if verdict is Verdict.DIFFERENT:
            message = f"{each.label}: formeln är ändrad till {cut_formula(each.raw.formula)}"
            yield Hit(each.place, message, f"Den ska vara {cut_formula(each.formula)} Lägg tillbaka den med --fix.")


CHECK = Check("RS203", "Ändrad formel", Severity.ERROR, __doc__, find)
