"""A day on which nothing can have been answered: told where it is read, whatever becomes of the value."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action
from rus_sheets.book.dates import to_serial
from rus_sheets.book.raw import Scalar
from rus_sheets.merge.decide import decide
from tests.merge import world

# The files are made on 2026-11-01 and merged on 2027-01-10 (world.SENT, world.NOW).
MENDED = "Rätta i arbetsboken om det blev fel."
CASES: dict[str, tuple[str, str]] = {
    "2026-11-01": ("", ""),
    "2026-12-15": ("", ""),
    "2027-01-11": ("", ""),  # it is that day already further east; and who sends it tomorrow writes tomorrow
    "2026-10-31": ("är före dagen då filen lämnades ut (2026-11-01).", ""),
    "2025-12-15": ("är före dagen då filen lämnades ut (2026-11-01).", "Menades 2026-12-15?"),
    "2026-01-12": ("är före dagen då filen lämnades ut (2026-11-01).", "Menades 2026-12-01?"),
    "2026-01-08": ("är före dagen då filen lämnades ut (2026-11-01).", "Menades 2027-01-08?"),
    "2027-01-12": ("har inte varit än.", ""),
    "2027-12-15": ("har inte varit än.", "Menades 2026-12-15?"),
    "2027-03-15": ("har inte varit än.", ""),
}


def notes(value: Scalar, **of_file: object) -> list[str]:
    book = world.small_book()
    file = world.answer(book, {"Inlämnad": value})
    decisions = decide(book, [replace(file, **of_file)], now=world.NOW)  # type: ignore[arg-type]
    assert [decision.action for decision in decisions.decisions] == [Action.TAKE]
    return [str(note) for note in decisions.files[0].notes]


@pytest.mark.parametrize("day", CASES)
@pytest.mark.parametrize("typed", [True, False])
def test_a_day_before_the_form_was_sent_or_still_to_come_is_told(day: str, *, typed: bool) -> None:
    fault, meant = CASES[day]
    place = world.place_of(world.sent(world.small_book()), "Inlämnad")
    told = f"Uppföljning!{place}: Inlämnad {day} {fault} {f'{meant} ' if meant else ''}{MENDED}"
    found = notes(day if typed else to_serial(dt.date.fromisoformat(day)))
    assert found == ([told] if fault else [])


def test_where_nobody_knows_when_it_was_sent_no_day_is_too_early() -> None:
    assert notes("2026-02-03", earliest=None) == []


def test_other_days_of_an_answer_may_come_later_or_be_long_past() -> None:
    book = world.small_book()
    file = world.answer(book, {}, events=[{"Datum": "2027-03-15"}, {"Datum": "2026-02-01"}])
    assert not [note for note in decide(book, [file], now=world.NOW).files[0].notes if "Inlämnad" in str(note)]
    assert not [note for note in decide(book, [file], now=world.NOW).files[0].notes if "varit" in str(note)]
