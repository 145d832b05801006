"""The follow-up form of one unit: its plan, the answers it asks for, its child tables, and the base of the merge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import chain

from rus_sheets.answers.halfrow import owners
from rus_sheets.book.convert import tidy
from rus_sheets.book.model import Book, Row
from rus_sheets.followup.base import SHEET as BASE_SHEET
from rus_sheets.followup.base import Base, base_sheet
from rus_sheets.followup.form_lists import FormLists
from rus_sheets.followup.front import FrontForms
from rus_sheets.followup.row_sheets import row_sheets
from rus_sheets.followup.several import Part, free_name, named_apart, overview
from rus_sheets.followup.stray_answers import marks
from rus_sheets.followup.tables import ChildForms
from rus_sheets.followup.terms import AS_SET, GivenTerms, told
from rus_sheets.layout.blueprint import NewSheet, NewWorkbook
from rus_sheets.schema.model import Column, Declaration
from rus_sheets.texts.text import one_line


class Forms:
    """Makes the forms of a workbook's units; what they have in common is worked out once."""

    def __init__(self, book: Book, sent: dt.date, given: GivenTerms = AS_SET) -> None:
        """``sent`` is the day that stands in the forms, ``given`` what they tell where the settings don't hold."""
        declaration = book.declaration
        self._book = book
        self._sent = sent
        self._sources = FormLists.of(book, _input_columns(declaration))
        self._words = self._sources.sheet()
        self._front = FrontForms(book, self._sources, asked_columns(book), tuple(told(book, given)))
        children = [ChildForms(book, self._sources, table) for table in declaration.followup.child_tables]
        self._sheets = row_sheets(declaration.followup, children)
        self._lines = [*self._front.lines, *chain.from_iterable(child.lines for child in children)]

    def of(self, unit_id: str) -> NewWorkbook:
        """The form of the unit with that id, filled with what the workbook holds. KeyError for an unknown id.

        Last year's answer is shown where the workbook was made from last year's and carries it along.
        """
        part = self._part(unit_id)
        base = base_sheet(self._base(part, part.sheets))
        return self._workbook(part.sheets, (base,), f"{self._front.title}: {part.unit.id} {part.unit.title}")

    def of_several(self, unit_ids: Sequence[str], owner: str) -> NewWorkbook:
        """One file with the forms of several units, all of that owner's, and a first sheet that leads to them."""
        followup = self._book.declaration.followup
        parts = named_apart(list(map(self._part, unit_ids)), (followup.overview, self._words.name))
        title = f"{self._front.title} – {owner}" if owner else self._front.title
        unit = self._book[followup.unit].table
        first = overview(followup, one_line(title), unit.column(unit.title).header, parts)
        shown = (first, *(sheet for part in parts for sheet in part.sheets))
        used = {sheet.name.casefold() for sheet in (*shown, self._words)}
        bases = [
            base_sheet(self._base(part, (first, *part.sheets)), free_name(part.unit.id, BASE_SHEET, used))
            for part in parts
        ]
        return self._workbook(shown, bases, title)

    def _part(self, unit_id: str) -> Part:
        book = self._book
        unit = book[book.declaration.followup.unit].by_id[unit_id]
        made = [sheet for sheet in (sheet.of(unit) for sheet in self._sheets) if sheet]
        blocks = tuple(block for _, blocks in made for block in blocks)
        front, tables = self._front.of(unit, blocks, _earlier_answer(book, unit))
        return Part(unit, (front, *(sheet for sheet, _ in made)), (*tables, *(block.base for block in blocks)))

    def _base(self, part: Part, shown: Sequence[NewSheet]) -> Base:
        book, declaration, unit = self._book, self._book.declaration, part.unit
        return Base(
            book.workbook_id, unit.id, tidy(unit.title), declaration.name, declaration.version, book.year, self._sent,
            part.tables, marks(declaration.followup, shown, self._lines),
        )  # fmt: skip

    def _workbook(self, shown: Sequence[NewSheet], bases: Sequence[NewSheet], title: str) -> NewWorkbook:
        return NewWorkbook(
            sheets=(*shown, self._words, *bases),
            title=one_line(title),
            author=one_line(self._book.setting_text("organisation")) or self._book.declaration.title,
            active=shown[0].name,
            locked=True,
        )


def form(book: Book, unit_id: str, *, sent: dt.date, given: GivenTerms = AS_SET) -> NewWorkbook:
    """The form of one unit. See ``Forms``."""
    return Forms(book, sent, given).of(unit_id)


def answer_columns(declaration: Declaration) -> tuple[Column, ...]:
    """The columns of the answer that the owner fills in."""
    return tuple(filter(owners, declaration.table_of(declaration.followup.answer).columns))


def asked_columns(book: Book) -> tuple[Column, ...]:
    """Those that a workbook asks for: one declared since it was made has nowhere to take an answer to."""
    there = book[book.declaration.followup.answer].columns
    return tuple(column for column in answer_columns(book.declaration) if not column.optional or column.key in there)


def _input_columns(declaration: Declaration) -> Iterator[Column]:
    yield from answer_columns(declaration)
    for child in declaration.followup.child_tables:
        yield from filter(owners, declaration.table_of(child.table).columns)


def _earlier_answer(book: Book, unit: Row) -> str:
    """Last year's answer, in the columns that the declaration's ``next_year.shown`` fills."""
    answer = book[book.declaration.followup.answer]
    row = answer.by_id.get(unit.id)
    shown = book.declaration.next_year.shown if book.declaration.next_year else {}
    paths = ((copy.partition("."), source.partition(".")[2]) for copy, source in shown.items())
    columns = ((copy, source) for (table, _, copy), source in paths if table == answer.table.key)
    texts = ((answer.table.column(source).header, row.text(copy) if row else "") for copy, source in columns)
    return "\n".join(f"{header}: {text}" for header, text in texts if text)
