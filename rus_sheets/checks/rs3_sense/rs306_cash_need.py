"""Behov av pengar som inte går ihop.

Vad kontrollen letar efter
    Aktiviteter som behöver reda pengar (Ja) men varken har belopp, budgetpost eller en rad på Medel, och aktiviteter
    som har belopp eller budgetpost, eller beslutade eller väntade medel av era egna, fast det står Nej eller ingenting.

Varför
    Behovet syns inte i budgeten, eller så syns pengar som ingen har bett om.

Så rättar du
    Fyll i beloppet eller budgetposten, eller ändra svaret.

Exempel
    A07 behöver reda pengar men har ingen budgetpost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rus_sheets.book.allocations import DECIDED, EXPECTED, OTHERS, TABLE, kind_of, state_of
from rus_sheets.book.model import Row
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import some_rows
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Activities whose answer on cash and whose money don't agree."""
    if not context.has("plan.cash", "plan.amount", "plan.post"):
        return
    choices = context.book["plan"].table.column("cash").list
    roles = context.book.declaration.choices(choices).roles
    for row in context.book["plan"]:
        allocated = context.book[TABLE].by_parent.get(row.id, ()) if row.id and context.has(TABLE) else ()
        yield from _row(row, roles.get("yes", ""), roles.get("no", ""), bool(allocated), _ours(context, allocated))


def _ours(context: Context, rows: Sequence[Row]) -> list[Row]:
    """The rows that are money of our own, and more than possible."""
    book = context.book
    return [row for row in rows if state_of(book, row) in (DECIDED, EXPECTED) and kind_of(book, row) != OTHERS]


def _row(row: Row, yes: str, no: str, allocated: bool, ours: list[Row]) -> Iterator[Hit]:
    answer, amount, post = row.text("cash"), row.number_of("amount"), row.text("post")
    label = row.cell("cash").column.header
    # A cell with a fault of its own (text, unknown post) is told of by that; it isn't blank.
    blank = row.cell("amount").raw.value is None and row.cell("post").raw.value is None
    if answer == yes and blank and not allocated:
        both = f"{row.cell('amount').column.header} eller {row.cell('post').column.header}"
        yield Hit(at(row, "cash"), f"{label} är {yes}, men varken belopp eller budgetpost finns.", f"Fyll i {both}.")
    elif answer in (no, "") and (amount > 0 or post):
        key = "amount" if amount > 0 else "post"
        header = row.cell(key).column.header
        message = f"{label} är {answer or 'tomt'}, men {header} är ifyllt."
        yield Hit(at(row, key), message, f"Ändra {label}, eller ta bort {header}.")
    elif answer in (no, "") and ours:
        message = f"{label} är {answer or 'tomt'}, men aktiviteten har {some_rows(ours)}."
        yield Hit(at(row, "cash"), message, f"Ändra {label}, eller ta bort raderna på {ours[0].table.sheet}.")


CHECK = Check("RS306", "Pengar och behov går inte ihop", Severity.WARNING, __doc__, find)
