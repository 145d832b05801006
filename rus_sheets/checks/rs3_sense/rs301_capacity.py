"""Fler dagar än det finns tid för.

Vad kontrollen letar efter
    Om planens dagar är fler än heltidstjänsterna gånger dagar per heltid, och om en enda aktivitet har fler dagar
    än så eller fler än 366. Är heltidstjänsterna inte ifyllda jämförs bara det sista.

Varför
    Då går planen inte att genomföra, eller så är ett tal fel.

Så rättar du
    Kontrollera dagarna per aktivitet, och inställningarna för heltidstjänster och dagar per heltid.

Exempel
    Planen har 780 dagar, men 3,5 tjänster × 216 dagar är 756.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.display import amount
from rus_sheets.checks.causes import ODD_NUMBERS, of_cells, of_columns
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.expected_formulas import named_place
from rus_sheets.checks.limits import HALF, YEAR
from rus_sheets.checks.model import Check, Hit, Teller
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """More days than the posts hold; more days for one activity than the posts, or a year, hold."""
    totals = context.book.totals
    known = "days" in totals and "capacity" in totals
    capacity = totals["capacity"].number if known and totals["capacity"].number > 0 else 0
    if capacity and totals["days"].number > capacity + HALF:
        message = f"Planen har {amount(totals['days'].number)} dagar, men tjänsterna rymmer {amount(capacity)}."
        remedy = "Kontrollera dagarna, eller antalet heltidstjänster."
        yield Hit(named_place(context.book, "days"), message, remedy, caused_by=_odd(context))
    for row in context.book["plan"] if context.has("plan.days") else ():
        days, place = row.number_of("days"), at(row, "days")
        format_told = frozenset({("RS104", place.sheet, place.ref)})
        if capacity and days > capacity + HALF:
            message = f"Aktiviteten har {amount(days)} dagar, mer än alla tjänster tillsammans."
            yield Hit(place, message, "Kontrollera talet.", caused_by=format_told)
        elif days > YEAR:
            message = f"Aktiviteten har {amount(days)} dagar, mer än ett helt år."
            remedy = "Kontrollera att talet är dagar och inte timmar eller kronor."
            yield Hit(place, message, remedy, caused_by=format_told)


def _odd(context: Context) -> frozenset[Teller]:
    """Findings by which the total is too large, or the capacity too small."""
    settings = of_cells(map(context.book.settings.get, ("posts", "days_per_post")))
    return settings.union(*(of_columns(context.book[key], "days", codes=ODD_NUMBERS) for key in ("plan", "groups")))


CHECK = Check("RS301", "Fler dagar än tjänsterna rymmer", Severity.WARNING, __doc__, find, follows=True)
