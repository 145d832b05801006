"""Money set aside for activities: whose it is and which year's, and what rows of it come to together.

What isn't decided is never a part of what is. An amount that isn't known is told apart from nought.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from msgspec import Struct

from rus_sheets.book.model import Book, Row

TABLE = "allocations"
DECIDED, EXPECTED, POSSIBLE = STATES = ("decided", "expected", "possible")
"""The states of an amount, by their roles."""
THIS_YEAR, EARLIER, OTHERS = KINDS = ("this_year", "earlier", "others")
"""Whose money and which year's, by the roles of the kinds of funds."""


class Sum(Struct, frozen=True):
    """What some rows come to, from ``low`` to ``high``; ``unknown`` are the rows that have no amount at all.

    ``high`` is infinite where the most that it can come to isn't said of every row.
    """

    low: float
    high: float
    rows: tuple[Row, ...]
    unknown: tuple[Row, ...]


def has_allocations(book: Book) -> bool:
    """Whether the workbook has any such rows."""
    return book.declaration.has_table(TABLE) and bool(book[TABLE].rows)


def allocated(book: Book, state: str, *, activity: str = "", kind: str = "") -> tuple[Row, ...]:
    """The rows in that state, of one activity and of one kind of funds if they are given."""
    if not has_allocations(book):
        return ()
    return tuple(
        row
        for row in (book[TABLE].by_parent.get(activity, ()) if activity else book[TABLE].rows)
        if state_of(book, row) == state and (not kind or kind_of(book, row) == kind)
    )


def sum_of_rows(rows: Iterable[Row]) -> Sum:
    """What the rows come to; a range counts by its ends."""
    rows = tuple(rows)
    ranges = [range_of(row) for row in rows]
    known = [ends for ends in ranges if ends]
    unknown = tuple(row for row, ends in zip(rows, ranges, strict=True) if not ends)
    return Sum(sum(low for low, _ in known), sum(high for _, high in known), rows, unknown)


def range_of(row: Row) -> tuple[float, float] | None:
    """The least and the most that a row comes to; None where no amount is known.

    Where only one end is said it is at least nought, or there is no most (infinity).
    """
    if row.text("amount"):
        return row.number_of("amount"), row.number_of("amount")
    if not row.text("low") and not row.text("high"):
        return None
    low = row.number_of("low") if row.text("low") else 0.0
    high = row.number_of("high") if row.text("high") else math.inf
    return min(low, high), max(low, high)


def state_of(book: Book, row: Row) -> str:
    """The role of the row's state, "" for none."""
    return _role(book, row, "state")


def kind_of(book: Book, row: Row) -> str:
    """Whose the money is and which year's, by its role; "" where source and year don't tell, or it is a later year's.

    A source that isn't among those of funding is another payer. Without source it is one's own if it has a post of the
    budget. Money of an earlier year has been kept since then, so a source of this year's money needs the year too.
    """
    source, year = funding_of(book, row), row.number_of("year")
    kind = _role(book, source, "kind") if source else OTHERS if row.text("source") else ""
    if kind in (OTHERS, EARLIER) and not (kind == EARLIER and is_of_later_year(book, row)):
        return kind
    if not year or not book.year or not (row.text("source") or row.text("post")):
        return ""
    if year < book.year:
        return EARLIER
    return (kind or THIS_YEAR) if year == book.year else ""


def is_of_later_year(book: Book, row: Row) -> bool:
    """Whether the money is given for a year after the plan's."""
    return bool(book.year) and row.number_of("year") > (book.year or 0)


def funding_of(book: Book, row: Row) -> Row | None:
    """The source of funding that a row names, None where there is none of that name."""
    named = row.text("source").casefold()
    return next((source for source in book["funding"] if named and source.title.casefold() == named), None)


def is_decided(book: Book, source: Row) -> bool:
    """Whether a source of funding is decided on; one that says nothing of it is."""
    return not source.table.has("state") or _role(book, source, "state") in ("", DECIDED)


def _role(book: Book, row: Row, key: str) -> str:
    roles = book.declaration.choices(row.table.column(key).list).roles
    said = row.text(key)
    return next((role for role, choice in roles.items() if choice == said), "")
