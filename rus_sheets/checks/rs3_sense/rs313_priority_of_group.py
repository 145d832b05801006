"""Prioritet som är en annan än gruppens.

Vad kontrollen letar efter
    Aktiviteter med en ifylld prioritet som är en annan än den som gruppen har. En aktivitet utan egen prioritet får
    gruppens.

Varför
    Aktiviteten räknas efter sin egen prioritet, men i planen står den under gruppens. Läsaren ser båda.

Så rättar du
    Låt dem säga samma sak. Gäller prioriteten hela gruppen: töm aktivitetens. Har gruppens aktiviteter olika: töm
    gruppens.

Exempel
    A07 har Prioritet 2, men gruppen G3 har Prioritet 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Activities with another priority than their group's."""
    if not context.has("plan.priority", "plan.group", "groups.priority"):
        return
    choices = context.book.declaration.choices(context.book["plan"].table.column("priority").list).values
    for row in context.book["plan"]:
        group, own = context.book.follow(row, "group"), row.text("priority")
        of_group = group.text("priority") if group else ""
        # What is no choice of the list is RS107.
        if group and own != of_group and {own, of_group} <= set(choices):
            header = row.cell("priority").column.header
            message = f"{header} är {own}, men gruppen {group.id} har {of_group}."
            yield Hit(at(row, "priority"), message, f"Ändra det ena, eller töm {header} på det ena stället.")


CHECK = Check("RS313", "Annan prioritet än gruppens", Severity.WARNING, __doc__, find)
