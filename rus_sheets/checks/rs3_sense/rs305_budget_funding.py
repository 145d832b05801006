"""Budget som inte är finansierad.

Vad kontrollen letar efter
    Om budgetens poster, eller utgifterna, tillsammans är större än finansieringen och de egna medlen.

Varför
    Planen och ansökan visar då utgifter som det inte finns pengar till.

Så rättar du
    Kontrollera beloppen i budgeten och finansieringen. Finns det egna medel: skriv dem i inställningarna.

Exempel
    Budgeten är 4 500 000 kr och finansieringen 4 450 000 kr.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.expected import named_place
from rus_sheets.checks.limits import HALF
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.words import amount
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """A budget larger than its funding."""
    totals = context.book.totals
    if "budget" not in totals or "funding" not in totals or not context.has_table("funding"):
        return
    own = context.book.setting("own_funds")
    funded = totals["funding"].number + (own if isinstance(own, (int, float)) else 0)
    budget = totals["budget"].number
    if budget > funded + HALF:
        message = f"Budgeten är {amount(budget)} kr, men finansieringen med egna medel är {amount(funded)} kr."
        yield Hit(named_place(context.book, "budget"), message, "Kontrollera beloppen, eller skriv in egna medel.")
    spent = totals["spent"].number if "spent" in totals else 0
    if spent > funded + HALF:
        message = f"Utgifterna är {amount(spent)} kr, men finansieringen med egna medel är {amount(funded)} kr."
        yield Hit(named_place(context.book, "spent"), message, "Kontrollera utgifternas belopp.")


CHECK = Check("RS305", "Budget utan finansiering", Severity.WARNING, __doc__, find, follows=True)
