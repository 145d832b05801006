"""Rows followed from year to year: by their ids, or by name where the ids are two plans'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from rus_sheets.book.another_plan import OtherIds, other_ids
from rus_sheets.book.by_name import Key
from rus_sheets.book.model import Book, Row
from rus_sheets.book.same_rows import SameRows, by_name, keyed


class YearStep(Struct, frozen=True):
    """From one year to the next; ``rows`` tells which rows are the same where the ids are two plans' (``other``)."""

    a: Book
    b: Book
    other: OtherIds | None
    rows: SameRows | None

    def pairs(self, table: str) -> Mapping[Key, Key]:
        """The later year's rows that the earlier has too, and which of its each is."""
        found = self.rows.pairs(table) if self.rows else None
        known = keyed(self.a[table])
        return {key: key for key in keyed(self.b[table]) if key in known} if found is None else found

    def is_by_name(self, table: str) -> bool:
        """Whether that table's rows are matched by name."""
        return self.rows is not None and self.rows.pairs(table) is not None

    def unsure(self, table: str) -> int:
        """How many of the earlier year's rows may be some of the later's."""
        found = self.rows.tables.get(table) if self.rows else None
        return len(found.unsure) if found else 0


class Thread(Struct, frozen=True):
    """One row through the years: that of each year, None where it has none. How it is known from each to the next."""

    rows: tuple[Row | None, ...]
    by_id: bool
    by_name: bool

    @property
    def title(self) -> str:
        """What the latest year calls it."""
        return next(row.title for row in reversed(self.rows) if row)

    @property
    def goes_on(self) -> bool:
        """Whether more years than one have it."""
        return sum(row is not None for row in self.rows) > 1


def steps(books: Sequence[Book]) -> tuple[YearStep, ...]:
    """From each year to the next, the earliest first."""
    made = []
    for a, b in pairwise(books):
        other = other_ids(a, b)
        made.append(YearStep(a, b, other, by_name(a, b, other) if other else None))
    return tuple(made)


def threads(books: Sequence[Book], between: Sequence[YearStep], table: str) -> list[Thread]:
    """Every row of every year, each in one thread. Those of the latest year come first, in the order of its sheet."""
    began: list[list[Key | None]] = []
    here: dict[Key, list[Key | None]] = {}
    for place, book in enumerate(books):
        pairs = between[place - 1].pairs(table) if place else {}
        before, here = here, {}
        for key in keyed(book[table]):
            thread = before.get(pairs[key]) if key in pairs else None
            if thread is None:
                thread = [None] * len(books)
                began.append(thread)
            thread[place] = key
            here[key] = thread
    rows = [keyed(book[table]) for book in books]
    found = [_thread(thread, rows, between, table) for thread in began]
    return sorted(found, key=_latest, reverse=True)


def _thread(
    keys: Sequence[Key | None], rows: Sequence[Mapping[Key, Row]], between: Sequence[YearStep], table: str
) -> Thread:
    named = {step.is_by_name(table) for step, (a, b) in zip(between, pairwise(keys), strict=True) if a and b}
    found = tuple(rows[place][key] if key else None for place, key in enumerate(keys))
    return Thread(found, by_id=False in named, by_name=True in named)


def _latest(thread: Thread) -> tuple[int, int]:
    return max((place, -row.number) for place, row in enumerate(thread.rows) if row)
