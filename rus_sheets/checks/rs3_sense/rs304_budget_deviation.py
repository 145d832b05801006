"""Utfall som skiljer sig från budgeten utan kommentar.

Vad kontrollen letar efter
    Budgetposter vars utfall är mer än 10 % över eller under budgeten och saknar kommentar. Det gäller när alla
    aktiviteter har fått status, för innan dess är utfallet inte klart, och bara poster som har någon utgift.
    Dessutom, när som helst, en enskild utgift som är mer än dubbelt så stor som hela postens budget, med eller utan
    kommentar. Då sägs inget om posten.

Varför
    Större avvikelser ska förklaras i redovisningen till Naturvårdsverket.

Så rättar du
    Skriv orsaken i postens kommentar. Kontrollera också att utgifterna hör till rätt post.

Exempel
    Arrangemang: utfall 133 617 mot budget 200 000, ingen kommentar.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.display import amount
from rus_sheets.book.model import Row
from rus_sheets.checks.causes import expenses_of, of_cells
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.limits import deviates
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity

_TIMES = 2
"""How many times its post's whole budget an expense may be before its amount or its post must be wrong."""


def find(context: Context) -> Iterator[Hit]:
    """Posts far from their budget without a comment; expenses that no post of that size holds."""
    if not context.has("budget.budget", "budget.spent", "budget.comment", "expenses.post", "expenses.amount"):
        return
    odd = list(_odd_expenses(context))
    posts = context.book["budget"]
    for row, key, budget in odd:
        amounts = f"{amount(row.number_of('amount'))} är mer än dubbelt så stor som postens hela budget"
        post = posts.by_id[row.text("post")]
        causes = of_cells([row.cells.get("amount"), post.cells.get("budget"), post.cells.get(posts.table.id)])
        message = f"Utgiften {amounts} {amount(budget)}."
        yield Hit(at(row, key), message, "Kontrollera beloppet och posten.", caused_by=causes)
    if context.year_is_reported:
        yield from _posts(context, told={row.text("post") for row, *_ in odd})


def _odd_expenses(context: Context) -> Iterator[tuple[Row, str, float]]:
    """Expenses that are too large for their post: the cell that is probably wrong, and the post's budget."""
    budgets = {row.id: row.number_of("budget") for row in context.book["budget"]}
    for row in context.book["expenses"]:
        spent, budget = row.number_of("amount"), budgets.get(row.text("post"), 0)
        if budget > 0 and spent > _TIMES * budget:
            # Where another post is large enough the post is the likelier slip, otherwise the amount.
            yield row, "post" if any(spent <= budget for budget in budgets.values()) else "amount", budget


def _posts(context: Context, told: set[str]) -> Iterator[Hit]:
    """Posts with expenses; one without any hasn't been accounted for (RS314), so nobody knows that it deviates."""
    for row in context.book["budget"].by_id.values():
        spent, budget = row.number_of("spent"), row.number_of("budget")
        if row.text("comment") or row.id in told or row["spent"] is None or not deviates(spent, budget):
            continue
        side = "över" if spent > budget else "under"
        message = f"Utfallet {amount(spent)} är mer än 10 % {side} budgeten {amount(budget)}, och kommentar saknas."
        header = row.cell("comment").column.header
        remedy = f"Skriv orsaken i {header}, eller kontrollera utgifternas post."
        causes = expenses_of(context, row) | of_cells([row.cells.get("budget")])
        yield Hit(at(row, "comment"), message, remedy, caused_by=causes)


CHECK = Check("RS304", "Budgetavvikelse utan kommentar", Severity.WARNING, __doc__, find)
