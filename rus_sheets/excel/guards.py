"""What must not be overwritten, since Excel would find the workbook damaged or the edit would break something."""

from __future__ import annotations

from collections.abc import Mapping

from rus_sheets.book.raw import Position
from rus_sheets.excel.opensheet import OpenSheet, OpenTable
from rus_sheets.excel.sheetedit import Edit
from rus_sheets.excel.sheetxml import Area
from rus_sheets.excel.values import Cached


def check(sheet: OpenSheet, edits: Mapping[Position, Edit]) -> None:
    """Raise PatchRefusedError for the first edit that can't be made."""
    totals = any(table.table.totals_row for table in sheet.tables)
    guarded = bool(sheet.editor.cells.areas or sheet.merged or sheet.pivots or totals)
    for position, edit in edits.items():
        fault = ""
        if isinstance(edit.value, Cached):
            fault = _stored_fault(sheet, position)
        elif guarded:
            fault = _fault(sheet, position)
        if fault:
            raise sheet.editor.refusal(fault, position)


def header_names(sheet: OpenSheet, edits: Mapping[Position, Edit]) -> dict[str, dict[int, str]]:
    """The new names of table columns whose header cells are edited: by table part and the column's place from 0.

    Excel repairs a workbook where a header cell and its table column differ. Raises PatchRefusedError for what
    can't be a header: anything but a text, a name that the table has already.
    """
    found: dict[str, dict[int, str]] = {}
    for table in sheet.tables:
        row = table.table.first_row
        new = {c - table.table.first_column: (row, c) for c in table.columns if table.headed and (row, c) in edits}
        for index, position in new.items():
            value = edits[position].value
            if not isinstance(value, str) or not value.strip():
                raise sheet.editor.refusal("Cellen är en tabellrubrik och måste vara en text", position)
            found.setdefault(table.part, {})[index] = value
        if new:
            _check_unique(sheet, table, found[table.part], next(iter(new.values())))
    return found


def _check_unique(sheet: OpenSheet, table: OpenTable, new: Mapping[int, str], position: Position) -> None:
    names = [new.get(index, name).casefold() for index, name in enumerate(table.table.columns)]
    if len(set(names)) != len(names):
        raise sheet.editor.refusal("Tabellen har redan en kolumn med den rubriken", position)


def _stored_fault(sheet: OpenSheet, position: Position) -> str:
    cell = sheet.editor.cells.cells.get(position)
    if cell is None or (cell.formula is None and not cell.shared_or_array):
        return "Cellen har ingen formel"
    return ""


def _fault(sheet: OpenSheet, position: Position) -> str:
    if any(position in area for area in sheet.editor.cells.areas):
        return "Cellen tillhör en matrisformel eller datatabell"
    if any(position in area and not _is_anchor(position, area) for area in sheet.merged):
        return "Cellen är en del av sammanfogade celler, men inte den första"
    if any(position in area for area in sheet.pivots):
        return "Cellen tillhör en pivottabell"
    if any(_in_totals(position, table) for table in sheet.tables):
        return "Cellen står i en tabells summarad"
    return ""


def _is_anchor(position: Position, area: Area) -> bool:
    return position == (area.first_row, area.first_column)


def _in_totals(position: Position, table: OpenTable) -> bool:
    return table.table.totals_row and position[0] == table.table.last_row + 1 and position[1] in table.columns
