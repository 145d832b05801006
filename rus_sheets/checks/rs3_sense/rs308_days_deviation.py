"""Dagar som skiljer sig från planen utan förklaring.

Vad kontrollen letar efter
    Aktiviteter med status där dagarna blev mer än 10 % fler eller färre än planerat (och mer än en dag) utan att
    avvikelsen är förklarad.

Varför
    Större avvikelser ska gå att förstå för den som läser berättelsen.

Så rättar du
    Skriv orsaken i kolumnen för avvikelse, eller kontrollera dagarna.

Exempel
    A12: planerat 12 dagar, utfall 20, avvikelsen är tom.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.display import amount
from rus_sheets.book.model import Row
from rus_sheets.checks.causes import CELL_FAULTS, of_cells
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.limits import DAYS, deviates
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Outcomes far from the planned days without an explanation."""
    if not context.has("outcomes.status", "outcomes.days", "outcomes.planned_days", "outcomes.deviation"):
        return
    for row in context.book["outcomes"]:
        spent, planned = row["days"], row["planned_days"]
        if not isinstance(spent, (int, float)) or not isinstance(planned, (int, float)) or not planned:
            continue
        if row.text("status") and not row.text("deviation") and _far(spent, planned) and not _absent(context, row):
            message = f"Dagarna blev {amount(spent)} mot {amount(planned)} i planen, och förklaring saknas."
            header = row.cell("deviation").column.header
            remedy = f"Skriv orsaken i {header}, eller kontrollera dagarna."
            activity = context.book["plan"].by_id.get(row.id)
            causes = of_cells(
                [row.cell("days"), activity.cells.get("days") if activity else None], (*CELL_FAULTS, "RS307")
            )
            yield Hit(at(row, "deviation"), message, remedy, caused_by=causes)


def _far(spent: float, planned: float) -> bool:
    return deviates(spent, planned) and abs(spent - planned) > DAYS


def _absent(context: Context, row: Row) -> bool:
    """What didn't take place needs no explaining; days spent on it are RS307."""
    roles = context.book.declaration.choices(row.table.column("status").list).roles
    return row.text("status") in (roles.get("not_done"), roles.get("not_relevant"))


CHECK = Check("RS308", "Avvikelse i dagar utan förklaring", Severity.WARNING, __doc__, find)
