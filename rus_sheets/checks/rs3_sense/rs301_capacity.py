"""Fler dagar än det finns tid för.

Vad kontrollen letar efter
    Om planens dagar är fler än heltidstjänsterna gånger dagar per heltid, och om en enda aktivitet har fler dagar
    än så. Är heltidstjänsterna inte ifyllda jämförs inget.

Varför
    Då går planen inte att genomföra, eller så är ett tal fel.

Så rättar du
    Kontrollera dagarna per aktivitet, och inställningarna för heltidstjänster och dagar per heltid.

Exempel
    Planen har 780 dagar, men 3,5 tjänster × 216 dagar är 756.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context, at
from rus_sheets.checks.expected import named_place
from rus_sheets.checks.limits import HALF
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.words import amount
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """More days than the posts hold."""
    totals = context.book.totals
    if "days" not in totals or "capacity" not in totals or not totals["capacity"].value:
        return
    days, capacity = totals["days"].value, totals["capacity"].value
    if days > capacity + HALF:
        message = f"Planen har {amount(days)} dagar, men tjänsterna rymmer {amount(capacity)}."
        yield Hit(named_place(context.book, "days"), message, "Kontrollera dagarna, eller antalet heltidstjänster.")
    for row in context.book["plan"] if context.has("plan.days") else ():
        if row.number_of("days") > capacity + HALF:
            message = f"Aktiviteten har {amount(row.number_of('days'))} dagar, mer än alla tjänster tillsammans."
            yield Hit(at(row, "days"), message, "Kontrollera talet.")


CHECK = Check("RS301", "Fler dagar än tjänsterna rymmer", Severity.WARNING, __doc__, find)
