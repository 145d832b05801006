"""Värden som saknas.

Vad kontrollen letar efter
    Tomma celler i kolumner som måste vara ifyllda, på rader där något annat är ifyllt, och tomma inställningar som
    behövs. Ett belopp på Finansiering som är väntat eller osäkert får vänta; då är det en upplysning.

Varför
    En rad utan id kan inte kännas igen när svaren läses in. En utgift utan post eller belopp räknas ingenstans.

Så rättar du
    Fyll i cellen. Id:n på nya rader, och en delaktivitets aktivitet, fylls i: rus-sheets validate ARBETSBOK --fix. Ska
    raden inte finnas: ta bort hela tabellraden (högerklicka, Ta bort, Tabellrader).

Exempel
    Utgifter: raden ”Konsultstöd” har belopp men ingen budgetpost.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.newids import has_series
from rus_sheets.checks.context import Context, Entry
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import fix_command
from rus_sheets.checks.silence import TABLE
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Blank cells of required columns in rows that are in use."""
    for entry in context.entries(lambda column: column.required):
        if entry.cell.value is None and entry.cell.fault is None and not _told_elsewhere(entry):
            if _may_wait(entry):
                remedy = "Fyll i det när det är känt. Till dess säger dokumenten att det inte är känt."
                yield Hit(entry.place, f"{entry.label} är ännu inte känt.", remedy, Severity.INFO)
                continue
            yield Hit(entry.place, f"{entry.label} saknas.", _remedy(context, entry))


def _may_wait(entry: Entry) -> bool:
    """Whether other cells of the row say that the value isn't known yet."""
    cases = entry.column.open_while
    return any(all(entry.row.text(key) == value for key, value in case.items()) for case in cases)


def _remedy(context: Context, entry: Entry) -> str:
    is_own = entry.column.key == entry.table.id and has_series(entry.table)
    if entry.column.as_above or is_own:
        return f"Fyll i cellen, eller låt det som är säkert fyllas i: {fix_command(context.book.raw)}"
    return f"Fyll i cellen, till exempel {entry.column.example}." if entry.column.example else "Fyll i cellen."


def _told_elsewhere(entry: Entry) -> bool:
    """An exemption without reason is RS016, which also says what follows of it."""
    return entry.table.key == TABLE and entry.column.key == "reason"


CHECK = Check("RS106", "Värde saknas", Severity.ERROR, __doc__, find)
