"""Which formula cells a change reaches.

Areas are nodes of their own: a thousand formulas over one column share one area, so the graph grows with the number of
formulas and not with the number of cells they read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rus_sheets.book.raw import Place, Position, RawCell, RawSheet, RawTable, RawWorkbook
from rus_sheets.excel.calc.formula import Reading, read_formula
from rus_sheets.excel.calc.references import Area, Context, Template, shape_of


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula cell: its text, what its shape reads, and the key its shape goes by (same key, same reading)."""

    cell: RawCell
    shape: tuple[str, str, str]
    reading: Reading
    areas: tuple[Area, ...]


class _Shape(NamedTuple):
    """What the formulas of a shape have in common: all but the areas of ``moving``, which each sees from its place."""

    reading: Reading
    fixed: tuple[Area, ...]
    moving: tuple[Template, ...]

    def areas(self, position: Position) -> tuple[Area, ...]:
        """What the formula in ``position`` reads, each area once."""
        if not self.moving:
            return self.fixed
        return tuple(dict.fromkeys((*self.fixed, *(template.at(position) for template in self.moving))))


class Graph:
    """The formulas of a workbook and who reads whom. Linear in the number of cells and formulas."""

    def __init__(self, book: RawWorkbook) -> None:
        self.formulas: dict[Place, Formula] = {}
        self._sheets = {sheet.name.lower(): sheet.name for sheet in book.sheets}
        self._tables = {table.name.lower(): (sheet.name, table) for sheet in book.sheets for table in sheet.tables}
        self._names = {name.lower(): formula for name, formula in book.defined_names.items()}
        self._shapes: dict[tuple[str, str, str], _Shape] = {}
        self._readers_of_cell: dict[Place, list[Place]] = {}
        self._readers_of_area: dict[Area, list[Place]] = {}
        self._unbounded: list[Place] = []
        self._cells = {sheet.name: sheet.cells for sheet in book.sheets}
        for sheet in book.sheets:
            for position, cell in sheet.cells.items():
                if cell.formula is not None or cell.shared_or_array:
                    self._add(sheet, position, cell)

    def used_sheets(self) -> set[str] | None:
        """The sheets that formulas stand on or read; None where that can't be told."""
        if self._unbounded:
            return None
        areas = (area for formula in self.formulas.values() for area in formula.areas)
        return {place[0] for place in self.formulas} | {area[0] for area in areas}

    def reached(self, changed: Iterable[Place]) -> set[Place]:
        """The formula cells whose value may change with ``changed``, in any number of steps."""
        waiting = list(changed)
        if not waiting:
            return set()
        areas: dict[str, list[Area]] = {}
        for area in self._readers_of_area:
            areas.setdefault(area[0], []).append(area)
        found = set(self._unbounded)
        waiting += self._unbounded
        seen = set(waiting)
        while waiting:
            place = waiting.pop()
            for reader in self._readers(place, areas):
                found.add(reader)
                if reader not in seen:
                    seen.add(reader)
                    waiting.append(reader)
        return found

    def with_blank_criteria(self) -> set[Place]:
        """The formulas that let COUNTIFS or its kin look for what stands in a blank cell."""
        blank: dict[Area, bool] = {}
        found = set()
        for place, formula in self.formulas.items():
            for template in formula.reading.criteria:
                area = template.at((place[1], place[2]))
                if area not in blank:
                    blank[area] = self._has_blank(area)
                if blank[area]:
                    found.add(place)
        return found

    def _has_blank(self, area: Area) -> bool:
        sheet, top, left, bottom, right = area
        cells = self._cells.get(sheet, {})
        if (bottom - top + 1) * (right - left + 1) > len(cells):
            return True
        return any((row, column) not in cells for row in range(top, bottom + 1) for column in range(left, right + 1))

    def _readers(self, place: Place, areas: dict[str, list[Area]]) -> Iterable[Place]:
        sheet, row, column = place
        yield from self._readers_of_cell.get(place, ())
        left = areas.get(sheet)
        if not left:
            return
        hit = [area for area in left if area[1] <= row <= area[3] and area[2] <= column <= area[4]]
        if hit:  # an area that has been reached once needs no second look
            gone = set(hit)
            areas[sheet] = [area for area in left if area not in gone]
            for area in hit:
                yield from self._readers_of_area[area]

    def _add(self, sheet: RawSheet, position: Position, cell: RawCell) -> None:
        place = (sheet.name, *position)
        table = _table_at(sheet, position)
        text = cell.formula or ""
        key = (sheet.name, table.name if table else "", shape_of(text, position))
        shape = self._shapes.get(key)
        if shape is None:
            context = Context(sheet.name, position, table, self._sheets, self._tables, self._names)
            shape = self._shapes[key] = self._shape(text, context)
        reading, areas = shape.reading, shape.areas(position)
        self.formulas[place] = Formula(cell, key, reading, areas)
        if reading.unbounded:
            self._unbounded.append(place)
        for area in areas:
            if area[1] == area[3] and area[2] == area[4]:
                self._readers_of_cell.setdefault(area[:3], []).append(place)
            else:
                self._readers_of_area.setdefault(area, []).append(place)

    def _shape(self, text: str, context: Context) -> _Shape:
        if not text:  # a member of an array formula or data table: what it reads stands elsewhere
            return _Shape(Reading(unbounded=True, weak=True), (), ())
        reading = read_formula(text, context)
        fixed = dict.fromkeys(each.at(context.position) for each in reading.templates if each.fixed)
        return _Shape(reading, tuple(fixed), tuple(each for each in reading.templates if not each.fixed))


def _table_at(sheet: RawSheet, position: Position) -> RawTable | None:
    row, column = position
    for table in sheet.tables:
        last_row = table.last_row + table.totals_row
        if table.first_row <= row <= last_row and table.first_column <= column <= table.last_column:
            return table
    return None
