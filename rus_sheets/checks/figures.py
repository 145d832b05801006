"""Figures that people state in running texts, and the workbook's own that they may speak of.

Only days and kronor are looked for: those have a unit that says what is meant. A stated figure is doubted only when it
lies near a total without being that or any other figure of the workbook; everything else may be about something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rus_sheets.book.model import Book, Row

_NEAR = 0.10
_ABOUT = 0.02  # what "about" excuses
_FEWEST_DAYS = 50  # below that, any two counts of days lie near each other
_LEAST_MONEY = 50_000

_STATED = re.compile(
    r"(?P<about>\b(?:ca|cirka|omkring|ungefär|drygt|knappt|runt|nästan)\.?\s+(?:de\s+)?)?"
    r"(?<![\d,.–-])(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:,\d+)?)"
    r"[ \u00a0\u202f](?P<unit>miljoner\s+(?:kr\b|kronor)|mkr\b|mnkr\b|tkr\b|kr\b|kronor|(?:arbets)?dagar\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure in a text: ``unit`` is days or money; ``slack`` is how far off it may be and still be right."""

    text: str
    value: float
    unit: str
    slack: float


def stated_figures(text: str) -> Iterator[Stated]:
    """The days and kronor that a text states."""
    for match in _STATED.finditer(text):
        number = re.sub(r"[^\d,]", "", match["number"])
        whole, _, decimals = number.partition(",")
        unit = match["unit"].casefold()
        scale = 1_000_000 if unit.startswith(("miljon", "mkr", "mnkr")) else 1_000 if unit == "tkr" else 1
        value = float(f"{whole}.{decimals or 0}") * scale
        slack = scale / 10 ** len(decimals) / 2 if scale > 1 else 0.5
        if match["about"]:
            slack = max(slack, value * _ABOUT, _last_place(whole) * scale / 2)
        yield Stated(match[0].strip(), value, "days" if "dag" in unit else "money", slack)


def _last_place(digits: str) -> float:
    """Of 750 it is 10: the place to which a round figure is rounded."""
    zeros = len(digits) - len(digits.rstrip("0"))
    return float(10**zeros) if zeros else 1


@dataclass(frozen=True, slots=True)
class Known:
    """The workbook's figures by unit: ``totals`` are those a text is compared with, ``any_of`` all it may mean."""

    totals: dict[str, tuple[tuple[str, float], ...]]
    any_of: dict[str, frozenset[float]]

    def near(self, stated: Stated, own: tuple[float, ...]) -> tuple[str, float] | None:
        """The total (name and value) that was probably meant, where the figure is near it but no figure we know."""
        least = _FEWEST_DAYS if stated.unit == "days" else _LEAST_MONEY
        if stated.value < least or any(abs(stated.value - each) <= stated.slack for each in own):
            return None
        if any(abs(stated.value - each) <= stated.slack for each in self.any_of[stated.unit]):
            return None
        near = [each for each in self.totals[stated.unit] if abs(each[1] - stated.value) <= _NEAR * each[1]]
        return min(near, key=lambda each: abs(each[1] - stated.value), default=None)


def known_figures(book: Book) -> Known:
    """Every figure of the workbook that a text may speak of."""
    totals: dict[str, tuple[tuple[str, float], ...]] = {}
    any_of: dict[str, frozenset[float]] = {}
    for unit, keys in (("days", ("days", "days_spent", "capacity")), ("money", ("budget", "spent", "funding"))):
        named = [(book.totals[key].label, book.totals[key].value) for key in keys if key in book.totals]
        totals[unit] = tuple(each for each in named if each[1])
        any_of[unit] = frozenset({value for _, value in named} | set(_figures(book, unit)))
    return Known(totals, any_of)


def _figures(book: Book, unit: str) -> Iterator[float]:
    """The single figures, the sums of every column, and those by area and kind of funding or group."""
    sums: dict[object, float] = {}
    for total in book.totals.values():
        yield total.value
    for table in book.tables.values():
        for key in (column.key for column in table.table.columns if column.type.value == unit):
            for row in table.rows:
                value = row.number_of(key)
                if value:
                    yield value
                    for group in _groups(table.table.key, key, row):
                        sums[group] = sums.get(group, 0) + value
    yield from sums.values()


def _groups(table: str, key: str, row: Row) -> Iterator[object]:
    """What a figure is summed by: its table, and each choice or reference of its row."""
    yield table, key
    for cell in row.cells.values():
        if cell.column.type.value in ("choice", "ref") and isinstance(cell.value, str):
            yield table, key, cell.column.key, cell.value
