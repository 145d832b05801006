"""What spreadsheet programs make of texts by themselves is known for that, and nothing else is."""

from __future__ import annotations

import datetime as dt

import pytest

from rus_sheets.book.dates import to_serial
from rus_sheets.book.formats import FormatKind
from rus_sheets.exchange.habits import DATE, GARBLED, NUMBER, PLAINER, POWER, TURNED, TWO_DAYS, altered, turned
from rus_sheets.exchange.table import OutsideCell

MADE = [
    # what stood there, what stands there now, why
    ("1-2", "02-jan", DATE),
    ("1-2", "2026-02-01", DATE),
    ("1/2", "2026-02-01 00:00:00", DATE),
    ("1.2", "1/2/2026", DATE),
    ("mars 5", "05-mar", DATE),
    ("MAR1", "01-mar", DATE),
    ("007", "7", NUMBER),
    ("0070", "70", NUMBER),
    ("1234567890123456789", "1,23457E+18", NUMBER),
    ("1234567890123456789", "1234567890123450000", NUMBER),
    ("1E5", "100000", NUMBER),
    ("12", "12.0", NUMBER),
    ("diarienummer", "1,23E+15", POWER),
    ("7–8 sep", "7-8 sep", PLAINER),
    ("mål — uti", "mål -- uti", PLAINER),
    ("”Kust” är länets", '"Kust" är länets', PLAINER),
    ("4\u00a0500 kr…", "4 500 kr...", PLAINER),
    ("Åtgärd", "Ã…tgÃ¤rd", GARBLED),
    ("Åtgärd", "\ufffdtg\ufffdrd", GARBLED),
    ("CO₂ minskade med ≥ 5 %", "CO? minskade med ? 5 %", GARBLED),
]


@pytest.mark.parametrize(("was", "now", "why"), MADE)
def test_it_is_known(was: str, now: str, why: str) -> None:
    assert altered(was, OutsideCell(now)) == why.format(was=f"”{was}”")


def test_a_day_that_has_changed_place_with_its_month_is_known() -> None:
    fourth, april, third = (to_serial(dt.date(2026, *day)) for day in ((12, 4), (4, 12), (12, 3)))
    assert turned(fourth, april) == TURNED.format(was="2026-12-04")
    assert [turned(fourth, other) for other in (fourth, third, None, "12/4", "13/4/2026", "4/4/2026")] == [""] * 6
    for now in ("12/4/2026", "4/12/2026", "12/4/26"):
        assert turned(fourth, now) == turned(None, now) == TWO_DAYS.format(now=now)
    assert turned(to_serial(dt.date(2026, 5, 5)), fourth) == ""


def test_a_date_in_a_cell_is_known() -> None:
    assert altered("1-2", OutsideCell(46054, FormatKind.DATE)) == DATE.format(was="”1-2”")
    assert altered("007", OutsideCell(7)) == NUMBER.format(was="”007”")


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("1-2", "1-2"), ("1-2", "1-3"), ("1-2", ""), ("007", "8"), ("Möte", "Möte 2026-02-01"), ("", "2026-02-01"),
        ("ÅÄÖ", "Â"), ("12", "13"), ("1234567890123456789", "1234567890123456788"), ("A01", "A02"), ("7", "0"),
        ("7–8 sep", "7-9 sep"), ("Kust – land", "Kust land"),
        ("0", "0,1"), ("CO₂ minskade", "CO minskade"), ("Hur gick det.", "Hur gick det?"),
    ],
)  # fmt: skip
def test_a_change_is_a_change(was: str, now: str) -> None:
    assert altered(was, OutsideCell(now)) == ""
