"""Hours as people write them, and what is no hours."""

from __future__ import annotations

import datetime as dt

import pytest

from rus_sheets.calendars.clock import hours_in


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("9.30–12", "09:30", "12:00"),
        ("kl. 10-16", "10:00", "16:00"),
        ("Kl 13:00 till 15:30", "13:00", "15:30"),
        ("klockan 9", "09:00", None),
        ("9.00 -- 9.45", "09:00", "09:45"),
        ("20–24", "20:00", "23:59"),
        ("kl. 9 till kl. 12", "09:00", "12:00"),
    ],
)
def test_hours(text: str, begins: str, ends: str | None) -> None:
    hours = hours_in(text)
    assert hours
    assert hours.begins == dt.time.fromisoformat(begins)
    assert hours.ends == (dt.time.fromisoformat(ends) if ends else None)


@pytest.mark.parametrize(
    "text", ["förmiddagen", "9.75", "25", "9–", "9.30, 12", "24.30", "0,5", "lunch 12–13", "9-12-15"]
)
def test_no_hours(text: str) -> None:
    assert hours_in(text) is None
