"""Silencing a finding: the row in the table of exceptions that a person could have written, with a copy from before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec import Struct

from rus_sheets.book.build import build_book, find_table
from rus_sheets.book.model import Book
from rus_sheets.book.tidy import tidy
from rus_sheets.checks.model import Report
from rus_sheets.checks.run_all import run_checks
from rus_sheets.checks.silence import TABLE, WHOLE_FILE
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.excel.calc.stored import evaluate
from rus_sheets.excel.edit.patch import Patch
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.findings import Finding, Severity
from rus_sheets.merge.apply import full_row
from rus_sheets.usecases.changing.backups import exclusive
from rus_sheets.usecases.opened.finding_rows import cell_of, key_of, rows_by_place
from rus_sheets.usecases.opened.for_change import append, open_for_change

OPERATION = "tystningen"
"""What undo calls it."""
LONGEST = 1000
"""Characters of a reason."""


class SilencedNow(Struct, frozen=True):
    """What was silenced, ``also`` the findings that went silent with it; ``backup`` is the copy from before.

    ``appeared`` are findings that weren't told as long as their cause was; ``sheet`` is where the reason stands now.
    """

    finding: Finding
    also: tuple[Finding, ...]
    appeared: tuple[Finding, ...]
    backup: Path
    sheet: str


def silence(workbook: Path, key: str, reason: str, *, now: dt.datetime) -> SilencedNow:
    """Write the exception for the finding of that key (see ``checked.key_of``) with the person's reason.

    Raises UsageError without a reason, or for a finding that can't be silenced; UnusableInputError where the finding or
    the table isn't there, or the workbook can't be used. Then nothing is written.
    """
    said = tidy(reason)
    if not said:
        raise UsageError("Skälet saknas.", remedy="Skriv varför det är som det ska.")
    if len(said) > LONGEST:
        raise UsageError("Skälet är för långt.", remedy=f"Skriv högst {LONGEST} tecken.")
    with exclusive(workbook) as held:
        opened = open_for_change(workbook)
        book = opened.book
        before = run_checks(book, computed=evaluate(opened.data, book.raw).values)
        finding = _asked_for(before, key, workbook)
        patch = Patch(Package(book.raw.path, opened.data))
        append(patch, book, TABLE, [full_row(book, TABLE, "", "", _exception(book, finding, said))])
        with opened.calculation() as calculation:
            after, _ = calculation.settle(patch.to_bytes())
        raw = read_package(Package(book.raw.path, after))
        report = run_checks(build_book(book.declaration, raw), computed=evaluate(after, raw).values)
        silenced = {silenced.finding for silenced in report.silenced} - {
            silenced.finding for silenced in before.silenced
        }
        if finding not in silenced and finding not in report.findings:
            fault = (
                "Anmärkningen försvinner när arbetsboken sparas, så den behöver inget undantag. Arbetsboken är orörd."
            )
            raise UnusableInputError(fault, place=workbook.name, remedy=finding.remedy)
        if finding not in silenced:
            fault = "Anmärkningen skulle stå kvar trots undantaget. Arbetsboken är orörd."
            raise UnusableInputError(fault, place=workbook.name, remedy="Rätta det som anmärkningen gäller.")
        backup = held.replace(opened.data, after, OPERATION, now)
    also = tuple(told for told in before.findings if told in silenced and told != finding)
    appeared = tuple(finding for finding in report.findings if finding not in before.findings)
    return SilencedNow(finding, also, appeared, backup, book.declaration.table_of(TABLE).sheet)


def _asked_for(report: Report, key: str, workbook: Path) -> Finding:
    finding = next((finding for finding in report.findings if key_of(finding) == key), None)
    if finding is None:
        remedy = "Kontrollera arbetsboken igen."
        raise UnusableInputError("Anmärkningen finns inte längre.", place=workbook.name, remedy=remedy)
    if finding.severity is Severity.BLOCKER:
        raise UsageError("Ett stopp kan inte tystas.", place=finding.code, remedy=finding.remedy)
    return finding


def _exception(book: Book, finding: Finding, reason: str) -> dict[str, str]:
    """As narrow as it can be told: the row and the column, where there are any."""
    declaration = book.declaration
    if not declaration.has_table(TABLE) or find_table(declaration.table_of(TABLE), book.raw) is None:
        sheet = declaration.table_of(TABLE).sheet if declaration.has_table(TABLE) else "för undantag"
        remedy = "Lägg tillbaka bladet med dess tabell."
        raise UnusableInputError(f"Bladet {sheet} finns inte.", place=Path(book.raw.path).name, remedy=remedy)
    _, cell = cell_of(finding, rows_by_place(book))
    values = {"code": finding.code, "sheet": finding.sheet or WHOLE_FILE, "reason": reason}
    values["row"] = finding.row_id or finding.cell
    values["field"] = cell.column.header if cell else ""
    return {key: text for key, text in values.items() if text}
