"""What checks ask of a book: its input cells, the cells that should hold formulas, and ways to name places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field

from rus_sheets.book.convert import tidy
from rus_sheets.book.model import Book, BookTable, Cell, Row
from rus_sheets.book.raw import RawCell, RawSheet, Scalar, ref_of
from rus_sheets.checks.below_table import rows_below
from rus_sheets.checks.compare import Verdict, compare
from rus_sheets.checks.expected_formulas import ExpectedFormula, expected_formulas
from rus_sheets.checks.place import Place
from rus_sheets.checks.summary import SummaryPlace, summary_places
from rus_sheets.formulas.resolver import Resolver
from rus_sheets.schema.model import Column, Editor, Table, TableKind

Computed = Mapping[str, Mapping[str, Scalar]]
"""Values that an engine calculated, by sheet and A1 reference. Cells that it could not calculate are left out."""

_TITLE = 80


class Entry(NamedTuple):
    """An input cell: ``column`` says what it should hold (for settings: made from the declared setting)."""

    table: Table
    column: Column
    row: Row
    cell: Cell

    @property
    def place(self) -> Place:
        """Where the cell is."""
        header = self.cell.column.header
        return Place(self.cell.sheet, self.cell.ref, self.row.id, cut(self.row.title), header)

    @property
    def label(self) -> str:
        """What people call the cell: the header, or the setting's label."""
        return self.column.header


