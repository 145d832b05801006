"""What must not be overwritten, since Excel would find the workbook damaged or the edit would break something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rus_sheets.book.raw import Position
from rus_sheets.excel.edit import remedies
from rus_sheets.excel.edit.cell_content import Cached
from rus_sheets.excel.edit.cellwriter import CellEdit
from rus_sheets.excel.edit.editable_sheet import OpenSheet, OpenTable
from rus_sheets.excel.read.sheetxml import Rectangle


class _Hindrance(NamedTuple):
    """What stands in the way, and what to do about it."""

    fault: str
    remedy: str


def check(sheet: OpenSheet, edits: Mapping[Position, CellEdit]) -> None:
    """Raise PatchRefusedError for the first edit that can't be made."""
    totals = any(table.table.totals_row for table in sheet.tables)
    guarded = bool(sheet.editor.cells.areas or sheet.merged or sheet.pivots or totals)
    for position, edit in edits.items():
        hindrance = None
        if isinstance(edit.value, Cached):
            hindrance = _stored_fault(sheet, position)
        elif guarded:
            hindrance = _fault(sheet, position)
        if hindrance:
            raise sheet.editor.refusal(*hindrance, position)


def header_names(sheet: OpenSheet, edits: Mapping[Position, CellEdit]) -> dict[str, dict[int, str]]:
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
                fault = "Cellen är en tabellrubrik och måste vara en text"
                raise sheet.editor.refusal(fault, remedies.HEADER_TEXT, position)
            found.setdefault(table.part, {})[index] = value
        if new:
            _check_unique(sheet, table, found[table.part], next(iter(new.values())))
    return found


def _check_unique(sheet: OpenSheet, table: OpenTable, new: Mapping[int, str], position: Position) -> None:
    names = [new.get(index, name).casefold() for index, name in enumerate(table.table.columns)]
    if len(set(names)) != len(names):
        fault = "Tabellen har redan en kolumn med den rubriken"
        raise sheet.editor.refusal(fault, remedies.HEADER_TWICE, position)


def _stored_fault(sheet: OpenSheet, position: Position) -> _Hindrance | None:
    cell = sheet.editor.cells.cells.get(position)
    if cell is None or (cell.formula is None and not cell.shared_or_array):
        return _Hindrance("Cellen har ingen formel", remedies.NO_FORMULA)
    return None


def _fault(sheet: OpenSheet, position: Position) -> _Hindrance | None:
    if any(position in area for area in sheet.editor.cells.areas):
        return _Hindrance("Cellen tillhör en matrisformel eller datatabell", remedies.ARRAY)
    if any(position in area and not _is_anchor(position, area) for area in sheet.merged):
        return _Hindrance("Cellen är en del av sammanfogade celler, men inte den första", remedies.MERGED)
    if any(position in area for area in sheet.pivots):
        return _Hindrance("Cellen tillhör en pivottabell", remedies.PIVOT)
    if any(_in_totals(position, table) for table in sheet.tables):
        return _Hindrance("Cellen står i en tabells summarad", remedies.TOTALS)
    return None


def _is_anchor(position: Position, area: Rectangle) -> bool:
    return position == (area.first_row, area.first_column)


def _in_totals(position: Position, table: OpenTable) -> bool:
    return table.table.totals_row and position[0] == table.table.last_row + 1 and position[1] in table.columns
