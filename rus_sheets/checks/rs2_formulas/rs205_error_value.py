"""Felvärden.

Vad kontrollen letar efter
    Celler som visar #REFERENS!, #SAKNAS!, #DIVISION/0! och liknande. På era egna blad ger de en varning.
    Formler som bara för vidare ett felvärde från en annan cell ger en upplysning som säger vilken.

Varför
    Ett felvärde sprider sig till alla summor som cellen ingår i.

Så rättar du
    Börja med den cell som felet kommer från: oftast en formel vars rad eller kolumn har tagits bort.

Exempel
    Summering: Dagar_totalt visar #REF! sedan en kolumn togs bort.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping

from rus_sheets.book.raw import CellError, RawCell, RawSheet, SheetPosition
from rus_sheets.checks.causes import FORMULA_FAULTS, at_place
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity
from rus_sheets.formulas.areas import Area

_Failing = Mapping[SheetPosition, tuple[RawSheet, RawCell]]


def find(context: Context) -> Iterator[Hit]:
    """Error values anywhere; on users' own sheets and columns a warning, where they only follow of another, info."""
    failing = {
        (sheet.name, *position): (sheet, cell)
        for sheet in context.book.raw.sheets
        for position, cell in sheet.cells.items()
        if _code(cell)
    }
    sources = _sources(context, failing)
    for node, (sheet, cell) in failing.items():
        place = context.place(sheet, cell.row, cell.column)
        ours = bool(place.field) or (sheet.name, cell.ref) in context.expected_at
        message = f"{place.field}: cellen visar {_code(cell)}" if place.field else f"Cellen visar {_code(cell)}"
        if node in sources:
            origin = context.place(*_located(failing, sources[node]))
            message += f", eftersom {origin.sheet}!{origin.ref} gör det."
            yield Hit(place, message, f"Rätta {origin.sheet}!{origin.ref}.", Severity.INFO)
            continue
        remedy = "Rätta formeln eller skriv värdet på nytt." if cell.formula else "Skriv värdet på nytt."
        severity = None if ours else Severity.WARNING
        yield Hit(place, f"{message}.", remedy, severity, caused_by=at_place(place, FORMULA_FAULTS))


def _code(cell: RawCell) -> str:
    """The error that a cell shows, or will show when it is calculated."""
    if isinstance(cell.value, CellError):
        return cell.value.code
    return "#REF!" if cell.formula and cell.value is None and "#REF!" in cell.formula else ""


def _located(failing: _Failing, node: SheetPosition) -> tuple[RawSheet, int, int]:
    sheet, cell = failing[node]
    return sheet, cell.row, cell.column


def _sources(context: Context, failing: _Failing) -> dict[SheetPosition, SheetPosition]:
    """The cell that each following error comes from; those in a circle come from nowhere."""
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for name, row, column in sorted(failing):
        rows[name, column].append(row)
    seen: dict[Area, SheetPosition | None] = {}
    read: dict[SheetPosition, SheetPosition] = {}
    for node, (sheet, cell) in failing.items():
        areas = context.resolver.areas(cell.formula or "", sheet.name, cell.row, cell.column)
        found = next((hit for area in areas if (hit := _first(area, rows, seen)) and hit != node), None)
        if found and "#REF!" not in (cell.formula or ""):
            read[node] = found
    return {node: origin for node in read if (origin := _origin(node, read)) is not None}


def _first(
    area: Area, rows: Mapping[tuple[str, int], list[int]], seen: dict[Area, SheetPosition | None]
) -> SheetPosition | None:
    """The first failing cell of an area. Many formulas read the same area."""
    if area not in seen:
        seen[area] = None
        for sheet, column in rows:
            if sheet == area.sheet and area.first_column <= column <= area.last_column:
                own = rows[sheet, column]
                place = bisect_left(own, area.first_row)
                if place < len(own) and own[place] <= area.last_row:
                    seen[area] = (sheet, own[place], column)
                    break
    return seen[area]


def _origin(node: SheetPosition, read: Mapping[SheetPosition, SheetPosition]) -> SheetPosition | None:
    passed = {node}
    while node in read:
        node = read[node]
        if node in passed:
            return None
        passed.add(node)
    return node


CHECK = Check("RS205", "Felvärde", Severity.ERROR, __doc__, find)
