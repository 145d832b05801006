"""The board of who has answered."""

from __future__ import annotations

import datetime as dt

import pytest

from rus_sheets.answers.decisions import Action
from rus_sheets.answers.returned import Returned
from rus_sheets.book.raw import RawWorkbook, Scalar
from rus_sheets.followup.status import AnswerState, status
from rus_sheets.merge.decide import decide
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
    one = status(book, [file], TODAY, unmerged={"A01": 1})[0]
    assert (one.state, one.percent, one.unmerged, one.days) == (AnswerState.PARTLY, 25, 1, 30)
    assert one.files == ("Ansvarig 1.xlsx",)
    assert one.missing == ("Kort utfall", "Utfall")


FULL = {"Status": "Har ej skett", "Kort utfall": "Kort", "Utfall": "Lång", "Dagar utfall": 5}


def test_what_the_merge_would_refuse_is_told_of_and_not_counted() -> None:
    book = world.small_book()
    events = [{"Datum": "12 mars", "Rubrik": "Kurs"}, {"Datum": 46093, "Rubrik": "Kurs", "Deltagare": "ca 12"}]
    file = world.answer(book, {**FULL, "Dagar utfall": "ca 12"}, events=events)
    one = status(book, [file], TODAY)[0]
    assert (one.state, one.percent, one.missing) == (AnswerState.ANSWERED, 75, ())
    assert [(each.column, each.seen) for each in one.unreadable] == [
        ("Dagar utfall", "ca 12"), ("Datum", "12 mars"), ("Deltagare", "ca 12")
    ]  # fmt: skip
    refused = {(each.file, each.place, each.message) for each in decide(book, [file]).of(Action.REFUSE)}
    assert refused == {(each.file, each.place, each.message) for each in one.unreadable}
    told = one.as_json()["unreadable"][1]
    assert (told["file"], told["cell"], told["value"]) == ("Ansvarig 1.xlsx", f"{world.ROWS}!C5", "12 mars")


def test_what_the_merge_reads_is_counted_though_it_is_written_in_words() -> None:
    book = world.small_book()
    file = world.answer(book, {**FULL, "Dagar utfall": "12 dagar", "Inlämnad": "1 december 2026"})
    one = status(book, [file], TODAY)[0]
    assert (one.state, one.percent, one.unreadable) == (AnswerState.ANSWERED, 100, ())


def test_what_a_person_has_decided_on_is_not_told_again() -> None:
    book = world.small_book()
    file = world.answer(book, {**FULL, "Dagar utfall": "ca 12"})
    cell = next(each for each in file.cells if each.at == ("outcomes", "A01", "days"))
    assert status(book, [file], TODAY, settled={(file.path, cell.place)})[0].unreadable == ()


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


@pytest.mark.parametrize(
    ("typed", "seen"), [({"Inlämnad": "12 mars"}, "12 mars"), ({"events": "ca 3"}, "ca 3"), ({"amount": "12%"}, "12%")]
)
def test_what_cannot_be_read_is_never_all(typed: dict[str, str], seen: str) -> None:
    """Also where the field isn't one of those that are expected of everybody."""
    book = world.small_book()
    answers = FULL | {key: value for key, value in typed.items() if key == "Inlämnad"}
    raw = world.fill(world.sent(book), answers)
    if "events" in typed:
        raw = world.change(raw, "Händelser", {"[Rubrik]5": "Kurs", "[Deltagare]5": typed["events"]})
    if "amount" in typed:
        raw = world.change(raw, "Utgifter", {"[Post-ID]5": "P1", "[Text]5": "Hotell", "[Belopp]5": typed["amount"]})
    one = status(book, [returned(raw)], TODAY)[0]
    assert [each.seen for each in one.unreadable] == [seen]
    assert one.percent < 100


class TestAHalfFilledRow:
    """One judgement in three places: taken as it is, told of by the merge, not done in status nor in the form."""

    @pytest.mark.parametrize(
        ("sheet", "cells", "lacks"),
        [
            ("Utgifter", {"[Text]5": "Hotell"}, ("Post-ID", "Belopp")),
            ("Utgifter", {"[Belopp]5": 500}, ("Post-ID", "Text")),
            ("Utgifter", {"[Post-ID]5": "P1", "[Text]5": "Hotell"}, ("Belopp",)),
            ("Händelser", {"[Datum]5": 46093}, ("Rubrik",)),
            ("Händelser", {"[Deltagare]5": 12}, ("Rubrik",)),
        ],
    )
    def test_is_read_and_told_of(self, sheet: str, cells: dict[str, Scalar], lacks: tuple[str, ...]) -> None:
        book = world.small_book()
        file = returned(world.change(world.fill(world.sent(book), FULL), sheet, cells))
        one = status(book, [file], TODAY)[0]
        assert (one.state, one.percent < 100) == (AnswerState.ANSWERED, True)
        assert [(each.sheet, each.columns) for each in one.unfinished] == [(sheet, lacks)]
        after, decisions = world.merged(book, file)
        assert len(list(decisions.of(Action.TAKE))) == len(FULL) + len(cells)
        (note,) = decisions.files[0].notes
        assert note.text == f"Raden {one.unfinished[0].row} saknar {' och '.join(lacks)}."
        again = status(after, [file], TODAY)[0]
        assert again.unfinished == one.unfinished

    def test_is_done_when_the_workbook_has_the_rest(self) -> None:
        book = world.small_book()
        file = returned(
            world.change(world.fill(world.sent(book), FULL), "Utgifter", {"[Post-ID]5": "P1", "[Text]5": "Hotell"})
        )
        after, _ = world.merged(book, file)
        row = next(iter(after["expenses"].rows)).id
        whole = world.edited(after, "expenses", row, "amount", 500)
        assert status(whole, [file], TODAY)[0].unfinished == ()
        assert world.merged(whole, file)[1].files[0].notes == ()

    def test_a_whole_row_is_none(self) -> None:
        book = world.small_book()
        raw = world.change(
            world.fill(world.sent(book), FULL), "Utgifter", {"[Post-ID]5": "P1", "[Text]5": "Hotell", "[Belopp]5": 5}
        )
        one = status(book, [returned(raw)], TODAY)[0]
        assert (one.percent, one.unfinished) == (100, ())


def returned(raw: RawWorkbook) -> Returned:
    file = world.read(world.saved(raw))
    assert isinstance(file, Returned)
    return file
