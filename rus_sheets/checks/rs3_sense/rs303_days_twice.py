"""Dagar både för gruppen och för aktiviteterna.

Vad kontrollen letar efter
    Grupper som har egna dagar samtidigt som någon av gruppens aktiviteter har dagar.

Varför
    Dagarna räknas dubbelt i området och i planen.

Så rättar du
    Ta bort gruppens dagar, eller aktiviteternas. Är dagarna satta för hela gruppen ska aktiviteterna inte ha egna.

Exempel
    G1 har 148 dagar, och A03 i samma grupp har 12.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.display import amount
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import some
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Groups with days whose activities have days too."""
    if not context.has("groups.days", "plan.days", "plan.group"):
        return
    with_days: dict[str, list[str]] = {}
    for row in context.book["plan"]:
        if row.number_of("days"):
            with_days.setdefault(row.text("group"), []).append(row.id)
    for group in context.book["groups"]:
        activities = with_days.get(group.id, [])
        if group.number_of("days") and activities:
            message = f"Gruppen har {amount(group.number_of('days'))} dagar, och det har även {some(activities)}."
            yield Hit(at(group, "days"), message, "Låt antingen gruppen eller aktiviteterna ha dagar.")


CHECK = Check("RS303", "Dagar på två ställen", Severity.ERROR, __doc__, find)
