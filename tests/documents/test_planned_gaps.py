"""An amount or days that the plan should have and lacks: no document prints what is left as if it were the whole."""

from __future__ import annotations

import re
from functools import cache

import pytest

from rus_sheets.book.model import Book
from rus_sheets.documents.sources import sources
from rus_sheets.word.parts.ns import q, text_of
from tests.documents.books import book_of, rendered
from tests.documents.years import State
from tests.documents.years import rows as example_rows
from tests.word.documents import body

CASES = {
    "funding": ("2026", "funding", "amount", 0),
    "budget": ("2026", "budget", "budget", 1),
    "days": ("2026", "plan", "days", 6),
    "funding of several": ("2022", "funding", "amount", 0),
    "budget of a spent post": ("2022", "budget", "budget", 0),
    "days where groups have some": ("2022", "plan", "days", None),
}
TOTALS = {"funding": "funding", "budget": "budget", "plan": "days"}
KINDS = ("plan", "application", "report", "short")
pytestmark = pytest.mark.slow

TILES = 3  # labels, figures, notes
PARTS = re.compile(r"\d+ av \d+ |saknas")


@cache
def book(case: str, state: State = "complete") -> Book:
    year, table, column, place = CASES[case]
    made = example_rows(year, state)
    rows = made[table]
    at = next(n for n, row in enumerate(rows) if row.get(column)) if place is None else place
    rows[at] = {**rows[at], column: None}
    return book_of(made)


@cache
def document(case: str, kind: str, state: State = "complete") -> bytes:
    return rendered(kind, book(case, state))


def said(made: bytes) -> list[str]:
    """Each paragraph outside tables and each row of a table, as a reader sees it; of key figures the whole table."""
    shown: list[str] = []
    for table in body(made).iter(q("w:tbl")):
        rows = [" | ".join(text_of(cell) for cell in row.iter(q("w:tc"))) for row in table.iter(q("w:tr"))]
        shown += ["; ".join(rows)] if len(rows) == TILES else rows
    outside = (each for each in body(made).iter(q("w:p")) if next(each.iterancestors(q("w:tc")), None) is None)
    shown += [text_of(each) for each in outside]
    return [each.replace("\u00a0", " ") for each in shown]


def number(value: float) -> str:
    return f"{int(value):,}".replace(",", " ")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_partial_sum_says_that_it_is_one(case: str, kind: str) -> None:
    made = book(case)
    _, table, *_ = CASES[case]
    partial = number(made.totals[TOTALS[table]].number)
    rows = said(document(case, kind))
    if partial == "0":
        assert [row for row in rows if re.search(r"(?<![\d ])0 kr|Summa[^|]*\| 0\b", row)] == []
    else:
        of = re.compile(rf"(?<![\d ])(?<!\d ){partial}(?!\d| \d)")
        assert [row for row in rows if of.search(row) and not PARTS.search(row)] == []
    if _prints(kind, table):
        assert any(PARTS.search(row) for row in rows)
    assert sources(made).by_tag[made.totals[TOTALS[table]].tag].text == "ännu inte känt"


def _prints(kind: str, table: str) -> bool:
    return kind in ("plan", "application", "report") or table != "funding"
