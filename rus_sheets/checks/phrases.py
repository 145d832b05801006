"""Phrases that several checks use, in the users' Swedish."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rus_sheets.book.display import amount
from rus_sheets.book.model import Row
from rus_sheets.book.raw import CellError, RawWorkbook, Scalar
from rus_sheets.commandline import command_line

_LONG = 60


def fix_command(raw: RawWorkbook) -> str:
    """The command that fills in and puts back, for this workbook."""
    return command_line("validate", Path(raw.path).name, "--fix")


def quoted(text: object) -> str:
    """A value in Swedish quotation marks, cut where it is long."""
    line = " ".join(str(text).split())
    return f"”{line}”" if len(line) <= _LONG else f"”{line[: _LONG - 1].rstrip()}…”"


def shown(value: Scalar) -> str:
    """A cell's raw value as the user sees it: decimal comma, thousands apart, nothing for blank."""
    if value is None or value == "":
        return "tomt"
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, (int, float)):
        return amount(value)
    return str(value) if isinstance(value, CellError) else quoted(value)


def cut_formula(formula: str | None) -> str:
    """A formula as it is quoted, cut where it is long."""
    text = f"={formula}"
    return text if len(text) <= 2 * _LONG else f"{text[: 2 * _LONG]}…"


def some_rows(rows: Iterable[Row]) -> str:
    """A few rows by their ids, or where they stand for want of one: ``MD01, rad 4``."""
    return some(row.id or f"rad {row.number}" for row in rows)


def some(words: Iterable[str], at_most: int = 6) -> str:
    """A few words with commas; says how many more there are."""
    every = list(words)
    more = len(every) - at_most
    return ", ".join(every[:at_most]) + (f" och {more} till" if more > 0 else "")
