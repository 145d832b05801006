"""Rows that owners add are rows: whole, never put together from two; and what an owner takes back is asked about."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, cycle, islice
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action, Decisions
from rus_sheets.answers.returned import Returned
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawWorkbook, Scalar
from rus_sheets.book.shown import as_scalar
from rus_sheets.merge.carry_out_choices import choice_edits, read_choices
from rus_sheets.merge.questions import is_asked
from rus_sheets.merge.readback import differences
from tests.merge import world
from tests.merge.test_conflicts import KEEP, OWN, TAKE, asked

IDS = ("Händelse-ID", "Aktivitets-ID")
COLUMNS = {"Datum": "date", "Rubrik": "heading", "Deltagare": "participants"}
SPRING: dict[str, Scalar] = {"Datum": 46100, "Typ": "Möte", "Rubrik": "Vårmötet", "Deltagare": 40}
MARCH: dict[str, Scalar] = {"Datum": 46082, "Typ": "Möte", "Rubrik": "Styrgruppsmöte", "Deltagare": 8}
OCTOBER: dict[str, Scalar] = {"Datum": 46298, "Typ": "Möte", "Rubrik": "Styrgruppsmöte", "Deltagare": 9}
AUTUMN: dict[str, Scalar] = {"Datum": 46300, "Rubrik": "Höstmötet"}


def events(book: Book) -> list[tuple[str, ...]]:
    return [tuple(row.text(key) for key in ("date", "type", "heading", "participants")) for row in book["events"]]


def actions(decisions: Decisions) -> set[Action]:
    return {each.action for each in decisions.decisions}


def conflicts(decisions: Decisions) -> set[tuple[str, str]]:
    return {(each.row, each.column) for each in decisions.of(Action.CONFLICT)}


@pytest.fixture
def book() -> Book:
    return world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}])


def one_by_one(book: Book, *files: Returned) -> tuple[Book, Decisions]:
    decisions = Decisions((), ())
    for file in files:
        book, decisions = world.merged(book, file)
    return book, decisions


class TestAnotherRow:
    """The blank form filled in twice by the same owner: spring's event and autumn's have the same id."""

    @pytest.mark.parametrize("spring_first", [True, False])
    @pytest.mark.parametrize("who", ["Ansvarig", "En annan"])
    def test_two_events_are_never_one(self, book: Book, spring_first: bool, who: str) -> None:
        files = [
            world.answer(book, {}, day=1, events=[SPRING]),
            world.answer(book, {}, day=9, who=who, events=[AUTUMN]),
        ]
        after, decisions = one_by_one(book, *(files if spring_first else files[::-1]))
        spring, autumn = ("2026-03-19", "Möte", "Vårmötet", "40"), ("2026-10-05", "", "Höstmötet", "")
        assert events(after) == [spring if spring_first else autumn]
        assert {("A01-H01", "Rubrik"), ("A01-H01", "Datum")} <= conflicts(decisions)
        assert all(each.message for each in decisions.of(Action.CONFLICT))

    @pytest.mark.parametrize("backwards", [True, False])
    def test_nor_in_one_batch(self, book: Book, backwards: bool) -> None:
        files = [world.answer(book, {}, day=1, events=[SPRING]), world.answer(book, {}, day=9, events=[AUTUMN])]
        after, decisions = world.merged(book, *(files[::-1] if backwards else files))
        assert events(after) == []
        assert actions(decisions) == {Action.CONFLICT}

    def test_an_expense_keeps_its_own_amount(self, book: Book) -> None:
        hotel = filled(book, "Utgifter", {"[Post-ID]5": "P1", "[Text]5": "Hotell", "[Belopp]5": 50_000}, day=1)
        train = filled(book, "Utgifter", {"[Post-ID]5": "P2", "[Text]5": "Tåg"}, day=9)
        after, decisions = one_by_one(book, hotel, train)
        assert [(row.text("post"), row.text("text"), row["amount"]) for row in after["expenses"]] == [
            ("P1", "Hotell", 50_000)
        ]
        assert conflicts(decisions) == {("A01-U01", header) for header in ("Post-ID", "Text", "Belopp")}

    def test_a_row_that_the_secretariat_has_typed_is_another_too(self, book: Book) -> None:
        file = world.answer(book, {}, events=[{"Datum": 46300, "Deltagare": 12}])
        own = world.small_book(
            outcomes=[{"id": "A01"}, {"id": "A02"}],
            events=[{"id": "A01-H01", "activity": "A01", "heading": "Kansliets eget"}],
        )
        after, decisions = world.merged(own, replace(file, workbook_id=own.workbook_id))
        assert events(after) == [("", "", "Kansliets eget", "")]
        assert actions(decisions) == {Action.CONFLICT}

    def test_deciding_for_the_whole_row_replaces_it_and_nobody_is_asked_again(self, book: Book) -> None:
        files = [world.answer(book, {}, day=1, events=[SPRING]), world.answer(book, {}, day=9, events=[AUTUMN])]
        after, decisions = one_by_one(book, *files)
        for choice, wanted in (
            (TAKE, ("2026-10-05", "", "Höstmötet", "")),
            (KEEP, ("2026-03-19", "Möte", "Vårmötet", "40")),
        ):
            chosen = read_choices(asked(after, decisions, *[(choice, None)] * len(decisions.decisions)), after)
            decided = world.carried_out(after, choice_edits(after, chosen, world.NOW))
            assert events(decided) == [wanted]
            again, told = world.merged(decided, *files)
            assert again.raw == decided.raw
            assert not told.wants_a_person


class TestRemovedByOneChangedByTheOther:
    """A row of the form that one owner empties, and somebody else has filled in further."""

    @pytest.fixture
    def book(self) -> Book:
        return world.small_book(
            outcomes=[{"id": "A01"}], events=[{"id": "A01-H01", "activity": "A01", "heading": "Vår"}]
        )

    @staticmethod
    def emptying(book: Book) -> Returned:
        return read(world.saved(world.change(world.sent(book), "Händelser", {"[Rubrik]5": None}), "Skåne", 9))

    def test_nobody_else_has_touched_it_and_it_goes(self, book: Book) -> None:
        after, decisions = world.merged(book, self.emptying(book))
        assert actions(decisions) == {Action.TAKE}
        assert events(after) == []

    def test_it_was_changed_before(self, book: Book) -> None:
        now = world.edited(book, "events", "A01-H01", "participants", 12)
        after, decisions = world.merged(now, self.emptying(book))
        assert conflicts(decisions) == {("A01-H01", "Rubrik")}
        assert "tömd i filen" in decisions.decisions[0].message
        assert events(after) == [("", "", "Vår", "12")]

    def test_it_is_changed_in_the_same_batch(self, book: Book) -> None:
        filled_in = filled(book, "Händelser", {"[Deltagare]5": 12}, day=1)
        after, decisions = world.merged(book, filled_in, self.emptying(book))
        assert conflicts(decisions) == {("A01-H01", "Rubrik")}
        assert events(after) == [("", "", "Vår", "12")]

    def test_one_cell_of_it_emptied_is_an_edit(self, book: Book) -> None:
        two = world.edited(book, "events", "A01-H01", "participants", 10)
        file = filled(two, "Händelser", {"[Rubrik]5": None}, day=1)
        now = world.edited(two, "events", "A01-H01", "date", 46100)
        after, decisions = world.merged(now, file)
        assert actions(decisions) == {Action.TAKE}
        assert events(after) == [("2026-03-19", "", "", "10")]


class TestTakenWhole:
    """Who takes another row takes all of it: what the file leaves blank is asked about, and written blank."""

    AUTUMN: tuple[str, ...] = ("2026-10-05", "", "Höstmötet", "")

    @staticmethod
    def take(book: Book, decisions: Decisions, *of: tuple[str, str]) -> tuple[Book, Decisions]:
        """The workbook when the answers of these owners have got their choice, and the rest none."""
        choices = [(dict(of).get(each.who), None) for each in decisions.of(Action.CONFLICT)]
        chosen = read_choices(asked(book, decisions, *choices), book)
        return world.carried_out(book, choice_edits(book, chosen, world.NOW)), chosen.decisions

    def test_of_another_owners(self, book: Book) -> None:
        spring = {key: each for key, each in SPRING.items() if key != "C"}
        files = [
            world.answer(book, {}, day=1, who=who, events=[row]) for who, row in (("Anna", spring), ("Bo", AUTUMN))
        ]
        after, decisions = one_by_one(book, *files)
        assert conflicts(decisions) == {("A01-H01", each) for each in ("Datum", "Typ", "Rubrik", "Deltagare")}
        after, _ = self.take(after, decisions, ("Bo", TAKE))
        assert events(after) == [self.AUTUMN]
        assert not world.merged(after, files[1])[1].wants_a_person

    def test_of_an_expense(self, book: Book) -> None:
        hotel = filled(book, "Utgifter", {"[Post-ID]5": "P1", "[Text]5": "Hotell", "[Belopp]5": 50_000}, day=1)
        train = replace(filled(book, "Utgifter", {"[Post-ID]5": "P2", "[Text]5": "Tåg"}, day=9), who="Bo")
        after, decisions = one_by_one(book, hotel, train)
        after, _ = self.take(after, decisions, ("Bo", TAKE))
        assert [(row.text("post"), row.text("text"), row["amount"]) for row in after["expenses"]] == [
            ("P2", "Tåg", None)
        ]

    def test_over_what_the_secretariat_has_typed(self, book: Book) -> None:
        file = world.answer(book, {}, who="Bo", events=[AUTUMN])
        typed = {"id": "A01-H01", "activity": "A01", "type": "Kurs", "heading": "Kursen", "participants": 99}
        own = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}], events=[typed])
        after, decisions = world.merged(own, replace(file, workbook_id=own.workbook_id))
        assert events(self.take(after, decisions, ("Bo", KEEP))[0]) == events(own)
        assert events(self.take(after, decisions, ("Bo", TAKE))[0]) == [self.AUTUMN]

    def test_not_upon_what_an_earlier_decision_wrote(self, book: Book) -> None:
        spring = {key: each for key, each in SPRING.items() if key != "C"}
        files = [world.answer(book, {}, day=1, who=who, events=[row])
                 for who, row in (("Anna", spring), ("Bo", {**AUTUMN, "Rubrik": "Vårmötet"}))]  # fmt: skip
        after, decisions = world.merged(book, *files)
        after, _ = self.take(after, decisions, ("Bo", TAKE))
        assert events(after) == [("2026-10-05", "", "Vårmötet", "")]
        last, told = self.take(after, decisions, ("Anna", TAKE))
        assert last.raw == after.raw
        assert all(each.message for each in told.of(Action.CONFLICT))
        assert any("Konflikter!" in each.message and "A01-H01" in each.message for each in told.of(Action.CONFLICT))


class TestComesBack:
    """What comes back has the same heading every time: its date or its reference tells that it is another."""

    ROWS = (("2026-03-01", "Möte", "Styrgruppsmöte", "8"), ("2026-10-03", "Möte", "Styrgruppsmöte", "9"))

    def files(self, book: Book) -> list[Returned]:
        return [world.answer(book, {}, day=day, events=[row]) for day, row in ((1, MARCH), (9, OCTOBER))]

    @pytest.mark.parametrize("backwards", [True, False])
    def test_a_meeting_is_not_moved(self, book: Book, backwards: bool) -> None:
        files = self.files(book)
        after, decisions = one_by_one(book, *(files[::-1] if backwards else files))
        assert events(after) == [self.ROWS[backwards]]
        assert conflicts(decisions) == {("A01-H01", "Datum"), ("A01-H01", "Deltagare")}
        stands = self.ROWS[backwards][0]
        assert {each.message for each in decisions.decisions if each.action is Action.CONFLICT} == {
            f"A01-H01 är redan en annan rad, ”Styrgruppsmöte”, Datum {stands}."
        }
        after, decisions = world.merged(book, *(files[::-1] if backwards else files))
        assert events(after) == []
        assert actions(decisions) == {Action.CONFLICT}

    @pytest.mark.parametrize(("choice", "wanted"), [(TAKE, 1), (KEEP, 0)])
    def test_what_is_decided_stays_decided(self, book: Book, choice: str, wanted: int) -> None:
        files = self.files(book)
        after, decisions = one_by_one(book, *files)
        count = len(conflicts(decisions))
        chosen = read_choices(asked(after, decisions, *[(choice, None)] * count), after)
        decided = world.carried_out(after, choice_edits(after, chosen, world.NOW))
        assert events(decided) == [self.ROWS[wanted]]
        again, told = world.merged(decided, *files)
        assert again.raw == decided.raw
        assert not told.wants_a_person

    def test_an_expense_of_another_post(self, book: Book) -> None:
        files = [
            filled(book, "Utgifter", {"[Post-ID]5": "P1", "[Text]5": "Hotell", "[Belopp]5": 50_000}, day=1),
            filled(book, "Utgifter", {"[Post-ID]5": "P2", "[Text]5": "Hotell", "[Belopp]5": 700}, day=9),
        ]
        after, decisions = one_by_one(book, *files)
        assert [(row.text("post"), row["amount"]) for row in after["expenses"]] == [("P1", 50_000)]
        assert conflicts(decisions) == {("A01-U01", "Post-ID"), ("A01-U01", "Belopp")}


class TestTheSameRow:
    def test_the_owners_later_answer_corrects_and_completes_it(self, book: Book) -> None:
        later = {**SPRING, "Typ": "Kurs", "Deltagare": 41}
        files = [world.answer(book, {}, day=1, events=[SPRING]), world.answer(book, {}, day=9, events=[later])]
        for after, decisions in (one_by_one(book, *files), world.merged(book, *files), one_by_one(book, *files[::-1])):
            assert events(after) == [("2026-03-19", "Kurs", "Vårmötet", "41")]
            assert not decisions.wants_a_person

    def test_a_date_that_was_not_answered_is_completed(self, book: Book) -> None:
        undated = {key: each for key, each in SPRING.items() if key != "C"}
        files = [world.answer(book, {}, day=1, events=[undated]), world.answer(book, {}, day=9, events=[SPRING])]
        after, decisions = one_by_one(book, *files)
        assert events(after) == [("2026-03-19", "Möte", "Vårmötet", "40")]
        assert not decisions.wants_a_person

    def test_an_amount_is_corrected(self, book: Book) -> None:
        files = [
            filled(book, "Utgifter", {"[Post-ID]5": "P1", "[Text]5": "Hotell", "[Belopp]5": each}, day=each)
            for each in (1, 9)
        ]
        after, decisions = one_by_one(book, *files)
        assert [row["amount"] for row in after["expenses"]] == [9]
        assert not decisions.wants_a_person

    def test_what_the_secretariat_has_filled_in_is_never_put_together_with_more_unasked(self, book: Book) -> None:
        first = world.answer(book, {}, day=1, events=[{"Rubrik": "Kurs"}])
        later = world.answer(book, {}, day=9, events=[{"Rubrik": "Kurs", "Deltagare": 12}])
        after = world.edited(world.merged(book, first)[0], "events", "A01-H01", "type", "Kurs")
        assert not world.merged(after, first)[1].wants_a_person
        after, decisions = world.merged(after, later)
        assert events(after) == [("", "Kurs", "Kurs", "")]
        assert conflicts(decisions) == {("A01-H01", "Deltagare"), ("A01-H01", "Typ")}  # the whole row, or none of it


class TestMoved:
    """A row that was read in stands under another id in the owner's later form."""

    VAR: Mapping[str, Scalar] = {"Rubrik": "Vårmötet", "Deltagare": 40}
    HOST: Mapping[str, Scalar] = {"Rubrik": "Höstmötet", "Deltagare": 30}
    LIKE = "Raden är lik A01-H01, som redan finns i arbetsboken."

    def files(self, book: Book, *later: Mapping[str, Scalar]) -> list[Returned]:
        return [world.answer(book, {}, day=1, events=[self.VAR]), world.answer(book, {}, day=9, events=later)]

    @pytest.mark.parametrize(
        "moved",
        [
            VAR,
            {"Rubrik": "Vårmötet", "Deltagare": 41},
            {"Datum": 46100, "Rubrik": "Vårmötet", "Deltagare": 40},
            {"Rubrik": "Vårmötet"},
        ],
    )
    @pytest.mark.parametrize("first", [HOST, {}, {"Deltagare": 12}])
    def test_it_is_asked_about(self, book: Book, moved: Mapping[str, Scalar], first: Mapping[str, Scalar]) -> None:
        after, decisions = one_by_one(book, *self.files(book, first, moved))
        assert events(after) == [("", "", "Vårmötet", "40")]
        told = {each.message for each in decisions.of(Action.CONFLICT) if each.row == "A01-H02"}
        assert told == {self.LIKE}
        assert all("A01-H01" in each.remedy for each in decisions.of(Action.CONFLICT) if each.row == "A01-H02")

    @pytest.mark.parametrize("backwards", [True, False])
    def test_in_one_batch_it_is_too(self, book: Book, backwards: bool) -> None:
        files = self.files(book, self.HOST, self.VAR)
        after, decisions = world.merged(book, *(files[::-1] if backwards else files))
        assert events(after) == []
        assert {each.message for each in decisions.of(Action.CONFLICT) if each.row == "A01-H02"} == {
            "Raden är lik A01-H01, i Ansvarig 1.xlsx."
        }

    def test_and_when_the_later_file_was_read_first(self, book: Book) -> None:
        after, decisions = one_by_one(book, *self.files(book, self.HOST, self.VAR)[::-1])
        assert events(after) == [("", "", "Höstmötet", "30"), ("", "", "Vårmötet", "40")]
        assert all("Raden är lik A01-H02, som redan" in each.message for each in decisions.of(Action.CONFLICT))
        assert decisions.wants_a_person

    @pytest.mark.parametrize(("choice", "wanted"), [(TAKE, ["Höstmötet", "Vårmötet"]), (KEEP, ["Vårmötet"])])
    def test_what_is_decided_stays_decided(self, book: Book, choice: str, wanted: list[str]) -> None:
        files = self.files(book, self.HOST, self.VAR)
        after, decisions = one_by_one(book, *files)
        count = len(conflicts(decisions))
        chosen = read_choices(asked(after, decisions, *[(choice, None)] * count), after)
        decided = world.carried_out(after, choice_edits(after, chosen, world.NOW))
        assert [row.text("heading") for row in decided["events"]] == wanted
        again, told = world.merged(decided, *files)
        assert again.raw == decided.raw
        assert not told.wants_a_person

    def test_a_row_that_gave_way_does_not_come_in_under_another_id(self, book: Book) -> None:
        files = self.files(book, {}, self.VAR)
        after, decisions = world.merged(book, *files)
        questions = [each for each in decisions.decisions if is_asked(each)]
        pairs = [(KEEP if each.row == "A01-H01" else None, None) for each in questions]
        chosen = read_choices(asked(after, decisions, *pairs), after)
        decided = world.carried_out(after, choice_edits(after, chosen, world.NOW))
        again, told = world.merged(decided, *files)
        assert events(again) == []
        assert {each.message for each in told.of(Action.CONFLICT) if each.row == "A01-H02"} == {
            "Raden är lik A01-H01, i Ansvarig 1.xlsx, som har fått ge vika."
        }

    def test_a_file_that_holds_both_tells_of_two(self, book: Book) -> None:
        after, decisions = one_by_one(book, *self.files(book, self.VAR, self.VAR))
        assert [row.text("heading") for row in after["events"]] == ["Vårmötet", "Vårmötet"]
        assert not decisions.wants_a_person

    def test_another_date_is_another_row(self, book: Book) -> None:
        files = [world.answer(book, {}, day=day, events=rows) for day, rows in ((1, [MARCH]), (9, [{}, OCTOBER]))]
        after, decisions = one_by_one(book, *files)
        assert [row.text("heading") for row in after["events"]] == ["Styrgruppsmöte"] * 2
        assert {row for row, _ in conflicts(decisions)} == {"A01-H01"}

    def test_a_row_put_in_above_one_that_was_handed_out_needs_no_question(self, book: Book) -> None:
        own = world.small_book(
            outcomes=[{"id": "A01"}, {"id": "A02"}],
            events=[{"id": "A01-H01", "activity": "A01", "heading": "Vårmötet", "participants": 40}],
        )
        after, decisions = world.merged(own, world.answer(own, {}, events=[self.HOST, self.VAR]))
        assert events(after) == [("", "", "Höstmötet", "30"), ("", "", "Vårmötet", "40")]
        assert not decisions.wants_a_person

    def test_what_the_secretariat_has_typed_is_not_read_in_again(self, book: Book) -> None:
        file = world.answer(book, {}, events=[self.VAR])
        own = world.small_book(
            outcomes=[{"id": "A01"}, {"id": "A02"}],
            events=[{"id": "A01-H07", "activity": "A01", "heading": "Vårmötet", "participants": 40}],
        )
        after, decisions = world.merged(own, replace(file, workbook_id=own.workbook_id))
        assert len(after["events"].rows) == 1
        assert {each.message for each in decisions.decisions} == {self.LIKE.replace("H01", "H07")}

    def test_an_expense_too(self, book: Book) -> None:
        hotel: dict[str, Scalar] = {"[Post-ID]5": "P1", "[Text]5": "Hotell", "[Belopp]5": 50_000}
        moved: dict[str, Scalar] = {
            "[Post-ID]5": "P2",
            "[Text]5": "Tåg",
            "[Post-ID]6": "P1",
            "[Text]6": "Hotell",
            "[Belopp]6": 50_000,
        }
        files = [filled(book, "Utgifter", hotel, day=1), filled(book, "Utgifter", moved, day=9)]
        after, _ = one_by_one(book, *files)
        assert sum(row["amount"] or 0 for row in after["expenses"]) == 50_000


