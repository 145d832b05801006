"""Checking the canonical workbook."""

from __future__ import annotations

from pathlib import Path

from rus_sheets.checks.model import Report
from rus_sheets.checks.run import explain, run_checks
from rus_sheets.excel.calc.stored import evaluate
from rus_sheets.usecases.opening import open_book

__all__ = ["explain", "validate"]


def validate(workbook: Path) -> Report:
    """Every finding in the workbook, with the silenced ones apart. Raises UnusableInputError."""
    book = open_book(workbook)
    return run_checks(book, computed=evaluate(workbook).values)
