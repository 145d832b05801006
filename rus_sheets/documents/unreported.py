"""What isn't reported or filled in yet: said before a document is written, and of the outcome within it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from rus_sheets.book.allocations import DECIDED, TABLE, allocated, sum_of_rows
from rus_sheets.book.gaps import needed, owed
from rus_sheets.book.model import Book, Row
from rus_sheets.documents.figures import shown
from rus_sheets.documents.goals import goals_to_assess
from rus_sheets.documents.money import reported_posts, waiting_posts
from rus_sheets.documents.so_far import so_far
from rus_sheets.schema.model import CellType, Document, DocumentCommand, DocumentContext, TableKind

_LONGEST = 400  # characters of names; beyond that the ids have to do, and of those the first
_MOST_IDS = 60


class Unreported(Struct, frozen=True):
    """Rows that wait for the same thing: ``header`` on ``sheet`` is blank for ``rows``, of ``of`` that should have it.

    ``rows`` are what people call them, with their ids. ``comments`` are those of them whose comment is left out of the
    outcome, since it was written about the budget. ``planned`` where it is no outcome but an amount or days of the
    plan, which the document's sums then lack. ``further`` where there may be more, told of as waiting for something
    else.
    """

    sheet: str
    header: str
    rows: tuple[tuple[str, str], ...]
    of: int
    comments: tuple[str, ...] = ()
    planned: bool = False
    further: bool = False

    def __str__(self) -> str:
        """``Budget, Utfall: saknas för 2 av 4 (Arrangemang, Övrigt)``."""
        if len(self.rows) == self.of and len(self._names) > _LONGEST:
            return f"{self.sheet}, {self.header}: saknas för alla {self.of}"
        return f"{self.counted} ({self._named()})"

    @property
    def counted(self) -> str:
        """How many wait, without their names."""
        further = "ytterligare " if self.further else ""
        return f"{self.sheet}, {self.header}: saknas för {further}{len(self.rows)} av {self.of}"

    def _named(self) -> str:
        """The rows by name, or by id where the names would fill the window."""
        if len(self._names) <= _LONGEST:
            return self._names
        ids = [row_id for row_id, _ in self.rows]
        more = len(ids) - _MOST_IDS
        return ", ".join(ids[:_MOST_IDS]) + (f" och {more} till" if more > 0 else "")

    @property
    def _names(self) -> str:
        names = [name for _, name in self.rows]
        return ("; " if any("," in name for name in names) else ", ").join(names)


def unreported(document: Document, book: Book, previous: Book | None = None) -> tuple[Unreported, ...]:
    """What the document will say is missing from the outcome that it tells of.

    That is the year's own in a report, last year's in an application, and none in a plan.
    """
    if document.command is DocumentCommand.APPLICATION and previous:
        return _waiting(document, previous)
    if document.command in (DocumentCommand.REPORT, DocumentCommand.SHORT):
        return _waiting(document, book)
    return ()


def unplanned(book: Book) -> tuple[Unreported, ...]:
    """The amounts and days of the plan itself that must be there and are blank: no sum over them is whole."""
    found = []
    for table in book.declaration.tables(TableKind.ROWS):
        for column in table.columns:
            lacking = needed(book, table.key, column)
            found.append(Unreported(table.sheet, column.header, _named(lacking.blank), len(lacking.rows), planned=True))
    return tuple(unreported for unreported in found if unreported.rows)


def unsaid_of_decided(book: Book) -> tuple[Unreported, ...]:
    """What decided money for activities lacks: the amount, or the year that it is given for.

    Of what is only expected or possible the amount may be unknown.
    """
    rows = allocated(book, DECIDED)
    lacking = {
        "amount": sum_of_rows(rows).unknown,
        "year": [row for row in rows if book.has_column(TABLE, "year") and not row.text("year")],
    }
    return tuple(
        Unreported(row.table.sheet, row.table.column(key).header, _named(found), len(rows), planned=True)
        for key, found in lacking.items()
        for row in found[:1]
    )


def _waiting(document: Document, book: Book) -> tuple[Unreported, ...]:
    posts = _cells(book) if document.context is DocumentContext.GENERAL else _posts(book, document)
    days = _days(book) if document.context is DocumentContext.REPORT else ()
    whole = document.context is DocumentContext.REPORT and document.command is DocumentCommand.REPORT
    words = (*_texts(book), *_goals(book)) if whole else ()
    return tuple(waiting for waiting in (*waiting_units(book), *days, *words, *posts) if waiting.rows)


def waiting_units(book: Book) -> Iterator[Unreported]:
    """The units (activities, counties) that haven't answered what makes an answer count, if only to say none."""
    form = book.declaration.followup
    answers = book[form.answer]
    column = answers.table.column(form.answered_by) if form.answered_by else None
    if column is None:
        return
    units = [row for row in book[form.unit] if row.id]
    answered = {key for key, rows in answers.by_parent.items() if rows[0].text(column.key)}
    waiting = [row for row in units if row.id not in answered]
    yield Unreported(answers.table.sheet, column.header, _named(waiting), len(units))


