"""Värden som saknas.

Vad kontrollen letar efter
    Tomma celler i kolumner som måste vara ifyllda, på rader där något annat är ifyllt, och tomma inställningar som
    behövs.

Varför
    En rad utan id kan inte kännas igen när svaren läses in. En utgift utan post eller belopp räknas ingenstans.

Så rättar du
    Fyll i cellen. Ska raden inte finnas: ta bort hela tabellraden (högerklicka, Ta bort, Tabellrader).

Exempel
    Utgifter: raden ”Konsultstöd” har belopp men ingen budgetpost.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context, Entry
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.silence import TABLE
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Blank cells of required columns in rows that are in use."""
    for entry in context.entries(lambda column: column.required):
        if entry.cell.value is None and entry.cell.fault is None and not _told_elsewhere(entry):
            example = entry.column.example
            remedy = f"Fyll i cellen, till exempel {example}." if example else "Fyll i cellen."
            yield Hit(entry.place, f"{entry.label} saknas.", remedy)


def _told_elsewhere(entry: Entry) -> bool:
    """An exemption without reason is RS016, which also says what follows of it."""
    return entry.table.key == TABLE and entry.column.key == "reason"


CHECK = Check("RS106", "Värde saknas", Severity.ERROR, __doc__, find)