class TestTakenBack:
    """A later file of the same owner's is as it was sent, where an earlier one had answered."""

    @staticmethod
    def answered(book: Book, **more: object) -> Returned:
        file = filled(book, "Utgifter", {"[Post-ID]5": "P1", "[Text]5": "Hotell", "[Belopp]5": 50_000}, day=1)
        fields = world.answer(book, {"Dagar utfall": 12, "Effekter": "Bra"}, day=1)
        return replace(fields, cells=(*fields.cells, *(cell for cell in file.cells if cell.table == "expenses")))

    PLACES = {("A01", "Dagar utfall"), ("A01", "Effekter")} | {
        ("A01-U01", each) for each in ("Post-ID", "Text", "Belopp")
    }

    @pytest.mark.parametrize("together", [True, False])
    def test_it_is_told_of_and_asked_about(self, book: Book, together: bool) -> None:
        files = [self.answered(book), world.answer(book, {}, day=9)]
        after, decisions = world.merged(book, *files) if together else one_by_one(book, *files)
        assert conflicts(decisions) == self.PLACES
        assert decisions.wants_a_person
        back = [each for each in decisions.decisions if each.back]
        assert all("tillbakataget" in each.message and "Ansvarig 1.xlsx" in each.message for each in back)
        if not together:
            assert world.value(after, "days") == 12

    def test_when_the_later_was_read_first_the_earlier_fills_no_blanks_unasked(self, book: Book) -> None:
        later = world.answer(book, {"Effekter": "Bättre"}, day=9)
        after, decisions = one_by_one(book, later, self.answered(book))
        assert conflicts(decisions) == self.PLACES - {("A01", "Effekter")}
        assert all("senare svar (2026" in question.message for question in decisions.of(Action.CONFLICT))
        assert world.value(after, "days") is None
        chosen = read_choices(asked(after, decisions, *[(KEEP, None)] * 4), after)
        decided = world.carried_out(after, choice_edits(after, chosen, world.NOW))
        again, told = world.merged(decided, later, self.answered(book))
        assert again.raw == decided.raw
        assert not told.wants_a_person

    @pytest.mark.parametrize("choice", [KEEP, TAKE])
    def test_what_is_decided_stays_decided(self, book: Book, choice: str) -> None:
        files = [self.answered(book), world.answer(book, {}, day=9)]
        after, decisions = one_by_one(book, *files)
        chosen = read_choices(asked(after, decisions, *[(choice, None)] * 5), after)
        decided = world.carried_out(after, choice_edits(after, chosen, world.NOW))
        assert world.value(decided, "days") == (12 if choice == KEEP else None)
        again, told = world.merged(decided, *files)
        assert again.raw == decided.raw
        assert not told.wants_a_person

    def test_a_row_of_which_nothing_is_left_leaves_no_skeleton(self, book: Book) -> None:
        files = [self.answered(book), world.answer(book, {}, day=9)]
        after, decisions = one_by_one(book, *files)
        chosen = read_choices(asked(after, decisions, *[(TAKE, None)] * 5), after)
        changes = choice_edits(after, chosen, world.NOW)
        decided = world.carried_out(after, changes)
        assert changes.emptied == {("expenses", "A01-U01")}
        assert not decided["expenses"].rows
        assert differences(after, decided, chosen.decisions, changes) == ()
        left = world.carried_out(after, replace(changes, cells={"Utfall": changes.cells["Utfall"]}))
        assert any("A01-U01: raden är inte tom" in each for each in differences(after, left, chosen.decisions, changes))

    def test_nor_one_that_was_handed_out_and_comes_back_empty(self, book: Book) -> None:
        after, _ = world.merged(book, self.answered(book))
        file = filled(after, "Utgifter", dict.fromkeys(["[Post-ID]5", "[Text]5", "[Belopp]5"]), day=9)
        decided, decisions = world.merged(after, file)
        assert len(list(decisions.of(Action.TAKE))) == 3
        assert not decided["expenses"].rows
        assert not world.merged(decided, file)[1].wants_a_person

    def test_a_row_with_something_else_in_it_keeps_its_ids(self, book: Book) -> None:
        after, _ = world.merged(book, self.answered(book))
        after = world.edited(after, "expenses", "A01-U01", "text", "Kansliets")
        file = filled(after, "Utgifter", dict.fromkeys(["[Post-ID]5", "[Belopp]5"]), day=9)
        decided, _ = world.merged(after, file)
        assert [(row.id, row.text("text"), row["amount"]) for row in decided["expenses"]] == [
            ("A01-U01", "Kansliets", None)
        ]

    @pytest.mark.parametrize(
        "later",
        [
            {"who": "En annan", "day": 9},  # somebody else says nothing of it
            {"day": 1},  # the same moment
        ],
    )
    def test_not_by_others_nor_earlier(self, book: Book, later: dict[str, object]) -> None:
        file = world.answer(book, {}, path="annan.xlsx", **later)  # type: ignore[arg-type]
        assert not one_by_one(book, self.answered(book), file)[1].decisions

    def test_the_outbox_read_again_is_quiet(self, book: Book) -> None:
        after, _ = world.merged(book, self.answered(book))
        for who in ("", "Ansvarig"):
            blank = world.answer(book, {}, who=who, day=20, path="Ansvarig 1.xlsx")
            told = world.merged(after, replace(blank, saved=False))[1]
            assert not told.decisions

    def test_a_form_made_after_the_answer_holds_it(self, book: Book) -> None:
        after, _ = world.merged(book, self.answered(book))
        assert not world.merged(after, world.answer(after, {}, day=9))[1].decisions

    def test_a_field_that_is_not_found_is_not_taken_back(self, book: Book) -> None:
        after, _ = world.merged(book, self.answered(book))
        raw = world.sent(book)
        label = int(world.place_of(raw, "Dagar utfall")[1:])
        raw = world.change(raw, raw.sheets[0].name, {f"A{label}": None})
        raw = replace(raw, sheets=tuple(each for each in raw.sheets if each.name != world.ROWS))
        told = world.merged(after, read(world.saved(raw, day=9)))[1]
        assert conflicts(told) == {("A01", "Effekter")}

    def test_a_row_that_is_gone_from_the_file_is(self, book: Book) -> None:
        after, _ = world.merged(book, self.answered(book))
        raw = world.change(world.sent(book), "Utgifter", dict.fromkeys([f"{letter}5" for letter in "ABCDEF"]))
        told = world.merged(after, read(world.saved(raw, day=9)))[1]
        assert conflicts(told) == self.PLACES


