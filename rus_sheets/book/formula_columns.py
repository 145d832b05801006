"""What a recomputation asks of a book: its rows, with every formula column computed from them."""

from __future__ import annotations

from collections.abc import Iterable

from rus_sheets.book import recompute
from rus_sheets.book.convert import Value
from rus_sheets.book.model import Book, Row
from rus_sheets.book.newids import suggestion
from rus_sheets.schema.model import Column, TableKind


class ComputedRows:
    """A book as ``recompute.RowSource``. Computed values are found on demand and remembered.

    A formula column that the workbook lacks (it was made before the column was declared) has its value all the same.
    ``finished``: the book's formula columns have been recomputed already.
    """

    def __init__(self, book: Book, *, finished: bool = True) -> None:
        self._book = book
        self._finished = finished
        self._known: dict[tuple[int, str, str], Value] = {}

    def rows_of(self, table: str) -> Iterable[Row]:
        """The rows of a table."""
        return self._book[table].rows

    def setting(self, key: str) -> Value:
        """The value of a setting."""
        return self._book.setting(key)

    def value(self, row: object, table: str, path: str) -> Value:
        """The value of "column" or "reference.column" in a row."""
        assert isinstance(row, Row)  # noqa: S101 - the protocol leaves the row's type to this class
        cell = row.cells.get(path)
        if cell is not None and (self._finished or not cell.column.formula):
            return cell.value  # most, and quickly
        first, _, rest = path.partition(".")
        column = row.table.column(first)
        if rest:
            other = self._book[column.references].by_id.get(str(self.value(row, table, first) or ""))
            return self.value(other, column.references, rest) if other else None
        if not column.formula:
            return None
        known = (row.number, table, first)
        if known not in self._known:
            self._known[known] = None  # a circle of derivations ends here
            self._known[known] = self._formula(row, table, column)
        return self._known[known]

    def _formula(self, row: Row, table: str, column: Column) -> Value:
        if column.suggests:
            return self._suggestion(row, table)
        if column.recompute:
            return recompute.total(self, column.recompute, {"$id": row.id})
        return recompute.derive(self, row, table, column.derive)

    def _suggestion(self, row: Row, table: str) -> Value:
        """The next free id beside a row that has a title and no id."""
        if row.id or not row.title:
            return None
        logs = self._book.declaration.tables(TableKind.LOG)
        logged = [line.text("activity") for log in logs if log.has("activity") for line in self._book[log.key]]
        return suggestion(row.table, [*(other.id for other in self._book[table]), *logged]) or None
