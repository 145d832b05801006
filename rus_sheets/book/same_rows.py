"""Which rows of two workbooks are the same where their ids are two plans': by name, table by table.

Rows that belong to a row (the parts of an activity, its outcome) are looked for among those of its partner only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from rus_sheets.book.another_plan import OtherIds
from rus_sheets.book.by_name import Key, Matched, NamedRow, matched
from rus_sheets.book.model import Book, BookTable, Row
from rus_sheets.schema.model import CellType, Column, Table, TableKind


class SameRows(Struct, frozen=True):
    """What is the same in A and B though the ids are two plans' (``other``); ``tables`` are those matched by name."""

    other: OtherIds
    tables: Mapping[str, Matched]

    def pairs(self, table: str) -> Mapping[Key, Key] | None:
        """B's rows and which of A's each is; None for a table whose ids hold in both."""
        found = self.tables.get(table)
        return None if found is None else {b: a for a, b in found.pairs}


def by_name(a: Book, b: Book, other: OtherIds) -> SameRows:
    """Rows matched by name in every table whose ids the plan gives; settings and known texts keep theirs."""
    made = _Matching(a, b)
    for table in b.declaration.tables(TableKind.ROWS):
        made.table(table)
    return SameRows(other, {key: found for key, found in made.found.items() if found is not None})


def keyed(table: BookTable) -> Mapping[Key, Row]:
    """The rows that have an id, in their order; of several with the same id each counts."""
    seen: Counter[str] = Counter()
    rows: dict[Key, Row] = {}
    for row in table:
        if row.id:
            rows[row.id, seen[row.id]] = row
            seen[row.id] += 1
    return rows


class _Matching:
    """The tables as they are matched; those that a table's rows belong to come before it."""

    def __init__(self, a: Book, b: Book) -> None:
        self._a, self._b = a, b
        self.found: dict[str, Matched | None] = {}

    def table(self, table: Table) -> Matched | None:
        if table.key not in self.found:
            self.found[table.key] = self._matched(table)
        return self.found[table.key]

    def _matched(self, table: Table) -> Matched | None:
        """None for a table whose ids hold in both, or that has none."""
        if not table.id or table.known_rows:
            return None
        own = table.column(table.id)
        if own.type is CellType.REF:
            return self._followed(table, own)
        if own.type is not CellType.ID or not table.title:
            return None
        of_a, of_b = (self._by_owner(book, table) for book in (self._a, self._b))
        found = [matched(of_a[owner], of_b[owner]) for owner in sorted(of_a.keys() & of_b.keys())]
        return Matched(
            tuple(pair for part in found for pair in part.pairs), tuple(one for part in found for one in part.unsure)
        )

    def _followed(self, table: Table, own: Column) -> Matched | None:
        """Rows whose ids are another table's: each follows the row that it is about."""
        about = self.table(self._a.declaration.table_of(own.references))
        if about is None:
            return None
        rows_a, rows_b = keyed(self._a[table.key]), keyed(self._b[table.key])
        return Matched(tuple((one, other) for one, other in about.pairs if one in rows_a and other in rows_b))

    def _by_owner(self, book: Book, table: Table) -> Mapping[str, list[NamedRow]]:
        """The rows by what they belong to ("" for nothing); not those that belong to what the other workbook lacks."""
        owners: dict[str, list[NamedRow]] = {}
        about = next((column for column in table.columns if column.type is CellType.REF and column.required
                      and column.key != table.parent), None)  # fmt: skip
        for key, row in keyed(book[table.key]).items():
            owner = self._as_a_says(book, row, table.column(table.parent)) if table.parent else ""
            if owner is not None:
                place = self._as_a_says(book, row, about) if about else ""
                owners.setdefault(owner, []).append(NamedRow(key, row.title, place or ""))
        return owners

    def _as_a_says(self, book: Book, row: Row, column: Column) -> str | None:
        """The id in A of what a row refers to, "" for nothing; None where the other workbook has no such row."""
        referred = row.text(column.key)
        found = self.table(book.declaration.table_of(column.references)) if referred else None
        if found is None:
            return referred
        ids = {one[0] if book is self._a else other[0]: one[0] for one, other in found.pairs}
        return ids.get(referred)
