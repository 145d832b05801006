"""A child table's sheet in the form: the rows that exist, and spare rows that carry their ids already."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field

from rus_sheets.answers.halfrow import needed_in, owners
from rus_sheets.answers.returned import BaseRow, BaseTable
from rus_sheets.answers.rowids import new_row_id, new_row_number
from rus_sheets.book.model import Book, Row
from rus_sheets.book.raw import Scalar, ref_of
from rus_sheets.followup.form_lists import FormLists
from rus_sheets.followup.parts import (
    TITLE_HEIGHT,
    filled,
    handed_out,
    how,
    lines,
    literal,
    room,
    row_heights,
    rule,
    unbroken,
    unreadable,
    unsure,
    wanting,
)
from rus_sheets.followup.readable import Readable, text_of
from rus_sheets.layout.blueprint import Highlight, NewCell, NewSheet, NewTable, Rule, Style
from rus_sheets.layout.heights import height
from rus_sheets.schema.model import CellType, ChildTable, Column, Followup, Table

HEADER_ROW = 4
_FURTHER = 40
"""Rows below the table that take what it has no room for."""
_MORE = "Räcker inte raderna? Fortsätt på raderna under tabellen, i samma kolumner."
_ANSWERS = (
    CellType.TEXT, CellType.LONGTEXT, CellType.CHOICE, CellType.REF, CellType.DAYS, CellType.NUMBER, CellType.DATE
)  # fmt: skip
_NARROWEST, _WIDEST, _STATE, _CHOOSER, _WHY = 11.0, 56.0, 18.0, 30.0, 44.0
_LEAST = 2
"""Lines of a row."""


class ChildSheet(Struct, frozen=True):
    """A made sheet with what was handed out on it; ``states`` is the range that is counted, ``now`` its values.

    ``further`` is the range below the table that takes more rows, "" where it takes none.
    """

    table: Table
    sheet: NewSheet
    base: BaseTable
    states: str
    further: str
    now: tuple[Scalar, ...]


class _HandedRow(Struct, frozen=True):
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
    numbers = (new_row_number(row.id, table.table, child, unit) for row in table.by_parent.get(unit, ()))
    first = max((number for number in numbers if number is not None), default=0) + 1
    while True:
        made = (new_row_id(table.table, child, unit, n) for n in range(first, first + child.new_rows))
        ids = tuple(row_id for row_id in made if row_id is not None)  # fewer where the ids come to their end
        # in a row moved elsewhere
        taken = [number for number, row_id in enumerate(ids, first) if row_id in table.by_id]
        if not taken:
            return ids
        first = taken[-1] + 1


class _EmptyRow(NamedTuple):
    """A row of the sheet before it is filled in: its cells, the one that tells how far it has come, and why."""

    cells: tuple[NewCell, ...]
    state: NewCell
    why: NewCell


class ChildForms(Struct, frozen=True, dict=True):
    """Makes the sheets of one child table for unit after unit; what they have in common is worked out once."""

    book: Book
    sources: FormLists
    child: ChildTable
    _rows: dict[int, _EmptyRow] = field(default_factory=dict)
    _around: dict[int, tuple[tuple[Rule, ...], tuple[Highlight, ...]]] = field(default_factory=dict)
    _below: dict[int, list[NewCell]] = field(default_factory=dict)

    def of(self, unit: Row) -> ChildSheet | None:
        """The unit's sheet, None where it would be empty."""
        rows = [_HandedRow(row.id, row) for row in self.book[self.child.table].by_parent.get(unit.id, ()) if row.id]
        rows += [_HandedRow(id_, None) for id_ in next_ids(self.book, self.child, unit.id)]
        return self._sheet(unit, rows) if rows else None

    @property
    def _form(self) -> Followup:
        return self.book.declaration.followup

    @cached_property
    def _readable(self) -> Readable:
        return Readable(self.book, self.sources)

    @cached_property
    def _table(self) -> Table:
        return self.book.declaration.table_of(self.child.table)

    @cached_property
    def _columns(self) -> tuple[Column, ...]:
        there = self.book[self.child.table].columns
        return tuple(column for column in child_columns(self._table) if not column.optional or column.key in there)

    @cached_property
    def _widths(self) -> tuple[float, ...]:
        return tuple(map(_width, self._columns))

    @cached_property
    def _inputs(self) -> tuple[int, ...]:
        """Where the columns stand that the owner fills in."""
        return tuple(place for place, column in enumerate(self._columns, 1) if owners(column))

    @cached_property
    def _ids(self) -> tuple[tuple[int, str], ...]:
        """Where the columns stand (from 0) that say which row it is and what it belongs to, and their keys."""
        keys = (self._table.id, self._table.parent)
        return tuple((index, column.key) for index, column in enumerate(self._columns) if column.key in keys)

    @cached_property
    def _needed(self) -> tuple[int, ...]:
        """Those of them that a row can't be without."""
        needed = needed_in(self._table)
        return tuple(place for place in self._inputs if self._columns[place - 1] in needed)

    @cached_property
    def _lines(self) -> int:
        """How many lines high a blank row is."""
        return max([_LEAST, *(room(self._columns[place - 1]) for place in self._inputs)])

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """What its formulas may say beside the declaration's words."""
        return tuple(self._said(place, word) for place in self._inputs for word in wanting(self._form))

    def _said(self, place: int, word: str) -> str:
        """What is said of a cell in that state."""
        column = self._columns[place - 1]
        told = "" if word == self._form.missing != unreadable(self._form) else f" {unbroken(how(self.book, column))}"
        return f"{column.header}: {word}.{told}"

    @cached_property
    def _shown(self) -> tuple[str, ...]:
        return tuple(column.header for column in self._columns)

    @cached_property
    def _headers(self) -> tuple[tuple[str, str], ...]:
        return tuple((header, "") for header in (*self._shown, self._form.state_header))

    @cached_property
    def _header_height(self) -> float:
        return max(map(height, self._shown, self._widths))

    @property
    def _state_column(self) -> int:
        return len(self._columns) + 1

    def _sheet(self, unit: Row, rows: list[_HandedRow]) -> ChildSheet:
        name, last = self._table.sheet, HEADER_ROW + len(rows)
        cells = list(self._head(unit))
        base: list[BaseRow] = []
        now: list[Scalar] = []
        for number, handed in enumerate(rows, HEADER_ROW + 1):
            blank = self._row(number)
            made = self._filled(blank, unit, handed)
            state, why = self._judged(blank, made) if handed.source else (blank.state, blank.why)
            base.append(BaseRow(handed.row_id, handed.source is None, number, 1, [cell.value for cell in made]))
            now.append(state.value)
            cells += [*made, state, why]
        further = self._further(last)
        if last not in self._around:
            bottom = further[-1].row if further else last
            self._around[last] = tuple(self._rules(bottom)), tuple(self._highlights(last))
        rules, highlights = self._around[last]
        widths = dict(enumerate(self._widths, 1)) | {self._state_column: _STATE, self._state_column + 1: _WHY}
        sheet = NewSheet(
            name=name,
            cells=(*cells, *further),
            tables=(NewTable(self._table.excel_name, HEADER_ROW, 1, len(rows), self._headers),),
            rules=rules,
            highlights=highlights,
            widths=widths,
            heights=row_heights(cells, widths) | {1: TITLE_HEIGHT, HEADER_ROW: self._header_height},
            frozen=(HEADER_ROW, 0),
            cursor=(HEADER_ROW + 1, self._inputs[0]),
            protected=True,
            landscape=True,
        )
        states = ref_of(HEADER_ROW + 1, self._state_column) + ":" + ref_of(last, self._state_column)
        handed_out = BaseTable(self._table.sheet, name, False, self._shown, tuple(base))
        more = (
            f"{ref_of(further[0].row, further[0].column)}:{ref_of(further[-1].row, further[-1].column)}"
            if further
            else ""
        )
        return ChildSheet(self._table, sheet, handed_out, states, more, tuple(now))

    def _further(self, last: int) -> list[NewCell]:
        """Cells for more rows than the table has. They have no ids: the merge gives the rows theirs."""
        if not self.child.new_id:
            return []
        if last not in self._below:
            self._below[last] = [
                NewCell(number, place, None, Style.SPARE, self._columns[place - 1].type)
                for number in range(last + 1, last + 1 + _FURTHER)
                for place in self._inputs
            ]
        return self._below[last]

    def _head(self, unit: Row) -> Iterator[NewCell]:
        yield NewCell(1, 1, f"{self._table.sheet} – {unit.id} {_short(unit.title)}", Style.TITLE)
        if self.child.new_id:
            yield NewCell(2, 1, _MORE)
        yield from self._help

    @cached_property
    def _help(self) -> tuple[NewCell, ...]:
        return tuple(NewCell(3, place, self._help_for(self._columns[place - 1]), Style.HELP) for place in self._inputs)

    def _help_for(self, column: Column) -> str:
        if column.type is not CellType.REF:
            return unbroken(column.help)
        known = self.book[column.references].by_id
        words = [f"{word} {known[word].title}" for word in self.sources.words(column) if word in known]
        return "\n".join((column.help, *words))

    def _row(self, number: int) -> _EmptyRow:
        """The row with that number, blank."""
        if number not in self._rows:
            cells = []
            for place, column in enumerate(self._columns, 1):
                style = Style.ANSWER if column.type in _ANSWERS else Style.INPUT
                cells.append(NewCell(number, place, None, style if owners(column) else Style.FACT, column.type))
            state = NewCell(number, self._state_column, "", Style.STATE, formula=self._state_formula(number))
            self._rows[number] = _EmptyRow(tuple(cells), state, self._why(number))
        return self._rows[number]

    def _filled(self, blank: _EmptyRow, unit: Row, handed: _HandedRow) -> list[NewCell]:
        """The row's cells with what is handed out in them; of a spare one only its ids."""
        cells = list(blank.cells)
        if handed.source is None:
            given = {self._table.id: handed.row_id, self._table.parent: unit.id}
            for index, key in self._ids:
                row, place, _, style, kind, *_ = cells[index]
                cells[index] = NewCell(row, place, given[key], style, kind)  # quicker than to replace
            return cells
        for index, column in enumerate(self._columns):
            value, runs = handed_out(handed.source, column)
            if value is not None:
                cells[index] = filled(cells[index], value, runs)
        return cells

    def _judged(self, blank: _EmptyRow, cells: list[NewCell]) -> tuple[NewCell, NewCell]:
        """How far a row has come, and what of it can't be read or is lacking; blank while nothing is written in it."""
        values = {place: cells[place - 1].value for place in self._inputs}
        found = {}
        for place, value in values.items():
            if value in (None, ""):
                found[place] = self._form.missing if place in self._needed else ""
            else:
                read = self._readable.holds(self._columns[place - 1], value)
                found[place] = "" if read else unreadable(self._form)
        if all(value in (None, "") for value in values.values()):
            return blank.state, blank.why
        word = next((word for word in wanting(self._form) if word in found.values()), self._form.done)
        said = "\n".join(self._said(place, word) for place, word in found.items() if word)
        return blank.state._replace(value=word), blank.why._replace(value=said + lines(self._lines))

    def _state_formula(self, number: int) -> str:
        """The most pressing word of those that stand beside."""
        why, formula = ref_of(number, self._state_column + 1), f'"{self._form.done}"'
        for word in reversed(wanting(self._form)):
            formula = f'IF(ISNUMBER(FIND(": {word}.",{why})),"{word}",{formula})'
        return f'=IF({self._is_blank(number)},"",{formula})'

    def _why(self, number: int) -> NewCell:
        """A line for each of the row's cells that can't be read, that the form can't judge or that is lacking."""
        form, said = self._form, []
        for place in self._inputs:
            ref, column = ref_of(number, place), self._columns[place - 1]
            lacks = literal("\n" + self._said(place, form.missing)) if place in self._needed else '""'
            refused, maybe = (literal("\n" + self._said(place, word)) for word in (unreadable(form), unsure(form)))
            blank = f'{text_of(ref)}=""'
            known = f"IF(ISERROR({ref}),1,IF({blank},4,1+{self._readable.formula(column, ref)}))"
            said.append(f'CHOOSE({known},{refused},{maybe},"",{lacks})')
        told = f'IF({self._is_blank(number)},"",MID({"&".join(said)},2,999))'
        pad = lines(self._lines)
        return NewCell(number, self._state_column + 1, pad, Style.HELP, formula=f"={told}&{literal(pad)}")

    def _is_blank(self, number: int) -> str:
        """Whether nothing is written in the row; an error is something."""
        written = "&".join(ref_of(number, place) for place in self._inputs)
        return f'IFERROR({written}="",FALSE)'

    def _rules(self, last: int) -> Iterator[Rule]:
        for place in self._inputs:
            column = self._columns[place - 1]
            yield rule(self.book, self.sources, column, (HEADER_ROW + 1, place, last, place))

    def _highlights(self, last: int) -> Iterator[Highlight]:
        area = (HEADER_ROW + 1, self._state_column, last, self._state_column)
        yield Highlight(*area, self._form.done, good=True)
        for word in wanting(self._form):
            yield Highlight(*area, word, good=False)


def _short(title: str) -> str:
    """A longer title would run past the table and shrink the printed page."""
    return textwrap.shorten(title, 60, placeholder=" …")


def _width(column: Column) -> float:
    """A reference is chosen by its id, and the names of the ids stand above the column."""
    width = _CHOOSER if column.type is CellType.REF and owners(column) else column.width
    return min(max(width, _NARROWEST), _WIDEST)
