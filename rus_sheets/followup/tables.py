"""A child table's sheet in the form: the rows that exist, and spare rows that carry their ids already."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rus_sheets.book.blueprint import Highlight, NewCell, NewSheet, NewTable, Rule, Style
from rus_sheets.book.model import Book, Row
from rus_sheets.book.raw import Scalar, ref_of
from rus_sheets.followup.base import BaseLine
from rus_sheets.followup.parts import Place, Sources, handed_out, height, line, room, rule
from rus_sheets.schema.model import CellType, ChildTable, Column, Editor, Followup, Table

HEADER_ROW = 4
_TEXT_ROW = 24.0
_TEXTS = (CellType.TEXT, CellType.LONGTEXT, CellType.CHOICE, CellType.REF)
_NARROWEST, _CHOOSER = 11.0, 30.0


@dataclass(frozen=True, slots=True)
class ChildSheet:
    """A made sheet with what was handed out on it; ``states`` and ``titles`` are the ranges the front sheet counts."""

    table: Table
    sheet: NewSheet
    lines: tuple[BaseLine, ...]
    states: str
    missing: int
    filled: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A row to hand out; ``source`` is None for a spare one."""

    row_id: str
    source: Row | None


def child_columns(table: Table) -> tuple[Column, ...]:
    """The columns that a form shows: all but computed ones."""
    return tuple(column for column in table.columns if not column.formula)


def next_ids(book: Book, child: ChildTable, unit: str) -> tuple[str, ...]:
    """The ids of the spare rows, continuing after those that the workbook has."""
    if not child.new_id:
        return ()
    table = book[child.table]
    numbers = (id_number(row.id, child, unit) for row in table.by_parent.get(unit, ()))
    first = max((number for number in numbers if number is not None), default=0) + 1
    while True:
        ids = tuple(child.new_id.format(id=unit, n=n) for n in range(first, first + child.new_rows))
        taken = [number for number, each in enumerate(ids, first) if each in table.by_id]  # in a row moved elsewhere
        if not taken:
            return ids
        first = taken[-1] + 1


def id_number(row_id: str, child: ChildTable, unit: str) -> int | None:
    """The running number of an id that a form of that unit makes; None for any other id."""
    before, _, rest = child.new_id.partition("{n")
    start, end = before.format(id=unit), rest.partition("}")[2].format(id=unit)
    number = row_id[len(start) : len(row_id) - len(end)]
    ours = row_id.startswith(start) and row_id.endswith(end) and number.isascii() and number.isdigit()
    return int(number) if ours else None


def child_sheet(book: Book, sources: Sources, child: ChildTable, unit: Row) -> ChildSheet | None:
    """The sheet of one child table, None where it would be empty."""
    table = book.declaration.table_of(child.table)
    rows = [_Line(row.id, row) for row in book[child.table].by_parent.get(unit.id, ()) if row.id]
    rows += [_Line(each, None) for each in next_ids(book, child, unit.id)]
    if not rows:
        return None
    return _Builder(book, sources, table, unit, tuple(rows)).build()


