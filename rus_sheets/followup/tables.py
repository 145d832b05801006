"""A child table in the form: the rows that exist, and spare rows that carry their ids already.

Where it stands, and what stands on its sheet beside it, is told by ``row_sheets``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    filled,
    handed_out,
    how,
    lines,
    literal,
    room,
    rule,
    unbroken,
    unreadable,
    unsure,
    wanting,
)
from rus_sheets.followup.readable import Readable, text_of
from rus_sheets.layout.blueprint import Highlight, NewCell, NewTable, Rule, Style
from rus_sheets.layout.heights import height
from rus_sheets.schema.model import CellType, ChildTable, Column, Followup, Table

_ANSWERS = (
    CellType.TEXT, CellType.LONGTEXT, CellType.CHOICE, CellType.REF, CellType.DAYS, CellType.NUMBER, CellType.DATE
)  # fmt: skip
_NARROWEST, _WIDEST, _CHOOSER = 11.0, 56.0, 30.0


class BlockPlace(Struct, frozen=True):
    """Where a table stands: the row of its headers (what helps to fill it in is above), and the column of the faults.

    ``further`` rows below it take what it has no room for.
    """

    header: int
    why: int
    further: int


class ChildBlock(Struct, frozen=True):
    """A table as it stands on its sheet, and what was handed out in it; ``states`` is the range that is counted.

    ``further`` is the range below the table that takes more rows, "" where it takes none. ``now`` are the states'
    values, ``cursor`` is the first field, ``last`` the last row that takes anything.
    """

    table: Table
    sheet: str
    cells: tuple[NewCell, ...]
    made: NewTable
    rules: tuple[Rule, ...]
    highlights: tuple[Highlight, ...]
    base: BaseTable
    states: str
    further: str
    now: tuple[Scalar, ...]
    cursor: tuple[int, int]
    last: int


class _HandedRow(Struct, frozen=True):
    """A row to hand out; ``source`` is None for a spare one."""

    row_id: str
    source: Row | None


def child_columns(table: Table) -> tuple[Column, ...]:
    """The columns that a form shows: all but computed ones, and first those that say which row it is and whose."""
    keys = (table.id, table.parent)
    shown = [column for column in table.columns if not column.formula]
    return tuple(sorted(shown, key=lambda column: column.key not in keys))


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
    """Makes one child table for unit after unit; what they have in common is worked out once."""

    book: Book
    sources: FormLists
    child: ChildTable
    _rows: dict[tuple[int, int], _EmptyRow] = field(default_factory=dict)
    _around: dict[tuple[BlockPlace, int], tuple[tuple[Rule, ...], tuple[Highlight, ...]]] = field(default_factory=dict)
    _below: dict[tuple[int, int], list[NewCell]] = field(default_factory=dict)

    def block(self, unit: Row, sheet: str, place: BlockPlace) -> ChildBlock | None:
        """The unit's table at that place, None where it would be empty."""
        rows = [_HandedRow(row.id, row) for row in self.book[self.child.table].by_parent.get(unit.id, ()) if row.id]
        rows += [_HandedRow(id_, None) for id_ in next_ids(self.book, self.child, unit.id)]
        return self._block(unit, rows, sheet, place) if rows else None

    @property
    def _form(self) -> Followup:
        return self.book.declaration.followup

    @cached_property
    def _readable(self) -> Readable:
        return Readable(self.book, self.sources)

    @cached_property
    def table(self) -> Table:
        """The table itself."""
        return self.book.declaration.table_of(self.child.table)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Those that the form shows."""
        there = self.book[self.child.table].columns.keys() - {*self.child.left_out}
        return tuple(column for column in child_columns(self.table) if not column.optional or column.key in there)

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """How wide the columns would best be."""
        return tuple(map(_width, self.columns))

    @cached_property
    def _inputs(self) -> tuple[int, ...]:
        """Where the columns stand that the owner fills in."""
        return tuple(place for place, column in enumerate(self.columns, 1) if owners(column))

    @cached_property
    def _ids(self) -> tuple[tuple[int, str], ...]:
        """Where the columns stand (from 0) that say which row it is and what it belongs to, and their keys."""
        keys = (self.table.id, self.table.parent)
        return tuple((index, column.key) for index, column in enumerate(self.columns) if column.key in keys)

    @cached_property
    def _needed(self) -> tuple[int, ...]:
        """Those of them that a row can't be without."""
        needed = needed_in(self.table)
        return tuple(place for place in self._inputs if self.columns[place - 1] in needed)

    @cached_property
    def _lines(self) -> int:
        """How many lines high a blank row is: two for longer texts, since it grows with what is written."""
        return min(2, *(room(self.columns[place - 1]) for place in self._inputs))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """What its formulas may say beside the declaration's words."""
        return tuple(self._said(place, word) for place in self._inputs for word in wanting(self._form))

    def _said(self, place: int, word: str) -> str:
        """What is said of a cell in that state."""
        column = self.columns[place - 1]
        told = "" if word == self._form.missing != unreadable(self._form) else f" {unbroken(how(self.book, column))}"
        return f"{column.header}: {word}.{told}"

    @cached_property
    def _shown(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    @cached_property
    def _headers(self) -> tuple[tuple[str, str], ...]:
        return tuple((header, "") for header in (*self._shown, self._form.state_header))

    @property
    def state_column(self) -> int:
        """Where a row's state stands."""
        return len(self.columns) + 1

    def _block(self, unit: Row, rows: list[_HandedRow], sheet: str, place: BlockPlace) -> ChildBlock:
        first, last = place.header + 1, place.header + len(rows)
        cells = [cell._replace(row=place.header - 1) for cell in self._help]
        base: list[BaseRow] = []
        now: list[Scalar] = []
        for number, handed in enumerate(rows, first):
            blank = self._row(number, place.why)
            made = self._filled(blank, unit, handed)
            state, why = self._judged(blank, made) if handed.source else (blank.state, blank.why)
            base.append(BaseRow(handed.row_id, handed.source is None, number, 1, [cell.value for cell in made]))
            now.append(state.value)
            cells += [*made, state, why]
        further = self._further(last, place.further)
        bottom = further[-1].row if further else last
        if (place, last) not in self._around:
            self._around[place, last] = tuple(self._rules(first, bottom)), tuple(self._highlights(first, last))
        rules, highlights = self._around[place, last]
        more = ""
        if further:
            more = ref_of(further[0].row, further[0].column) + ":" + ref_of(further[-1].row, further[-1].column)
        return ChildBlock(
            table=self.table,
            sheet=sheet,
            cells=(*cells, *further),
            made=NewTable(self.table.excel_name, place.header, 1, len(rows), self._headers),
            rules=rules,
            highlights=highlights,
            base=BaseTable(self.table.sheet, sheet, False, self._shown, tuple(base)),
            states=ref_of(first, self.state_column) + ":" + ref_of(last, self.state_column),
            further=more,
            now=tuple(now),
            cursor=(first, self._inputs[0]),
            last=bottom,
        )

    def _further(self, last: int, count: int) -> list[NewCell]:
        """Cells for more rows than the table has. They have no ids: the merge gives the rows theirs."""
        if not self.child.new_id:
            return []
        if (last, count) not in self._below:
            self._below[last, count] = [
                NewCell(number, place, None, Style.SPARE, self.columns[place - 1].type)
                for number in range(last + 1, last + 1 + count)
                for place in self._inputs
            ]
        return self._below[last, count]

    def header_height(self, widths: Sequence[float]) -> float:
        """What the headers need in columns of those widths."""
        return max(map(height, self._shown, widths))

    @cached_property
    def _help(self) -> tuple[NewCell, ...]:
        return tuple(NewCell(0, place, self._help_for(self.columns[place - 1]), Style.HELP) for place in self._inputs)

    def _help_for(self, column: Column) -> str:
        if column.type is not CellType.REF:
            return unbroken(column.help)
        known = self.book[column.references].by_id
        words = [f"{word} {known[word].title}" for word in self.sources.words(column) if word in known]
        return "\n".join((column.help, *words))

    def _row(self, number: int, why: int) -> _EmptyRow:
        """The row with that number, blank; its faults are told in the column ``why``."""
        if (number, why) not in self._rows:
            cells = []
            for place, column in enumerate(self.columns, 1):
                style = Style.ANSWER if column.type in _ANSWERS else Style.INPUT
                cells.append(NewCell(number, place, None, style if owners(column) else Style.FACT, column.type))
            state = NewCell(number, self.state_column, "", Style.STATE, formula=self._state_formula(number, why))
            self._rows[number, why] = _EmptyRow(tuple(cells), state, self._why(number, why))
        return self._rows[number, why]

    def _filled(self, blank: _EmptyRow, unit: Row, handed: _HandedRow) -> list[NewCell]:
        """The row's cells with what is handed out in them; of a spare one only its ids."""
        cells = list(blank.cells)
        if handed.source is None:
            given = {self.table.id: handed.row_id, self.table.parent: unit.id}
            for index, key in self._ids:
                row, place, _, style, kind, *_ = cells[index]
                cells[index] = NewCell(row, place, given[key], style, kind)  # quicker than to replace
            return cells
        for index, column in enumerate(self.columns):
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
                read = self._readable.holds(self.columns[place - 1], value)
                found[place] = "" if read else unreadable(self._form)
        if all(value in (None, "") for value in values.values()):
            return blank.state, blank.why
        word = next((word for word in wanting(self._form) if word in found.values()), self._form.done)
        said = "\n".join(self._said(place, word) for place, word in found.items() if word)
        return blank.state._replace(value=word), blank.why._replace(value=said + lines(self._lines))

    def _state_formula(self, number: int, why: int) -> str:
        """The most pressing word of those that stand beside."""
        said, formula = ref_of(number, why), f'"{self._form.done}"'
        for word in reversed(wanting(self._form)):
            formula = f'IF(ISNUMBER(FIND(": {word}.",{said})),"{word}",{formula})'
        return f'=IF({self._is_blank(number)},"",{formula})'

    def _why(self, number: int, at: int) -> NewCell:
        """A line for each of the row's cells that can't be read, that the form can't judge or that is lacking."""
        form, said = self._form, []
        for place in self._inputs:
            ref, column = ref_of(number, place), self.columns[place - 1]
            lacks = literal("\n" + self._said(place, form.missing)) if place in self._needed else '""'
            refused, maybe = (literal("\n" + self._said(place, word)) for word in (unreadable(form), unsure(form)))
            blank = f'{text_of(ref)}=""'
            known = f"IF(ISERROR({ref}),1,IF({blank},4,1+{self._readable.formula(column, ref)}))"
            said.append(f'CHOOSE({known},{refused},{maybe},"",{lacks})')
        told = f'IF({self._is_blank(number)},"",MID({"&".join(said)},2,999))'
        pad = lines(self._lines)
        return NewCell(number, at, pad, Style.HELP, formula=f"={told}&{literal(pad)}")

    def _is_blank(self, number: int) -> str:
        """Whether nothing is written in the row; an error is something."""
        written = "&".join(ref_of(number, place) for place in self._inputs)
        return f'IFERROR({written}="",FALSE)'

    def _rules(self, first: int, last: int) -> Iterator[Rule]:
        for place in self._inputs:
            column = self.columns[place - 1]
            yield rule(self.book, self.sources, column, (first, place, last, place))

    def _highlights(self, first: int, last: int) -> Iterator[Highlight]:
        area = (first, self.state_column, last, self.state_column)
        yield Highlight(*area, self._form.done, good=True)
        for word in wanting(self._form):
            yield Highlight(*area, word, good=False)


def _width(column: Column) -> float:
    """A reference is chosen by its id, and the names of the ids stand above the column."""
    width = _CHOOSER if column.type is CellType.REF and owners(column) else column.width
    return min(max(width, _NARROWEST), _WIDEST)
