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

    def pauses(self, place: int) -> bool:
        """Whether the year at that place is the last before some that lack the row, and a later one has it again."""
        later = self.rows[place + 1 :]
        return self.rows[place] is not None and later[:1] == (None,) and any(later)

    def resumes(self, place: int) -> bool:
        """Whether the year at that place has the row, the one before it hasn't, and an earlier one had it."""
        earlier = self.rows[:place]
        return self.rows[place] is not None and earlier[-1:] == (None,) and any(earlier)


class YearSteps:
    """The steps between the years, the earliest first; each is found when it is asked for, and remembered."""

    def __init__(self, books: Sequence[Book]) -> None:
        self.books = tuple(books)
        self._known: dict[tuple[int, int], YearStep] = {}

    def between(self, earlier: int, later: int) -> YearStep:
        """The step from one year to another, by their places."""
        if (earlier, later) not in self._known:
            a, b = self.books[earlier], self.books[later]
            other = other_ids(a, b)
            self._known[earlier, later] = YearStep(a, b, other, by_name(a, b, other) if other else None)
        return self._known[earlier, later]

    def in_turn(self) -> tuple[YearStep, ...]:
        """From each year to the next."""
        return tuple(self.between(place, place + 1) for place in range(len(self.books) - 1))


def threads(steps: YearSteps, table: str) -> list[Thread]:
    """Every row of every year, each in one thread. Those of the latest year come first, in the order of its sheet.

    A row that the year before lacks is looked for in the years before that: it may have been left out of a plan.
    """
    began: list[list[Key | None]] = []
    for place, book in enumerate(steps.books):
        left = dict.fromkeys(keyed(book[table]))
        for earlier in range(place - 1, -1, -1):
            ended = {key: thread for thread in began if (key := thread[earlier]) and not any(thread[earlier + 1 :])}
            for key, before in steps.between(earlier, place).pairs(table).items() if left and ended else ():
                if key in left and before in ended:
                    ended.pop(before)[place] = key
                    del left[key]
        for key in left:
            began.append([None] * len(steps.books))
            began[-1][place] = key
    rows = [keyed(book[table]) for book in steps.books]
    return sorted((_thread(thread, rows, steps, table) for thread in began), key=_latest, reverse=True)


def _thread(keys: Sequence[Key | None], rows: Sequence[Mapping[Key, Row]], steps: YearSteps, table: str) -> Thread:
    places = [place for place, key in enumerate(keys) if key]
    named = {steps.between(a, b).is_by_name(table) for a, b in pairwise(places)}
    found = tuple(rows[place][key] if key else None for place, key in enumerate(keys))
    return Thread(found, by_id=False in named, by_name=True in named)


def _latest(thread: Thread) -> tuple[int, int]:
    return max((place, -row.number) for place, row in enumerate(thread.rows) if row)
