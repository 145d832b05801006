"""What came back of an export, as returned files: one for each unit in it, for the merge to decide on.

The base is what was handed out, found by the stamp of each row. Where there is none, every value that differs from the
workbook's is a question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from rus_sheets.answers.returned import UNKNOWN, Note, Returned, ReturnedCell
from rus_sheets.book.convert import to_scalar
from rus_sheets.book.display import quoted
from rus_sheets.book.model import Book, BookTable
from rus_sheets.book.raw import CellError, Scalar
from rus_sheets.book.shown import as_text, normal
from rus_sheets.book.tidy import tidy
from rus_sheets.exchange.base import HandedOut
from rus_sheets.exchange.habits import altered, turned
from rus_sheets.exchange.new_unit import new_unit
from rus_sheets.exchange.outside import as_it_was, as_said, coming_in, is_as_sent
from rus_sheets.exchange.table import OutsideCell, OutsideRow, OutsideTable, folded, key_header
from rus_sheets.exchange.told import ExchangeTold
from rus_sheets.schema.model import CellType, Column, Exchange, ExchangeColumn

_NO_STAMP = "Raden säger inte vilket uttag den kommer från, så det går inte att veta vad som lämnades ut."
_NO_BASE = (
    "Det som lämnades ut finns inte kvar i mappen uttag bredvid arbetsboken, så det går inte att jämföra med det."
)
_FORMULA = "I cellen står en formel, {formula}. Bara det som den är uträknad till kan läsas in."
_TWICE = "{unit} står på flera rader i filen ({rows}), med olika värden: {values}."

Bases = Callable[[str], HandedOut | None]
"""What finds an export by its stamp."""


class _OutsideColumn(Struct, frozen=True):
    """A declared column that the file has, and its place in the rows."""

    index: int
    wanted: ExchangeColumn
    column: Column

    def ref(self, row: OutsideRow) -> str:
        return f"rad {row.number}, {self.wanted.header}"


class _Compared(Struct, frozen=True):
    """A cell's value as the workbook would hold it, beside what was handed out and what stands in the workbook."""

    value: Scalar
    base: Scalar
    current: Scalar
    doubt: str
    changed: bool


def answers(book: Book, table: OutsideTable, bases: Bases) -> list[Returned]:
    """What the file says of each unit in it, and of the file itself: as one more, without a unit."""
    profile = book.declaration.exchange_of(table.profile)
    return _ExchangeReader(book, profile, table, bases).returned() if profile else []


