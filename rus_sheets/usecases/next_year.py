"""Next year's workbook out of this year's file: a copy in which only what belongs to the old year is changed.

Nothing is built anew, so the secretariat's own columns, sheets, charts, notes and colours follow along. What doesn't
follow stands in the declaration (``[next_year]``): tables, columns and settings that are emptied.

* Activities all go on but those that are dropped by their ids: a status doesn't tell whether work goes on.
* Goals go on. Their assessments are kept while the new year is in the goal period, and emptied when it is over.
* What hangs on a dropped row goes with it; a list of references only loses the one.
* The secretariat's own columns are kept in rows that go on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from rus_sheets.book.build import build_book, find_table
from rus_sheets.book.lacking import lacking
from rus_sheets.book.model import Book, BookTable, Cell, Row
from rus_sheets.book.raw import RawSheet, RawTable, RichText, ref_of
from rus_sheets.checks.declared_formulas import declared_cells
from rus_sheets.errors import DeclarationError, UnusableInputError, UsageError
from rus_sheets.excel.calc.stored import Calculation
from rus_sheets.excel.edit.patch import CellValue, Patch
from rus_sheets.excel.edit.properties import with_properties
from rus_sheets.excel.edit.shrink import remove_rows
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.layout.canonical import workbook_id
from rus_sheets.office.atomic import write_atomically
from rus_sheets.office.sealed import unsealed
from rus_sheets.schema.model import CellType, Declaration, NextYear, Table, TableKind
from rus_sheets.usecases.dropped_rows import RowPlace, rows_without
from rus_sheets.usecases.old_year import OldYear, naming
from rus_sheets.usecases.opened import requirements
from rus_sheets.usecases.opened.opening import declaration_of

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Dropped(Struct, frozen=True):
    """A row that doesn't follow along."""

    sheet: str
    row: str
    title: str


class NewYear(Struct, frozen=True):
    """Next year's workbook as made. ``emptied`` counts the rows by sheet.

    ``missing`` are the columns for last year's values that the old workbook lacks, ``lacks`` by sheet the other columns
    that have been declared since, and ``lacks_sheets`` the sheets; ``period`` is the goal period if it is over, else
    "". ``kept`` are the rows whose assessments go on with it. ``untrusted`` as for a merge. ``old_year`` are the texts
    that still name the year before.
    """

    path: Path
    year: int
    previous: int
    dropped: tuple[Dropped, ...]
    emptied: Mapping[str, int]
    missing: tuple[str, ...]
    period: str
    untrusted: tuple[str, ...]
    old_year: tuple[OldYear, ...]
    lacks: Mapping[str, tuple[str, ...]] = {}
    lacks_sheets: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def workbook_from(source: Path, target: Path, year: int, drop: Sequence[str] = (), *, dry_run: bool = False) -> NewYear:
    """Write the workbook of ``year`` to ``target``, made from last year's file ``source``.

    With ``dry_run`` nothing is written: it is only told what would be.

    Raises UnusableInputError when ``target`` is there already or ``source`` can't be used, UsageError for a year that
    isn't later than the source's or an id that isn't there, PatchRefusedError for what can't be changed safely.
    """
    if target.exists():
        remedy = "Välj ett annat namn, eller flytta undan filen först."
        raise UnusableInputError("Filen finns redan och skrivs inte över.", place=str(target), remedy=remedy)
    if target.suffix.lower() != source.suffix.lower():
        remedy = f"Ge den nya arbetsboken ett namn på {source.suffix}."
        raise UnusableInputError("Den nya arbetsboken måste ha samma filändelse.", place=str(target), remedy=remedy)
    package = Package(source)
    package = Package(source, unsealed(package))
    raw = read_package(package)
    book = build_book(declaration_of(raw), raw)
    previous = _checked_year(book, source, year)
    work = _Work(book, _rules(book.declaration), year, rows_without(book, drop))
    data = work.edited(package)
    data = with_properties(Package(package.path, data), *work.properties())
    with Calculation(package.data, raw, declared_cells(book)) as calculation:
        after, calculated = calculation.settle(data)
    made = build_book(book.declaration, read_package(Package(package.path, after)))
    work.ensure_made(made)
    if not dry_run:
        write_atomically(target, after)
    return NewYear(
        path=target,
        year=year,
        previous=previous,
        dropped=tuple(work.dropped()),
        emptied=work.emptied(),
        missing=tuple(work.missing()),
        period=work.period if work.period_is_over else "",
        kept=tuple(work.kept()),
        untrusted=tuple(str(cell) for cell in calculated.untrusted),
        # Read from the new workbook's own bytes: what stands there is what is told.
        old_year=tuple(naming(made, previous)),
        lacks=work.lacks(),
        lacks_sheets=tuple(table.sheet for table in lacking(made).sheets),
    )


def _rules(declaration: Declaration) -> NextYear:
    if declaration.next_year is None:
        text = "Mallen säger inte vad som följer med till nästa år."
        raise DeclarationError(text, place=declaration.source, remedy="Lägg till [next_year].")
    return declaration.next_year


