"""The follow-up form of one unit: its plan, the answers it asks for, its child tables, and the base of the merge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rus_sheets.book.blueprint import Highlight, NewCell, NewSheet, NewWorkbook, Rule, Style
from rus_sheets.book.convert import tidy
from rus_sheets.book.model import Book, Row
from rus_sheets.book.raw import Scalar, ref_of
from rus_sheets.followup.base import Base, BaseRow, BaseTable, base_sheet
from rus_sheets.followup.parts import Sources, handed_out, height, quoted, room, rule, state
from rus_sheets.followup.tables import ChildForms, ChildSheet, editable
from rus_sheets.schema.model import Column, Declaration, Followup, Table

LABEL, INPUT, STATE, HELP = 1, 2, 3, 4
_WIDTHS = {LABEL: 21.0, INPUT: 66.0, STATE: 12.0, HELP: 34.0}
_WHOLE_ROW = 3
_FIRST_FACT = 6


class Forms:
    """Makes the forms of a workbook's units; what they have in common is worked out once."""

    def __init__(self, book: Book, sent: dt.date) -> None:
        """``sent`` is the day that stands in the forms."""
        declaration = book.declaration
        self._book = book
        self._sent = sent
        self._sources = Sources.of(book, _input_columns(declaration))
        self._words = self._sources.sheet()
        self._children = [ChildForms(book, self._sources, each) for each in declaration.followup.child_tables]

    def of(self, unit_id: str) -> NewWorkbook:
        """The form of the unit with that id, filled with what the workbook holds. KeyError for an unknown id.

        Last year's answer is shown where the workbook was made from last year's and carries it along.
        """
        book, declaration = self._book, self._book.declaration
        unit = book[declaration.followup.unit].by_id[unit_id]
        sheets = [each for each in (child.of(unit) for child in self._children) if each]
        front = _Front(book, self._sources, unit, tuple(sheets), _earlier_answer(book, unit)).build()
        base = Base(
            book.workbook_id, unit.id, tidy(unit.title), declaration.name, declaration.version, book.year, self._sent,
            (*front.tables, *(child.base for child in sheets)),
        )  # fmt: skip
        return NewWorkbook(
            sheets=(front.sheet, *(child.sheet for child in sheets), self._words, base_sheet(base)),
            title=f"{_title(book)}: {unit.id} {unit.title}",
            author=book.setting_text("organisation") or declaration.title,
            active=front.sheet.name,
        )


def form(book: Book, unit_id: str, *, sent: dt.date) -> NewWorkbook:
    """The form of one unit. See ``Forms``."""
    return Forms(book, sent).of(unit_id)


def answer_columns(declaration: Declaration) -> tuple[Column, ...]:
    """The columns of the answer that the owner fills in."""
    return tuple(filter(editable, declaration.table_of(declaration.followup.answer).columns))


def _input_columns(declaration: Declaration) -> Iterator[Column]:
    yield from answer_columns(declaration)
    for child in declaration.followup.child_tables:
        yield from filter(editable, declaration.table_of(child.table).columns)


def _title(book: Book) -> str:
    return book.declaration.followup.title.format(year=book.year or "").strip()


def _earlier_answer(book: Book, unit: Row) -> str:
    """Last year's answer, in the columns that the declaration's ``next_year.shown`` fills."""
    answer = book[book.declaration.followup.answer]
    row = answer.by_id.get(unit.id)
    shown = book.declaration.next_year.shown if book.declaration.next_year else {}
    paths = ((copy.partition("."), source.partition(".")[2]) for copy, source in shown.items())
    columns = ((copy, source) for (table, _, copy), source in paths if table == answer.table.key)
    texts = ((answer.table.column(source).header, row.text(copy) if row else "") for copy, source in columns)
    return "\n".join(f"{header}: {text}" for header, text in texts if text)


@dataclass(frozen=True, slots=True)
class _Made:
    sheet: NewSheet
    tables: tuple[BaseTable, BaseTable]


