"""What a workbook lacks: the checks that every command asks before it begins, without the others."""

from __future__ import annotations

from rus_sheets.book.model import Book
from rus_sheets.checks.context import Context
from rus_sheets.checks.rs0_structure import rs001_sheet_missing, rs002_table_missing, rs003_column_missing
from rus_sheets.checks.run_some import in_order, told_of
from rus_sheets.findings import Finding, Severity

_CHECKS = (rs001_sheet_missing.CHECK, rs002_table_missing.CHECK, rs003_column_missing.CHECK)


def lacking(book: Book) -> tuple[Finding, ...]:
    """The blockers about sheets, tables and columns, the worst first; no exemption silences a blocker."""
    found = told_of(Context(book), _CHECKS, ())
    return in_order((finding for finding in found.standing if finding.severity is Severity.BLOCKER), book, _CHECKS)
