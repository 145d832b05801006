"""The form's first sheet: the unit's plan, the answers that are asked for, and the way to the child tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field

from rus_sheets.answers.returned import BaseRow, BaseTable
from rus_sheets.book.model import Book, Row
from rus_sheets.book.raw import Scalar, ref_of
from rus_sheets.followup.form_lists import FormLists
from rus_sheets.followup.parts import handed_out, height, quoted, room, rule, state, unreadable, unsure, wanting
from rus_sheets.followup.readable import Readable
from rus_sheets.followup.tables import ChildSheet
from rus_sheets.layout.blueprint import Highlight, NewCell, NewSheet, Rule, Style
from rus_sheets.schema.model import Column, Followup, Table

LABEL, INPUT, STATE, HELP = 1, 2, 3, 4
_WIDTHS = {LABEL: 21.0, INPUT: 66.0, STATE: 18.0, HELP: 34.0}
_WHOLE_ROW = 3
_FIRST_FACT = 6


class _Field(NamedTuple):
    """A row that asks for an answer, while it is blank."""

    column: Column
    label: NewCell
    input: NewCell
    state: NewCell
    help: NewCell
    rule: Rule
    height: float


class FrontForms(Struct, frozen=True, dict=True):
    """Makes the first sheet for unit after unit; what they have in common is worked out once."""

    book: Book
    sources: FormLists
    answers: Sequence[Column]
    _fields: dict[int, tuple[_Field, ...]] = field(default_factory=dict)

    @cached_property
    def title(self) -> str:
        """What all forms of the book are called."""
        return self._words.title.format(year=self.book.year or "").strip()

    @cached_property
    def _words(self) -> Followup:
        return self.book.declaration.followup

    @cached_property
    def _readable(self) -> Readable:
        return Readable(self.book, self.sources)

    @cached_property
    def _answer(self) -> Table:
        return self.book.declaration.table_of(self._words.answer)

    def of(
        self, unit: Row, children: Sequence[ChildSheet], earlier: str
    ) -> tuple[NewSheet, tuple[BaseTable, BaseTable]]:
        """The unit's sheet, and what is handed out on it. ``earlier`` is what was answered another year."""
        cells, facts, heights = self._facts(unit)
        top = _FIRST_FACT + len(facts.headers) + 1
        if earlier:
            cells += self._earlier(top - 1, earlier)
            heights[top - 1] = height(earlier, _WIDTHS[INPUT])
            top += 1
        more, answers, taller, states = self._answered(unit, top)
        after = top + len(answers.headers)
        links = list(self._links(children, after + 2)) if children else []
        states += [state for child in children for state in child.now]
        head = list(self._head(unit, children, (top + 1, after), states))
        sheet = NewSheet(
            name=self._words.sheet,
            cells=(*head, *cells, *more, *links),
            rules=tuple([question.rule for question in self._asked(top)]),
            highlights=tuple(self._highlights(top + 1, after + 1 + len(children))),
            widths=_WIDTHS,
            heights={
                1: 32.0,
                2: height(self._words.intro, _WIDTHS[INPUT]) + 6,
                _WHOLE_ROW: 22.0,
                **heights,
                **taller,
                **{row: height(c.table.help, _WIDTHS[HELP]) for row, c in enumerate(children, after + 2)},
            },
            frozen=(_WHOLE_ROW, 0),
            protected=True,
            hyperlinks={
                (cell.row, cell.column): f"#{quoted(child.sheet.name)}!A1"
                for cell, child in zip([c for c in links if c.column == INPUT], children, strict=False)
            },
        )
        return sheet, (facts, answers)

    def _highlights(self, first: int, last: int) -> Iterator[Highlight]:
        yield Highlight(first, STATE, last, STATE, self._words.done, good=True)
        for word in wanting(self._words):
            yield Highlight(first, STATE, last, STATE, word, good=False)
        whole = (_WHOLE_ROW, INPUT, _WHOLE_ROW, INPUT)
        yield Highlight(*whole, self._words.done, good=True)
        yield Highlight(*whole, self._words.done, good=False, other=True)

    def _head(
        self, unit: Row, children: Sequence[ChildSheet], answers: tuple[int, int], states: Sequence[Scalar]
    ) -> Iterator[NewCell]:
        """The title and how far the whole has come; ``answers`` are the first and the last row that ask for one.

        ``states`` are those of the whole form now.
        """
        words = self._words
        yield NewCell(1, LABEL, f"{self.title} – {unit.id}", Style.TITLE)
        yield NewCell(2, INPUT, words.intro, Style.HELP)
        yield NewCell(_WHOLE_ROW, LABEL, words.whole_label, Style.LABEL)
        areas = [f"{ref_of(answers[0], STATE)}:{ref_of(answers[1], STATE)}"]
        areas += [f"{quoted(child.sheet.name)}!{child.states}" for child in children]
        formula, now = _whole(words, areas, states)
        yield NewCell(_WHOLE_ROW, INPUT, now, Style.STATE, formula=formula)
        yield NewCell(_FIRST_FACT - 1, LABEL, words.facts_heading, Style.HEADING)

    def _facts(self, unit: Row) -> tuple[list[NewCell], BaseTable, dict[int, float]]:
        cells: list[NewCell] = []
        given: dict[str, Scalar] = {}
        heights = {_FIRST_FACT - 1: 22.0}
        row = _FIRST_FACT
        for key in self._words.facts:
            column = unit.table.column(key)
            value, runs = handed_out(unit, column)
            if value is None:
                continue
            cells += [
                NewCell(row, LABEL, column.header, Style.LABEL),
                NewCell(row, INPUT, value, Style.GIVEN, column.type, runs=runs),
            ]
            given[column.header] = value
            heights[row] = height(value, _WIDTHS[INPUT])
            row += 1
        return cells, self._base(unit.table, unit, given, _FIRST_FACT), heights

    def _base(self, table: Table, unit: Row, given: Mapping[str, Scalar], row: int, *, new: bool = False) -> BaseTable:
        """What was handed out of the unit's row in a table, by header; it stands from ``row`` downwards."""
        only = BaseRow(unit.id, new, row, INPUT, tuple(given.values()))
        return BaseTable(table.sheet, self._words.sheet, True, tuple(given), (only,))

    def _earlier(self, row: int, earlier: str) -> Iterator[NewCell]:
        """One cell with what was answered another year; its label is no field's, and nothing reads it back."""
        yield NewCell(row, LABEL, self._words.earlier, Style.LABEL)
        yield NewCell(row, INPUT, earlier, Style.GIVEN)

    def _asked(self, top: int) -> tuple[_Field, ...]:
        """The rows that ask for an answer, under a heading in the row ``top``."""
        if top not in self._fields:
            self._fields[top] = tuple(self._field(row, column) for row, column in enumerate(self.answers, top + 1))
        return self._fields[top]

    def _field(self, row: int, column: Column) -> _Field:
        formula, blank = state(self._words, self._readable, column, ref_of(row, INPUT), None)
        return _Field(
            column,
            NewCell(row, LABEL, column.header, Style.LABEL),
            NewCell(row, INPUT, None, Style.ANSWER, column.type),
            NewCell(row, STATE, blank, Style.STATE, formula=formula),
            NewCell(row, HELP, column.help, Style.HELP),
            rule(self.book, self.sources, column, (row, INPUT, row, INPUT)),
            max(height(None, _WIDTHS[INPUT], room(column)), height(column.help, _WIDTHS[HELP])),
        )

    def _answered(self, unit: Row, top: int) -> tuple[list[NewCell], BaseTable, dict[int, float], list[Scalar]]:
        """The answers' cells, their base, the heights of their rows and the states of them."""
        words = self._words
        cells = [
            NewCell(top, LABEL, words.answer_heading, Style.HEADING),
            NewCell(top, STATE, words.state_header, Style.STATE),
        ]
        handed: dict[str, Scalar] = {}
        heights = {top: 24.0}
        states: list[Scalar] = []
        given = self.book[self._answer.key].by_id.get(unit.id)
        for asked in self._asked(top):
            column, now, tall = asked.column, asked.state, asked.height
            value, runs = handed_out(given, column)
            entry = asked.input
            if value is not None:
                entry = entry._replace(value=value, runs=runs)
                now = now._replace(value=state(words, self._readable, column, ref_of(entry.row, INPUT), value)[1])
                tall = max(tall, height(value, _WIDTHS[INPUT]))
            cells += (asked.label, entry, now, asked.help)
            handed[column.header] = value
            heights[entry.row] = tall
            states.append(now.value)
        return cells, self._base(self._answer, unit, handed, top + 1, new=given is None), heights, states

    def _links(self, children: Sequence[ChildSheet], top: int) -> Iterator[NewCell]:
        for row, child in enumerate(children, top):
            yield NewCell(row, LABEL, child.sheet.name, Style.LABEL)
            yield NewCell(row, INPUT, f"Fyll i bladet {child.sheet.name}", Style.PLAIN)
            yield NewCell(row, STATE, self._child_state(child), Style.STATE, formula=self._child_formula(child))
            yield NewCell(row, HELP, child.table.help, Style.HELP)

    def _child_formula(self, child: ChildSheet) -> str:
        area = f"{quoted(child.sheet.name)}!{child.states}"
        formula = f'"{self._words.optional}"'
        for word in (self._words.done, *reversed(wanting(self._words))):
            formula = f'IF(COUNTIF({area},"{word}")>0,"{word}",{formula})'
        return f"={formula}"

    def _child_state(self, child: ChildSheet) -> str:
        words = (*wanting(self._words), self._words.done)
        return next((word for word in words if word in child.now), self._words.optional)


def _whole(words: Followup, areas: Sequence[str], states: Sequence[Scalar]) -> tuple[str, str]:
    """How far the whole form has come: how many of each word but done there are, as a formula and as text."""
    counted = {words.missing: words.missing_count}
    counted |= {unsure(words): words.unsure_count} if words.unsure_count else {}
    counted |= {unreadable(words): words.unreadable_count} if words.unreadable_count else {}
    parts = []
    for word, text in counted.items():
        count = "+".join(f'COUNTIF({area},"{word}")' for area in areas)
        before, _, after = text.partition("{n}")
        parts.append(f'IF({count}=0,"",", {before}"&({count})&"{after}")')
    told = "&".join(parts)
    formula = f'=IF({told}="","{words.done}",MID({told},3,255))'
    found = [(sum(state == word for state in states), text) for word, text in counted.items()]
    return formula, ", ".join(text.format(n=count) for count, text in found if count) or words.done
