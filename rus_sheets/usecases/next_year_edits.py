"""The cells and rows of last year's workbook that are changed for the next."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct, field

from rus_sheets.book.build import find_table
from rus_sheets.book.model import BookTable, Cell
from rus_sheets.book.raw import RawSheet, RawTable, RichText, ref_of
from rus_sheets.excel.edit.patch import CellValue, Patch
from rus_sheets.excel.edit.shrink import remove_rows
from rus_sheets.excel.read.package import Package
from rus_sheets.schema.model import CellType, TableKind
from rus_sheets.usecases.next_year_rows import GoingOn


class NextYearEdits(Struct):
    """The changes to one workbook; ``then`` is what goes on."""

    then: GoingOn
    _cells: dict[str, dict[str, CellValue]] = field(default_factory=dict)

    def edited(self, package: Package) -> bytes:
        """The workbook with cells changed and rows taken away; stored values are not yet set right."""
        self._settings()
        self._columns()
        self._references()
        self._year_texts()
        removed = dict(self._removed_rows())
        patch = Patch(package)
        for sheet, cells in self._cells.items():
            patch.set_cells(sheet, cells)
        data = patch.to_bytes()
        for (sheet, table), rows in removed.items():
            data = remove_rows(Package(package.path, data), sheet, table, rows)
        return data

    def _set(self, cell: Cell, value: CellValue) -> None:
        """Set an input cell; what a person has put a formula in is left alone unless it is to be emptied."""
        self._cells.setdefault(cell.sheet, {})[cell.ref] = value

    def _settings(self) -> None:
        settings = self.then.book.settings
        self._set(settings[self.then.book.declaration.year_setting], self.then.year)
        for key in self.then.rules.empty_settings:
            if key in settings:
                self._set(settings[key], None)

    def _columns(self) -> None:
        for shown, source in self.then.rules.shown.items():
            (table, column), origin = shown.split("."), source.split(".")[1]
            for row in self.then.rows(table):
                if column in row.cells and origin in row.cells:
                    self._set(row.cell(column), _content(row.cell(origin)))
        over = self.then.rules.after_period if self.then.period_is_over else ()
        for path in (*self.then.rules.empty_columns, *over):
            table, column = path.split(".")
            for row in self.then.rows(table):
                if column in row.cells:
                    self._set(row.cell(column), None)

    def _references(self) -> None:
        """References to rows that go: lists lose the one, a single one is emptied."""
        ids = {
            (key, row.id)
            for key, table in self.then.book.tables.items()
            for row in table
            if (key, row.number) in self.then.gone
        }
        for table in self.then.book.declaration.tables(TableKind.ROWS) if ids else ():
            for row in self.then.rows(table.key):
                for cell in row.cells.values():
                    self._refer(cell, ids)

    def _refer(self, cell: Cell, ids: Collection[tuple[str, str]]) -> None:
        column = cell.column
        if column.type not in (CellType.REF, CellType.REFS) or column.formula:
            return
        named = cell.value if isinstance(cell.value, tuple) else (str(cell.value or ""),)
        left = [figure for figure in named if (column.references, figure) not in ids]
        if len(left) < len(named):
            self._set(cell, "; ".join(left) or None)

    def _year_texts(self) -> None:
        """The year in the texts that the toolkit wrote on the front sheet and the summary."""
        book, years = self.then.book, (str(self.then.book.year), str(self.then.year))
        declaration = book.declaration
        texts = [f"{declaration.title} {{year}}", declaration.summary.title]
        texts += [line for section in declaration.cover.section for line in section.lines]
        before, after = ([text.replace("{year}", year) for text in texts] for year in years)
        new = dict(zip(before, after, strict=True))
        for name in (declaration.cover.sheet, declaration.summary.sheet):
            sheet = book.raw.sheet(name)
            for cell in sheet.cells.values() if sheet else ():
                said = cell.value if isinstance(cell.value, str) and cell.formula is None else ""
                if new.get(said, said) != said:
                    self._cells.setdefault(name, {})[cell.ref] = new[said]

    def _removed_rows(self) -> Iterator[tuple[tuple[str, str], set[int]]]:
        """By sheet and table the rows to take away; a table keeps one row, which is then emptied."""
        gone, emptied = self.then.gone, self.then.rules.empty_tables
        for key, read in self.then.book.tables.items():
            if read.raw is None:
                continue  # declared since the workbook was made
            sheet, table = self._excel(read)
            body = range(table.first_row + 1, table.last_row + 1)
            rows = set(body) if key in emptied else {row for other, row in gone if other == key}
            if rows >= set(body):
                kept = next((row for row in body if row not in sheet.hidden_rows), body[0])
                self._empty_row(sheet, table, kept)
                rows.discard(kept)
            if rows:
                yield (sheet.name, table.name), rows

    def _empty_row(self, sheet: RawSheet, table: RawTable, row: int) -> None:
        for column in range(table.first_column, table.last_column + 1):
            cell = sheet.cells.get((row, column))
            if cell is not None and cell.formula is None and not cell.shared_or_array:
                self._cells.setdefault(sheet.name, {})[ref_of(row, column)] = None

    def _excel(self, table: BookTable) -> tuple[RawSheet, RawTable]:
        found = find_table(table.table, self.then.book.raw)
        assert found is not None  # noqa: S101 - checked before
        return found


def _content(cell: Cell) -> CellValue:
    """What a cell shows, with its bold and italics."""
    return RichText(cell.raw.runs) if cell.raw.runs else cell.raw.value
