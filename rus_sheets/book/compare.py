"""What is new, ended and changed between two workbooks of one declaration: matched by ids, never by position.

Where the ids are two plans' the rows are matched by name (``same_rows``), and references are compared by what they
refer to: G2 then may be G5 now.

Formula columns are left out, since their inputs tell the same; the totals that differ are told instead. Columns that
only the toolkit writes are left out too, and so is the log: they are nobody's content.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from rus_sheets.book.by_name import Key
from rus_sheets.book.convert import Shown
from rus_sheets.book.model import Book, BookTable, Cell, Row
from rus_sheets.book.same_rows import SameRows, keyed
from rus_sheets.book.shown import as_text, normal, shown_as
from rus_sheets.schema.model import CellType, Column, Editor, Table, TableKind


class RowChange(Struct, frozen=True):
    """A row that only one of the workbooks has. ``row`` is "" in a table without ids, ``title`` then the whole row."""

    table: str
    sheet: str
    row: str
    title: str


class CellChange(Struct, frozen=True):
    """A cell whose content differs. ``title`` is what B calls the row, ``column`` a column (or setting) key.

    ``was`` is A's id of the row where that is another.
    """

    table: str
    sheet: str
    row: str
    title: str
    column: str
    header: str
    a: Shown
    b: Shown
    was: str = ""

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


class SameRow(Struct, frozen=True):
    """A row of A (its id and title) and the row of B that it is, or may be, by name."""

    table: str
    sheet: str
    a: str
    title_a: str
    b: str
    title_b: str


class Differences(Struct, frozen=True):
    """All differences from A to B: ``new`` rows stand only in B, ``ended`` only in A. In the order of the sheets.

    Where rows are matched by name, ``same`` are those that were, and ``unsure`` those that may be the same: they stand
    as ended and new. ``along`` is how many more have come or gone with what they belong to, and aren't told one by one.
    """

    new: tuple[RowChange, ...]
    ended: tuple[RowChange, ...]
    changed: tuple[CellChange, ...]
    totals: tuple[TotalChange, ...]
    same: tuple[SameRow, ...] = ()
    unsure: tuple[SameRow, ...] = ()
    along: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.ended or self.changed or self.totals)

    def of_row(self, table: str, row: str) -> tuple[CellChange, ...]:
        """The changed cells of one row."""
        return tuple(change for change in self.changed if (change.table, change.row) == (table, row))


def compare(a: Book, b: Book, rows: SameRows | None = None) -> Differences:
    """What differs between two workbooks of the same declaration; ``rows`` tells which are the same where ids don't."""
    kinds = (TableKind.LISTS, TableKind.LOG)
    tables = [_Tables(a, b, table, rows) for table in b.declaration.table if table.kind not in kinds]
    return Differences(
        new=tuple(row for found in tables for row in found.new()),
        ended=tuple(row for found in tables for row in found.ended()),
        changed=tuple(cell for found in tables for cell in found.changed()),
        totals=tuple(_totals(a, b)),
        same=tuple(row for found in tables for row in found.same()),
        unsure=tuple(row for found in tables for row in found.unsure()),
        along=sum(found.along() for found in tables),
    )