class _ExchangeReader(Struct, frozen=True, dict=True):
    book: Book
    profile: Exchange
    table: OutsideTable
    bases: Bases
    told: ExchangeTold = field(default_factory=ExchangeTold)
    new: list[Returned] = field(default_factory=list)

    def returned(self) -> list[Returned]:
        by_unit = self._by_unit()
        files = [self._unit(unit, rows) for unit, rows in by_unit.items()]
        files = [*(file for file in files if file.cells), *self.new]
        self._left_out(by_unit)
        self.told.beside(self.table, self.profile, [place.wanted.header for place in self._places])
        notes = tuple(self.told.notes())
        return [*files, self._file("", "", self._foreign(), (), notes)] if notes or not files else files

    def _foreign(self) -> HandedOut | None:
        """The export of another workbook that the whole file comes from, None where it is of this one, or of none."""
        bases = [base for row in self.table.rows if (base := self._base(row)[0])]
        own = self.book.workbook_id
        return bases[0] if bases and all(base.workbook_id not in ("", own) for base in bases) and own else None

    @cached_property
    def _by_name(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, header in enumerate(self.table.headers):
            found.setdefault(folded(header), []).append(index)
        return found

    @cached_property
    def _places(self) -> tuple[_OutsideColumn, ...]:
        """The columns of the profile that the file has once; of one that it has twice nobody knows which is meant."""
        there = ((self._by_name.get(folded(wanted.header), []), wanted) for wanted in self.profile.columns)
        tables = self.book.declaration
        return tuple(_OutsideColumn(found[0], wanted, tables.table_of(wanted.table).column(wanted.key))
                     for found, wanted in there if len(found) == 1)  # fmt: skip

    def _said(self, row: OutsideRow, header: str) -> OutsideCell:
        found = self._by_name.get(folded(header), [])
        return row.cells[found[0]] if found and found[0] < len(row.cells) else OutsideCell()

    def _by_unit(self) -> Mapping[str, list[OutsideRow]]:
        """The rows of each unit; what isn't a unit's is told."""
        units = self._units
        known = {tidy(unit).casefold(): unit for unit in units.by_id}
        header = key_header(self.book.declaration, self.profile)
        own = {folded(header), folded(self.profile.stamp)}
        found: dict[str, list[OutsideRow]] = {}
        for row in self.table.rows:
            cell = self._said(row, header)
            key = tidy(as_it_was(as_text(cell.value)))
            base, _ = self._base(row)
            unit = known.get(key.casefold()) or (key if base and key in base.rows else "")
            if unit:
                found.setdefault(unit, []).append(row)
            elif any(filled.value is not None for filled in row.cells):
                maybe = [id_ for id_ in known.values() if altered(id_, cell)]
                file = self._new_unit(row, key) if not maybe else None
                if file:
                    self.new.append(file)
                    continue
                values = {
                    name: as_it_was(as_text(value.value))
                    for name, value in zip(self.table.headers, row.cells, strict=False)
                    if value.value is not None and folded(name) not in own
                }
                self.told.stranger(row.number, key, maybe, values, units.table.sheet)
        return found

    def _new_unit(self, row: OutsideRow, key: str) -> Returned | None:
        """The row as a unit that may be added; None where it can't be, or where another row has its id."""
        if any(file.unit == key for file in self.new):
            return None
        said = [(place.wanted, place.column, self._at(row, place), place.ref(row)) for place in self._places]
        cells = new_unit(self.book, key, said)
        title = next((cell.value for cell in cells if cell.column == self._units.table.title), None)
        return replace(self._file(key, tidy(as_text(title)), None, cells), new_unit=True) if cells else None

    def _base(self, row: OutsideRow) -> tuple[HandedOut | None, str]:
        """The export that the row comes from, and why it isn't known."""
        stamp = tidy(as_text(self._said(row, self.profile.stamp).value)).casefold()
        if not stamp:
            return None, _NO_STAMP
        found = self.bases(stamp)
        return (found, "") if found and found.profile == self.profile.name else (None, _NO_BASE)

    def _unit(self, unit: str, rows: Sequence[OutsideRow]) -> Returned:
        base, _ = self._base(rows[0])
        cells = tuple(cell for place in self._places for cell in self._cell(unit, rows, place))
        handed = base.rows.get(unit) if base else None
        now = self._units.by_id.get(unit)
        if now is None:
            self.told.removed(unit, self._units.table.sheet)
        return self._file(unit, handed.title if handed else tidy(now.title) if now else "", base, cells)

    @property
    def _units(self) -> BookTable:
        return self.book[self.book.declaration.followup.unit]

    def _cell(self, unit: str, rows: Sequence[OutsideRow], place: _OutsideColumn) -> Iterator[ReturnedCell]:
        """The cell where it says something else than was handed out, and may be a question; else it is told of."""
        compared = [(row, self._compared(unit, row, place)) for row in rows]
        changed = [(row, found) for row, found in compared if found.changed]
        if not place.wanted.returns:
            for row, found in changed:
                base = as_said(found.base, place.column, ",")
                self.told.not_returning(place.wanted.header, row.number, as_text(self._at(row, place).value), base)
            return
        if not changed:
            stands = unit in self._units.by_id
            if stands and not self._same(place, compared[0][1].current, compared[0][1].base):
                self.told.left(unit, place.wanted.header)
            return
        row, found = changed[0]
        cell = self._at(row, place)
        doubts = [found.doubt, cell.doubt, _FORMULA.format(formula=quoted(cell.formula)) if cell.formula else ""]
        if len({normal(other.value, place.column.type) for _, other in compared}) > 1:
            values = " · ".join(quoted(as_text(self._at(row, place).value)) for row in rows)
            numbers = ", ".join(str(row.number) for row in rows)
            doubts.append(_TWICE.format(unit=unit, rows=numbers, values=values))
        answer = self.book.declaration.followup.answer
        yield ReturnedCell(
            place.wanted.table, unit, place.wanted.key, found.base, found.value, "", place.ref(row),
            new_row=place.wanted.table == answer and unit not in self.book[answer].by_id,
            format=cell.format, code=cell.code, formula=cell.formula != "", doubt=" ".join(filter(None, doubts)),
        )  # fmt: skip

    def _at(self, row: OutsideRow, place: _OutsideColumn) -> OutsideCell:
        return row.cells[place.index] if place.index < len(row.cells) else OutsideCell()

    def _compared(self, unit: str, row: OutsideRow, place: _OutsideColumn) -> _Compared:
        cell, wanted, column = self._at(row, place), place.wanted, place.column
        value, current = coming_in(cell.value, column, wanted), self._current(unit, place)
        base, doubt = self._base(row)
        handed = base.rows.get(unit) if base else None
        uncalculated = cell.formula != "" and cell.value is None
        if handed is None or wanted.column not in handed.values:
            same = self._is(cell.value, value, current, place) and not uncalculated
            if not wanted.returns or (same and current is None):
                return _Compared(value, current, current, "", not same)
            return _Compared(current if same else value, UNKNOWN, current, doubt or _NO_BASE, changed=True)
        was = handed.values[wanted.column]
        if self._is(cell.value, value, was, place) and not uncalculated:
            return _Compared(was, was, current, "", changed=False)
        if self._is(cell.value, value, current, place):
            value = current
        is_text = column.type.is_free_text or column.type in (CellType.TEXT, CellType.ANY)
        doubt = altered(as_text(was), cell) if is_text else ""
        doubt = turned(was, value) if column.type is CellType.DATE else doubt
        return _Compared(value, was, current, doubt, changed=True)

    def _is(self, said: Scalar, value: Scalar, known: Scalar, place: _OutsideColumn) -> bool:
        return self._same(place, value, known) or is_as_sent(said, known, place.column, place.wanted)

    def _same(self, place: _OutsideColumn, one: Scalar, other: Scalar) -> bool:
        return normal(one, place.column.type) == normal(other, place.column.type)

    def _current(self, unit: str, place: _OutsideColumn) -> Scalar:
        row = self.book[place.wanted.table].by_id.get(unit)
        cell = row.cells.get(place.wanted.key) if row else None
        if cell is None:
            return None
        value = cell.raw.value if cell.fault else to_scalar(cell.value)
        return None if isinstance(value, CellError) and not place.wanted.returns else value

    def _left_out(self, by_unit: Mapping[str, list[OutsideRow]]) -> None:
        """What was handed out and isn't in the file."""
        bases = {base.stamp: base for rows in by_unit.values() for row in rows if (base := self._base(row)[0])}
        units = [unit for base in bases.values() for unit in base.rows]
        known = self._units.by_id
        self.told.missing(list(dict.fromkeys(unit for unit in units or known if unit in known and unit not in by_unit)))

    def _file(
        self, unit: str, title: str, base: HandedOut | None, cells: tuple[ReturnedCell, ...],
        notes: tuple[Note, ...] = (),
    ) -> Returned:  # fmt: skip
        book, declaration = self.book, self.book.declaration
        day = base.sent if base else self.table.when[:10]
        return Returned(
            path=self.table.path,
            workbook_id=base.workbook_id if base else book.workbook_id,
            declaration=base.declaration if base else declaration.name,
            version=base.version if base else declaration.version,
            year=base.year if base else book.year,
            unit=unit,
            title=title,
            sent=dt.date.fromisoformat(day) if day else dt.date.min,
            who=self.profile.title,
            when=self.table.when,
            cells=cells,
            notes=notes,
            saved=False,
            sender=self.table.sender,
        )
