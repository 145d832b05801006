"""Utfall som skiljer sig från budgeten utan kommentar.

Vad kontrollen letar efter
    Budgetposter vars utfall är mer än 10 % över budgeten och saknar kommentar. När alla aktiviteter har fått status
    gäller det också poster som är mer än 10 % under; innan dess är ett lågt utfall väntat.
    Dessutom en enskild utgift som är mer än dubbelt så stor som hela postens budget, med eller utan kommentar.

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

_TIMES = 2
"""How many times its post's whole budget an expense may be before its amount or its post must be wrong."""


def find(context: Context) -> Iterator[Hit]:
    """Posts far from their budget without a comment; expenses that no post of that size holds."""
    if not context.has("budget.budget", "budget.spent", "budget.comment"):
        return
    yield from _expenses(context)
    for row in context.book["budget"]:
        spent, budget = row.number_of("spent"), row.number_of("budget")
        over = spent > budget
        if row.text("comment") or not deviates(spent, budget) or not (over or context.year_is_reported):
            continue
        side = "över" if over else "under"
        message = f"Utfallet {amount(spent)} är mer än 10 % {side} budgeten {amount(budget)}, och kommentar saknas."
        header = row.cell("comment").column.header
        yield Hit(at(row, "comment"), message, f"Skriv orsaken i {header}, eller kontrollera utgifternas post.")


def _expenses(context: Context) -> Iterator[Hit]:
    if not context.has("expenses.post", "expenses.amount"):
        return
    budgets = {row.id: row.number_of("budget") for row in context.book["budget"]}
    for row in context.book["expenses"]:
        spent, budget = row.number_of("amount"), budgets.get(row.text("post"), 0)
        if budget <= 0 or spent <= _TIMES * budget:
            continue
        # Where another post is large enough the post is the likelier slip, otherwise the amount.
        key = "post" if any(spent <= each for each in budgets.values()) else "amount"
        message = f"Utgiften {amount(spent)} är mer än dubbelt så stor som postens hela budget {amount(budget)}."
        yield Hit(at(row, key), message, "Kontrollera beloppet och posten.")


CHECK = Check("RS304", "Budgetavvikelse utan kommentar", Severity.WARNING, __doc__, find)
