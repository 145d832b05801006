"""Utfall som skiljer sig från budgeten utan kommentar.

Vad kontrollen letar efter
    Budgetposter vars utfall är mer än 10 % över budgeten och saknar kommentar. När alla aktiviteter har fått status
    gäller det också poster som är mer än 10 % under; innan dess är ett lågt utfall väntat.

Varför
    Större avvikelser ska förklaras i redovisningen till Naturvårdsverket.

Så rättar du
    Skriv orsaken i postens kommentar. Kontrollera också att utgifterna hör till rätt post.

Exempel
    Arrangemang: utfall 133 617 mot budget 200 000, ingen kommentar.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context, at
from rus_sheets.checks.limits import deviates
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.words import amount
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Posts far from their budget without a comment."""
    if not context.has("budget.budget", "budget.spent", "budget.comment"):
        return
    for row in context.book["budget"]:
        spent, budget = row.number_of("spent"), row.number_of("budget")
        over = spent > budget
        if row.text("comment") or not deviates(spent, budget) or not (over or context.year_is_reported):
            continue
        side = "över" if over else "under"
        message = f"Utfallet {amount(spent)} är mer än 10 % {side} budgeten {amount(budget)}, och kommentar saknas."
        header = row.cell("comment").column.header
        yield Hit(at(row, "comment"), message, f"Skriv orsaken i {header}, eller kontrollera utgifternas post.")


CHECK = Check("RS304", "Budgetavvikelse utan kommentar", Severity.WARNING, __doc__, find)
