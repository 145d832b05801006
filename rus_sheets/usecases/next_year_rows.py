"""What goes on into the next year, what doesn't, and what is told of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from rus_sheets.book.lacking import lacking
from rus_sheets.book.model import Book, BookTable, Row
from rus_sheets.schema.model import NextYear, Table, TableKind
from rus_sheets.usecases.dropped_rows import RowPlace

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Dropped(Struct, frozen=True):
    """A row that doesn't follow along."""

    sheet: str
    row: str
    title: str


class GoingOn(Struct, frozen=True):
    """The old year's workbook on its way into ``year`` by the declaration's rules; the rows ``gone`` stay behind."""

    book: Book
    rules: NextYear
    year: int
    gone: frozenset[RowPlace]

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table that aren't left behind."""
        return (row for row in self.book[table] if (table, row.number) not in self.gone)

    def ids(self, table: BookTable) -> list[str]:
        """The ids that the new workbook's table is to have."""
        if table.table.key in self.rules.empty_tables:
            return []
        return [row.id for row in self.rows(table.table.key)]

    @property
    def period(self) -> str:
        """The goal period as it stands in the settings."""
        return self.book.setting_text(self.rules.period) if self.rules.period else ""

    @property
    def period_is_over(self) -> bool:
        """Is the new year outside the period? One that can't be told is taken to go on."""
        years = [int(node) for node in _YEAR.findall(self.period)]
        return bool(years) and not min(years) <= self.year <= max(years)

    def kept(self) -> Iterator[str]:
        """The rows that go on with what was said of them, since the period isn't over."""
        paths = [path.split(".") for path in self.rules.after_period if not self.period_is_over]
        for key in dict.fromkeys(table for table, _ in paths):
            said = [column for table, column in paths if table == key]
            yield from (row.id for row in self.rows(key) if any(row.text(column) for column in said))

    def dropped(self) -> Iterator[Dropped]:
        """The rows that don't follow along, but those that only repeat the activity."""
        for table in self.book.declaration.tables(TableKind.ROWS):
            if table.key not in self.rules.empty_tables and not table.one_for_each:
                for row in self.book[table.key]:
                    if (table.key, row.number) in self.gone:
                        yield Dropped(table.sheet, row.id, row.title)

    def emptied(self) -> dict[str, int]:
        """How many rows each emptied table had."""
        tables = (self.book[key] for key in self.rules.empty_tables)
        return {table.table.sheet: len(table) for table in tables if len(table)}

    def missing(self) -> Iterator[str]:
        """The headers of the columns for last year's values that the workbook lacks."""
        for path in self.rules.shown:
            table, column = path.split(".")
            if column not in self.book[table].columns:
                yield self._declared(table).column(column).header

    def lacks(self) -> dict[str, tuple[str, ...]]:
        """By sheet the headers of columns that have been declared since the workbook was made, but those."""
        found = {}
        for key, columns in lacking(self.book).columns.items():
            headers = tuple(column.header for column in columns if f"{key}.{column.key}" not in self.rules.shown)
            if headers:
                found[self._declared(key).sheet] = headers
        return found

    def _declared(self, table: str) -> Table:
        return self.book.declaration.table_of(table)
