"""What the formulas of a workbook come to, by our own reckoning.

It knows the functions in ``special.KNOWN_RIGHT`` and says nothing of what it isn't sure of: other functions, what the
language of the reader's Excel decides, circles, and whatever depends on these.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from rus_sheets.book.raw import CellError, RawSheet, RawWorkbook, Scalar, SheetPosition
from rus_sheets.formulas.areas import Area
from rus_sheets.formulas.blocks import ValueBlock, single
from rus_sheets.formulas.interpreter import Interpreter
from rus_sheets.formulas.parse import Node, Operand, parse
from rus_sheets.formulas.resolver import Resolver
from rus_sheets.formulas.values import FaultError, NotKnownError, tidy


class _WaitsError(Exception):
    """Other formulas have to be reckoned out first."""

    def __init__(self, places: Iterable[SheetPosition]) -> None:
        super().__init__()
        self.places = tuple(places)


class _NotKnown:
    """Stands for a value that can't be told."""


_NOT_KNOWN = _NotKnown()


def formula_cells(book: RawWorkbook) -> Iterator[SheetPosition]:
    """The cells that hold a formula, or a part of one that spans several."""
    for sheet in book.sheets:
        for position, cell in sheet.cells.items():
            if cell.formula is not None or cell.shared_or_array:
                yield (sheet.name, *position)


class Evaluator:
    """Reckons out formula cells as they are asked for, each once.

    Cells that wait for others are taken up again, so that chains of formulas may be as long as a sheet.
    """

    def __init__(self, book: RawWorkbook) -> None:
        self._resolver = Resolver(book)
        self._sheets = {sheet.name: _FormulaSheet(sheet) for sheet in book.sheets}
        self._values: dict[SheetPosition, Scalar | _NotKnown] = {}
        self._blocks: dict[Area, ValueBlock] = {}

    def known(self, places: Iterable[SheetPosition] | None = None) -> Mapping[SheetPosition, Scalar]:
        """The values of formula cells, all or those asked for; those that can't be told are left out."""
        found: dict[SheetPosition, Scalar] = {}
        for place in self._all() if places is None else places:
            value = self._value(place)
            if not isinstance(value, _NotKnown):
                found[place] = value
        return found

    def _all(self) -> Iterator[SheetPosition]:
        for sheet in self._sheets.values():
            yield from ((sheet.raw.name, *position) for position in sheet.formulas)

    def _value(self, place: SheetPosition) -> Scalar | _NotKnown:
        """Reckons out the cell and, before it, whatever it waits for. A cell that waits for itself isn't known."""
        waiting, begun = [place], set[SheetPosition]()
        while waiting:
            current = waiting[-1]
            if current in self._values:
                waiting.pop()
                continue
            begun.add(current)
            try:
                self._values[current] = self._reckoned(current)
            except _WaitsError as waits:
                if begun.isdisjoint(waits.places):
                    waiting += waits.places
                    continue
                self._values[current] = _NOT_KNOWN
            begun.discard(current)
        return self._values[place]

    def _reckoned(self, place: SheetPosition) -> Scalar | _NotKnown:
        sheet, row, column = place
        text = self._sheets[sheet].raw.cells[row, column].formula
        tree = parse(text) if text else None
        if tree is None:
            return _NOT_KNOWN
        try:
            value = single(Interpreter(self, sheet, row, column).of(tree))
        except FaultError as fault:
            return CellError(fault.code)
        except NotKnownError:
            return _NOT_KNOWN
        return 0 if value is None else tidy(value)

    def at(self, sheet: str, row: int, column: int) -> Scalar:
        """What stands in a cell. Raises NotKnownError where that can't be told."""
        cells = self._sheets[sheet]
        if (row, column) not in cells.formulas:
            cell = cells.raw.cells.get((row, column))
            return cell.value if cell else None
        place = (sheet, row, column)
        if place not in self._values:
            raise _WaitsError([place])
        value = self._values[place]
        if isinstance(value, _NotKnown):
            raise NotKnownError
        return value

    def block(self, area: Area) -> ValueBlock:
        """The values of an area. Raises NotKnownError if one of them can't be told."""
        found = self._blocks.get(area)
        if found is None:
            found = self._blocks[area] = self._read(area)
        return found

    def _read(self, area: Area) -> ValueBlock:
        sheet = self._sheets[area.sheet]
        waits = [place for place in sheet.formulas_in(area) if place not in self._values]
        if waits:
            raise _WaitsError(waits)
        last_row, last_column = sheet.last
        rows = range(area.first_row, min(area.last_row, last_row) + 1)
        columns = range(area.first_column, min(area.last_column, last_column) + 1)
        return ValueBlock([[self.at(area.sheet, row, column) for row in rows] for column in columns], *area.shape)

    def area(self, operand: Operand, sheet: str, row: int, column: int) -> Area | None:
        """The cells that a word of a formula stands for, None if it stands for none."""
        area = self._resolver.area(operand.token, sheet, row, column)
        if area is None:
            table = self._resolver.table(operand.token.text)
            area = table and table.at((row, column))
        return area

    def meaning(self, operand: Operand, sheet: str) -> Node:
        """The formula that a name stands for. Raises NotKnownError."""
        text = self._resolver.meaning(operand.token.text, sheet) if operand.token.kind in ("name", "sheetname") else ""
        tree = parse(text) if text else None
        if tree is None:
            raise NotKnownError
        return tree

    def passed_over(self, area: Area) -> bool:
        """May SUBTOTAL pass over cells of the area: are rows hidden, or does it hold other subtotals?"""
        sheet = self._sheets[area.sheet]
        if any(area.first_row <= row <= area.last_row for row in sheet.raw.hidden_rows):
            return True
        return any(
            "SUBTOTAL" in (sheet.raw.cells[place[1:]].formula or "").upper() for place in sheet.formulas_in(area)
        )


class _FormulaSheet:
    """A sheet and where its formulas stand."""

    def __init__(self, raw: RawSheet) -> None:
        self.raw = raw
        self.formulas = {at for at, cell in raw.cells.items() if cell.formula is not None or cell.shared_or_array}

    @cached_property
    def last(self) -> tuple[int, int]:
        """The last row and column that hold something."""
        return max((row for row, _ in self.raw.cells), default=0), max((at for _, at in self.raw.cells), default=0)

    @cached_property
    def _rows(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row, column in sorted(self.formulas):
            found.setdefault(column, []).append(row)
        return found

    def formulas_in(self, area: Area) -> Iterator[SheetPosition]:
        """The formula cells of an area."""
        for column, rows in self._rows.items():
            if area.first_column <= column <= area.last_column:
                for row in rows[bisect_left(rows, area.first_row) : bisect_right(rows, area.last_row)]:
                    yield self.raw.name, row, column