def _checked_year(book: Book, source: Path, year: int) -> int:
    """The year of last year's workbook, once all that is needed of it is there."""
    requirements.ensure(book, requirements.everything(book.declaration), source)
    if book.year is None:
        label = book.declaration.setting_of(book.declaration.year_setting).label
        raise UnusableInputError(
            f"Inställningen {label} saknas.", place=str(source), remedy="Fyll i den och försök igen."
        )
    if year <= book.year:
        raise UsageError(f"{source.name} gäller {book.year}.", remedy="Välj ett senare år.")
    return book.year


# ---------------------------------------------------------------- what is changed


class _Work(Struct):
    """The changes to one workbook."""

    book: Book
    rules: NextYear
    year: int
    gone: frozenset[RowPlace]
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

    def _rows(self, table: str) -> Iterator[Row]:
        return (row for row in self.book[table] if (table, row.number) not in self.gone)

    def _settings(self) -> None:
        settings = self.book.settings
        self._set(settings[self.book.declaration.year_setting], self.year)
        for key in self.rules.empty_settings:
            if key in settings:
                self._set(settings[key], None)

    def _columns(self) -> None:
        for shown, source in self.rules.shown.items():
            (table, column), origin = shown.split("."), source.split(".")[1]
            for row in self._rows(table):
                if column in row.cells and origin in row.cells:
                    self._set(row.cell(column), _content(row.cell(origin)))
        over = self.rules.after_period if self.period_is_over else ()
        for path in (*self.rules.empty_columns, *over):
            table, column = path.split(".")
            for row in self._rows(table):
                if column in row.cells:
                    self._set(row.cell(column), None)

    def _references(self) -> None:
        """References to rows that go: lists lose the one, a single one is emptied."""
        ids = {
            (key, row.id) for key, table in self.book.tables.items() for row in table if (key, row.number) in self.gone
        }
        for table in self.book.declaration.tables(TableKind.ROWS) if ids else ():
            for row in self._rows(table.key):
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
        declaration = self.book.declaration
        texts = [f"{declaration.title} {{year}}", declaration.summary.title]
        texts += [line for section in declaration.cover.section for line in section.lines]
        new = {text.replace("{year}", str(self.book.year)): text.replace("{year}", str(self.year)) for text in texts}
        for name in (declaration.cover.sheet, declaration.summary.sheet):
            sheet = self.book.raw.sheet(name)
            for cell in sheet.cells.values() if sheet else ():
                if (
                    isinstance(cell.value, str)
                    and cell.formula is None
                    and new.get(cell.value, cell.value) != cell.value
                ):
                    self._cells.setdefault(name, {})[cell.ref] = new[cell.value]

    def _removed_rows(self) -> Iterator[tuple[tuple[str, str], set[int]]]:
        """By sheet and table the rows to take away; a table keeps one row, which is then emptied."""
        for key, read in self.book.tables.items():
            if read.raw is None:
                continue  # declared since the workbook was made
            sheet, table = self._excel(read)
            body = range(table.first_row + 1, table.last_row + 1)
            rows = set(body) if key in self.rules.empty_tables else {row for other, row in self.gone if other == key}
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
        found = find_table(table.table, self.book.raw)
        assert found is not None  # noqa: S101 - checked before
        return found

    def ensure_made(self, new: Book) -> None:
        """Raise UnusableInputError unless the new workbook holds the rows that go on, and no others, and its year."""
        wrong = [
            table.table.sheet for key, table in self.book.tables.items() if _ids(new[key]) != self._going_on(table)
        ]
        if new.year != self.year:
            wrong.append(self.book.declaration.setting_of(self.book.declaration.year_setting).label)
        if wrong:
            raise UnusableInputError(
                f"{wrong[0]} blev inte vad det skulle i den nya arbetsboken. Den skrevs inte.",
                place=self.book.raw.path,
                remedy="Det är ett fel i rus-sheets. Spara filen och anmäl det.",
            )

    def _going_on(self, table: BookTable) -> list[str]:
        if table.table.key in self.rules.empty_tables:
            return []
        return [row.id for row in table if (table.table.key, row.number) not in self.gone]

    # ---------------------------------------------------------------- what is told

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
            yield from (row.id for row in self._rows(key) if any(row.text(column) for column in said))

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

    def properties(self) -> tuple[dict[str, str], tuple[str, str]]:
        """The new id, and the old and the new title."""
        declaration = self.book.declaration
        short = self.book.setting_text("short_name")
        title = declaration.title
        return (
            {"rus-sheets id": workbook_id(declaration, short, self.year), "rus-sheets declaration": declaration.name},
            (f"{title} {self.book.year}", f"{title} {self.year}"),
        )


def _ids(table: BookTable) -> list[str]:
    return [row.id for row in table]


def _content(cell: Cell) -> CellValue:
    """What a cell shows, with its bold and italics."""
    return RichText(cell.raw.runs) if cell.raw.runs else cell.raw.value
