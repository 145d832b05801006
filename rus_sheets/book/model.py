"""The typed workbook: tables of rows of cells, each of which knows the cell it came from.

``rus_sheets.book.build`` makes a ``Book`` from a ``RawWorkbook`` and a ``Declaration``. Tables and columns are asked
for by their keys: ``book["plan"].rows``, ``row["days"]``, ``row.cell("days").tag``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from rus_sheets.book.convert import Value, ValueFault
from rus_sheets.book.frames import frame
from rus_sheets.book.raw import RawCell, RawTable, RawWorkbook, Runs, ref_of
from rus_sheets.schema.model import Column, Declaration, Table

if TYPE_CHECKING:
    import pandas as pd


class Cell(NamedTuple):
    """One cell of a declared column.

    ``value`` is typed and, in formula columns, recomputed from the rows; ``stored`` is what the file says. Where
    the content doesn't fit the column, ``value`` is None, ``fault`` says why and ``meant`` what was probably meant.
    A tuple for the reason that RawCell is one.
    """

    column: Column
    sheet: str
    row_id: str
    raw: RawCell
    value: Value
    stored: Value
    fault: ValueFault | None = None
    meant: Value = None

    @property
    def ref(self) -> str:
        """The A1 reference of the cell."""
        return self.raw.ref

    @property
    def tag(self) -> str:
        """The source by ids, so that it survives sorting: ``Plan/A03/Dagar``."""
        return f"{self.sheet}/{self.row_id}/{self.column.header}"

    @property
    def runs(self) -> Runs:
        """The text with its marks (see RawCell); a single unmarked run where the cell isn't rich text."""
        if self.raw.runs:
            return self.raw.runs
        return ((self.value, ""),) if isinstance(self.value, str) and self.value else ()


class Row(Struct, frozen=True):
    """A row of a declared table. ``number`` is its row in the sheet; ``id`` and ``title`` are "" where it has none."""

    table: Table
    number: int
    cells: Mapping[str, Cell]

    def __getitem__(self, key: str) -> Value:
        return self.cells[key].value

    def cell(self, key: str) -> Cell:
        """The cell of that column; KeyError where the workbook lacks the column."""
        return self.cells[key]

    def text(self, key: str) -> str:
        """The value as text, "" where blank or missing."""
        value = self.cells[key].value if key in self.cells else None
        return "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)

    def number_of(self, key: str) -> float:
        """The value as a number, 0 where blank or not a number."""
        value = self.cells[key].value if key in self.cells else None
        return value if isinstance(value, (int, float)) else 0

    @property
    def id(self) -> str:
        """The row's id, "" where the table has none or it is blank."""
        return self.text(self.table.id) if self.table.id else ""

    @property
    def title(self) -> str:
        """What people call the row."""
        return self.text(self.table.title) if self.table.title else ""


class BookTable(Struct, frozen=True, dict=True):
    """The rows of one declared table. ``raw`` is None where the workbook lacks the table (then there are no rows)."""

    table: Table
    rows: tuple[Row, ...]
    raw: RawTable | None
    columns: Mapping[str, int]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def values(self) -> Mapping[str, tuple[Value, ...]]:
        """The values of the columns that the workbook has, by key, in the rows' order."""
        return {key: tuple(row[key] for row in self.rows) for key in self.columns}

    @cached_property
    def by_id(self) -> Mapping[str, Row]:
        """The rows by id; of two rows with the same id the first."""
        rows: dict[str, Row] = {}
        for row in self.rows:
            if row.id:
                rows.setdefault(row.id, row)
        return rows

    @cached_property
    def by_parent(self) -> Mapping[str, tuple[Row, ...]]:
        """The rows by the unit they belong to."""
        rows: dict[str, list[Row]] = {}
        for row in self.rows:
            rows.setdefault(row.text(self.table.parent), []).append(row)
        return {key: tuple(group) for key, group in rows.items()}

    def ref(self, row: int, key: str) -> str:
        """The A1 reference of a column in a sheet row."""
        return ref_of(row, self.columns[key])


class Total(Struct, frozen=True):
    """A figure of the summary: ``value`` recomputed from the rows, ``stored`` as the file says (None if it doesn't).

    ``value`` is None while the figure isn't known; ``unknown`` is what documents say then. ``ref`` is "" where the
    workbook lacks the defined name. It isn't ``whole`` where some row lacks its part of it (``book.gaps``).
    """

    key: str
    name: str
    label: str
    value: float | None
    stored: Value
    sheet: str
    ref: str
    unknown: str = ""
    whole: bool = True

    @property
    def number(self) -> float:
        """The value as a number, 0 where it isn't known."""
        return self.value or 0

    @property
    def tag(self) -> str:
        """``Summering/Dagar_totalt``."""
        return f"{self.sheet}/{self.name}"


class Book(Struct, frozen=True):
    """A workbook read by its declaration. Values are typed, formula columns and totals recomputed."""

    declaration: Declaration
    raw: RawWorkbook
    tables: Mapping[str, BookTable]
    settings: Mapping[str, Cell]
    totals: Mapping[str, Total]

    def __getitem__(self, key: str) -> BookTable:
        return self.tables[key]

    def has_column(self, table: str, key: str) -> bool:
        """Whether the workbook has that table with that column."""
        return table in self.tables and key in self.tables[table].columns

    def setting(self, key: str) -> Value:
        """The value of a setting, None where blank."""
        cell = self.settings.get(key)
        return cell.value if cell else None

    def setting_text(self, key: str) -> str:
        """The value of a setting as text, "" where blank."""
        value = self.setting(key)
        return "" if value is None else str(value)

    @property
    def year(self) -> int | None:
        """The year that the workbook is about."""
        value = self.setting(self.declaration.year_setting)
        return int(value) if isinstance(value, (int, float)) else None

    @property
    def workbook_id(self) -> str:
        """What ties follow-up files to this workbook; "" where it has been lost."""
        return self.raw.properties.get("rus-sheets id", "")

    def follow(self, row: Row, key: str) -> Row | None:
        """The row that a reference points at, None where it points at nothing."""
        return self.tables[row.table.column(key).references].by_id.get(row.text(key))

    def frames(self) -> dict[str, pd.DataFrame]:
        """pandas DataFrames by sheet name, with numbers, dates and choices in their right types; slow to import."""
        return {table.table.sheet: frame(table.table, table.values) for table in self.tables.values()}