class Context(Struct, frozen=True, dict=True):
    """A book and what an engine makes of it; the same for every check of a run."""

    book: Book
    computed: Computed = field(default_factory=dict)

    @cached_property
    def resolver(self) -> Resolver:
        """What formulas of this workbook point at."""
        return Resolver(self.book.raw)

    @cached_property
    def summary(self) -> tuple[SummaryPlace, ...]:
        """Every declared cell of the summary, with what stands there."""
        return summary_places(self.book)

    @cached_property
    def expected(self) -> tuple[ExpectedFormula, ...]:
        """Every cell that the declaration gives a formula, in declared tables and on the summary."""
        return tuple(expected_formulas(self.book, self.summary))

    @cached_property
    def expected_at(self) -> Mapping[tuple[str, str], ExpectedFormula]:
        """The same by sheet and A1 reference."""
        return {(formula.place.sheet, formula.place.ref): formula for formula in self.expected}

    def tables(self) -> Iterator[BookTable]:
        """The declared tables of ordinary rows that the workbook has."""
        for table in self.book.tables.values():
            if table.table.kind is TableKind.ROWS and table.raw:
                yield table

    def entries(self, wanted: Callable[[Column], bool]) -> Iterator[Entry]:
        """Every input cell whose column (or setting) is wanted, blank ones too."""
        for table in self.tables():
            for column in table.table.columns:
                if column.key in table.columns and not column.formula and wanted(column):
                    for row in table.rows:
                        yield Entry(table.table, column, row, row.cells[column.key])
        yield from self._settings(wanted)

    def _settings(self, wanted: Callable[[Column], bool]) -> Iterator[Entry]:
        labels = {setting.label: setting for setting in self.book.declaration.setting}
        for table in self.book.tables.values():
            if table.table.kind is not TableKind.SETTINGS:
                continue
            for row in table.rows:
                setting = labels.get(row.id)
                cell = self.book.settings.get(setting.key) if setting else None
                if not setting or not cell or cell.raw.row != row.number:
                    continue
                column = Column(
                    setting.key, setting.label, setting.type, required=setting.required,
                    minimum=setting.minimum, maximum=setting.maximum, edited_by=Editor.SECRETARIAT,
                )  # fmt: skip
                if wanted(column):
                    yield Entry(table.table, column, row, cell)

    @cached_property
    def verdicts(self) -> tuple[tuple[ExpectedFormula, Verdict], ...]:
        """What each cell that should hold a formula holds."""
        return tuple((formula, compare(self.resolver, formula)) for formula in self.expected)

    @cached_property
    def earlier(self) -> tuple[tuple[ExpectedFormula, ...], ...]:
        """The cells whose formula was declared when the workbook was made and isn't now, column by column."""
        found: dict[tuple[str, str], list[ExpectedFormula]] = {}
        for expected, verdict in self.verdicts:
            if verdict is Verdict.EARLIER:
                key = expected.place.sheet, f"{expected.block}.{expected.key}" if expected.block else expected.label
                found.setdefault(key, []).append(expected)
        return tuple(map(tuple, found.values()))

    @cached_property
    def _deviating(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (expected.place.sheet, expected.place.ref)
            for expected, verdict in self.verdicts
            if verdict is not Verdict.SAME
        )

    def deviates(self, sheet: str, ref: str) -> bool:
        """Whether a cell should hold a formula and holds another, or none."""
        return (sheet, ref) in self._deviating

    def own_formulas(self) -> Iterator[tuple[RawSheet, RawCell]]:
        """Every formula that the declaration knows nothing of."""
        for sheet in self.book.raw.sheets:
            for cell in sheet.cells.values():
                if cell.formula and (sheet.name, cell.ref) not in self.expected_at:
                    yield sheet, cell

    def sheet_of(self, table: BookTable) -> RawSheet:
        """The sheet that a table stands on."""
        return next(sheet for sheet in self.book.raw.sheets if table.raw in sheet.tables)

    def has(self, *paths: str) -> bool:
        """Whether declaration and workbook have each table ("plan") or column ("plan.days")."""
        for path in paths:
            table, _, column = path.partition(".")
            if not self.book.declaration.has_table(table) or table not in self.book.tables:
                return False
            if column and column not in self.book[table].columns:
                return False
        return True

    def has_table(self, key: str) -> bool:
        """Whether the workbook really has that declared table, though it be empty."""
        table = self.book.tables.get(key)
        return table is not None and table.raw is not None

    def parts(self, block: str, key: str) -> float | None:
        """The sum of a column of a summary block, recomputed; None where the workbook lacks the block."""
        cells = [formula.value for formula in self.expected if formula.block == block and formula.key == key]
        return sum(value for value in cells if isinstance(value, (int, float))) if cells else None

    @cached_property
    def year_is_reported(self) -> bool:
        """Whether every activity has an outcome with its status: only then is what is missing really missing."""
        if not self.has("outcomes.status"):
            return False
        outcomes = self.book["outcomes"]
        answered = {row.id.casefold() for row in outcomes if row.text("status")}
        units = self.book[outcomes.table.one_for_each].rows if outcomes.table.one_for_each else outcomes.rows
        return bool(answered) and all(row.id.casefold() in answered for row in units if row.id)

    @cached_property
    def reporting_has_begun(self) -> bool:
        """Whether any owner's answer stands in the table of answers: until then it needn't have a row for each unit."""
        answers = self.book[self.book.declaration.followup.answer]
        owned = [column.key for column in answers.table.columns if column.edited_by is Editor.OWNER]
        return any(row.text(key) for row in answers for key in owned)

    def ids_below(self, table: BookTable) -> frozenset[str]:
        """Ids on rows that stand below their table (RS005): they are there, though the table doesn't have them."""
        return self._ids_below.get(table.table.key, frozenset())

    @cached_property
    def _ids_below(self) -> Mapping[str, frozenset[str]]:
        found = {}
        for table in self.tables():
            column = table.columns.get(table.table.id)
            if table.raw and column:
                cells = (row.get(column) for row in rows_below(self.sheet_of(table), table.raw).values())
                ids = (tidy(str(cell.value)).casefold() for cell in cells if cell and cell.value is not None)
                found[table.table.key] = frozenset(ids)
        return found

    def misspelt_ids(self, table: BookTable) -> frozenset[str]:
        """Ids of a table that don't follow their pattern (RS109)."""
        return self._misspelt.get(table.table.key, frozenset())

    @cached_property
    def _misspelt(self) -> Mapping[str, frozenset[str]]:
        patterns = {
            table.table.key: table.table.column(table.table.id).pattern for table in self.tables() if table.table.id
        }
        return {
            key: frozenset(id_ for id_ in self.book[key].by_id if not re.fullmatch(pattern, id_))
            for key, pattern in patterns.items()
            if pattern
        }

    def place(self, sheet: RawSheet, row: int, column: int) -> Place:
        """A cell's place, with its row's id and its header where a declared table covers it."""
        for candidate in self.book.tables.values():
            table = candidate.raw
            if not table or table not in sheet.tables or not table.first_row <= row <= table.last_row:
                continue
            found = self._rows[candidate.table.key].get(row)
            headers = {number: key for key, number in candidate.columns.items()}
            name = candidate.table.column(headers[column]).header if column in headers else ""
            row_id, title = (found.id, cut(found.title)) if found else ("", "")
            return Place(sheet.name, ref_of(row, column), row_id, title, name)
        return Place(sheet.name, ref_of(row, column))

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[int, Row]]:
        return {key: {row.number: row for row in book_table.rows} for key, book_table in self.book.tables.items()}


def at(row: Row, key: str) -> Place:
    """The place of a row's cell."""
    cell = row.cell(key)
    return Place(cell.sheet, cell.ref, row.id, cut(row.title), cell.column.header)


def cut(title: str) -> str:
    """A row's title on one line, not too long to be read in a list."""
    line = tidy(title)
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1].rstrip()}…"
