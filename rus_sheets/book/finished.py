"""What a recomputation asks of a finished book: for figures that stand in no row, such as those of the summary."""

from __future__ import annotations

from collections.abc import Iterable

from rus_sheets.book.convert import Value
from rus_sheets.book.model import Book, Row


class FinishedRows:
    """A book whose formula columns have been recomputed, as ``recompute.Rows``."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def rows_of(self, table: str) -> Iterable[Row]:
        """The rows of a table."""
        return self._book[table].rows

    def setting(self, key: str) -> Value:
        """The value of a setting."""
        return self._book.setting(key)

    def value(self, row: object, table: str, path: str) -> Value:  # noqa: ARG002 - the protocol has the table
        """The value of "column" or "reference.column" in a row."""
        assert isinstance(row, Row)  # noqa: S101 - the protocol leaves the row's type to this class
        first, _, rest = path.partition(".")
        cell = row.cells.get(first)
        if not rest or not cell:
            return cell.value if cell else None
        target = row.table.column(first).references
        other = self._book[target].by_id.get(str(cell.value or ""))
        return self.value(other, target, rest) if other else None
