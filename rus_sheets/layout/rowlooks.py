"""What the rows of a table have in common beside their values: formats, dropdowns and conditional formats.

Rows that a program has put in without them, or that were typed below the table before it grew, get what the others
have. A cell that looks like nothing at all is bare; one that somebody has formatted is left as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby

from msgspec import Struct, field

from rus_sheets.book.model import Book, BookTable
from rus_sheets.book.raw import (
    CellRule,
    Position,
    RawSheet,
    RawStyle,
    RawTable,
    RawWorkbook,
    RuleKind,
    position_of,
    ref_of,
)
from rus_sheets.schema.model import Editor

_MOST_ROWS = 20_000
"""Rows of a table that are looked through: far more than any year has, and few enough to be quick."""


class Lack(StrEnum):
    """What a cell lacks; the values are what people call it."""

    FORMAT = "format"
    VALIDATION = "listor och datavalidering"
    HIGHLIGHT = "villkorsstyrd formatering"


_LACKS = {RuleKind.VALIDATION: Lack.VALIDATION, RuleKind.HIGHLIGHT: Lack.HIGHLIGHT}


class RowLooks(Struct, frozen=True):
    """What some rows of one table lack, and what puts it right.

    ``styles`` are formats by cell, ``ranges`` the new ranges of rules by kind and the ranges that they have now.
    """

    sheet: str
    table: RawTable
    lacks: Mapping[Position, frozenset[Lack]]
    styles: Mapping[Position, int]
    ranges: Mapping[tuple[RuleKind, str], str]

    def runs(self) -> Iterator[tuple[int, int]]:
        """First and last of rows that follow one another."""
        rows = sorted({row for row, _ in self.lacks})
        for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
            numbers = [number for _, number in run]
            yield numbers[0], numbers[-1]

    def within(self, first: int, last: int) -> dict[Position, frozenset[Lack]]:
        """What the cells of these rows lack."""
        return {place: lacks for place, lacks in self.lacks.items() if first <= place[0] <= last}

    def ref(self, first: int, last: int) -> str:
        """The cells that lack anything in these rows, as one range."""
        columns = [column for _, column in self.within(first, last)]
        start, end = ref_of(first, min(columns)), ref_of(last, max(columns))
        return start if start == end else f"{start}:{end}"


def row_looks(book: Book, key: str, only: Iterable[int] | None = None) -> RowLooks:
    """What rows (``only`` these, if given) of the table lack of what its other rows have.

    Raises LookupError where the workbook has no such table.
    """
    found, raw = book[key], book.raw
    table = found.raw
    sheet = next((sheet for sheet in raw.sheets if table in sheet.tables), None)
    if table is None or sheet is None:
        raise LookupError(f"no table {key}")
    body = range(table.first_row + 1, min(table.last_row, table.first_row + _MOST_ROWS) + 1)
    wanted = frozenset(body) if only is None else frozenset(only)
    looks = _Looks(raw, sheet, found, table, body, wanted)
    looks.formats()
    for kind in RuleKind:
        looks.rules(kind)
    lacks = {place: frozenset(lacking) for place, lacking in looks.lacks.items()}
    return RowLooks(sheet.name, table, lacks, looks.styles, looks.ranges)


class _Looks(Struct):
    raw: RawWorkbook
    sheet: RawSheet
    found: BookTable
    table: RawTable
    body: range
    wanted: frozenset[int]
    lacks: dict[Position, set[Lack]] = field(default_factory=dict)
    styles: dict[Position, int] = field(default_factory=dict)
    ranges: dict[tuple[RuleKind, str], str] = field(default_factory=dict)

    @property
    def _columns(self) -> range:
        return range(self.table.first_column, self.table.last_column + 1)

    def formats(self) -> None:
        """Bare cells in columns that have a format: a declared one in any row, one of the users' own in most."""
        for column in self._columns:
            styles = {row: self.sheet.at(row, column).style for row in self.body}
            dressed = Counter(style for style in styles.values() if not self._style(style).bare)
            if not dressed:
                continue
            pattern, count = dressed.most_common(1)[0]
            if not (self._declared(column) or self._most(count)):
                continue
            for row, style in styles.items():
                if row in self.wanted and self._is_bare(style, pattern):
                    self.styles[row, column] = pattern
                    self._lacks((row, column), Lack.FORMAT)

    def _is_bare(self, style: int, pattern: int) -> bool:
        """Whether the cell has no look, and a number format that nobody has chosen (or that is the column's)."""
        here, there = self._style(style), self._style(pattern)
        same = here.number_format in ("General", there.number_format) or (here.is_date and there.is_date)
        return here.bare and same

    def _style(self, number: int) -> RawStyle:
        return self.raw.styles[number] if number < len(self.raw.styles) else RawStyle()

    def rules(self, kind: RuleKind) -> None:
        """Cells that no rule of that kind covers, where a rule covers most of the column (or a declared one some)."""
        rules = {rule: _areas(rule) for rule in self.sheet.rules if rule.kind is kind}
        covered = {rule: self._covered(areas) for rule, areas in rules.items()}
        new: dict[CellRule, set[Position]] = {}
        for column in self._columns:
            rows = {rule: places[column] for rule, places in covered.items() if places.get(column)}
            bare = [
                row for row in self.body if row in self.wanted and not any(row in numbers for numbers in rows.values())
            ]
            meant = [row for row in rows if self._meant(row, column, len(rows[row]))]
            if kind is RuleKind.VALIDATION:  # a cell has one at most
                meant = sorted(meant, key=lambda mark: len(rows[mark]))[-1:]
            for rule in meant:
                top = min(area[0] for area in rules[rule])
                new.setdefault(rule, set()).update((row, column) for row in bare if not (rule.moves and row < top))
        for rule, places in new.items():
            if places:
                self.ranges[kind, rule.ranges] = _wider(rules[rule], places)
            for place in places:
                self._lacks(place, _LACKS[kind])

    def _covered(self, areas: Sequence[_Area]) -> dict[int, set[int]]:
        """The rows that they cover, by column."""
        found: dict[int, set[int]] = {}
        for top, left, bottom, right in areas:
            rows = range(max(top, self.body.start), min(bottom + 1, self.body.stop))
            for column in range(max(left, self._columns.start), min(right + 1, self._columns.stop)):
                found.setdefault(column, set()).update(rows)
        return found

    def _meant(self, rule: CellRule, column: int, count: int) -> bool:
        return (rule.kind is RuleKind.VALIDATION and self._declared(column, filled_in=True)) or self._most(count)

    def _most(self, count: int) -> bool:
        return 2 * count > len(self.body)

    def _declared(self, column: int, *, filled_in: bool = False) -> bool:
        """Whether the column is a declared one, and with ``filled_in`` one that people fill in."""
        declared = self.found.table.by_header.get(self.table.columns[column - self.table.first_column])
        if declared is None or not filled_in:
            return declared is not None
        return declared.edited_by is not Editor.TOOLKIT and not declared.formula

    def _lacks(self, place: Position, lack: Lack) -> None:
        self.lacks.setdefault(place, set()).add(lack)


