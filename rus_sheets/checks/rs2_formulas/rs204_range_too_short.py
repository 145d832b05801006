"""Formler som inte täcker hela tabellen.

Vad kontrollen letar efter
    Formler som pekar på en del av en tabells kolumn i stället för hela: de första raderna utan de sista, eller
    tvärtom. Både de formler som hör till arbetsboken och era egna kontrolleras.

Varför
    Rader som har lagts till efteråt faller utanför summan, och det syns inte.

Så rättar du
    Skriv tabellens namn och kolumn i stället för cellerna: =SUM(Plan[Dagar]). Då följer nya rader med. Arbetsbokens
    egna formler läggs tillbaka med --fix.

Exempel
    =SUM(Plan!K2:K25) när tabellen går till rad 29.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.raw import RawCell, RawSheet, RawTable
from rus_sheets.checks.causes import at_place
from rus_sheets.checks.compare import Verdict
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.putting_back import PuttingBack
from rus_sheets.findings import Severity
from rus_sheets.formulas.areas import Area
from rus_sheets.formulas.tokens import tokens

_REMEDY = "Skriv tabellens namn och kolumn i stället för celler, så följer nya rader med."


def find(context: Context) -> Iterator[Hit]:
    """Declared formulas that leave rows out, and users' own."""
    back = PuttingBack(context)
    for expected, verdict in context.verdicts:
        if verdict is Verdict.SHORT:
            message = f"{expected.label}: formeln täcker inte hela tabellen."
            yield Hit(expected.place, message, f"{_REMEDY} {back.hindrance(expected) or 'Eller använd --fix.'}")
    yield from _own(context)


def _own(context: Context) -> Iterator[Hit]:
    """Users' own ranges; those that go on where another one ends are parts of a whole, on purpose."""
    tables = _by_sheet(context)
    short = [
        (sheet, cell, area)
        for sheet, cell in context.own_formulas()
        for area in _parts(context, sheet, cell)
        if any(_leaves_out(table, area) for table in tables[area.sheet])
    ]
    parts = {area for sheet, cell in context.own_formulas() for area in _parts(context, sheet, cell)}
    edges = {(area.sheet, area.first_column, row) for area in parts for row in (area.first_row - 1, -area.last_row)}
    for sheet, cell, area in short:
        followed = (area.sheet, area.first_column, area.last_row) in edges
        preceded = (area.sheet, area.first_column, 1 - area.first_row) in edges
        if not followed and not preceded:
            message = f"Formeln räknar bara {area}, inte hela tabellen."
            place = context.place(sheet, cell.row, cell.column)
            # In an input cell any formula is one too many.
            yield Hit(place, message, _REMEDY, Severity.WARNING, caused_by=at_place(place, ["RS209"]))


def _by_sheet(context: Context) -> dict[str, tuple[RawTable, ...]]:
    return {sheet.name: sheet.tables for sheet in context.book.raw.sheets}


def _parts(context: Context, sheet: RawSheet, cell: RawCell) -> Iterator[Area]:
    for token in tokens(cell.formula or ""):
        area = context.resolver.area(token, sheet.name, cell.row, cell.column) if token.kind == "range" else None
        if area:
            yield area


def _leaves_out(table: RawTable, area: Area) -> bool:
    """Begins or ends with the table, but not both. A part in the middle is somebody's choice."""
    first, last = table.first_row + 1, table.last_row
    if not (table.first_column <= area.first_column and area.last_column <= table.last_column):
        return False
    if area.last_row - area.first_row < 1 or area.last_row > last or area.first_row < table.first_row:
        return False
    return (area.first_row <= first) != (area.last_row == last)


CHECK = Check("RS204", "Täcker inte tabellen", Severity.ERROR, __doc__, find)
