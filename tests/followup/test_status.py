"""The board of who has answered."""

from __future__ import annotations

import datetime as dt

from rus_sheets.followup.status import AnswerState, status
from tests.merge import world

TODAY = dt.date(2026, 12, 1)


def test_nobody_has_answered() -> None:
    book = world.small_book()
    one, two = status(book, [], TODAY)
    assert (one.activity, one.state, one.percent, one.days) == ("A01", AnswerState.MISSING, 0, None)
    assert one.missing == ("Status", "Kort utfall", "Utfall", "Dagar utfall")
    assert two.activity == "A02"


def test_a_returned_file_counts_before_it_is_merged() -> None:
    book = world.small_book()
    file = world.answer(book, {"Status": "Har ej skett", "Dagar utfall": "vet ej"})
    one = status(book, [file], TODAY)[0]
    assert (one.state, one.percent, one.unmerged, one.days) == (AnswerState.PARTLY, 25, 2, 30)
    assert one.files == ("Ansvarig 1.xlsx",)


def test_all_expected_fields_make_it_answered() -> None:
    outcome = {"id": "A01", "status": "Har ej skett", "short": "Kort", "text": "Lång"}
    book = world.small_book(outcomes=[outcome, {"id": "A02"}])
    one = status(book, [world.answer(book, {"Dagar utfall": 0})], TODAY)[0]
    assert (one.state, one.percent, one.missing) == (AnswerState.ANSWERED, 100, ())


def test_a_file_as_it_was_sent_only_tells_when() -> None:
    book = world.small_book()
    one = status(book, [world.answer(book, {})], TODAY)[0]
    assert (one.state, one.files, one.sent) == (AnswerState.MISSING, (), world.SENT)
    assert one.as_json()["sent"] == "2026-11-01"
