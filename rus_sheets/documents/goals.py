"""Which goals a report must tell the assessment of: none while the years that they are for go on and none is said."""

from __future__ import annotations

import re

from rus_sheets.book.model import Book, Row

_YEAR = re.compile(r"\b[12]\d{3}\b")


def goals_to_assess(book: Book) -> list[Row]:
    """All goals once any is assessed, and in the last year of the period; none before."""
    rows = [row for row in book["goals"] if row.id or row.text("text")]
    assessed = any(row.text("assessment") for row in rows)
    return rows if assessed or _is_last_year(book) else []


def _is_last_year(book: Book) -> bool:
    """Does the period end with the year, or has it ended? One that can't be told is taken to go on."""
    years = [int(found) for found in _YEAR.findall(book.setting_text("goal_period"))]
    return bool(years) and book.year is not None and book.year >= max(years)
