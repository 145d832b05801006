"""Budget som inte är finansierad.

Vad kontrollen letar efter
    Om budgetens poster, eller utgifterna, tillsammans är större än den beslutade finansieringen och de egna medlen.
    Väntad och osäker finansiering räknas inte, men sägs.

Varför
    Planen och ansökan visar då utgifter som det inte finns pengar till.

Så rättar du
    Kontrollera beloppen i budgeten och finansieringen. Finns det egna medel: skriv dem i inställningarna.

Exempel
    Budgeten är 4 500 000 kr och finansieringen 4 450 000 kr.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.display import amount
from rus_sheets.checks.causes import ODD_NUMBERS, of_cells, of_columns
from rus_sheets.checks.context import Context
from rus_sheets.checks.expected_formulas import named_place
from rus_sheets.checks.limits import HALF
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity
from rus_sheets.schema.model import TableKind


def find(context: Context) -> Iterator[Hit]:
    """A budget larger than its funding."""
    totals = context.book.totals
    if "budget" not in totals or "funding" not in totals or not context.has_table("funding"):
        return
    # Funding that can't be read is left out, and so are settings; a budget or an expense may be counted wrongly.
    settings = next(table for table in context.book.tables.values() if table.table.kind is TableKind.SETTINGS)
    unread = of_columns(context.book["funding"], "amount") | of_cells([context.book.settings.get("own_funds")])
    unread |= {(code, settings.table.sheet, "") for code in ("RS013", "RS108")}
    own = context.book.setting("own_funds")
    funded = totals["funding"].number + (own if isinstance(own, (int, float)) else 0)
    budget = totals["budget"].number
    if budget > funded + HALF:
        message = f"Budgeten är {amount(budget)} kr, men {_funding(context, funded)}"
        odd = of_columns(context.book["budget"], "budget", codes=ODD_NUMBERS)
        remedy = "Kontrollera beloppen, eller skriv in egna medel."
        yield Hit(named_place(context.book, "budget"), message, remedy, caused_by=unread | odd)
    spent = totals["spent"].number if "spent" in totals else 0
    if spent > funded + HALF:
        message = f"Utgifterna är {amount(spent)} kr, men {_funding(context, funded)}"
        odd = of_columns(context.book["expenses"], "id", "amount", codes=ODD_NUMBERS)
        remedy = "Kontrollera utgifternas belopp."
        yield Hit(named_place(context.book, "spent"), message, remedy, caused_by=unread | odd)


def _funding(context: Context, funded: float) -> str:
    """What there is, and what is only expected or uncertain."""
    more = [
        f"{word} {amount(context.book.totals[key].number)} kr"
        for key, word in (("funding_expected", "väntad"), ("funding_uncertain", "osäker"))
        if key in context.book.totals and context.book.totals[key].number
    ]
    if not more:
        return f"finansieringen med egna medel är {amount(funded)} kr."
    others = " och ".join(more)
    return f"den beslutade finansieringen med egna medel är {amount(funded)} kr. Därtill kommer {others}."


CHECK = Check("RS305", "Budget utan finansiering", Severity.WARNING, __doc__, find, follows=True)
