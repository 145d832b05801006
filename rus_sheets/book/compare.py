"""What is new, ended and changed between two workbooks of one declaration: matched by ids, never by position.

Formula columns are left out, since their inputs tell the same; the totals that differ are told instead. Columns that
only the toolkit writes are left out too, and so is the log: they are nobody's content.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from rus_sheets.book.convert import Shown
from rus_sheets.book.model import Book, BookTable, Cell, Row
from rus_sheets.book.shown import as_text, normal, shown_as
from rus_sheets.schema.model import Column, Editor, Table, TableKind

_Key = tuple[str, int]
"""A row's id, and which of the rows with that id it is (from 0)."""


class RowChange(Struct, frozen=True):
    """A row that only one of the workbooks has. ``row`` is "" in a table without ids, ``title`` then the whole row."""

    table: str
    sheet: str
    row: str
    title: str


class CellChange(Struct, frozen=True):
    """A cell whose content differs. ``title`` is what B calls the row, ``column`` a column (or setting) key."""

    table: str
    sheet: str
    row: str
    title: str
    column: str
    header: str
    a: Shown
    b: Shown

    @property
    def difference(self) -> float | None:
        """B minus A, None unless both are numbers."""
        return _difference(self.a, self.b)


class TotalChange(Struct, frozen=True):
    """A total that differs, recomputed from the rows of each workbook; None where it isn't known yet."""

    key: str
    sheet: str
    name: str
    label: str
    a: float | None
    b: float | None

    @property
    def difference(self) -> float | None:
        """B minus A, None unless both are known."""
        return _difference(self.a, self.b)


class Differences(Struct, frozen=True):
    """All differences from A to B: ``new`` rows stand only in B, ``ended`` only in A. In the order of the sheets."""

    new: tuple[RowChange, ...]
    ended: tuple[RowChange, ...]
    changed: tuple[CellChange, ...]
    totals: tuple[TotalChange, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.ended or self.changed or self.totals)

    def of_row(self, table: str, row: str) -> tuple[CellChange, ...]:
        """The changed cells of one row."""
        return tuple(change for change in self.changed if (change.table, change.row) == (table, row))


def compare(a: Book, b: Book) -> Differences:
    """What differs between two workbooks of the same declaration."""
    new: list[RowChange] = []
    ended: list[RowChange] = []
    changed: list[CellChange] = []
    for table in b.declaration.table:
        if table.kind not in (TableKind.LISTS, TableKind.LOG):
            found = _Tables(a, b, table)
            new += found.only_in(b, a)
            ended += found.only_in(a, b)
            changed += found.changed()
    return Differences(tuple(new), tuple(ended), tuple(changed), tuple(_totals(a, b)))


class _Tables(Struct, frozen=True):
    """One declared table in both workbooks."""

    a: Book
    b: Book
    table: Table

    def only_in(self, book: Book, other: Book) -> Iterator[RowChange]:
        """The rows of ``book`` that ``other`` lacks. A table that the other lacks altogether tells nothing of rows."""
        key = self.table.key
        if other[key].raw is None:
            return
        theirs = _by_key(other[key])
        for place, row in _by_key(book[key]).items():
            if place not in theirs:
                yield RowChange(key, self.table.sheet, row.id, row.title)
        spare = Counter(map(self._content, _without_id(other[key])))
        for row in _without_id(book[key]):
            content = self._content(row)
            if spare[content] > 0:
                spare[content] -= 1
            else:
                yield RowChange(key, self.table.sheet, "", "; ".join(filter(None, self._texts(row))))

    def changed(self) -> Iterator[CellChange]:
        """The cells that differ in rows that both have."""
        before = _by_key(self.a[self.table.key])
        for place, row in _by_key(self.b[self.table.key]).items():
            if place in before:
                yield from self._in_row(before[place], row)

    def _in_row(self, old: Row, new: Row) -> Iterator[CellChange]:
        for column in self._columns:
            if column.key in old.cells and column.key in new.cells:
                was, now = _cell(self.a, old, column), _cell(self.b, new, column)
                if _content(was) != _content(now):
                    yield CellChange(
                        self.table.key, self.table.sheet, new.id, new.title, column.key, column.header,
                        _shown(was), _shown(now),
                    )  # fmt: skip

    @property
    def _columns(self) -> Sequence[Column]:
        return [
            column
            for column in self.table.columns
            if not column.formula and column.key != self.table.id and column.edited_by is not Editor.TOOLKIT
        ]

    def _content(self, row: Row) -> tuple[object, ...]:
        """A row without an id, for comparing. A column that one of the workbooks lacks is left out."""
        return tuple(
            _content(row.cell(column.key))
            for column in self._columns
            if column.key in self.a[self.table.key].columns and column.key in self.b[self.table.key].columns
        )

    def _texts(self, row: Row) -> list[str]:
        return [as_text(_shown(row.cell(column.key))) for column in self._columns if column.key in row.cells]


def _by_key(table: BookTable) -> Mapping[_Key, Row]:
    """The rows that have an id, in their order; of several with the same id each counts."""
    seen: Counter[str] = Counter()
    found: dict[_Key, Row] = {}
    for row in table:
        if row.id:
            found[row.id, seen[row.id]] = row
            seen[row.id] += 1
    return found


def _without_id(table: BookTable) -> list[Row]:
    return [row for row in table if not row.id]


def _cell(book: Book, row: Row, column: Column) -> Cell:
    """The cell; that of a declared setting in the setting's own type, so that a date is a date."""
    cell = row.cell(column.key)
    if row.table.kind is TableKind.SETTINGS:
        return next((setting for setting in book.settings.values() if setting.raw == cell.raw), cell)
    return cell


def _content(cell: Cell) -> object:
    """What a cell holds, for comparing: typed where it fits its column, so that two date systems don't matter."""
    value = cell.value
    if cell.fault is not None:
        return ("fault", normal(cell.raw.value, cell.column.type))
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).replace("\r\n", "\n")
    if isinstance(value, float):
        return float(f"{value:.15g}")  # the digits that Excel keeps
    return value


def _shown(cell: Cell) -> Shown:
    return cell.value if cell.fault is None else shown_as(cell.raw.value, cell.column.type)


def _totals(a: Book, b: Book) -> Iterator[TotalChange]:
    for key, total in b.totals.items():
        before = a.totals[key].value
        if (before is None) != (total.value is None) or abs((before or 0) - total.number) > 5e-7:
            yield TotalChange(key, b.declaration.summary.sheet, total.name, total.label, before, total.value)


def _difference(a: Shown, b: Shown) -> float | None:
    if isinstance(a, bool) or isinstance(b, bool):
        return None
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        rounded = round(b - a, 6)
        return int(rounded) if float(rounded).is_integer() else rounded
    return None