@pytest.mark.parametrize(
    ("text", "amount", "asks"),
    [
        ("Summa", 3000, True), ("TOTALT:", 3000, True), ("delsumma", 7, True), ("Total", None, True),
        ("Summa resor", 3000, True), (None, 3000, True), ("Summa resor", 2999, True), (None, 2000, False),
        ("Sum:", 7, True), ("Allt", 3000, True), ("Sammanlagt", 7, True), ("tot", 7, True), ("Tot. kr", 7, True),
        ("S:a", 7, True), ("Allt", 7, True), ("Tillsammans:", 7, True), ("Slutsumma", 7, True), ("Totalt kr", 7, True),
        ("Buss", 3000, True), ("Tåg och hotell", 3000, True), ("Buss", 2000, False), ("Buss", 2999, False),
        ("Allt material", 7, False), ("Sammanträde", 7, False), ("Totalentreprenad", 7, False), ("Summarisk", 7, False),
        ("Sum-gruppen", 7, False), ("Alla barn", 7, False), (None, 0, False), ("Buss", 0, False),
    ],
)  # fmt: skip
def test_a_typed_row_of_totals_is_asked_about(book: Book, text: str | None, amount: int | None, asks: bool) -> None:
    cells: dict[str, Scalar] = {
        "[Post-ID]5": "P1",
        "[Text]5": "Hotell",
        "[Belopp]5": 1000,
        "[Post-ID]6": "P1",
        "[Text]6": "Tåg",
        "[Belopp]6": 2000,
    }
    file = filled(book, "Utgifter", {**cells, "[Post-ID]7": "P1", "[Text]7": text, "[Belopp]7": amount}, day=1)
    after, decisions = world.merged(book, file)
    assert {row for row, _ in conflicts(decisions)} == ({"A01-U03"} if asks else set())
    assert sum(row["amount"] or 0 for row in after["expenses"]) == 3000 + (0 if asks else amount or 0)


