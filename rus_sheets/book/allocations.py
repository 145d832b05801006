"""Money set aside for activities: whose it is and which year's, and what rows of it come to together.

What isn't decided is never a part of what is. An amount that isn't known is told apart from nought.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from rus_sheets.book.model import Book, Row

TABLE = "allocations"
DECIDED, EXPECTED, POSSIBLE = STATES = ("decided", "expected", "possible")
"""The states of an amount, by their roles."""
THIS_YEAR, EARLIER, OTHERS = KINDS = ("this_year", "earlier", "others")
"""Whose money and which year's, by the roles of the kinds of funds."""


class Sum(Struct, frozen=True):
    """What some rows come to, from ``low`` to ``high``; ``unknown`` are the rows that have no amount at all."""

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
    """The least and the most that a row comes to; None where no amount is known."""
    if row.text("amount"):
        return row.number_of("amount"), row.number_of("amount")
    ends = [row.number_of(key) for key in ("low", "high") if row.text(key)]
    return (min(ends), max(ends)) if ends else None


def state_of(book: Book, row: Row) -> str:
    """The role of the row's state, "" for none."""
    return _role(book, row, "state")


def kind_of(book: Book, row: Row) -> str:
    """Whose the money is and which year's, by its role; "" where neither source nor year tells.

    A source that isn't among those of funding is another payer. Money of an earlier year has been kept since then.
    """
    source, year = funding_of(book, row), row.number_of("year")
    kind = _role(book, source, "kind") if source else OTHERS if row.text("source") else ""
    if kind == OTHERS or not year or not book.year:
        return kind
    if year < book.year:
        return EARLIER
    return (kind or THIS_YEAR) if year == book.year else ""


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
