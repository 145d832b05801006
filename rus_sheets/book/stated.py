"""Figures that people state in running texts, and the workbook's own that they may speak of.

Only figures with a unit are looked for: the unit says what is meant. A stated figure is doubted only when it lies near
a total without being that or any other figure of the workbook; everything else may be about something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from rus_sheets.book.model import Book, BookTable, Row

_ABOUT = 0.02  # what "about" excuses in a round figure; "about 755" was counted once
_CUED = 0.5  # how far off a figure may be and still be meant for the total, where the sentence speaks of the whole


class Unit(StrEnum):
    """What a stated figure counts. The first two are the names of cell types too."""

    DAYS = "days"
    MONEY = "money"
    ACTIVITIES = "activities"
    POSTS = "posts"


_LEAST = {Unit.DAYS: 50, Unit.MONEY: 50_000, Unit.ACTIVITIES: 10, Unit.POSTS: 1}
"""Below this, any two figures lie near each other."""

_LEAST_OWN_DAYS = 20
"""The same for a sum of the very row that the text stands in."""

_NEAR = {Unit.DAYS: 0.10, Unit.MONEY: 0.10, Unit.ACTIVITIES: 0.15, Unit.POSTS: 0.25}
"""How far from a total a figure may be and still be taken for it."""

_TOTALS = {
    Unit.DAYS: ("days", "days_spent", "capacity"),
    Unit.MONEY: ("budget", "spent", "funding"),
    Unit.ACTIVITIES: ("activities",),
}

_ABOUT_WORD = re.compile(r"\b(?:ca|cirka|omkring|ungefär|drygt|knappt|runt|nästan)\.?\s+(?:de\s+)?$", re.IGNORECASE)
_STATED = re.compile(
    r"(?<![\d,.–-])(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:,\d+)?)"
    r"[ \u00a0\u202f](?P<unit>miljoner\s+(?:kr\b|kronor)|mkr\b|mnkr\b|tkr\b|kr\b|kronor|(?:arbets)?dagar\b"
    r"|aktiviteter\b|(?:heltids)?tjänster\b)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\b(?:planen|budgeten|totalt|sammanlagt|hela)\b", re.IGNORECASE)
_TOGETHER = re.compile(r"\b(?:tillsammans|totalt|sammanlagt)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure in a text. ``slack`` is how far off it may be and still be right.

    ``of_the_whole`` is true where its sentence speaks of the plan or the budget as such, ``together`` where it speaks
    of a sum.
    """

    text: str
    value: float
    unit: Unit
    slack: float
    of_the_whole: bool
    together: bool = False


def stated_figures(text: str) -> Iterator[Stated]:
    """The figures with a unit that a text states."""
    for match in _STATED.finditer(text):
        number = re.sub(r"[^\d,]", "", match["number"])
        whole, _, decimals = number.partition(",")
        said = match["unit"].casefold()
        scale = 1_000_000 if said.startswith(("miljon", "mkr", "mnkr")) else 1_000 if said == "tkr" else 1
        value = float(f"{whole}.{decimals or 0}") * scale
        slack = scale / 10 ** len(decimals) / 2 if scale > 1 or decimals else 0.5
        about = _ABOUT_WORD.search(text, max(0, match.start() - 20), match.start())
        if about:
            place = 10.0 ** -len(decimals) if decimals else _last_place(whole)
            slack = max(slack, value * _ABOUT if place > 1 else 0, place * scale / 2)
        words = text[about.start() if about else match.start() : match.end()]
        before = _sentence(text, match.start())
        whole_said, together = bool(_WHOLE.search(before)), bool(_TOGETHER.search(before))
        yield Stated(words, value, _unit(said), slack, whole_said, together)


def _unit(said: str) -> Unit:
    if "dagar" in said:
        return Unit.DAYS
    if "aktivitet" in said:
        return Unit.ACTIVITIES
    return Unit.POSTS if "tjänst" in said else Unit.MONEY