@dataclass(frozen=True)
class _Front:
    """Builds the first sheet."""

    book: Book
    sources: Sources
    unit: Row
    children: tuple[ChildSheet, ...]
    earlier: str = ""

    @property
    def words(self) -> Followup:
        return self.book.declaration.followup

    @property
    def answer(self) -> Table:
        return self.book.declaration.table_of(self.words.answer)

    def build(self) -> _Made:
        cells, facts, heights = self._facts()
        top = _FIRST_FACT + len(facts.headers) + 1
        if self.earlier:
            cells += self._earlier(top - 1)
            heights[top - 1] = height(self.earlier, _WIDTHS[INPUT])
            top += 1
        more, answers, rules, taller, missing = self._answers(top)
        after = top + len(answers.headers)
        links = list(self._children(after + 2)) if self.children else []
        head = list(self._head(top + 1, after, missing + sum(child.missing for child in self.children)))
        sheet = NewSheet(
            name=self.words.sheet,
            cells=(*head, *cells, *more, *links),
            rules=tuple(rules),
            highlights=tuple(self._highlights(top + 1, after + 1 + len(self.children))),
            widths=_WIDTHS,
            heights={
                1: 32.0,
                2: height(self.words.intro, _WIDTHS[INPUT]) + 6,
                _WHOLE_ROW: 22.0,
                **heights,
                **taller,
                **{row: height(c.table.help, _WIDTHS[HELP]) for row, c in enumerate(self.children, after + 2)},
            },
            frozen=(_WHOLE_ROW, 0),
            protected=True,
            hyperlinks={
                (cell.row, cell.column): f"#{quoted(str(child.sheet.name))}!A1"
                for cell, child in zip([c for c in links if c.column == INPUT], self.children, strict=False)
            },
        )
        return _Made(sheet, (facts, answers))

    def _highlights(self, first: int, last: int) -> Iterator[Highlight]:
        yield Highlight(first, STATE, last, STATE, self.words.done, good=True)
        yield Highlight(first, STATE, last, STATE, self.words.missing, good=False)
        whole = (_WHOLE_ROW, INPUT, _WHOLE_ROW, INPUT)
        yield Highlight(*whole, self.words.done, good=True)
        yield Highlight(*whole, self.words.done, good=False, other=True)

    def _head(self, first: int, last: int, missing: int) -> Iterator[NewCell]:
        yield NewCell(1, LABEL, f"{_title(self.book)} – {self.unit.id}", Style.TITLE)
        yield NewCell(2, INPUT, self.words.intro, Style.HELP)
        yield NewCell(_WHOLE_ROW, LABEL, self.words.whole_label, Style.LABEL)
        areas = [f"{ref_of(first, STATE)}:{ref_of(last, STATE)}"]
        areas += [f"{quoted(child.sheet.name)}!{child.states}" for child in self.children]
        count = "+".join(f'COUNTIF({area},"{self.words.missing}")' for area in areas)
        before, _, rest = self.words.missing_count.partition("{n}")
        formula = f'=IF({count}=0,"{self.words.done}","{before}"&({count})&"{rest}")'
        now = self.words.missing_count.format(n=missing) if missing else self.words.done
        yield NewCell(_WHOLE_ROW, INPUT, now, Style.STATE, formula=formula)
        yield NewCell(_FIRST_FACT - 1, LABEL, self.words.facts_heading, Style.HEADING)

    def _facts(self) -> tuple[list[NewCell], BaseTable, dict[int, float]]:
        cells: list[NewCell] = []
        given: dict[str, Scalar] = {}
        heights = {_FIRST_FACT - 1: 22.0}
        table = self.unit.table
        row = _FIRST_FACT
        for key in self.words.facts:
            column = table.column(key)
            value, runs = handed_out(self.unit, column)
            if value is None:
                continue
            cells += [
                NewCell(row, LABEL, column.header, Style.LABEL),
                NewCell(row, INPUT, value, Style.GIVEN, column.type, runs=runs),
            ]
            given[column.header] = value
            heights[row] = height(value, _WIDTHS[INPUT])
            row += 1
        return cells, self._base(table, given, _FIRST_FACT), heights

    def _base(self, table: Table, given: Mapping[str, Scalar], row: int, *, new: bool = False) -> BaseTable:
        """What was handed out of the unit's row in a table, by header; it stands from ``row`` downwards."""
        only = BaseRow(self.unit.id, new, row, INPUT, tuple(given.values()))
        return BaseTable(table.sheet, self.words.sheet, True, tuple(given), (only,))

    def _earlier(self, row: int) -> Iterator[NewCell]:
        """One cell with what was answered another year; its label is no field's, and nothing reads it back."""
        yield NewCell(row, LABEL, self.words.earlier, Style.LABEL)
        yield NewCell(row, INPUT, self.earlier, Style.GIVEN)

    def _answers(self, top: int) -> tuple[list[NewCell], BaseTable, list[Rule], dict[int, float], int]:
        cells = [
            NewCell(top, LABEL, self.words.answer_heading, Style.HEADING),
            NewCell(top, STATE, self.words.state_header, Style.STATE),
        ]
        handed: dict[str, Scalar] = {}
        rules: list[Rule] = []
        heights = {top: 24.0}
        missing = 0
        given = self.book[self.answer.key].by_id.get(self.unit.id)
        for row, column in enumerate(answer_columns(self.book.declaration), top + 1):
            value, runs = handed_out(given, column)
            formula, now = state(self.words, column, ref_of(row, INPUT), value)
            missing += now == self.words.missing
            cells += [
                NewCell(row, LABEL, column.header, Style.LABEL),
                NewCell(row, INPUT, value, Style.ANSWER, column.type, runs=runs),
                NewCell(row, STATE, now, Style.STATE, formula=formula),
                NewCell(row, HELP, column.help, Style.HELP),
            ]
            handed[column.header] = value
            rules.append(rule(self.book, self.sources, column, (row, INPUT, row, INPUT)))
            heights[row] = max(height(value, _WIDTHS[INPUT], room(column)), height(column.help, _WIDTHS[HELP]))
        return cells, self._base(self.answer, handed, top + 1, new=given is None), rules, heights, missing

    def _children(self, top: int) -> Iterator[NewCell]:
        for row, child in enumerate(self.children, top):
            yield NewCell(row, LABEL, child.sheet.name, Style.LABEL)
            yield NewCell(row, INPUT, f"Fyll i bladet {child.sheet.name}", Style.PLAIN)
            yield NewCell(row, STATE, self._child_state(child), Style.STATE, formula=self._child_formula(child))
            yield NewCell(row, HELP, child.table.help, Style.HELP)

    def _child_formula(self, child: ChildSheet) -> str:
        area = f"{quoted(child.sheet.name)}!{child.states}"
        words = self.words
        rest = f'IF(COUNTIF({area},"{words.done}")>0,"{words.done}","{words.optional}")'
        return f'=IF(COUNTIF({area},"{words.missing}")>0,"{words.missing}",{rest})'

    def _child_state(self, child: ChildSheet) -> str:
        if child.missing:
            return self.words.missing
        return self.words.done if child.filled else self.words.optional
