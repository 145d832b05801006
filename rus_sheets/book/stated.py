"""Figures that people state in running texts, and the workbook's own that they may speak of.

Only figures with a unit are looked for: the unit says what is meant. A stated figure is doubted only when it lies near
a figure of what the text stands under (its row, group and area), or near a total, without being that or any other that
may be meant; everything else may be about something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rus_sheets.book import recompute
from rus_sheets.book.finished import ComputedRows
from rus_sheets.book.model import Book, BookTable, Row

_ABOUT = 0.02  # what "about" excuses in a round figure; "about 755" was counted once
_CUED = 0.5  # how far off a figure may be and still be meant for the total, where the sentence speaks of the whole


class Unit(StrEnum):
    """What a stated figure counts. The first two are the names of cell types too."""

    DAYS = "days"
    MONEY = "money"
    ACTIVITIES = "activities"
    POSTS = "posts"


Named = tuple[str, float]
"""A figure and what people call it."""

_LEAST = {Unit.DAYS: 50, Unit.MONEY: 50_000, Unit.ACTIVITIES: 10, Unit.POSTS: 1}
"""Below this, any two figures lie near each other."""

_LEAST_OWN = {Unit.DAYS: 20, Unit.MONEY: 1_000, Unit.ACTIVITIES: 5, Unit.POSTS: 1}
"""The same for the figures of what the text stands under, which are few."""

_NEAR = {Unit.DAYS: 0.10, Unit.MONEY: 0.10, Unit.ACTIVITIES: 0.15, Unit.POSTS: 0.25}
"""How far from a total a figure may be and still be taken for it."""

_NEAR_OWN = {**_NEAR, Unit.ACTIVITIES: 0.20}

_TOTALS = {
    Unit.DAYS: ("days", "days_spent", "capacity"),
    Unit.MONEY: ("budget", "spent", "funding"),
    Unit.ACTIVITIES: ("activities",),
}

_TYPES = {Unit.DAYS: "days", Unit.MONEY: "money", Unit.ACTIVITIES: "integer", Unit.POSTS: "number"}
"""The type of the totals that count each."""

_ABOUT_WORD = re.compile(r"\b(?:ca|cirka|omkring|ungefär|drygt|knappt|runt|nästan)\.?\s+(?:de\s+)?$", re.IGNORECASE)
_STATED = re.compile(
    r"(?<![\d,.–-])(?P<number>\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?!\d)|\d+(?:,\d+)?)"
    r"[ \u00a0\u202f]?(?P<unit>miljon(?:er)?\s+(?:kr\b|kronor|sek\b)|mkr\b|mnkr\b|msek\b|tkr\b|tsek\b|kr\b|kronor|sek\b"
    r"|[:,][-–]|(?:arbets)?(?:dagar|dgr)\b|(?:(?:st\b\.?|stycken)\s+)?aktiviteter\b|(?:heltids)?tjänster\b)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\b(?:planen|budgeten|totalt|sammanlagt|hela)\b", re.IGNORECASE)
_TOGETHER = re.compile(r"\b(?:tillsammans|totalt|sammanlagt)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<!\bca)(?<!\bst)[.!?](?=\s|$)|\n", re.IGNORECASE)
_YEAR = re.compile(
    r"(?<![\d.,–-])(?<!\d[ \u00a0\u202f])(?:19|20)\d\d(?![\d.,]?\d)(?!\s*(?:kr|kronor|dagar|dgr|aktiviteter|sek)\b)",
    re.IGNORECASE,
)
_OTHER_YEAR = re.compile(
    r"\b(?:(?:förra|föregående|förrförra|nästa|kommande|fjol)\s*(?:året|år(?:ets)?|verksamhetsår(?:et)?)|i\s+fjol|fjolårets?"
    r"|året\s+(?:innan|före|efter))\b",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(
    r"(?:\d\s*(?:[-–—]|till|eller|à)\s*|\bmellan\s+\d[^.!?\n]{0,30}?\boch\s+)$|\b(?:mellan|från)\s+$", re.IGNORECASE
)
_RANGE_AFTER = re.compile(r"\s*(?:[-–—]|till|eller|à)\s*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure in a text. ``slack`` is how far off it may be and still be right.

    ``of_the_whole`` is true where its sentence speaks of the plan or the budget as such, ``together`` where it speaks
    of a sum, ``in_range`` where it is one end of a range. ``sentence`` is the whole one that it stands in.
    """

    text: str
    value: float
    unit: Unit
    slack: float
    of_the_whole: bool
    together: bool = False
    in_range: bool = False
    sentence: str = ""

    def is_of(self, year: int | None) -> bool:
        """Whether it can be a figure of that year: its sentence names no other."""
        years = {int(each) for each in _YEAR.findall(self.sentence)}
        return not _OTHER_YEAR.search(self.sentence) and (not year or years <= {year})

    def fits(self, figures: Iterable[float]) -> bool:
        """Whether it is one of these."""
        return any(abs(self.value - abs(each)) <= self.slack for each in figures)

    def near(
        self, figures: Iterable[Named], least: Mapping[Unit, float], share: Mapping[Unit, float], *, cued: bool
    ) -> list[Named]:
        """The figures that are near, in their order: further off where the sentence has a ``cued`` word of a sum."""
        if self.value < least[self.unit]:
            return []
        far = max(share[self.unit], _CUED if cued else 0)
        return [each for each in figures if abs(each[1] - self.value) <= far * each[1]]


