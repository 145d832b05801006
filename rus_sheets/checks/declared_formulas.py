"""Which cells hold the formula that the declaration gives them."""

from __future__ import annotations

from rus_sheets.book.model import Book
from rus_sheets.book.raw import SheetPosition
from rus_sheets.checks.compare import Verdict
from rus_sheets.checks.context import Context


def declared_cells(book: Book) -> frozenset[SheetPosition]:
    """The formula cells of tables and of the summary that hold the declared formula, today's or an earlier one."""
    return frozenset(
        (expected.sheet.name, expected.raw.row, expected.raw.column)
        for expected, verdict in Context(book).verdicts
        if verdict in (Verdict.SAME, Verdict.EARLIER)
    )
