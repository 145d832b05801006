"""Datum som inte är datum.

Vad kontrollen letar efter
    Celler där det ska stå ett datum men där det står en text (”12 maj”, ”2026-02-30”, ”26-05-17”), ett tal som inte
    kan vara ett datum, eller ett datum så långt bort att det måste vara fel (ett årtal med två siffror blir lätt
    1926).

Varför
    En text sorteras fel, hamnar utanför perioden och kan inte räknas med. En dag som inte finns är en felskrivning.

Så rättar du
    Skriv datumet som år-månad-dag med fyra siffror i årtalet, utan apostrof: 2026-05-17.

Exempel
    Händelser, Datum: ”2026-02-30” finns inte. ”17/5” ska vara 2026-05-17.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from rus_sheets.book.convert import ValueFault, read_date, tidy
from rus_sheets.book.dates import EARLIEST, LATEST
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import shown
from rus_sheets.findings import Severity
from rus_sheets.schema.model import CellType

_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_SHORT_YEAR = re.compile(r"(\d{2})-(\d{1,2})-(\d{1,2})")
_REMEDY = "Skriv år-månad-dag med fyra siffror i årtalet, till exempel 2026-05-17."


def find(context: Context) -> Iterator[Hit]:
    """Date cells that hold a text, a number that is no day, or a day far away."""
    for entry in context.entries(lambda column: column.type is CellType.DATE):
        value, raw = entry.cell.value, entry.cell.raw.value
        if entry.cell.fault is ValueFault.DATE_AS_TEXT:
            yield Hit(
                entry.place, f"{entry.label}: {shown(raw)} är text, inte ett datum.", f"Skriv {entry.cell.meant}."
            )
        elif entry.cell.fault is ValueFault.NOT_A_DATE:
            yield Hit(entry.place, f"{entry.label}: {_fault(raw)}", _remedy(raw))
        elif isinstance(value, dt.date) and not EARLIEST <= value <= LATEST:
            message = f"{entry.label}: datumet är {value.isoformat()}. Det kan inte stämma."
            yield Hit(entry.place, message, _REMEDY)


def _fault(raw: object) -> str:
    if isinstance(raw, str) and _ISO.fullmatch(tidy(raw)):
        return f"dagen ”{tidy(raw)}” finns inte."
    return f"{shown(raw) if isinstance(raw, (str, int, float, bool)) else raw} är inget datum."


def _remedy(raw: object) -> str:
    match = _SHORT_YEAR.fullmatch(tidy(raw)) if isinstance(raw, str) else None
    meant = read_date(f"20{tidy(match[0])}") if match else None
    return f"Menade du {meant.isoformat()}? {_REMEDY}" if meant else _REMEDY


CHECK = Check("RS103", "Inte ett datum", Severity.ERROR, __doc__, find)
