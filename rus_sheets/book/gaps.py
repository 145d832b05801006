"""What a sum lacks: the rows whose own part of it must be there and is blank, so that the sum isn't whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from rus_sheets.book import recompute
from rus_sheets.book.formula_columns import ComputedRows
from rus_sheets.book.model import Book, Row
from rus_sheets.schema.model import Column, Editor, Term


class Gaps(Struct, frozen=True):
    """The ``blank`` rows of all the ``rows`` whose part a sum must have; no rows where it needs none."""

    rows: tuple[Row, ...] = ()
    blank: tuple[Row, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.blank)

    @property
    def all_blank(self) -> bool:
        """Whether nothing of the sum is there."""
        return bool(self.blank) and len(self.blank) == len(self.rows)


def needed(book: Book, table: str, column: Column) -> Gaps:
    """The rows of a table that must have their part in that column, and those that lack it.

    Such columns are the secretariat's numbers: ``required``, or ``needed_unless`` something else stands for them. Of
    the latter kind nothing is missing before any row has either: then the workbook doesn't plan by it. What owners
    answer isn't of the plan: what is missing there is told of as not reported.
    """
    ours = column.type.is_number and not column.formula and column.edited_by is not Editor.OWNER
    if not ours or not (column.required or column.needed_unless) or not book.has_column(table, column.key):
        return Gaps()
    rows = tuple(row for row in book[table] if row.id)
    if not column.needed_unless:
        return Gaps(rows, tuple(row for row in rows if not row.text(column.key)))
    computed = ComputedRows(book)
    paths = (column.key, column.needed_unless)
    blank = tuple(row for row in rows if all(computed.value(row, table, path) is None for path in paths))
    return Gaps(rows, blank) if len(blank) < len(rows) else Gaps()


def owed(book: Book, table: str, column: Column) -> Gaps:
    """As ``needed``, of what owners answer: the rows that must have a number of theirs once they are there at all."""
    theirs = column.type.is_number and not column.formula and column.edited_by is Editor.OWNER
    if not (theirs and column.required and book.has_column(table, column.key)):
        return Gaps()
    rows = tuple(row for row in book[table] if row.id)
    return Gaps(rows, tuple(row for row in rows if not row.text(column.key)))


Judgement = Callable[[Book, str, Column], Gaps]
"""``needed`` or ``owed``: which rows of a table must have their part in a column, and which of them lack it."""


def gaps(book: Book, terms: Iterable[Term], binding: Mapping[str, str], judged: Judgement = needed) -> Gaps:
    """What the sum of these terms lacks, computed columns included; ``binding`` is as in ``recompute.total``."""
    found = [gaps for term in terms if term.sum for gaps in _of_term(book, term, binding, judged)]
    rows = {(row.table.key, row.number): row for gaps in found for row in gaps.rows}
    blank = {(row.table.key, row.number): row for gaps in found for row in gaps.blank}
    return Gaps(tuple(rows.values()), tuple(blank.values()))


def half_answered(book: Book) -> Iterator[tuple[Row, tuple[Column, ...]]]:
    """The answers that are begun and lack what is expected of them, each with the columns that it lacks."""
    form = book.declaration.followup
    answers = book[form.answer]
    theirs = [column for column in answers.table.columns if column.edited_by is Editor.OWNER and not column.formula]
    adding = {unit for child in form.child_tables for unit in book[child.table].by_parent}
    for row in answers:
        begun = row.id in adding or any(row.text(column.key) for column in theirs)
        lacks = tuple(column for column in theirs if column.expected and column.key in row.cells
                      and row.cell(column.key).raw.value is None)  # fmt: skip
        if row.id and begun and lacks:
            yield row, lacks


def _of_term(book: Book, term: Term, binding: Mapping[str, str], judged: Judgement) -> Iterator[Gaps]:
    table, _, key = term.sum.partition(".")
    column = book.declaration.table_of(table).column(key)
    yield from _unsorted(book, table, key, term) if judged is needed else ()
    if column.recompute:
        for row in _fitting(book, table, book[table], term, binding):
            yield gaps(book, column.recompute, {"$id": row.id}, judged)
        return
    wanted = judged(book, table, column)
    if wanted.rows:
        yield Gaps(*(tuple(_fitting(book, table, rows, term, binding)) for rows in (wanted.rows, wanted.blank)))


def _unsorted(book: Book, table: str, key: str, term: Term) -> Iterator[Gaps]:
    """The rows that may be of a sum or not: the choice that sorts them must be there, and is blank or of no list.

    Of what is sorted by a value that stands in the term; by what each part is bound to such a row is in none.
    """
    declared = book.declaration.table_of(table)
    for path, wanted in term.where.items():
        column = declared.column(path) if declared.has(path) else None
        if column is None or not (column.required and column.list) or wanted.startswith("$"):
            continue
        known = book.declaration.choices(column.list)
        if not known.open and book.has_column(table, path):
            lost = tuple(row for row in book[table] if row.text(key) and row.text(path) not in known.values)
            yield Gaps(lost, lost)


def _fitting(book: Book, table: str, rows: Iterable[Row], term: Term, binding: Mapping[str, str]) -> Iterator[Row]:
    computed = ComputedRows(book)
    where = {path: binding.get(value, value) if value.startswith("$") else value for path, value in term.where.items()}
    for row in rows:
        if all(recompute.fits(computed.value(row, table, path), value) for path, value in where.items()):
            yield row