@pytest.mark.parametrize(
    ("cells", "asks"),
    [
        ({"[Rubrik]7": "Årsmötet", "[Deltagare]7": 30}, True),
        ({"[Rubrik]7": "Årsmötet", "[Deltagare]7": 30, "[Datum]7": 46100}, False),
        ({"[Rubrik]7": "Totalt", "[Deltagare]7": 12, "[Datum]7": 46100}, True),
        ({"[Rubrik]7": "Årsmötet", "[Deltagare]7": 20}, False),
    ],
)
def test_what_has_a_date_is_no_sum_by_its_number(book: Book, cells: Mapping[str, Scalar], asks: bool) -> None:
    file = filled(
        book,
        "Händelser",
        {"[Rubrik]5": "Vår", "[Deltagare]5": 10, "[Rubrik]6": "Höst", "[Deltagare]6": 20, **cells},
        day=1,
    )
    _, decisions = world.merged(book, file)
    assert {row for row, _ in conflicts(decisions)} == ({"A01-H03"} if asks else set())


def test_an_id_that_is_far_too_long_is_quoted_shortly(book: Book) -> None:
    typed = "A02-H" + "1" * 5000
    file = filled(book, "Händelser", {"[Händelse-ID]5": typed, "[Rubrik]5": "Vårmötet"}, day=1)
    (told,) = (note.text for note in file.notes if "som id" in note.text)
    assert told.startswith(f"Raden har ”{typed[:39]}…”")
    assert len(told) < 150


