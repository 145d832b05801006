"""Which formula cells a change reaches.

Areas are nodes of their own: a thousand formulas over one column share one area, so the graph grows with the number of
formulas and not with the number of cells they read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from rus_sheets.book.raw import Position, RawCell, RawSheet, RawWorkbook, SheetPosition
from rus_sheets.formulas.areas import Area, Reference, relative_form
from rus_sheets.formulas.precedents import Precedents, read_formula
from rus_sheets.formulas.resolver import Resolver

ColumnSpan = tuple[int, int]
"""The first and the last of columns beside each other, from 1."""
Form = tuple[str, str, tuple[str, ...]]
"""Sheet, table and the relative form of a formula: cells that share it read alike."""


class FormulaCell(Struct, frozen=True):
    """One formula cell: its text, its form, what that reads, and the areas as seen from the cell."""

    cell: RawCell
    form: Form
    reading: Precedents
    areas: tuple[Area, ...]


class _Formed(NamedTuple):
    """What the formulas of a form have in common: all but the areas of ``moving``, which each sees from its place."""

    reading: Precedents
    fixed: tuple[Area, ...]
    moving: tuple[Reference, ...]

    def areas(self, position: Position) -> tuple[Area, ...]:
        """What the formula in ``position`` reads, each area once."""
        if not self.moving:
            return self.fixed
        return tuple(dict.fromkeys((*self.fixed, *(reference.at(position) for reference in self.moving))))


class Graph:
    """The formulas of a workbook and who reads whom. Linear in the number of cells and formulas."""

    def __init__(self, book: RawWorkbook) -> None:
        self.formulas: dict[SheetPosition, FormulaCell] = {}
        self._resolver = Resolver(book)
        self._forms: dict[Form, _Formed] = {}
        self._readers_of_cell: dict[SheetPosition, list[SheetPosition]] = {}
        self._readers_of_area: dict[Area, list[SheetPosition]] = {}
        self._unbounded: list[SheetPosition] = []
        self._cells = {sheet.name: sheet.cells for sheet in book.sheets}
        for sheet in book.sheets:
            for position, cell in sheet.cells.items():
                if cell.formula is not None or cell.shared_or_array:
                    self._add(sheet, position, cell)

    def used_columns(self) -> dict[str, frozenset[ColumnSpan] | None] | None:
        """By sheet, the columns that formulas read, None where formulas stand there; None where that can't be told."""
        if self._unbounded:
            return None
        read: dict[str, set[ColumnSpan]] = {}
        for area in {area for formula in self.formulas.values() for area in formula.areas}:
            read.setdefault(area.sheet, set()).add((area.first_column, area.last_column))
        standing = dict.fromkeys(place[0] for place in self.formulas)
        return {sheet: frozenset(spans) for sheet, spans in read.items()} | standing

    def reached(self, changed: Iterable[SheetPosition]) -> set[SheetPosition]:
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

    def with_blank_criteria(self) -> set[SheetPosition]:
        """The formulas that let COUNTIFS or its kin look for what stands in a blank cell."""
        blank: dict[Area, bool] = {}
        found = set()
        for place, formula in self.formulas.items():
            for reference in formula.reading.criteria:
                area = reference.at((place[1], place[2]))
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

    def _readers(self, place: SheetPosition, areas: dict[str, list[Area]]) -> Iterable[SheetPosition]:
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
        table = self._resolver.own_table(sheet.name, position)
        text = cell.formula or ""
        form = (sheet.name, table.name if table else "", relative_form(text, *position))
        formed = self._forms.get(form)
        if formed is None:
            formed = self._forms[form] = self._formed(text, sheet.name, position)
        reading, areas = formed.reading, formed.areas(position)
        self.formulas[place] = FormulaCell(cell, form, reading, areas)
        if reading.unbounded:
            self._unbounded.append(place)
        for area in areas:
            if area.single:
                self._readers_of_cell.setdefault(area[:3], []).append(place)
            else:
                self._readers_of_area.setdefault(area, []).append(place)

    def _formed(self, text: str, sheet: str, position: Position) -> _Formed:
        if not text:  # a member of an array formula or data table: what it reads stands elsewhere
            return _Formed(Precedents(unbounded=True, weak=True), (), ())
        reading = read_formula(text, self._resolver, sheet, position)
        fixed = dict.fromkeys(reference.at(position) for reference in reading.references if reference.fixed)
        return _Formed(
            reading, tuple(fixed), tuple(reference for reference in reading.references if not reference.fixed)
        )
