"""Dates as documents write them, and as people may have written them since."""

from __future__ import annotations

import datetime as dt

import pytest

from rus_sheets.documents.figures import shown
from rus_sheets.word.read.figuretext import FigureText, compared


def test_dates_are_written_in_words() -> None:
    assert shown(dt.date(2026, 4, 21)) == "21\u00a0april\u00a02026"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("2026-04-21", "21\u00a0april\u00a02026", True),  # a document from before dates were written in words
        ("21/4 2026", "21\u00a0april\u00a02026", True),
        ("2026-04-22", "21\u00a0april\u00a02026", False),
        ("14", "14", True),
        ("14", "15", False),
    ],
)
def test_a_date_written_otherwise_is_the_same_date(one: str, other: str, alike: bool) -> None:
    assert (compared(one, other, ()) is FigureText.SAME) == alike