def filled(book: Book, sheet: str, cells: Mapping[str, Scalar], *, day: int) -> Returned:
    return read(world.saved(world.change(world.sent(book), sheet, cells), day=day))


def read(raw: RawWorkbook) -> Returned:
    returned = world.read(raw)
    assert isinstance(returned, Returned), returned
    return returned


# ------------------------------------------------------------------ properties over structure

ROW = st.fixed_dictionaries(
    {
        "Datum": st.sampled_from([None, 46100, 46300]),
        "Rubrik": st.sampled_from([None, "Vår", "Höst"]),
        "Deltagare": st.sampled_from([None, 10, 12]),
    }
)


@dataclass(frozen=True)
class Filled:
    """What one owner writes in the form one day, and what they do to its rows: ``order`` sorts them, ``gone`` removes
    spare ones, ``extra`` is a row below that has no id.
    """

    who: str
    day: int
    rows: tuple[Mapping[str, Scalar], ...]
    order: tuple[int, ...]
    gone: bool
    extra: Mapping[str, Scalar]

    def raw(self, book: Book) -> RawWorkbook:
        raw = world.sent(book)
        cells: dict[str, Scalar] = {}
        for place, index in enumerate(self.order):
            row = self.rows[index] if index < len(self.rows) else {}
            cells |= {f"[Händelse-ID]{5 + place}": f"A01-H{index + 1:02}", f"[Aktivitets-ID]{5 + place}": "A01"}
            cells |= {f"[{header}]{5 + place}": row.get(header) for header in COLUMNS}
        if self.gone:
            cells |= {f"[{header}]{row}": None for header in (*IDS, *COLUMNS) for row in (15, 16)}
        cells |= {f"[{header}]20": value for header, value in self.extra.items()}
        return world.saved(world.change(raw, "Händelser", cells), self.who, self.day)

    def file(self, book: Book) -> Returned:
        return read(self.raw(book))


