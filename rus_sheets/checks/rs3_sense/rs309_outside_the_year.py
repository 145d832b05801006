"""Datum utanför året.

Vad kontrollen letar efter
    Händelser som ligger utanför arbetsbokens år, svar som är inlämnade före årets början eller mer än ett år efter
    dess slut, och beslutsdatum som ligger mer än ett år ifrån.

Varför
    Årtalet är oftast felskrivet. Annars hör händelsen till ett annat års berättelse.

Så rättar du
    Rätta datumet, eller flytta händelsen till rätt års arbetsbok.

Exempel
    Händelser: 2025-05-17 i arbetsboken för 2026.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity
from rus_sheets.schema.model import CellType

_DURING = frozenset({"events"})
_AFTER = frozenset({"outcomes"})
_EARLIEST, _LATEST = 1990, 2100  # beyond these it is a misprint, told by RS103


def find(context: Context) -> Iterator[Hit]:
    """Dates that don't belong to the workbook's year."""
    year = context.book.year
    if not year:
        return
    for entry in context.entries(lambda column: column.type is CellType.DATE):
        date = entry.cell.value
        if not isinstance(date, dt.date) or not _EARLIEST <= date.year <= _LATEST:
            continue
        first, last = _allowed(entry.table.key, year)
        if not first <= date.year <= last:
            message = f"{entry.label}: {date.isoformat()} ligger utanför {year}."
            yield Hit(entry.place, message, "Rätta årtalet, eller flytta raden till rätt års arbetsbok.")


def _allowed(table: str, year: int) -> tuple[int, int]:
    """An event happens in the year, an answer may come the year after; anything else may be a year off."""
    if table in _DURING:
        return year, year
    return (year, year + 1) if table in _AFTER else (year - 1, year + 1)


CHECK = Check("RS309", "Datum utanför året", Severity.WARNING, __doc__, find)
