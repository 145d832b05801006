"""Datum utanför året.

Vad kontrollen letar efter
    Händelser som ligger utanför arbetsbokens år, svar som är inlämnade före årets början eller mer än ett år efter
    dess slut, och beslutsdatum som ligger mer än ett år ifrån (redovisningens beslut också före året). Och årtalet
    självt: att det är ett rimligt år, och det år som står överst på summeringsbladet.

Varför
    Årtalet är oftast felskrivet. Annars hör händelsen till ett annat års berättelse.

Så rättar du
    Rätta datumet, eller flytta händelsen till rätt års arbetsbok.

Exempel
    Händelser: 2025-05-17 i arbetsboken för 2026.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from rus_sheets.book.convert import tidy
from rus_sheets.book.dates import EARLIEST, LATEST
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity
from rus_sheets.schema.model import CellType

_DURING = frozenset({"events"})
_AFTER = frozenset({"outcomes"})
_REPORTED = frozenset({"report_decided_on"})
_SHIFT = dt.timedelta(days=1462)
"""How far apart the two date systems are."""


def find(context: Context) -> Iterator[Hit]:
    """Dates that don't belong to the workbook's year."""
    year = context.book.year
    if not year:
        return
    wrong = _year_itself(context, year)
    if wrong:
        yield wrong
        return
    for entry in context.entries(lambda column: column.type is CellType.DATE):
        date = entry.cell.value
        if not isinstance(date, dt.date) or not EARLIEST <= date <= LATEST:  # a misprint, told by RS103
            continue
        first, last = _allowed(entry.table.key, entry.column.key, year)
        if context.book.raw.date1904 and first <= (date - _SHIFT).year <= last:
            continue  # copied from a workbook that counts from 1900: RS009 tells of all of them
        if not first <= date.year <= last:
            message = f"{entry.label}: {date.isoformat()} ligger utanför {year}."
            yield Hit(entry.place, message, "Rätta årtalet, eller flytta raden till rätt års arbetsbok.")


def _year_itself(context: Context, year: int) -> Hit | None:
    """The year's own setting, where it can't be or isn't the one that the summary is headed by."""
    declaration = context.book.declaration
    cell = context.book.settings[declaration.year_setting]
    place = Place(cell.sheet, cell.ref, cell.row_id, "", cell.row_id)
    if not EARLIEST.year <= year <= LATEST.year:
        return Hit(place, f"Året är {year}. Det kan inte stämma.", "Skriv årtalet med fyra siffror.", Severity.ERROR)
    sheet = context.book.raw.sheet(declaration.summary.sheet)
    title = str(sheet.at(1, 1).value or "") if sheet else ""
    pattern = re.escape(declaration.summary.title).replace(re.escape("{year}"), r"(\d{4})")
    stated = re.fullmatch(pattern, tidy(title))
    if not stated or int(stated[1]) == year:
        return None
    message = f"Året är {year}, men bladet {declaration.summary.sheet} har rubriken ”{tidy(title)}”."
    return Hit(place, message, "Skriv tillbaka året. Nästa års arbetsbok görs med rus-sheets new --from.")


def _allowed(table: str, column: str, year: int) -> tuple[int, int]:
    """An event happens in the year, an answer may come the year after; anything else may be a year off."""
    if table in _DURING:
        return year, year
    return (year, year + 1) if table in _AFTER or column in _REPORTED else (year - 1, year + 1)


CHECK = Check("RS309", "Datum utanför året", Severity.WARNING, __doc__, find)