def _cells(book: Book) -> Iterator[Unreported]:
    """Cells that the declaration says are blank until something is known, or that an answer must have, by column.

    Not those of units that haven't answered at all.
    """
    form = book.declaration.followup
    told = _told(book)
    for table in book.declaration.tables(TableKind.ROWS):
        rows = book[table.key].rows
        for column in table.columns:
            if column.unknown or (table.key == form.answer and column.expected and column.key != form.answered_by):
                waiting = [row for row in rows if row.id and not row.text(column.key)]
                of_units = told if table.key in {form.unit, form.answer} else set[str]()
                further = [row for row in waiting if row.id not in of_units]
                yield Unreported(
                    table.sheet, column.header, _named(further), len(rows), further=len(further) < len(waiting)
                )
            else:
                found = owed(book, table.key, column)
                yield Unreported(table.sheet, column.header, _named(found.blank), len(found.rows))


def _days(book: Book) -> Iterator[Unreported]:
    """The activities that wait for their days, once any has told its: before that no document speaks of them."""
    table = book["outcomes"].table
    if any(row.text("days") for row in book["outcomes"]):
        days, told = so_far(book, "days_spent"), _told(book)
        further = [row for row in days.blank if row.id not in told]
        header = table.column("days").header
        yield Unreported(table.sheet, header, _named(further), len(days.rows), further=len(further) < len(days.blank))


def _texts(book: Book) -> Iterator[Unreported]:
    """The activities that have answered but lack a text that is expected of them."""
    form = book.declaration.followup
    answers, untold = book[form.answer], _told(book)
    units = [row for row in book[form.unit] if row.id]
    for column in answers.table.columns:
        if column.expected and column.type is CellType.LONGTEXT:
            written = {key for key, rows in answers.by_parent.items() if rows[0].text(column.key)}
            further = [row for row in units if row.id not in written | untold]
            lacking = sum(row.id not in written for row in units)
            yield Unreported(
                answers.table.sheet, column.header, _named(further), len(units), further=len(further) < lacking
            )


def _goals(book: Book) -> Iterator[Unreported]:
    """The goals that are to be assessed and aren't."""
    table, rows = book["goals"].table, goals_to_assess(book)
    waiting = [row for row in rows if not row.text("assessment")]
    yield Unreported(table.sheet, table.column("assessment").header, _named(waiting), len(rows))


def _told(book: Book) -> set[str]:
    """The ids of the units that haven't answered at all, which are told of first."""
    return {row_id for unit in waiting_units(book) for row_id, _ in unit.rows}


def _posts(book: Book, document: Document) -> Iterator[Unreported]:
    """The posts that aren't accounted for, and the expenses that lack their amount."""
    table = book["budget"].table
    waiting = waiting_posts(book)
    printed = document.command is not DocumentCommand.SHORT and any(row.text("amount") for row in book["expenses"])
    planned = [row for row in waiting if printed and row.text("comment")]
    comments = tuple(shown(row.title) for row in planned)
    yield Unreported(
        table.sheet, table.column("spent").header, _named(waiting), len(waiting) + len(reported_posts(book)), comments
    )
    amount = book["expenses"].table.column("amount")
    unpriced = owed(book, "expenses", amount)
    yield Unreported(book["expenses"].table.sheet, amount.header, _named(unpriced.blank), len(unpriced.rows))


def _named(rows: Iterable[Row]) -> tuple[tuple[str, str], ...]:
    return tuple((row.id, shown(row.title) or row.id or f"rad {row.number}") for row in rows)