def filled_by(who: str, day: int, row: Mapping[str, Scalar]) -> Filled:
    return Filled(who, day, (row,), (0, 1, 2), gone=False, extra={})


FILLED = st.builds(
    Filled, st.sampled_from(["Dalarna", "Skåne"]), st.integers(1, 28), st.lists(ROW, max_size=2).map(tuple),
    st.permutations(range(3)).map(tuple), st.booleans(), st.one_of(st.just({}), ROW),
)  # fmt: skip


class Backwards(Random):
    """Shuffles by turning around: the order that a found example needs."""

    def shuffle(self, x: list[Returned]) -> None:  # type: ignore[override]
        x.reverse()


FILES = st.lists(FILLED, min_size=1, max_size=4, unique_by=lambda each: each.day)
BY_HAND = st.one_of(st.none(), ROW)
Content = dict[str, str]


def versions(files: Sequence[Returned]) -> dict[str, list[Content]]:
    """Every row that the files tell of, by id: what is filled in."""
    found: dict[str, list[Content]] = {}
    for file in files:
        rows: dict[str, Content] = {}
        for cell in file.cells:
            if cell.table == "events" and cell.column in COLUMNS.values() and cell.value is not None:
                rows.setdefault(cell.row, {})[cell.column] = str(cell.value)
        for key, row in rows.items():
            found.setdefault(key, []).append(row)
    return found


def rows_of(book: Book) -> dict[str, Content]:
    return {
        row.id: {key: str(row.cell(key).raw.value) for key in COLUMNS.values() if row.cell(key).raw.value is not None}
        for row in book["events"]
    }