def stated_figures(text: str) -> Iterator[Stated]:
    """The figures with a unit that a text states."""
    for match in _STATED.finditer(text):
        number = re.sub(r"[^\d,]", "", match["number"])
        whole, _, decimals = number.partition(",")
        said = match["unit"].casefold()
        scale = 1_000_000 if said.startswith("m") else 1_000 if said in ("tkr", "tsek") else 1
        value = float(f"{whole}.{decimals or 0}") * scale
        slack = scale / 10 ** len(decimals) / 2 if scale > 1 or decimals else 0.5
        about = _ABOUT_WORD.search(text, max(0, match.start() - 20), match.start())
        if about:
            place = 10.0 ** -len(decimals) if decimals else _last_place(whole)
            slack = max(slack, value * _ABOUT if place > 1 else 0, place * scale / 2)
        words = text[about.start() if about else match.start() : match.end()]
        before, sentence = _sentence(text, match.start(), match.end())
        whole_said, together = bool(_WHOLE.search(before)), bool(_TOGETHER.search(before))
        in_range = bool(_RANGE_BEFORE.search(before) or _RANGE_AFTER.match(text, match.end()))
        yield Stated(words, value, _unit(said), slack, whole_said, together, in_range, sentence)


def _unit(said: str) -> Unit:
    if said.endswith(("dagar", "dgr")):
        return Unit.DAYS
    if "aktivitet" in said:
        return Unit.ACTIVITIES
    return Unit.POSTS if "tjänst" in said else Unit.MONEY


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands in the same sentence before the figure, and the whole sentence."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, start)]
    first = ends[-1] if ends else 0
    after = _SENTENCE_END.search(text, end)
    return text[first:start], text[first : after.start() if after else len(text)]


def _last_place(digits: str) -> float:
    """Of 750 it is 10: the place to which a round figure is rounded."""
    zeros = len(digits) - len(digits.rstrip("0"))
    return float(10**zeros) if zeros else 1


@dataclass(frozen=True, slots=True)
class Known:
    """The workbook's figures by unit: ``totals`` are those a text is compared with, ``any_of`` all it may mean.

    ``of_row`` are the figures of a row (by table and id), which a text on it is compared with; ``under`` those of the
    rows that belong to it, which the text may mean as well.
    """

    totals: dict[Unit, tuple[Named, ...]]
    any_of: dict[Unit, frozenset[float]]
    of_row: dict[Unit, dict[tuple[str, str], tuple[Named, ...]]]
    under: dict[Unit, dict[tuple[str, str], frozenset[float]]]

    def near(self, stated: Stated, row: Row, *, own: bool = True) -> Named | None:
        """The figure (name and value) that was probably meant, where the stated one is near it but none we know.

        A figure of that unit which stands elsewhere makes it right only where it may be meant: not in a text under a
        row (``own``) whose figure is almost the one stated.
        """
        unit = stated.unit
        above = tuple(_above(row))
        about = list(self.of_row[unit].get(above[0], ()))
        for each in above[1:] if unit is not Unit.MONEY else ():  # many rows share a post, and none is all of it
            about += [(f"{name} för {each[1]}", value) for name, value in self.of_row[unit].get(each, ())]
        meant = {value for each in above for value in self.under[unit].get(each, ())}
        meant |= {value for _, value in (*about, *self.totals[unit])} | _numbers(row, unit)
        if stated.fits(meant):
            return None
        sum_of_all = stated.together and unit is not Unit.MONEY  # parts of a post are summed as often as all of it
        close = stated.near(about, _LEAST_OWN, _NEAR_OWN, cued=sum_of_all) if own else []
        found = min(close, key=lambda each: abs(each[1] - stated.value), default=None)
        if found or stated.fits(self.any_of[unit]):
            return found
        # Of several totals the first is meant: people speak of the plan and the budget, seldom of what they may be.
        return next(iter(stated.near(self.totals[unit], _LEAST, _NEAR, cued=stated.of_the_whole)), None)


def known_figures(book: Book) -> Known:
    """Every figure of the workbook that a text may speak of."""
    totals: dict[Unit, tuple[Named, ...]] = {}
    any_of: dict[Unit, frozenset[float]] = {}
    rows = ComputedRows(book)
    types = {row.key: row.type.value for row in book.declaration.summary.named()}
    for unit in Unit:
        named = _posts(book) if unit is Unit.POSTS else _totals(book, unit)
        totals[unit] = tuple(each for each in named if each[1])
        ours = (total.value for total in book.totals.values() if types[total.key] == _TYPES[unit])
        every = {value for value in ours if value is not None}
        any_of[unit] = frozenset({*(value for _, value in named), *every, *_sums(book, unit), *_single(book, unit)})
    of_row = {unit: dict(_of_rows(book, rows, unit)) for unit in Unit}
    return Known(totals, any_of, of_row, {unit: _under(book, unit) for unit in Unit})


