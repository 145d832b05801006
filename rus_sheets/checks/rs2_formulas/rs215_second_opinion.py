"""Två sätt att räkna ger olika svar.

Vad kontrollen letar efter
    Formler där beräkningsmotorns svar skiljer sig från omräkningen direkt ur raderna, trots att formeln är den
    rätta. Finns det en anmärkning på raderna som förklarar det (ett id med mellanslag, en formel som är överskriven),
    så sägs bara den.

Varför
    Alla siffror räknas på två sätt som inte känner till varandra. Skiljer de sig är något i underlaget oväntat,
    till exempel en rad som bara det ena sättet räknar med.

Så rättar du
    Rätta först andra anmärkningar på samma blad. Finns skillnaden kvar: jämför raderna med summan för hand.

Exempel
    Områdenas dagar räknas till 745 av formeln och till 755 ur raderna, eftersom ett område står två gånger.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.raw import CellError
from rus_sheets.checks.compare import Verdict
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import shown
from rus_sheets.checks.same_values import agree, as_scalar
from rus_sheets.findings import Severity

_CAUSES = ("RS106", "RS108", "RS109", "RS113", "RS201", "RS202", "RS203", "RS204")
"""Ids that Excel compares otherwise than we do (spaces count, and of two that are the same the first), rows without one
that we count, and formulas that are not the declared ones, on which others build."""


def find(context: Context) -> Iterator[Hit]:
    """Formulas, unchanged, for which engine and recomputation disagree."""
    for expected, verdict in context.verdicts:
        computed = context.computed.get(expected.place.sheet, {})
        if not expected.known or verdict is not Verdict.SAME or expected.place.ref not in computed:
            continue
        engine, ours = computed[expected.place.ref], as_scalar(expected.value)
        if isinstance(engine, CellError) or agree(engine, ours, expected.type):
            continue
        message = f"{expected.label}: formeln ger {shown(engine)}, men raderna ger {shown(ours)}."
        remedy = "Rätta först det som anmärks på tabellernas rader, och kontrollera sedan igen."
        yield Hit(expected.place, message, remedy, caused_by=frozenset((code, "", "") for code in _CAUSES))


CHECK = Check("RS215", "Omräkningen går isär", Severity.WARNING, __doc__, find, follows=True)
