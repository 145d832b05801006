"""A workbook that is to be changed: as it stood when it was read, and with what was decided put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from rus_sheets.answers.decisions import Edits, RowFormula, Written
from rus_sheets.book.build import build_book, find_table
from rus_sheets.book.model import Book
from rus_sheets.checks.declared_formulas import declared_cells
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.calc.stored import Calculation
from rus_sheets.excel.edit.patch import CellValue, Formula, Patch
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.excel.read.write_protection import ensure_changeable
from rus_sheets.usecases.opened.opening import declaration_of


class Opened(Struct, frozen=True):
    """The canonical workbook as it stood when it was read."""

    data: bytes
    book: Book

    def calculation(self) -> Calculation:
        """What sets its stored values right when it has been changed."""
        return Calculation(self.data, self.book.raw, declared_cells(self.book))


def open_for_change(workbook: Path) -> Opened:
    """Read the workbook so that a change can be checked against the bytes it was decided on.

    Raises UnusableInputError, also where the workbook is signed or marked as final.
    """
    package = Package(workbook)
    ensure_changeable(package)
    raw = read_package(package)
    return Opened(package.data, build_book(declaration_of(raw), raw))


def apply_edits(opened: Opened, changes: Edits) -> bytes:
    """The workbook with the edits; stored values of formulas are not yet set right."""
    patch = Patch(Package(opened.book.raw.path, opened.data))
    patch.fit_rows()
    for sheet, cells in changes.cells.items():
        patch.set_cells(sheet, {ref: _cell_value(value) for ref, value in cells.items()})
    for key, rows in changes.rows.items():
        append(patch, opened.book, key, rows)
    return patch.to_bytes()


def append(patch: Patch, book: Book, key: str, rows: Sequence[Mapping[str, Written]]) -> None:
    """Add rows (values by column key) to a declared table. Raises UnusableInputError where it can't get them."""
    table = book.declaration.table_of(key)
    found = find_table(table, book.raw)
    if found is None:
        remedy = "Lägg tillbaka bladet med dess tabell och läs in filerna igen."
        raise UnusableInputError(f"Tabellen {table.sheet} finns inte.", place=book.raw.path, remedy=remedy)
    own_sheet, excel = found
    headers = {column.key: column.header for column in table.columns}
    # Most are texts, and quickly.
    by_header = [
        {headers[key]: value if type(value) is str else _cell_value(value) for key, value in row.items()}
        for row in rows
    ]
    patch.append_rows(own_sheet.name, excel.name, by_header)


def _cell_value(value: Written) -> CellValue:
    match value:
        case RowFormula():
            return Formula(value.text)
        case tuple():
            return "; ".join(value)
        case _:
            return value
