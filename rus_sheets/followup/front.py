"""The form's first sheet: the answers that are asked for, the way to the child tables, and the unit's plan.

The plan stands below the answers, so that the first field to fill in is seen when the form is opened. Folded above
them it couldn't be unfolded: Excel doesn't do that on a protected sheet.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from msgspec import Struct, field

from rus_sheets.answers.returned import BaseRow, BaseTable
from rus_sheets.book.model import Book, Row
from rus_sheets.book.raw import Runs, Scalar, ref_of
from rus_sheets.followup.form_lists import FormLists
from rus_sheets.followup.front_measures import HELP, HELP_WIDTH, INPUT, LABEL, STATE, measured, rows_for
from rus_sheets.followup.parts import (
    as_high,
    filled,
    handed_out,
    how,
    literal,
    quoted,
    room,
    rule,
    state,
    unbroken,
    unreadable,
    unsure,
    wanting,
)
from rus_sheets.followup.readable import Readable
from rus_sheets.followup.tables import ChildBlock
from rus_sheets.layout.blueprint import Highlight, NewCell, NewSheet, Rule, Style
from rus_sheets.schema.model import Column, Followup, Table

_TITLE_WIDTH = 76  # characters of a title that the columns are wide enough for together
_TITLE_ROWS = 2
_SEEN_LATER = "Vi ser efter när filen läses in."
_TO_FACTS = "Till {heading}, längre ned"


class _FrontField(NamedTuple):
    """A row that asks for an answer, while it is blank."""

    column: Column
    label: NewCell
    input: NewCell
    state: NewCell
    help: NewCell
    rule: Rule


class FrontForms(Struct, frozen=True, dict=True):
    """Makes the first sheet for unit after unit; what they have in common is worked out once.

    ``terms`` are what the form says of when to answer and whom to ask, by label.
    """

    book: Book
    sources: FormLists
    answers: Sequence[Column]
    terms: Sequence[tuple[str, str]] = ()
    _fields: dict[tuple[int, ...], tuple[_FrontField, ...]] = field(default_factory=dict)

    @cached_property
    def title(self) -> str:
        """What all forms of the book are called."""
        return self._words.title.format(year=self.book.year or "").strip()

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """What its formulas may say beside the declaration's words."""
        return tuple(text for column in self.answers for text in (*self._hints(column), _help(column)))

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
        self, unit: Row, children: Sequence[ChildBlock], earlier: str
    ) -> tuple[NewSheet, tuple[BaseTable, BaseTable]]:
        """The unit's sheet, and what is handed out on it. ``earlier`` is what was answered another year."""
        titles = textwrap.wrap(f"{self.title} – {unit.id} {unit.title}", _TITLE_WIDTH)
        titles += [""] * (_TITLE_ROWS - len(titles))  # forms of one shape are made faster
        whole = len(titles) + len(self.terms) + 2
        top = whole + 2
        tall = [rows_for(value) for value, _ in self._handed(unit)]
        after = top + sum(tall)
        below = after + 2 + (len(children) + 1 if children else 0)
        asked, answers, states = self._answered(unit, top, tall)
        facts, given = self._facts(unit, below, earlier)
        links = list(self._links(children, after + 2))
        states += [state for child in children for state in child.now]
        cells = (
            *(NewCell(row, LABEL, line or None, Style.TITLE) for row, line in enumerate(titles, 1)),
            *self._head(len(titles) + 1),
            self._whole(whole, children, (top + 1, after), states),
            NewCell(top, INPUT, _TO_FACTS.format(heading=self._words.facts_heading), Style.LINK),
            *asked, *links, *facts,
        )  # fmt: skip
        fields = self._asked(top, tall)
        places = [(cell.row, rows_for(cell.value)) for cell in cells if cell.column == INPUT]
        joined = [(row, INPUT, row + rows - 1, INPUT) for row, rows in places if rows > 1]
        size = measured(cells, titles, joined)
        sheet = NewSheet(
            name=self._words.sheet,
            cells=cells,
            rules=tuple([question.rule for question in fields]),
            highlights=tuple(self._highlights(whole, top + 1, after + 1 + len(children))),
            widths=size.widths,
            heights=size.heights,
            frozen=(whole, 0),
            cursor=(top + 1, INPUT),
            protected=True,
            printed=size.printed,
            joined=tuple(joined),
            hyperlinks={(top, INPUT): f"#{quoted(self._words.sheet)}!{ref_of(below, LABEL)}"} | {
                (cell.row, cell.column): f"#{quoted(child.sheet)}!{ref_of(*child.cursor)}"
                for cell, child in zip([c for c in links if c.column == INPUT], children, strict=True)
            },
        )  # fmt: skip
        return sheet, (given, answers)

    def _highlights(self, whole: int, first: int, last: int) -> Iterator[Highlight]:
        yield Highlight(first, STATE, last, STATE, self._words.done, good=True)
        for word in wanting(self._words):
            yield Highlight(first, STATE, last, STATE, word, good=False)
        area = (whole, INPUT, whole, INPUT)
        yield Highlight(*area, self._words.done, good=True)
        yield Highlight(*area, self._words.done, good=False, other=True)

    def _head(self, top: int) -> Iterator[NewCell]:
        """Until when, whom to ask and what to do, from the row ``top``."""
        for row, (label, text) in enumerate(self.terms, top):
            yield NewCell(row, LABEL, label, Style.LABEL)
            yield NewCell(row, INPUT, text)  # past the column, so that no address is broken
        yield NewCell(top + len(self.terms), INPUT, self._words.intro, Style.HELP)
        yield NewCell(top + len(self.terms) + 1, LABEL, self._words.whole_label, Style.LABEL)

    def _whole(
        self, row: int, children: Sequence[ChildBlock], answers: tuple[int, int], states: Sequence[Scalar]
    ) -> NewCell:
        """How far the whole has come; ``answers`` are the first and the last row that ask for one.

        ``states`` are those of the whole form now.
        """
        areas = [f"{ref_of(answers[0], STATE)}:{ref_of(answers[1], STATE)}"]
        areas += [f"{quoted(child.sheet)}!{child.states}" for child in children]
        more = [_further(child) for child in children if child.further]
        formula, now = _whole(self._words, areas, more, states)
        return NewCell(row, INPUT, now, Style.STATE, formula=formula)

    def _facts(self, unit: Row, top: int, earlier: str) -> tuple[list[NewCell], BaseTable]:
        """What was planned, under a heading in the row ``top``, and what was answered another year.

        The label of that is no field's, and nothing reads it back.
        """
        cells = [NewCell(top, LABEL, self._words.facts_heading, Style.HEADING)]
        given: dict[str, Scalar] = {}
        row = top + 1
        for key in self._words.facts:
            column = unit.table.column(key)
            value, runs = handed_out(unit, column)
            if value is None:
                continue
            given[column.header] = value
            cells += [
                NewCell(row, LABEL, column.header, Style.LABEL),
                NewCell(row, INPUT, value, Style.GIVEN, column.type, runs=runs),
            ]
            row += rows_for(value)
        if earlier:
            cells += [NewCell(row, LABEL, self._words.earlier, Style.LABEL), NewCell(row, INPUT, earlier, Style.GIVEN)]
        return cells, self._base(unit.table, unit, given, top + 1)

    def _base(self, table: Table, unit: Row, given: Mapping[str, Scalar], row: int, *, new: bool = False) -> BaseTable:
        """What was handed out of the unit's row in a table, by header; it stands from ``row`` downwards."""
        only = BaseRow(unit.id, new, row, INPUT, tuple(given.values()))
        return BaseTable(table.sheet, self._words.sheet, True, tuple(given), (only,))

    def _handed(self, unit: Row) -> list[tuple[Scalar, Runs]]:
        """What the workbook has of the answers."""
        given = self.book[self._answer.key].by_id.get(unit.id)
        return [handed_out(given, column) for column in self.answers]

    def _asked(self, top: int, tall: Sequence[int]) -> tuple[_FrontField, ...]:
        """The rows that ask for an answer, under a heading in the row ``top``."""
        key = (top, *tall)
        if key not in self._fields:
            rows = accumulate(tall, initial=top + 1)
            self._fields[key] = tuple(
                [self._field(row, column) for row, column in zip(rows, self.answers, strict=False)]
            )
        return self._fields[key]

    def _field(self, row: int, column: Column) -> _FrontField:
        words = self._words
        formula, blank = state(words, self._readable, column, ref_of(row, INPUT), None)
        here, (maybe, refused) = ref_of(row, STATE), self._hints(column)
        hint = f"IF({here}={literal(unsure(words))},{literal(maybe)},{literal(_help(column))})"
        hint = f"IF({here}={literal(unreadable(words))},{literal(refused)},{hint})"
        return _FrontField(
            column,
            NewCell(row, LABEL, column.header, Style.LABEL),
            NewCell(row, INPUT, None, Style.ANSWER, column.type),
            NewCell(row, STATE, blank, Style.STATE, formula=formula),
            NewCell(row, HELP, self._hint(column, blank), Style.HELP, formula=f"={hint}"),
            rule(self.book, self.sources, column, (row, INPUT, row, INPUT)),
        )

    def _hints(self, column: Column) -> tuple[str, str]:
        """What is said beside a field that the form can't judge, and beside one that can't be read."""
        told = unbroken(how(self.book, column))
        return _as_high(f"{_SEEN_LATER} {told}", column), _as_high(told, column)

    def _hint(self, column: Column, now: Scalar) -> str:
        """What stands beside a field in that state."""
        maybe, refused = self._hints(column)
        said = {unsure(self._words): maybe} | {unreadable(self._words): refused}
        return said.get(str(now), _help(column))

    def _answered(self, unit: Row, top: int, tall: Sequence[int]) -> tuple[list[NewCell], BaseTable, list[Scalar]]:
        """The answers' cells, their base and the states of them."""
        words = self._words
        cells = [
            NewCell(top, LABEL, words.answer_heading, Style.HEADING),
            NewCell(top, STATE, words.state_header, Style.STATE),
        ]
        new = unit.id not in self.book[self._answer.key].by_id
        handed: dict[str, Scalar] = {}
        states: list[Scalar] = []
        for asked, (value, runs) in zip(self._asked(top, tall), self._handed(unit), strict=True):
            column, now, hint = asked.column, asked.state, asked.help
            entry = asked.input
            if value is not None:
                entry = filled(entry, value, runs)
                now = now._replace(value=state(words, self._readable, column, ref_of(entry.row, INPUT), value)[1])
                hint = hint._replace(value=self._hint(column, now.value))
            cells += (asked.label, entry, now, hint)
            handed[column.header] = value
            states.append(now.value)
        return cells, self._base(self._answer, unit, handed, top + 1, new=new), states

    def _links(self, children: Sequence[ChildBlock], top: int) -> Iterator[NewCell]:
        for row, child in enumerate(children, top):
            yield NewCell(row, LABEL, child.table.sheet, Style.LABEL)
            yield NewCell(row, INPUT, f"Fyll i på bladet {child.sheet}", Style.LINK)
            yield NewCell(row, STATE, self._child_state(child), Style.STATE, formula=self._child_formula(child))
            yield NewCell(row, HELP, child.table.help, Style.HELP)

    def _child_formula(self, child: ChildBlock) -> str:
        area = f"{quoted(child.sheet)}!{child.states}"
        formula = f'"{self._words.optional}"'
        for word in (self._words.done, *reversed(wanting(self._words))):
            count = f'COUNTIF({area},"{word}")'
            if child.further and word == unsure(self._words):
                count += f"+{_further(child)}"
            formula = f'IF({count}>0,"{word}",{formula})'
        return f"={formula}"

    def _child_state(self, child: ChildBlock) -> str:
        words = (*wanting(self._words), self._words.done)
        return next((word for word in words if word in child.now), self._words.optional)