def _totals(book: Book, unit: Unit) -> list[Named]:
    keys = (key for key in _TOTALS[unit] if key in book.totals)
    return [(book.totals[key].label, book.totals[key].number) for key in keys]


def _posts(book: Book) -> list[Named]:
    cell = book.settings.get("posts")
    setting = next((each for each in book.declaration.setting if each.key == "posts"), None)
    return [(setting.label, cell.value)] if setting and cell and isinstance(cell.value, (int, float)) else []


def _single(book: Book, unit: Unit) -> Iterator[float]:
    """The figures of that unit, one by one."""
    for table in book.tables.values():
        columns = _columns(table, unit)
        yield from (row.number_of(column) for row in table.rows for column in columns)


# ------------------------------------------------------------------ what stands on a row, and under it


def _above(row: Row) -> Iterator[tuple[str, str]]:
    """The row itself, and then what it belongs to: table and id of each."""
    yield row.table.key, row.id
    for cell in row.cells.values():
        if cell.column.type.value == "ref" and isinstance(cell.value, str):
            yield cell.column.references, cell.value


def _numbers(row: Row, unit: Unit) -> set[float]:
    return {row.number_of(key) for key, cell in row.cells.items() if cell.column.type.value == unit.value}


def _of_rows(book: Book, rows: ComputedRows, unit: Unit) -> Iterator[tuple[tuple[str, str], tuple[Named, ...]]]:
    """The figures that stand on each row, or else those that the summary has of it, and how many units it holds."""
    counts = _counts(book) if unit is Unit.ACTIVITIES else {}
    for key, table in book.tables.items():
        blocks = [each for each in book.declaration.summary.block if each.table == key]
        summed = [
            each for block in blocks for each in block.columns if each.recompute and each.type.value == unit.value
        ]
        columns = _columns(table, unit)
        for row in table.rows if table.table.id else ():
            found = [(table.table.column(each).header, row.number_of(each)) for each in columns]
            if not columns:
                found += [(each.header, recompute.total(rows, each.recompute, {"$id": row.id}) or 0) for each in summed]
            if (key, row.id) in counts:
                found.append(("antalet aktiviteter", counts[key, row.id]))
            if row.id:
                yield (key, row.id), tuple(dict.fromkeys(each for each in found if each[1] > 0))


def _counts(book: Book) -> Counter[tuple[str, str]]:
    """How many units belong to each row that units refer to."""
    units = book.tables.get(book.declaration.followup.unit)
    return Counter(each for row in units or () for each in dict.fromkeys(_above(row)) if each[0] != row.table.key)


def _under(book: Book, unit: Unit) -> dict[tuple[str, str], frozenset[float]]:
    """By table and id the figures of the rows that refer to it: one by one, and their sums by each choice."""
    found: dict[tuple[str, str], set[float]] = {}
    sums: dict[tuple[tuple[str, str], str, str, tuple[str, str]], float] = {}
    for key, table in book.tables.items():
        for row in table.rows:
            for column, value in _counted(book, table, row, unit):
                for above in dict.fromkeys(_above(row)):
                    if above[0] == key or not value:
                        continue
                    found.setdefault(above, set()).add(value)
                    for group in _groups(row):
                        place = above, key, column, group
                        sums[place] = sums.get(place, 0) + value
    for (above, *_), value in sums.items():
        found[above].add(value)
    return {above: frozenset(values) for above, values in found.items()}


# ------------------------------------------------------------------ sums over whole tables


def _sums(book: Book, unit: Unit) -> Iterator[float]:
    """The sums of every column of that unit, and those by each choice and reference of the rows."""
    sums: dict[tuple[str, str, tuple[str, str]], float] = {}
    for key, table in book.tables.items():
        for row in table.rows:
            for column, value in _counted(book, table, row, unit):
                for group in _groups(row) if value else ():
                    sums[key, column, group] = sums.get((key, column, group), 0) + value
    return iter(sums.values())


def _counted(book: Book, table: BookTable, row: Row, unit: Unit) -> Iterator[Named]:
    """A row's figures of that unit by column; as an activity, or the answer of one, it counts as 1."""
    if unit is Unit.ACTIVITIES:
        if table.table.key in (book.declaration.followup.unit, book.declaration.followup.answer):
            yield "", 1.0
        return
    for column in _columns(table, unit):
        yield column, row.number_of(column)


def _columns(table: BookTable, unit: Unit) -> list[str]:
    """The columns of that unit. Rows without id (seats, say) are no part of plan or budget, and hide what is stale."""
    return [each.key for each in table.table.columns if table.table.id and each.type.value == unit.value]


def _groups(row: Row) -> Iterator[tuple[str, str]]:
    """What a figure is summed by: the whole table, and each choice or reference of its row."""
    yield "", ""
    for key, cell in row.cells.items():
        if cell.column.type.value in ("choice", "ref") and isinstance(cell.value, str):
            yield key, cell.value