def _sentence(text: str, position: int) -> str:
    """What stands in the same sentence before the figure."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, position)]
    return text[ends[-1] if ends else 0 : position]


def _last_place(digits: str) -> float:
    """Of 750 it is 10: the place to which a round figure is rounded."""
    zeros = len(digits) - len(digits.rstrip("0"))
    return float(10**zeros) if zeros else 1


@dataclass(frozen=True, slots=True)
class Known:
    """The workbook's figures by unit: ``totals`` are those a text is compared with, ``any_of`` all it may mean.

    ``days_of`` are the sums of days of what refers to an id, such as an area's or a group's.
    """

    totals: dict[Unit, tuple[tuple[str, float], ...]]
    any_of: dict[Unit, frozenset[float]]
    days_of: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def near(self, stated: Stated, own: tuple[float, ...], about: tuple[str, ...] = ()) -> tuple[str, float] | None:
        """The total (name and value) that was probably meant, where the figure is near it but no figure we know.

        ``own`` are the numbers, and ``about`` the ids, of the row that the text stands in.
        """
        if any(abs(stated.value - each) <= stated.slack for each in own):
            return None
        if any(abs(stated.value - each) <= stated.slack for each in self.any_of[stated.unit]):
            return None
        share = max(_NEAR[stated.unit], _CUED if stated.of_the_whole else 0)
        totals = self.totals[stated.unit] if stated.value >= _LEAST[stated.unit] else ()
        near = [each for each in totals if abs(each[1] - stated.value) <= share * each[1]]
        if stated.unit is Unit.DAYS and stated.value >= _LEAST_OWN_DAYS:
            parts = ((f"dagarna för {each}", value) for each in about for value in self.days_of.get(each, ()))
            share = _CUED if stated.together else _NEAR[Unit.DAYS]
            near += [each for each in parts if abs(each[1] - stated.value) <= share * each[1]]
        return min(near, key=lambda each: abs(each[1] - stated.value), default=None)


def known_figures(book: Book) -> Known:
    """Every figure of the workbook that a text may speak of."""
    totals: dict[Unit, tuple[tuple[str, float], ...]] = {}
    any_of: dict[Unit, frozenset[float]] = {}
    days_of: dict[str, tuple[float, ...]] = {}
    every = {total.value for total in book.totals.values()}
    for unit in Unit:
        named = [
            (book.totals[key].label, book.totals[key].value) for key in _TOTALS.get(unit, ()) if key in book.totals
        ]
        if unit is Unit.POSTS:
            named = _posts(book)
        totals[unit] = tuple(each for each in named if each[1])
        sums = _sums(book, unit)
        any_of[unit] = frozenset({value for _, value in named} | every | set(sums.values()) | set(_single(book, unit)))
        if unit is Unit.DAYS:
            days_of = _by_id(sums)
    return Known(totals, any_of, days_of)


def _posts(book: Book) -> list[tuple[str, float]]:
    cell = book.settings.get("posts")
    setting = next((each for each in book.declaration.setting if each.key == "posts"), None)
    return [(setting.label, cell.value)] if setting and cell and isinstance(cell.value, (int, float)) else []


_Sums = dict[tuple[str, str, tuple[str, str]], float]
"""By table, column and what the rows have in common: a column and its value, ("", "") for all of them."""


def _single(book: Book, unit: Unit) -> Iterator[float]:
    """The figures of that unit, one by one."""
    for table in book.tables.values():
        columns = _columns(table, unit)
        yield from (row.number_of(column) for row in table.rows for column in columns)


def _sums(book: Book, unit: Unit) -> _Sums:
    """The sums of every column of that unit, and those by each choice and reference of the rows."""
    sums: _Sums = {}
    for key, table in book.tables.items():
        columns = _columns(table, unit)
        counts = unit is Unit.ACTIVITIES and key == book.declaration.followup.unit
        for row in table.rows if columns or counts else ():
            counted = [("", 1.0)] if counts else []
            for column, value in [*((column, row.number_of(column)) for column in columns), *counted]:
                for group in _groups(row) if value else ():
                    sums[key, column, group] = sums.get((key, column, group), 0) + value
    return sums


def _columns(table: BookTable, unit: Unit) -> list[str]:
    """The columns of that unit. Rows without id (seats, say) are no part of plan or budget, and hide what is stale."""
    return [each.key for each in table.table.columns if table.table.id and each.type.value == unit.value]


def _by_id(sums: _Sums) -> dict[str, tuple[float, ...]]:
    found: dict[str, set[float]] = {}
    for (_, _, (_, value)), figure in sums.items():
        found.setdefault(value, set()).add(figure)
    return {value: tuple(sorted(figures)) for value, figures in found.items() if value}


def _groups(row: Row) -> Iterator[tuple[str, str]]:
    """What a figure is summed by: the whole table, and each choice or reference of its row."""
    yield "", ""
    for key, cell in row.cells.items():
        if cell.column.type.value in ("choice", "ref") and isinstance(cell.value, str):
            yield key, cell.value