_Area = tuple[int, int, int, int]
"""First row and column, last row and column."""


def _areas(rule: CellRule) -> list[_Area]:
    """The rule's ranges; none where one of them is something else than cells (whole columns are wide enough)."""
    found = []
    for part in rule.ranges.split():
        first, _, last = part.partition(":")
        try:
            top, left = position_of(first)
            bottom, right = position_of(last or first)
        except ValueError:
            return []
        if bottom - top > _MOST_ROWS:  # whole columns, nearly
            return []
        found.append((top, left, bottom, right))
    return found


def _wider(areas: Sequence[_Area], places: set[Position]) -> str:
    """The ranges with these cells too, ranges beside each other joined: those that grow with their table are whole."""
    rest = set(places)
    spans: dict[tuple[int, int], set[int]] = {}
    for top, left, bottom, right in areas:
        spans.setdefault((left, right), set()).update(range(top, bottom + 1))
    for left, right in spans:
        columns = range(left, right + 1)
        whole = {row for row, column in rest if column == left and all((row, letter) in rest for letter in columns)}
        spans[left, right] |= whole
        rest -= {(row, column) for row in whole for column in columns}
    for row, column in sorted(rest):
        spans.setdefault((column, column), set()).add(row)
    written = []
    for (left, right), rows in spans.items():
        for _, run in groupby(enumerate(sorted(rows)), key=lambda pair: pair[1] - pair[0]):
            numbers = [row for _, row in run]
            start, end = ref_of(numbers[0], left), ref_of(numbers[-1], right)
            written.append(start if start == end else f"{start}:{end}")
    return " ".join(written)