@settings(max_examples=world.examples(60), deadline=None)
@given(FILES, BY_HAND, st.integers(0, 4), st.randoms(use_true_random=False))
@example(
    answers=[
        filled_by("Dalarna", 2, {"Rubrik": "Vår", "Deltagare": 10}),
        filled_by("Dalarna", 1, {"Datum": 46100, "Rubrik": "Vår"}),
    ],
    typed={"Datum": None, "Rubrik": None, "Deltagare": 10},
    cut=1,
    random=Random(0),  # noqa: S311
)
def test_a_row_is_what_one_file_says_and_never_a_mixture(
    answers: list[Filled], typed: Mapping[str, Scalar] | None, cut: int, random: object
) -> None:
    blank = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}])
    files = [each.file(blank) for each in answers]
    book = blank
    if typed is not None:  # the secretariat, who doesn't know what ids are out
        row = {COLUMNS[header]: value for header, value in typed.items()}
        book = world.small_book(
            outcomes=[{"id": "A01"}, {"id": "A02"}], events=[{"id": "A01-H01", "activity": "A01", **row}]
        )
        files = [replace(each, workbook_id=book.workbook_id) for each in files]
    before = rows_of(book)
    random.shuffle(files)  # type: ignore[attr-defined]
    after, _ = world.merged(book, *files[:cut])
    after, _ = world.merged(after, *files[cut:])
    for key, row in rows_of(after).items():
        told = [*versions(files).get(key, []), before.get(key, {})]
        assert row in told


@settings(max_examples=world.examples(60), deadline=None)
@given(FILES, st.integers(0, 4))
def test_a_row_with_another_heading_or_date_is_never_passed_over(answers: list[Filled], cut: int) -> None:
    """It stands, or it is asked about, whichever way the files came in."""
    blank = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}])
    files = [each.file(blank) for each in answers]
    halfway, one = world.merged(blank, *files[:cut])
    after, two = world.merged(halfway, *files[cut:])
    asked_about = {
        (each.row, str(as_scalar(each.value))) for each in (*one.of(Action.CONFLICT), *two.of(Action.CONFLICT))
    }
    for key, told in versions(files).items():
        stands = rows_of(after).get(key, {})
        for row in told:
            for column in ("heading", "date"):
                said = row.get(column)
                assert said is None or said == stands.get(column) or (key, said) in asked_about


@settings(max_examples=world.examples(40), deadline=None)
@given(FILES, st.randoms(use_true_random=False))
def test_twice_changes_nothing_and_the_order_never_shows(answers: list[Filled], random: object) -> None:
    blank = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}])
    files = [each.file(blank) for each in answers]
    once, first = world.merged(blank, *files)
    twice, second = world.merged(once, *files)
    assert twice.raw == once.raw
    assert {(each.file, each.cell) for each in first.of(Action.CONFLICT)} == {
        (each.file, each.cell) for each in second.of(Action.CONFLICT)
    }
    random.shuffle(files)  # type: ignore[attr-defined]
    assert world.merged(blank, *files)[1] == first


@settings(max_examples=world.examples(40), deadline=None)
@given(FILLED)
@example(
    Filled(
        "Dalarna",
        1,
        ({"Datum": None, "Rubrik": "Vår", "Deltagare": 10},),
        (2, 0, 1),
        True,
        {"Datum": None, "Rubrik": None, "Deltagare": 12},
    )
)
def test_how_the_rows_are_sorted_does_not_show(answer: Filled) -> None:
    blank = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}])
    straight = dataclasses.replace(answer, order=(0, 1, 2), gone=False)
    one, other = (world.merged(blank, each.file(blank))[0] for each in (answer, straight))
    assert rows_of(one) == rows_of(other)


@settings(max_examples=world.examples(60), deadline=None)
@given(FILES)
def test_one_owners_many_answers_end_in_the_last_or_in_a_question(answers: list[Filled]) -> None:
    """Read in the order of their days: each row is as the owner's last file has it, or somebody is asked."""
    blank = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}])
    answers = sorted(
        (dataclasses.replace(each, who="Dalarna", extra={}) for each in answers), key=lambda each: each.day
    )
    files = [each.file(blank) for each in answers]
    after, decisions = one_by_one(blank, *files)
    open_ = {each.row for each in decisions.of(Action.CONFLICT)}
    last = {key: rows[0] for key, rows in versions(files[-1:]).items()}
    for key, row in rows_of(after).items():
        assert key in open_ or row == last.get(key, {})


def test_a_number_without_bound_is_no_sum(book: Book) -> None:
    cells: dict[str, Scalar] = {
        "[Post-ID]5": "P1",
        "[Text]5": "Hotell",
        "[Belopp]5": 1000,
        "[Post-ID]6": "P1",
        "[Belopp]6": 1.7e308,
    }
    decisions = world.merged(book, filled(book, "Utgifter", cells, day=1))[1]
    assert not conflicts(decisions)


@settings(max_examples=world.examples(80), deadline=None)
@given(FILES, BY_HAND, st.integers(0, 4), st.randoms(use_true_random=False))
@example(
    answers=[
        filled_by("Dalarna", 1, {"Datum": 46100, "Rubrik": "Vår", "Deltagare": 10}),
        Filled(
            "Skåne",
            2,
            ({"Rubrik": "Vår", "Deltagare": 10}, {"Datum": 46100, "Rubrik": "Vår", "Deltagare": 10}),
            (0, 1, 2),
            gone=False,
            extra={},
        ),
    ],
    typed=None,
    cut=0,
    random=Random(0),  # noqa: S311
)
@example(
    answers=[
        Filled("Dalarna", 2, ({"Rubrik": "Vår"},), (0, 1, 2), gone=False, extra={"Deltagare": 10}),
        Filled("Skåne", 1, ({"Datum": 46300, "Deltagare": 12},), (0, 1, 2), gone=False, extra={"Datum": 46300}),
        Filled("Dalarna", 3, ({"Deltagare": 10},), (0, 1, 2), gone=False, extra={}),
    ],
    typed=None,
    cut=1,
    random=Random(0),  # noqa: S311
)
@example(  # the later form, made in between, says nothing of what the second batch asked about
    answers=[
        Filled("Dalarna", 2, ({"Datum": 46100},), (0, 1, 2), gone=False, extra={}),
        Filled("Dalarna", 1, ({}, {"Datum": 46100, "Deltagare": 10}), (0, 1, 2), gone=False, extra={}),
    ],
    typed={"Deltagare": 10},
    cut=1,
    random=Backwards(),
)
def test_no_row_stands_twice_unless_one_answer_holds_both(
    answers: list[Filled], typed: Mapping[str, Scalar] | None, cut: int, random: object
) -> None:
    """In whichever batches and order they come, also from a form that was made in between.

    Two rows of an answer may look the same for as long as somebody is asked about a cell that tells them apart.
    """
    book = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}])
    if typed:
        row = {COLUMNS[header]: value for header, value in typed.items()}
        book = world.small_book(
            outcomes=[{"id": "A01"}, {"id": "A02"}], events=[{"id": "A01-H02", "activity": "A01", **row}]
        )
    files = [each.file(book) for each in answers]
    random.shuffle(files)  # type: ignore[attr-defined]
    after, _ = world.merged(book, *files[:cut])
    later = [each.file(after) for each in answers[cut:]]
    after, _ = world.merged(after, *files[cut:])
    after, decisions = world.merged(after, *later)
    # What an earlier batch asked about is still asked: no file has been decided on, and all lie in the folder.
    standing = world.merged(after, *files, *later)[1]
    asked_of = {(each.row, each.key) for each in (*decisions.of(Action.CONFLICT), *standing.of(Action.CONFLICT))}

    def settled(row: str, content: Content) -> Content:
        return {key: value for key, value in content.items() if (row, key) not in asked_of}

    rows = rows_of(after)
    for (one, content), (other, same) in combinations(rows.items(), 2):
        if content and content == same:
            assert any(
                settled(one, held.get(one, {})) == settled(one, content)
                and settled(other, held.get(other, {})) == settled(other, content)
                for held in map(contents_of, [*files, *later])
            )


