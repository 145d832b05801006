"""Aktiviteternas belopp ryms inte i budgetposten.

Vad kontrollen letar efter
    Budgetposter där aktiviteternas pengar tillsammans är mer än postens budget. Det är de beslutade raderna på Medel
    ur årets pengar, och Belopp på Plan för aktiviteter utan rader på Medel. Väntade och möjliga medel, medel från
    tidigare år och medel från andra räknas inte. Belopp på Plan som bara behövs eventuellt räknas med, och sägs för
    sig. Är det mindre än budgeten är det inget fel. Har ett belopp ingen budgetpost är det en upplysning: det jämförs
    inte med något.

Varför
    Planen lovar då mer pengar än posten har.

Så rättar du
    Kontrollera beloppen och budgetposterna, eller ändra postens budget.

Exempel
    Projekt har 700 000 kr i budget, men A03 och A07 ska ha 704 000 kr tillsammans.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.allocations import DECIDED, TABLE, THIS_YEAR, allocated
from rus_sheets.book.display import amount
from rus_sheets.book.model import Row
from rus_sheets.checks.causes import ODD_NUMBERS, at_place, of_cells
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.limits import HALF
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import some_rows
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Posts whose activities are to have more than the post has, and amounts without a post."""
    if not context.has("plan.amount", "plan.post", "budget.budget"):
        return
    wanted: dict[str, list[Row]] = {}
    for row in (*_planned(context), *_decided(context)):
        if row.number_of("amount") and row.cell("post").raw.value is None:
            yield _without_post(row)
        elif row.number_of("amount"):
            wanted.setdefault(row.text("post"), []).append(row)
    for post in context.book["budget"]:
        rows, budget = wanted.get(post.id, []), post.number_of("budget")
        together = sum(row.number_of("amount") for row in rows)
        # A budget that is blank or unreadable has a finding of its own.
        if post["budget"] is not None and together > budget + HALF:
            causes = of_cells([post.cell("budget")]) | of_cells((row.cell("amount") for row in rows), ODD_NUMBERS)
            told = _told(context, rows, together, budget)
            yield Hit(at(post, "budget"), told, _remedy(rows), caused_by=causes)


def _planned(context: Context) -> list[Row]:
    """The activities whose amount stands in the plan alone; others are compared with what is allocated (RS320)."""
    of = context.book[TABLE].by_parent if context.has(f"{TABLE}.activity") else {}
    return [row for row in context.book["plan"] if not row.id or row.id not in of]


def _decided(context: Context) -> tuple[Row, ...]:
    if not context.has(f"{TABLE}.amount", f"{TABLE}.post", f"{TABLE}.state"):
        return ()
    return allocated(context.book, DECIDED, kind=THIS_YEAR)


def _without_post(row: Row) -> Hit:
    """An amount that no post's budget is compared with. Where it isn't needed at all, that is RS306."""
    amounts, posts = row.cell("amount").column.header, row.cell("post").column.header
    message = f"{amounts}: {amount(row.number_of('amount'))} kr har ingen budgetpost och jämförs inte med budgeten."
    place = at(row, "amount")
    return Hit(place, message, f"Fyll i {posts}.", Severity.INFO, caused_by=at_place(place, ["RS306"]))


def _told(context: Context, rows: list[Row], together: float, budget: float) -> str:
    decided = sum(row.number_of("amount") for row in rows if row.table.key == TABLE)
    possible = sum(row.number_of("amount") for row in rows if _is_possible(context, row))
    told = f"Aktiviteternas belopp på posten är tillsammans {amount(together)} kr"
    if decided:
        told += f", varav {amount(decided)} kr är beslutade ur årets pengar på {context.book[TABLE].table.sheet}"
    if possible:
        told += f", varav {amount(possible)} kr bara eventuellt"
    return f"{told}. Budgeten är {amount(budget)} kr."


def _is_possible(context: Context, row: Row) -> bool:
    if row.table.key == TABLE or not context.has("plan.cash"):
        return False
    choices = context.book.declaration.choices(row.table.column("cash").list)
    return row.text("cash") == choices.roles.get("maybe")


def _remedy(rows: list[Row]) -> str:
    return f"Kontrollera beloppen på {some_rows(rows)}, eller postens budget."


CHECK = Check("RS312", "Belopp ryms inte i budgetposten", Severity.WARNING, __doc__, find)
