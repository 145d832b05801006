"""Checking the canonical workbook."""

from __future__ import annotations

from pathlib import Path

from rus_sheets.book.build import build_book
from rus_sheets.checks.model import Report
from rus_sheets.checks.run_all import explain, run_checks
from rus_sheets.excel.calc.stored import evaluate
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.usecases.opened.opening import declaration_of

__all__ = ["explain", "validate"]


def validate(workbook: Path) -> Report:
    """Every finding in the workbook, with the silenced ones apart. Raises UnusableInputError."""
    package = Package(workbook)
    raw = read_package(package)
    return run_checks(build_book(declaration_of(raw), raw), computed=evaluate(package.data, raw).values)
