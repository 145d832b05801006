"""A workbook made by an older declaration gets what has come since: columns, sheets, lists, settings.

They come as they stand in a new workbook, with formats, dropdowns and widths: columns at the right end of their table,
sheets last. Nothing else of the workbook is changed, and what can't be added safely is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book.build import build_book, find_table
from rus_sheets.book.lacking import lacking
from rus_sheets.book.model import Book
from rus_sheets.book.raw import Scalar, column_letters, position_of
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.edit.graft import with_defined_names, with_sheet
from rus_sheets.excel.edit.patch import Patch, PatchRefusedError
from rus_sheets.excel.edit.widen import with_columns
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.layout.defined_names import list_name
from rus_sheets.schema.model import ChoiceList, Table, TableKind
from rus_sheets.usecases.opened.for_change import Opened

_ROOM = 60
"""Rows that the list of an open list's dropdown reaches."""


class Addition(Struct, frozen=True):
    """What a sheet gets: ``headers`` of columns, or of settings' rows; the whole sheet where there are none.

    ``first`` is where on the sheet the first of the columns stands. ``reason`` and ``remedy`` tell (Swedish) why it
    couldn't be added; "" where it was.
    """

    sheet: str
    headers: tuple[str, ...] = ()
    first: int = 0
    reason: str = ""
    remedy: str = ""

    @property
    def is_rows(self) -> bool:
        """Whether the headers are of rows."""
        return bool(self.headers) and not self.first

    def covers(self, sheet: str, ref: str) -> bool:
        """Whether the cell stands in one of the columns."""
        new = range(self.first, self.first + len(self.headers)) if self.first else range(0)
        return sheet == self.sheet and position_of(ref)[1] in new

    def as_json(self) -> dict[str, Scalar | list[str]]:
        """For programs."""
        return {
            "sheet": self.sheet, "headers": list(self.headers), "rows": self.is_rows, "message": self.reason,
            "remedy": self.remedy,
        }  # fmt: skip


def extended(opened: Opened) -> tuple[Opened, tuple[Addition, ...], tuple[Addition, ...]]:
    """The workbook with all that it lacks, what was added, and what couldn't be.

    Raises UnusableInputError where a cell that should be untouched would be another.
    """
    work = _Extension(opened, Package(opened.book.raw.path, _newest(opened.book)))
    work.add_all()
    _ensure_kept(opened.book, work.book)
    return Opened(work.data, work.book), tuple(work.added), tuple(work.refused)


def _newest(book: Book) -> bytes:
    """An empty workbook of the declaration, to take things from; no formula's value is needed of it."""
    return make_workbook(canonical_workbook(book.declaration, {}), lambda _: {})


class _Extension:
    """One workbook on its way. Lists and sheets come before the columns whose dropdowns name them."""

    def __init__(self, opened: Opened, newest: Package) -> None:
        self.data, self.book = opened.data, opened.book
        self.newest = newest
        self.added: list[Addition] = []
        self.refused: list[Addition] = []
        self._path = opened.book.raw.path

    def add_all(self) -> None:
        """Everything that lacks."""
        lacks = lacking(self.book)
        for table in self.book.declaration.tables(TableKind.LISTS):
            self._columns(table, [choices.header for choices in lacks.lists])
        for table in lacks.sheets:
            self._try(Addition(table.sheet), partial(with_sheet, source=self.newest, name=table.sheet))
        for key, columns in lacks.columns.items():
            self._columns(self.book.declaration.table_of(key), [column.header for column in columns])
        self._settings(lacks.settings)
        names = dict(self._names())
        if names:
            self._become(with_defined_names(self._package, names))

    @property
    def _package(self) -> Package:
        return Package(self._path, self.data)

    def _become(self, data: bytes) -> None:
        self.data = data
        self.book = build_book(self.book.declaration, read_package(self._package))

    def _try(self, addition: Addition, change: Callable[[Package], bytes]) -> None:
        try:
            self._become(change(self._package))
            self.added.append(addition)
        except PatchRefusedError as error:
            self.refused.append(replace(addition, reason=error.message, remedy=error.remedy))

    def _columns(self, table: Table, headers: Sequence[str]) -> None:
        found = find_table(table, self.book.raw)
        if not headers or found is None:
            return
        sheet, excel = found
        theirs = table.sheet, table.excel_name
        self._try(
            Addition(sheet.name, tuple(headers), excel.last_column + 1),
            lambda package: with_columns(package, (sheet.name, excel.name), self.newest, theirs, headers),
        )

    def _settings(self, settings: Sequence[object]) -> None:
        table = self.book.declaration.tables(TableKind.SETTINGS)[0]
        found = find_table(table, self.book.raw)
        if not settings or found is None:
            return
        headers = [table.column(key).header for key in ("key", "value", "help")]
        rows = [
            dict(zip(headers, (setting.label, setting.default, setting.help), strict=True))
            for setting in self.book.declaration.setting
            if setting in settings
        ]

        def change(package: Package) -> bytes:
            patch = Patch(package)
            patch.append_rows(found[0].name, found[1].name, rows)
            return patch.to_bytes()

        self._try(Addition(found[0].name, tuple(str(row[headers[0]]) for row in rows)), change)

    def _names(self) -> Iterator[tuple[str, str]]:
        """The names that dropdowns go by, and that the workbook lacks."""
        known = {name.casefold() for name in self.book.raw.defined_names}
        theirs = read_package(self.newest, ()).defined_names
        declaration = self.book.declaration
        lists = {list_name(declaration, choices.header): choices for choices in declaration.list}
        tables = {list_name(declaration, table.sheet): table for table in declaration.table}
        for name, formula in theirs.items():
            if name.casefold() in known:
                continue
            if name in lists:
                yield from ((name, place) for place in self._place_of(lists[name]))
            elif name in tables and self.book[tables[name].key].raw:
                yield name, formula

    def _place_of(self, choices: ChoiceList) -> Iterator[str]:
        """Where the choices of a list stand."""
        for table in self.book.declaration.tables(TableKind.LISTS):
            found = find_table(table, self.book.raw)
            if found and choices.header in found[1].columns:
                sheet, excel = found
                letters = column_letters(excel.first_column + excel.columns.index(choices.header))
                first = f"'{sheet.name}'!${letters}${excel.first_row + 1}"
                room = f"{first}:${letters}${_ROOM}"
                plain = f"{first}:${letters}${excel.first_row + len(choices.values)}"
                yield f"{first}:INDEX({room},COUNTA({room}))" if choices.open else plain


def _ensure_kept(before: Book, after: Book) -> None:
    """Raise UnusableInputError unless every cell from before says what it did."""
    for sheet in before.raw.sheets:
        made = after.raw.sheet(sheet.name)
        for place, cell in sheet.cells.items():
            now = made.cells.get(place) if made else None
            if now is None or (now.value, now.formula, now.runs) != (cell.value, cell.formula, cell.runs):
                fault = "En cell som skulle vara orörd blev en annan. Arbetsboken är orörd."
                remedy = "Det är ett fel i rus-sheets. Spara filen och anmäl det."
                raise UnusableInputError(fault, place=f"{sheet.name}!{cell.ref}", remedy=remedy)
