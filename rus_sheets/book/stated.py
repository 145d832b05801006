"""Figures that people state in running texts, and the workbook's own that they may speak of.

Only figures with a unit are looked for: the unit says what is meant. A stated figure is doubted only when it lies near
a total without being that or any other figure of the workbook; everything else may be about something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rus_sheets.book.model import Book, Row

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
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure in a text. ``slack`` is how far off it may be and still be right.

    ``of_the_whole`` is true where its sentence speaks of the plan or the budget as such.
    """

    text: str
    value: float
    unit: Unit
    slack: float
    of_the_whole: bool


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
            place = 1 if decimals else _last_place(whole)
            slack = max(slack, value * _ABOUT if place > 1 else 0, place * scale / 2)
        words = text[about.start() if about else match.start() : match.end()]
        yield Stated(words, value, _unit(said), slack, bool(_WHOLE.search(_sentence(text, match.start()))))


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
    """The workbook's figures by unit: ``totals`` are those a text is compared with, ``any_of`` all it may mean."""

    totals: dict[Unit, tuple[tuple[str, float], ...]]
    any_of: dict[Unit, frozenset[float]]

    def near(self, stated: Stated, own: tuple[float, ...]) -> tuple[str, float] | None:
        """The total (name and value) that was probably meant, where the figure is near it but no figure we know."""
        if stated.value < _LEAST[stated.unit] or any(abs(stated.value - each) <= stated.slack for each in own):
            return None
        if any(abs(stated.value - each) <= stated.slack for each in self.any_of[stated.unit]):
            return None
        share = max(_NEAR[stated.unit], _CUED if stated.of_the_whole else 0)
        near = [each for each in self.totals[stated.unit] if abs(each[1] - stated.value) <= share * each[1]]
        return min(near, key=lambda each: abs(each[1] - stated.value), default=None)


def known_figures(book: Book) -> Known:
    """Every figure of the workbook that a text may speak of."""
    totals: dict[Unit, tuple[tuple[str, float], ...]] = {}
    any_of: dict[Unit, frozenset[float]] = {}
    every = {total.value for total in book.totals.values()}
    for unit in Unit:
        named = [
            (book.totals[key].label, book.totals[key].value) for key in _TOTALS.get(unit, ()) if key in book.totals
        ]
        if unit is Unit.POSTS:
            named = _posts(book)
        totals[unit] = tuple(each for each in named if each[1])
        any_of[unit] = frozenset({value for _, value in named} | every | set(_figures(book, unit)))
    return Known(totals, any_of)


def _posts(book: Book) -> list[tuple[str, float]]:
    cell = book.settings.get("posts")
    setting = next((each for each in book.declaration.setting if each.key == "posts"), None)
    return [(setting.label, cell.value)] if setting and cell and isinstance(cell.value, (int, float)) else []


def _figures(book: Book, unit: Unit) -> Iterator[float]:
    """The single figures, the sums of every column, and those by each choice and reference of the rows."""
    sums: dict[object, float] = {}
    for key, table in book.tables.items():
        columns = [column.key for column in table.table.columns if column.type.value == unit.value]
        for row in table.rows:
            counted = [(None, 1.0)] if unit is Unit.ACTIVITIES and key == "plan" else []
            for column, value in [*((column, row.number_of(column)) for column in columns), *counted]:
                if value:
                    yield value
                    for group in _groups(row):
                        sums[key, column, group] = sums.get((key, column, group), 0) + value
    yield from sums.values()


def _groups(row: Row) -> Iterator[object]:
    """What a figure is summed by: the whole table, and each choice or reference of its row."""
    yield ""
    for key, cell in row.cells.items():
        if cell.column.type.value in ("choice", "ref") and isinstance(cell.value, str):
            yield key, cell.value
