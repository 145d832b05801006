"""Behov av pengar som inte går ihop.

Vad kontrollen letar efter
    Aktiviteter som behöver reda pengar (Ja) men varken har belopp eller budgetpost, och aktiviteter som har belopp
    eller budgetpost fast det står Nej eller ingenting.

Varför
    Behovet syns inte i budgeten, eller så syns pengar som ingen har bett om.

Så rättar du
    Fyll i beloppet eller budgetposten, eller ändra svaret.

Exempel
    A07 behöver reda pengar men har ingen budgetpost.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.model import Row
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Activities whose answer on cash and whose money don't agree."""
    if not context.has("plan.cash", "plan.amount", "plan.post"):
        return
    choices = context.book["plan"].table.column("cash").list
    roles = context.book.declaration.choices(choices).roles
    for row in context.book["plan"]:
        yield from _row(row, roles.get("yes", ""), roles.get("no", ""))


def _row(row: Row, yes: str, no: str) -> Iterator[Hit]:
    answer, amount, post = row.text("cash"), row.number_of("amount"), row.text("post")
    label = row.cell("cash").column.header
    # A cell with a fault of its own (text, unknown post) is told of by that; it isn't blank.
    blank = row.cell("amount").raw.value is None and row.cell("post").raw.value is None
    if answer == yes and blank:
        both = f"{row.cell('amount').column.header} eller {row.cell('post').column.header}"
        yield Hit(at(row, "cash"), f"{label} är {yes}, men varken belopp eller budgetpost finns.", f"Fyll i {both}.")
    elif answer in (no, "") and (amount > 0 or post):
        key = "amount" if amount > 0 else "post"
        header = row.cell(key).column.header
        message = f"{label} är {answer or 'tomt'}, men {header} är ifyllt."
        yield Hit(at(row, key), message, f"Ändra {label}, eller ta bort {header}.")


CHECK = Check("RS306", "Pengar och behov går inte ihop", Severity.WARNING, __doc__, find)