class _Tables(Struct, frozen=True, dict=True):
    """One declared table in both workbooks."""

    a: Book
    b: Book
    table: Table
    rows: SameRows | None

    @cached_property
    def _of_a(self) -> Mapping[Key, Row]:
        return keyed(self.a[self.table.key])

    @cached_property
    def _of_b(self) -> Mapping[Key, Row]:
        return keyed(self.b[self.table.key])

    @cached_property
    def _pairs(self) -> Mapping[Key, Key]:
        """B's rows that A has too, and which of A's each is."""
        by_name = self.rows.pairs(self.table.key) if self.rows else None
        return {key: key for key in self._of_b if key in self._of_a} if by_name is None else by_name

    def new(self) -> Iterator[RowChange]:
        """The rows that only B has."""
        return self._only_in(self.b, self.a, {*self._pairs, *self._along_b})

    def ended(self) -> Iterator[RowChange]:
        """The rows that only A has."""
        return self._only_in(self.a, self.b, {*self._pairs.values(), *self._along_a})

    def along(self) -> int:
        """How many rows have come or gone with what they belong to."""
        return len(self._along_a) + len(self._along_b)

    @cached_property
    def _along_a(self) -> set[Key]:
        owners = self._owners
        return set() if owners is None else _without_owner(self._of_a, self.table, {a[0] for a in owners.values()})

    @cached_property
    def _along_b(self) -> set[Key]:
        owners = self._owners
        return set() if owners is None else _without_owner(self._of_b, self.table, {b[0] for b in owners})

    @property
    def _owners(self) -> Mapping[Key, Key] | None:
        """How what the rows belong to is matched by name; None where it isn't, or they belong to nothing."""
        if not self.rows or not self.table.parent:
            return None
        return self.rows.pairs(self.table.column(self.table.parent).references)

    def same(self) -> Iterator[SameRow]:
        """The rows that are matched by name; not those that follow another table's, where they are told of."""
        found = self.rows.tables.get(self.table.key) if self.rows else None
        follows = bool(self.table.id) and self.table.column(self.table.id).type is CellType.REF
        return (self._row(was, now) for was, now in (found.pairs if found and not follows else ()))

    def unsure(self) -> Iterator[SameRow]:
        """The rows that may be the same by name."""
        found = self.rows.tables.get(self.table.key) if self.rows else None
        return (self._row(was, now) for was, may_be in (found.unsure if found else ()) for now in may_be)

    def _row(self, was: Key, now: Key) -> SameRow:
        old, new = self._of_a[was], self._of_b[now]
        return SameRow(self.table.key, self.table.sheet, old.id, old.title, new.id, new.title)

    def _only_in(self, book: Book, other: Book, both: Container[Key]) -> Iterator[RowChange]:
        """The rows of ``book`` that ``other`` lacks. A table that the other lacks altogether tells nothing of rows."""
        key = self.table.key
        if other[key].raw is None:
            return
        for place, row in keyed(book[key]).items():
            if place not in both:
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
        for place, row in self._of_b.items():
            if place in self._pairs:
                yield from self._in_row(self._of_a[self._pairs[place]], row)

    def _in_row(self, old: Row, new: Row) -> Iterator[CellChange]:
        for column in self._columns:
            if column.key in old.cells and column.key in new.cells:
                was, now = _cell(self.a, old, column), _cell(self.b, new, column)
                if not self._alike(was, now):
                    yield CellChange(
                        self.table.key, self.table.sheet, new.id, new.title, column.key, column.header,
                        self._told(self.a, was), self._told(self.b, now), old.id if old.id != new.id else "",
                    )  # fmt: skip

    def _alike(self, was: Cell, now: Cell) -> bool:
        pairs = self._referred(was, now)
        if pairs is None:
            return _content(was) == _content(now)
        in_a = {b[0]: a[0] for b, a in pairs.items()}
        return sorted(_ids(was)) == sorted(in_a.get(id_, "") for id_ in _ids(now))

    def _referred(self, *cells: Cell) -> Mapping[Key, Key] | None:
        """How the rows that the cells refer to are matched by name; None where ids hold, or a cell is no reference."""
        references = cells[0].column.references
        is_whole = all(cell.fault is None for cell in cells)
        return self.rows.pairs(references) if self.rows and references and is_whole else None

    def _told(self, book: Book, cell: Cell) -> Shown:
        """What is shown; what is referred to by an id that means two things stands with its name."""
        if self._referred(cell) is None:
            return _shown(cell)
        rows = book[cell.column.references].by_id
        return "; ".join(f"{id_} {_placed(book, rows[id_])}" if id_ in rows else id_ for id_ in _ids(cell)) or None

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


def _ids(cell: Cell) -> tuple[str, ...]:
    """The ids that a reference holds."""
    value = cell.value
    return value if isinstance(value, tuple) else () if value is None else (str(value),)


def _placed(book: Book, row: Row) -> str:
    """What the row is called, and what it stands under: each area has its running work."""
    above = [
        above.title
        for column in row.table.columns
        if column.type is CellType.REF and column.required and (above := book.follow(row, column.key))
    ]
    return f"{row.title} ({', '.join(above)})" if above else row.title


def _without_owner(rows: Mapping[Key, Row], table: Table, owners: Container[str]) -> set[Key]:
    """The rows that belong to a row which isn't among the ``owners``."""
    return {key for key, row in rows.items() if row.text(table.parent) and row.text(table.parent) not in owners}


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
