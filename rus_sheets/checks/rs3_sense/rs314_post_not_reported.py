"""Budgetposter som inte är redovisade när året är det.

Vad kontrollen letar efter
    Budgetposter utan en enda utgift, när alla aktiviteter har fått status. Innan dess är det väntat.

Varför
    Ingen utgift betyder att posten ännu inte är redovisad, inte att utfallet är noll. Hur mycket av medlen som inte
    är förbrukat går därför inte att säga.

Så rättar du
    För in utgifterna. Användes inget av posten: för in en utgift på 0 kr.

Exempel
    P4 Övrigt har 50 000 kr i budget och ingen utgift.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.causes import expenses_of, of_columns
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Posts with a budget and no expense, when the year is reported."""
    if not context.has("budget.budget", "budget.spent", "expenses.amount") or not context.year_is_reported:
        return
    expenses = context.book["expenses"].table.sheet
    for row in context.book["budget"]:
        if row.number_of("budget") > 0 and row["spent"] is None:
            remedy = f"För in utgifterna på {expenses}. Användes ingenting: en rad på {expenses} med 0 kr."
            # An expense that is too large for another post is probably this one's (RS304).
            moved = of_columns(context.book["expenses"], "post", codes=["RS304"])
            message = "Posten är ännu inte redovisad: den har ingen utgift."
            yield Hit(at(row, "spent"), message, remedy, caused_by=expenses_of(context, row) | moved)


CHECK = Check("RS314", "Budgetpost inte redovisad", Severity.WARNING, __doc__, find)
