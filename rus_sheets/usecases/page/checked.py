"""The findings of a workbook, each with the row that it is about as the row stands, for those who look at them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Cell, Row
from rus_sheets.book.raw import CellError
from rus_sheets.book.shown import as_text, shown_as
from rus_sheets.checks.model import Report
from rus_sheets.checks.run_all import run_checks
from rus_sheets.documents.figures import shown
from rus_sheets.excel.calc.stored import evaluate
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.findings import Finding
from rus_sheets.usecases.changing.backupnotes import fingerprint
from rus_sheets.usecases.opened.finding_rows import cell_of, key_of, rows_by_place
from rus_sheets.usecases.opened.opening import declaration_of


class RowCell(Struct, frozen=True):
    """A cell of the row: what its column is called, what stands there, and whether the finding is about it."""

    header: str
    text: str
    is_meant: bool


class FindingInRow(Struct, frozen=True):
    """A finding with its row; no ``row`` where it isn't about one."""

    finding: Finding
    row: tuple[RowCell, ...]

    @property
    def key(self) -> str:
        """What names it, as long as it says the same of the same place."""
        return key_of(self.finding)


class Checked(Struct, frozen=True):
    """The report, and its findings in the same order. ``state`` tells the workbook's content from any other."""

    report: Report
    found: tuple[FindingInRow, ...]
    state: str


def look_over(workbook: Path, on_step: Callable[[str, int, int], None] = lambda *_: None) -> Checked:
    """Check the workbook as ``validate`` does. Raises UnusableInputError.

    ``on_step`` is told what is begun, which step that is, and of how many.
    """
    on_step("Läser arbetsboken", 1, 3)
    package = Package(workbook)
    raw = read_package(package)
    book = build_book(declaration_of(raw), raw)
    on_step("Räknar ut formlerna", 2, 3)
    computed = evaluate(package.data, raw).values
    on_step("Kontrollerar formler, summor och värden", 3, 3)
    report = run_checks(book, computed=computed)
    rows = rows_by_place(book)
    found = tuple(FindingInRow(finding, _row(finding, rows)) for finding in report.findings)
    return Checked(report, found, fingerprint(package.data))


def _row(finding: Finding, rows: Mapping[tuple[str, int], Row]) -> tuple[RowCell, ...]:
    row, meant = cell_of(finding, rows)
    if row is None:
        return ()
    return tuple(RowCell(cell.column.header, _text(cell), cell is meant) for cell in row.cells.values())


def _text(cell: Cell) -> str:
    value = shown_as(cell.raw.value, cell.column.type)
    return as_text(value) if isinstance(value, bool | CellError | str) else shown(value)  # a text with its lines
