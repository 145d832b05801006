"""Which row of a returned table is which: by the id in the row, and by a new id where it has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from rus_sheets.answers.halfrow import owners
from rus_sheets.answers.returned import Note
from rus_sheets.answers.rowids import new_row_id, new_row_number
from rus_sheets.book.display import quoted
from rus_sheets.book.raw import RawCell, RawWorkbook, ref_of
from rus_sheets.book.shown import normal
from rus_sheets.book.total_rows import adds_up, says_sum
from rus_sheets.followup.another_unit import named_by
from rus_sheets.followup.find import FoundTable, cell_text
from rus_sheets.formulas.resolver import Resolver
from rus_sheets.schema.model import CellType, ChildTable, Column, Table

_TOO_LARGE = 1e15

_ID = 40
"""So much of what stands as an id is quoted."""

_BY_HAND = "Lägg raden i arbetsboken för hand om den ska vara med."


class PlacedRow(Struct, frozen=True):
    """A row in the file and the id it answers for; ``assigned`` where the id was given here and isn't in the file.

    ``sums`` where it looks like a row of totals over the other rows, ``other`` is another unit that the row names.
    """

    number: int
    row_id: str
    assigned: bool = False
    sums: bool = False
    other: str = ""


class Placed(Struct, frozen=True):
    """The rows of a table, and what was odd about them. ``told`` are rows that say nothing new or that a note tells."""

    rows: tuple[PlacedRow, ...]
    notes: tuple[Note, ...]
    told: frozenset[int]


class ReturnedRows(Struct, frozen=True, dict=True):
    """The rows of one returned table; ``known`` are the handed-out ids."""

    raw: RawWorkbook
    found: FoundTable
    table: Table
    child: ChildTable
    unit: str
    known: Mapping[str, bool]

    def placed(self) -> Placed:
        """Each filled row with its id.

        A row without id, or with one that stands on an earlier row, gets the next free id of the file. It is the same
        every time the file is read, so that reading it twice adds nothing twice. A lone text below the table is no
        row, but something that its owner wants to say.
        """
        first: dict[str, int] = {}
        strays: list[int] = []
        same: list[int] = []
        within = self._highest + sum(bool(self._filled(number)) for number in self.found.rows)
        for number in self.found.rows:
            row_id = self._id(number)
            if row_id and row_id not in first and (row_id in self.known or self._follows(row_id, within)):
                first[row_id] = number
            elif self._filled(number):
                (same if self._repeats(first.get(row_id), number) else strays).append(number)
        last = max(first.values(), default=0)
        strays = [number for number in strays if number < last or not self._lone_text(number)]
        rows = [
            PlacedRow(number, row_id, False, self._sums(number, new=self.known.get(row_id, True)), self._other(number))
            for row_id, number in first.items()
        ]
        new, notes = self._with_new_ids(strays, first)
        told = {*same, *(set(strays) - {row.number for row in new}), *self.found.totals}
        return Placed((*rows, *new), (*notes, *self._totals()), frozenset(told))

    @cached_property
    def _inputs(self) -> list[tuple[int, Column]]:
        """Where the owner's columns stand."""
        columns = self.found.columns
        return [(columns[column.header], column) for column in self.table.columns
                if owners(column) and column.header in columns]  # fmt: skip

    @cached_property
    def _id_place(self) -> int:
        return self.found.columns[self.table.column(self.table.id).header]

    def _id(self, number: int) -> str:
        return cell_text(self.found.sheet.at(number, self._id_place))

    def _other(self, number: int) -> str:
        place = self.found.columns.get(self.table.column(self.table.parent).header) if self.table.parent else None
        parent = cell_text(self.found.sheet.at(number, place)) if place else ""
        return named_by(self._id(number), parent, self.child, self.unit)

    @cached_property
    def _highest(self) -> int:
        """The number of the last row that was handed out."""
        numbers = (new_row_number(id_, self.table, self.child, self.unit) for id_ in self.known)
        return max((number for number in numbers if number is not None), default=0)

    def _follows(self, row_id: str, within: int) -> bool:
        """Whether a row that somebody has typed has an id that the form would go on with, not a number of their own."""
        number = new_row_number(row_id, self.table, self.child, self.unit)
        return number is not None and number <= within

    def _filled(self, number: int) -> list[RawCell]:
        stored = self.found.sheet.cells
        cells = [stored[number, place] for place, _ in self._inputs if (number, place) in stored]
        return [cell for cell in cells if cell.value is not None or cell.formula is not None]

    def _lone_text(self, number: int) -> bool:
        filled = self._filled(number)
        return len(filled) == 1 and isinstance(filled[0].value, str) and not self._id(number)

    def _repeats(self, earlier: int | None, number: int) -> bool:
        """Does the row hold what the earlier row with its id holds?"""
        at = self.found.sheet.at
        return earlier is not None and all(
            normal(at(earlier, place).value, column.type) == normal(at(number, place).value, column.type)
            for place, column in self._inputs
        )

    def _sums(self, number: int, *, new: bool) -> bool:
        """Is it a row of totals that somebody has typed: its only amounts formulas over other rows, or a new sum?"""
        cells = [cell for cell in self._filled(number) if cell.column in self._amounts]
        formulas = bool(cells) and all(self._over_siblings(cell) for cell in cells)
        return formulas or (new and self._typed_sum(number))

    def _typed_sum(self, number: int) -> bool:
        """Is a new row a sum by its text, or by its only number? What has a date happened, and is no sum of others."""
        cells = self._filled(number)
        texts = [cell_text(cell) for cell in cells if cell.column in self._texts]
        if any(map(says_sum, texts)):
            return True
        numbers = [cell for cell in cells if cell.column in self._amounts and _is_number(cell)]
        dated = any(cell.column in self._dates for cell in cells)
        if len(numbers) != 1 or (dated and texts):
            return False
        column = self._by_place[numbers[0].column]
        above = [value for at, value in column.items() if at < number]
        below = [value for at, value in column.items() if at > number]
        return adds_up(" ".join(texts), column[number], above, below)

    @cached_property
    def _by_place(self) -> Mapping[int, Mapping[int, float]]:
        """By column the numbers of the rows, in the order of the file."""
        found: dict[int, dict[int, float]] = {place: {} for place in self._amounts}
        for number in self.found.rows:
            for cell in self._filled(number):
                if cell.column in self._amounts and isinstance(cell.value, (int, float)) and _is_number(cell):
                    found[cell.column][number] = float(cell.value)
        return found

    @cached_property
    def _texts(self) -> frozenset[int]:
        return frozenset(place for place, column in self._inputs if column.type in (CellType.TEXT, CellType.LONGTEXT))

    @cached_property
    def _dates(self) -> frozenset[int]:
        return frozenset(place for place, column in self._inputs if column.type is CellType.DATE)

    @cached_property
    def _amounts(self) -> frozenset[int]:
        return frozenset(place for place, column in self._inputs if column.type.is_number)

    def _over_siblings(self, cell: RawCell) -> bool:
        sheet = self.found.sheet.name
        areas = Resolver(self.raw).areas(cell.formula, sheet, cell.row, cell.column) if cell.formula else ()
        return any(
            area.sheet == sheet
            and any(area.first_column <= place <= area.last_column for place in self._amounts)
            and any(area.first_row <= row <= area.last_row and row != cell.row for row in self.found.rows)
            for area in areas
        )

    def _text(self, number: int) -> str:
        cells = (self.found.sheet.at(number, place) for place in sorted(self.found.columns.values()))
        return " · ".join(filter(None, map(cell_text, cells)))

    def _place(self, number: int) -> str:
        return f"{self.found.sheet.name}!{ref_of(number, min(self.found.columns.values()))}"

    def _with_new_ids(self, strays: list[int], first: Mapping[str, int]) -> tuple[list[PlacedRow], list[Note]]:
        if not strays:
            return [], []
        numbers = (new_row_number(id_, self.table, self.child, self.unit) for id_ in {*self.known, *first})
        following = max((number for number in numbers if number is not None), default=0) + 1
        rows, notes = [], []
        for number in strays:
            row_id = new_row_id(self.table, self.child, self.unit, following) if self.child.new_id else None
            if row_id is None:
                fault = f"Raden har inget id som lämnats ut och har inte lästs in. I den står: {self._text(number)}"
                notes.append(Note(self._place(number), fault, _BY_HAND, asks=True))
                continue
            following += 1
            rows.append(PlacedRow(number, row_id, True, self._sums(number, new=True), self._other(number)))
            own = self._id(number)
            fault = (
                f"Raden har {quoted(own, _ID)} som id, och det är upptaget eller okänt."
                if own
                else "Raden saknade eget id."
            )
            notes.append(Note(self._place(number), f"{fault} Den får {row_id}."))
        return rows, notes

    def _totals(self) -> Iterator[Note]:
        for number in self.found.totals:
            if self._text(number):
                yield Note(self._place(number), f"Tabellens summarad läses inte in. I den står: {self._text(number)}")


def _is_number(cell: RawCell) -> bool:
    """Whether the cell holds a number that can be reckoned with."""
    value = cell.value
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _TOO_LARGE
