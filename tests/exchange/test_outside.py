"""Values on their way out and back: nothing becomes a formula, and everything is the same again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rus_sheets.exchange.outside import as_it_was, coming_in, harmless
from rus_sheets.schema.model import CellType, Column, ExchangeColumn

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'", "''", " ", "a", "")
HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "=HYPERLINK(\"http://x\",\"y\")", "  =1+1", "'=1+1",
    "=cmd|' /C calc'!A0", "－1",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_may_be_taken_for_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert as_it_was(harmless(text)) == text


@pytest.mark.parametrize("text", ["", "a=1", "Möte", "'citat'", "2026-12-15", "1-2"])
def test_other_texts_go_out_as_they_are(text: str) -> None:
    assert harmless(text) == as_it_was(text) == text


@given(st.lists(st.sampled_from(STARTS), max_size=3), st.text())
def test_no_two_texts_go_out_as_one(starts: list[str], text: str) -> None:
    whole = "".join(starts) + text
    assert as_it_was(harmless(whole)) == whole
    assert harmless(harmless(whole)) != harmless(whole) or harmless(whole) == whole


WORDS = {"Har skett som planerat": "Genomförd", "Har ej skett": "Ej genomförd"}


@pytest.mark.parametrize(
    ("kind", "said", "value"),
    [
        (CellType.CHOICE, "genomförd ", "Har skett som planerat"),
        (CellType.CHOICE, "Har ej varit aktuellt", "Har ej varit aktuellt"),
        (CellType.CHOICE, "Klar", "Klar"),
        (CellType.DATE, "2026-12-15", 46371),
        (CellType.DATE, "2026-12-15 00:00:00", 46371),
        (CellType.DATE, "2026-02-30", "2026-02-30"),
        (CellType.DATE, "15/12", "15/12"),
        (CellType.DAYS, "12", 12),
        (CellType.DAYS, "12,5", 12.5),
        (CellType.DAYS, "12.0", 12),
        (CellType.DAYS, "-3", -3),
        (CellType.DAYS, "1.200", "1.200"),
        (CellType.DAYS, "ca 12", "ca 12"),
        (CellType.TEXT, "'=1", "=1"),
        (CellType.TEXT, "007", "007"),
        (CellType.TEXT, "", None),
    ],
)
def test_what_came_back(kind: CellType, said: str, value: object) -> None:
    column = Column(key="k", header="K", type=kind)
    assert coming_in(said, column, ExchangeColumn("outcomes.k", "K", WORDS)) == value