def _help(column: Column) -> str:
    return _as_high(unbroken(column.help), column)


def _as_high(text: str, column: Column) -> str:
    """What stands beside a field, so that there is room to write in it."""
    return as_high(text, room(column), HELP_WIDTH)


def _further(child: ChildBlock) -> str:
    """A formula of 1 where something stands below the table, which no state tells of, and 0 where nothing does."""
    return f"(COUNTA({quoted(child.sheet)}!{child.further})>0)"


def _whole(words: Followup, areas: Sequence[str], more: Sequence[str], states: Sequence[Scalar]) -> tuple[str, str]:
    """How far the whole form has come: how many of each word but done there are, as a formula and as text.

    ``more`` are formulas of what else the form can't judge.
    """
    counted = {words.missing: words.missing_count}
    counted |= {unsure(words): words.unsure_count} if words.unsure_count else {}
    counted |= {unreadable(words): words.unreadable_count} if words.unreadable_count else {}
    parts = []
    for word, text in counted.items():
        count = "+".join([f'COUNTIF({area},"{word}")' for area in areas] + [*more] * (word == unsure(words)))
        before, _, after = text.partition("{n}")
        parts.append(f'IF({count}=0,"",", {before}"&({count})&"{after}")')
    told = "&".join(parts)
    formula = f'=IF({told}="","{words.done}",MID({told},3,255))'
    found = [(sum(state == word for state in states), text) for word, text in counted.items()]
    return formula, ", ".join(text.format(n=count) for count, text in found if count) or words.done