def contents_of(file: Returned) -> dict[str, Content]:
    """The rows of a file by id, handed out ones with what they hold now."""
    found: dict[str, Content] = {}
    for table in file.base:
        if table.sheet == "Händelser":
            for handed in table.rows:
                values = dict(zip(table.headers, handed.values, strict=True))
                named = {"date": "Datum", "heading": "Rubrik", "participants": "Deltagare"}
                found[handed.id] = {
                    key: str(values[header]) for key, header in named.items() if values.get(header) is not None
                }
    for cell in file.cells:
        if cell.table == "events" and cell.column in COLUMNS.values():
            row = found.setdefault(cell.row, {})
            row.pop(cell.column, None)
            if cell.value is not None:
                row[cell.column] = str(cell.value)
    return found


CHOSEN = st.lists(st.sampled_from([KEEP, TAKE, TAKE, OWN, None]), min_size=8, max_size=8)


@settings(max_examples=world.examples(60), deadline=None)
@given(FILES, BY_HAND, st.integers(0, 4), CHOSEN, CHOSEN, st.booleans())
@example(  # the other owner's row lacks what stands there, and all of it is taken
    answers=[
        filled_by("Dalarna", 1, {"Rubrik": "Vår", "Deltagare": 10}),
        filled_by("Skåne", 2, {"Datum": 46300, "Rubrik": "Höst"}),
    ],
    typed=None, cut=1, first=[TAKE] * 8, second=[TAKE] * 8, by_hand=False,
)  # fmt: skip
@example(  # the same over a row that the secretariat has typed
    answers=[filled_by("Skåne", 2, {"Datum": 46300, "Rubrik": "Höst"})],
    typed={"Datum": None, "Rubrik": "Kursen", "Deltagare": 99},
    cut=0, first=[TAKE] * 8, second=[TAKE] * 8, by_hand=False,
)  # fmt: skip
@example(  # some of the row one day, the rest another
    answers=[
        filled_by("Dalarna", 1, {"Rubrik": "Vår", "Deltagare": 10}),
        filled_by("Skåne", 2, {"Datum": 46300, "Rubrik": "Höst"}),
    ],
    typed=None, cut=2, first=[None, TAKE, None, TAKE, None, None, None, None], second=[TAKE, None] * 4, by_hand=False,
)  # fmt: skip
def test_whatever_is_chosen_a_row_is_what_one_file_says(
    answers: list[Filled], typed: Mapping[str, Scalar] | None, cut: int, first: list[str | None],
    second: list[str | None], by_hand: bool,
) -> None:  # fmt: skip
    """Two rounds of files and choices, and the first choices' file a second time; but for a text of one's own."""
    row = {COLUMNS[letter]: value for letter, value in (typed or {}).items()}
    rows = [{"id": "A01-H01", "activity": "A01", **row}] if typed is not None else []
    book = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}], events=rows)
    blank = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}])  # of which the forms were made
    files = [replace(each.file(blank), workbook_id=book.workbook_id) for each in answers]
    told = versions(files)
    for key, stands in rows_of(book).items():
        told.setdefault(key, []).append(stands)
    own: set[tuple[str, str]] = set()

    def chosen(book: Book, decisions: Decisions, choices: list[str | None]) -> tuple[Book, RawWorkbook | None]:
        many = sum(map(is_asked, decisions.decisions))
        if not many:
            return book, None
        raw = asked(book, decisions, *[(each, 7 if each == OWN else None) for each in islice(cycle(choices), many)])
        return carried_out(book, raw), raw

    def carried_out(book: Book, raw: RawWorkbook) -> Book:
        made = read_choices(raw, book)
        own.update((made.decisions.decisions[number].row, made.decisions.decisions[number].key) for number in made.own)
        after = world.carried_out(book, changes := choice_edits(book, made, world.NOW))
        assert differences(book, after, made.decisions, changes) == ()
        for key, content in rows_of(after).items():
            others = [{column: text for column, text in each.items() if (key, column) not in own}
                      for each in (*told.get(key, []), {})]  # fmt: skip
            assert {column: text for column, text in content.items() if (key, column) not in own} in others
        return after

    after, decisions = world.merged(book, *files[:cut])
    after, once = chosen(after, decisions, first)
    if by_hand and "A01-H01" in rows_of(after):
        after = world.edited(after, "events", "A01-H01", "participants", 99)
        told.setdefault("A01-H01", []).append(rows_of(after)["A01-H01"])
    after, decisions = world.merged(after, *files)
    after, _ = chosen(after, decisions, second)
    if once:
        carried_out(after, once)