@dataclass(frozen=True)
class _Builder:
    book: Book
    sources: Sources
    table: Table
    unit: Row
    rows: tuple[_Line, ...]

    @property
    def form(self) -> Followup:
        return self.book.declaration.followup

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return child_columns(self.table)

    @cached_property
    def widths(self) -> tuple[float, ...]:
        return tuple(map(_width, self.columns))

    @cached_property
    def inputs(self) -> tuple[int, ...]:
        """Where the columns stand that the owner fills in."""
        return tuple(place for place, column in enumerate(self.columns, 1) if editable(column))

    @cached_property
    def least_height(self) -> float:
        return max((room(self.columns[place - 1]) for place in self.inputs), default=_TEXT_ROW)

    @property
    def last(self) -> int:
        return HEADER_ROW + len(self.rows)

    @property
    def state_column(self) -> int:
        return len(self.columns) + 1

    def build(self) -> ChildSheet:
        name = self.table.sheet
        cells = list(self._head())
        lines: list[BaseLine] = []
        heights = {1: 28.0, 2: 20.0, 3: self._help_height(), HEADER_ROW: 32.0}
        missing = filled = 0
        for number, each in enumerate(self.rows, HEADER_ROW + 1):
            made, remembered = self._row(number, each)
            lines += remembered
            state = self._state(number, made)
            missing += state.value == self.form.missing
            filled += state.value != ""
            cells += [*made, state]
            heights[number] = self._row_height(made)
        headers = (*(column.header for column in self.columns), self.form.state_header)
        sheet = NewSheet(
            name=name,
            cells=tuple(cells),
            tables=(NewTable(self.table.excel_name, HEADER_ROW, 1, len(self.rows), tuple((h, "") for h in headers)),),
            rules=tuple(self._rules()),
            highlights=tuple(self._highlights()),
            widths=dict(enumerate(self.widths, 1)) | {self.state_column: _NARROWEST},
            heights=heights,
            frozen=(HEADER_ROW, 0),
            protected=True,
            landscape=True,
        )
        states = ref_of(HEADER_ROW + 1, self.state_column) + ":" + ref_of(self.last, self.state_column)
        return ChildSheet(self.table, sheet, tuple(lines), states, missing, bool(filled))

    def _head(self) -> Iterator[NewCell]:
        # A longer title would run past the table and shrink the printed page.
        title = textwrap.shorten(self.unit.title, 60, placeholder=" …")
        yield NewCell(1, 1, f"{self.table.sheet} – {self.unit.id} {title}", Style.TITLE)
        for place, column in enumerate(self.columns, 1):
            if editable(column):
                yield NewCell(3, place, self._help(column), Style.HELP)

    def _help(self, column: Column) -> str:
        if column.type is not CellType.REF:
            return column.help
        known = self.book[column.references].by_id
        words = [f"{each} {known[each].title}" for each in self.sources.words(column) if each in known]
        return "\n".join((column.help, *words))

    def _help_height(self) -> float:
        return max((height(self._help(c), _width(c)) for c in self.columns if editable(c)), default=20.0)

    def _row(self, number: int, each: _Line) -> tuple[list[NewCell], list[BaseLine]]:
        cells, lines = [], []
        for place, column in enumerate(self.columns, 1):
            value, runs = self._value(each, column)
            style = (Style.ANSWER if column.type in _TEXTS else Style.INPUT) if editable(column) else Style.FACT
            cells.append(NewCell(number, place, value, style, column.type, runs=runs))
            at = Place(self.table.sheet, number, place)
            lines.append(line(self.table, each.row_id, column, at, value, new_row=each.source is None))
        return cells, lines

    def _value(self, each: _Line, column: Column) -> tuple[Scalar, tuple[tuple[str, str], ...]]:
        if each.source:
            return handed_out(each.source, column)
        if column.key == self.table.id:
            return each.row_id, ()
        return (self.unit.id if column.key == self.table.parent else None), ()

    def _row_height(self, cells: list[NewCell]) -> float:
        least = max(self.least_height, _TEXT_ROW)
        return max(height(cell.value, width, least) for cell, width in zip(cells, self.widths, strict=True))

    def _state(self, number: int, cells: list[NewCell]) -> NewCell:
        """Blank while nothing is written in the row, then whether what the row needs is there."""
        inputs = self.inputs
        needed = [place for place in inputs if self.columns[place - 1].required]
        any_part = "&".join(f"{ref_of(number, place)}" for place in inputs)
        lacks = ",".join(f'TRIM({ref_of(number, place)})=""' for place in needed)
        verdict = f'IF(OR({lacks}),"{self.form.missing}","{self.form.done}")' if needed else f'"{self.form.done}"'
        formula = f'=IF(ISERROR({any_part}),"{self.form.missing}",IF({any_part}="","",{verdict}))'
        values = {cell.column: cell.value for cell in cells}
        blank = {place for place in inputs if values[place] in (None, "")}
        now = "" if blank == set(inputs) else self.form.missing if blank & set(needed) else self.form.done
        return NewCell(number, self.state_column, now, Style.STATE, formula=formula)

    def _rules(self) -> Iterator[Rule]:
        for place, column in enumerate(self.columns, 1):
            if editable(column):
                area = (HEADER_ROW + 1, place, self.last, place)
                yield rule(self.book, self.sources, column, area, column.help)

    def _highlights(self) -> Iterator[Highlight]:
        area = (HEADER_ROW + 1, self.state_column, self.last, self.state_column)
        yield Highlight(*area, self.form.done, good=True)
        yield Highlight(*area, self.form.missing, good=False)


def _width(column: Column) -> float:
    """A reference is chosen by its id, and the names of the ids stand above the column."""
    return _CHOOSER if column.type is CellType.REF and editable(column) else max(column.width, _NARROWEST)


def editable(column: Column) -> bool:
    """Whether the owner writes in the column."""
    return column.edited_by is Editor.OWNER and not column.formula
