"""A copy of the workbook with the findings in it, for those who rather mend in Excel than read in a terminal."""

from __future__ import annotations

from pathlib import Path

from rus_sheets.book.build import build_book
from rus_sheets.checks.model import Report
from rus_sheets.checks.run_all import run_checks
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.excel.calc.stored import evaluate
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.excel.review.annotate import SHEET, annotated, is_annotated
from rus_sheets.office.atomic import write_atomically
from rus_sheets.office.open_elsewhere import ensure_not_open
from rus_sheets.office.same_file import same_file
from rus_sheets.office.sealed import unsealed
from rus_sheets.usecases.opened.opening import declaration_of


def annotate(workbook: Path, copy: Path) -> Report:
    """Check ``workbook`` and write it to ``copy`` with notes on the cells and a sheet of all findings.

    An earlier such copy is written over, nothing else is. Raises UsageError for a copy that can't be,
    UnusableInputError when the workbook can't be used or the copy not written; then there is no new copy.
    """
    check_copy(workbook, copy)
    package = Package(workbook)
    package = Package(workbook, unsealed(package))
    raw = read_package(package)
    report = run_checks(build_book(declaration_of(raw), raw), computed=evaluate(package.data, raw).values)
    silenced = [(silenced.finding, silenced.reason) for silenced in report.silenced]
    data = annotated(package, report.findings, silenced)
    ensure_not_open(copy)
    write_atomically(copy, data)
    return report


def check_copy(workbook: Path, copy: Path) -> None:
    """Raise UsageError or UnusableInputError unless ``copy`` may be written."""
    if copy.suffix.lower() != workbook.suffix.lower():
        remedy = f"Ge kopian samma ändelse som arbetsboken: {copy.stem}{workbook.suffix}."
        raise UsageError("Kopian måste ha samma slag som arbetsboken.", place=str(copy), remedy=remedy)
    if same_file(copy, workbook):
        remedy = f"Ge kopian ett annat namn, till exempel {workbook.stem}-granskad{workbook.suffix}."
        raise UsageError("Kopian kan inte vara arbetsboken själv.", place=str(copy), remedy=remedy)
    if not copy.exists():
        return
    ensure_not_open(copy)
    if not is_annotated(copy):
        fault = f"Filen finns redan och har inget blad {SHEET}, så den skrivs inte över."
        raise UnusableInputError(fault, place=str(copy), remedy="Välj ett annat namn.")
