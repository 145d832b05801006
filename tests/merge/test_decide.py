"""The rules, one by one and over every combination of base, current and returned."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action, Decision, Decisions, RowFormula
from rus_sheets.book.model import Book
from rus_sheets.book.raw import CellError, RichText, Scalar
from rus_sheets.merge.apply import edits
from rus_sheets.merge.decide import decide
from tests.merge import world

FIELD, KEY = "Effekter", "effects"
VALUES: tuple[Scalar, ...] = (None, "ett", "två", "tre")


def book_with(text: Scalar, **more: Scalar) -> Book:
    return world.small_book(outcomes=[{"id": "A01", KEY: text, **more}, {"id": "A02"}])


def only(decisions: Decisions) -> Decision:
    (decision,) = decisions.decisions
    return decision


def expected(base: Scalar, current: Scalar, returned: Scalar) -> Action | None:
    """The rules of the design once more, for a cell that the log says nothing of."""
    if returned == base:
        return None
    if returned == current:
        return Action.AGREE
    return Action.TAKE if current == base else Action.CONFLICT


@pytest.mark.parametrize(("base", "current", "returned"), list(itertools.product(VALUES, repeat=3)))
def test_every_combination(base: Scalar, current: Scalar, returned: Scalar) -> None:
    book = book_with(base)
    file = world.answer(book, {FIELD: returned})
    after, decisions = world.merged(world.edited(book, "outcomes", "A01", KEY, current), file)
    action = expected(base, current, returned)
    assert [each.action for each in decisions.decisions] == ([action] if action else [])
    assert world.value(after, KEY) == (returned if action is Action.TAKE else current)


def test_a_decision_names_the_cell_in_the_users_words() -> None:
    book = book_with("gammalt")
    decision = only(world.merged(book, world.answer(book, {FIELD: "nytt"}))[1])
    assert decision.as_json() == {
        "activity": "A01", "sheet": "Utfall", "row": "A01", "column": "Effekter", "base": "gammalt",
        "current": "gammalt", "returned": "nytt", "action": "take", "file": "Ansvarig 1.xlsx", "who": "Ansvarig",
        "message": "", "remedy": "", "place": decision.place,
    }  # fmt: skip


def test_blank_where_base_had_a_value_is_an_edit() -> None:
    book = book_with("gammalt")
    after, decisions = world.merged(book, world.answer(book, {FIELD: None}))
    assert only(decisions).action is Action.TAKE
    assert world.value(after, KEY) is None


def test_what_is_not_the_owners_is_refused() -> None:
    book = book_with(None)
    decision = only(world.merged(book, world.answer(book, {"Aktivitet": "Bättre namn"}))[1])
    assert (decision.action, decision.returned) == (Action.REFUSE, "Bättre namn")
    assert "Aktivitet" in decision.message


@pytest.mark.parametrize(
    ("written", "read"), [("1 234,50", 1234.5), ("5", 5), ("12,5", 12.5), ("1\u00a0234", 1234), (7.0, 7)]
)
def test_a_number_with_one_reading_is_taken(written: Scalar, read: float) -> None:
    book = book_with(None)
    after, decisions = world.merged(book, world.answer(book, {"Dagar utfall": written}))
    assert only(decisions).action is Action.TAKE
    assert world.value(after, "days") == read


@pytest.mark.parametrize(
    ("written", "proposed"),
    [("ca 5 dagar", 5), ("tolv", 12), ("1.234", 1234), ("5-7", None), ("vet ej", None), (-3, None), (True, None)],
)
def test_what_is_no_number_is_refused_and_kept_in_the_decision(written: Scalar, proposed: float | None) -> None:
    book = book_with(None)
    after, decisions = world.merged(book, world.answer(book, {"Dagar utfall": written}))
    decision = only(decisions)
    assert (decision.action, decision.returned, decision.value) == (Action.REFUSE, written, proposed)
    assert decision.message
    assert decision.remedy
    assert decision.place.startswith("Uppföljning!B")
    assert world.contents(after) == world.contents(book)


def test_an_error_is_no_blank() -> None:
    book = book_with("gammalt")
    after, decisions = world.merged(book, world.answer(book, {FIELD: CellError("#REF!")}))
    assert only(decisions).action is Action.REFUSE
    assert only(decisions).as_json()["returned"] == "#REF!"
    assert world.value(after, KEY) == "gammalt"


@pytest.mark.parametrize(
    ("written", "action", "meant"),
    [
        ("har skett som planerat", Action.TAKE, "Har skett som planerat"),
        ("Har ej sket", Action.REFUSE, "Har ej skett"),
        ("Har ej skett?", Action.REFUSE, "Har ej skett"),
        ("Blå", Action.REFUSE, None),
    ],
)
def test_choices(written: str, action: Action, meant: str | None) -> None:
    book = book_with(None)
    decision = only(world.merged(book, world.answer(book, {"Status": written}))[1])
    assert (decision.action, decision.value, decision.returned) == (action, meant, written)


def test_same_value_in_another_shape_is_the_same() -> None:
    book = book_with("ett\r\ntvå å", days=5)
    assert not world.merged(book, world.answer(book, {FIELD: "ett\ntvå a\u030a", "Dagar utfall": 5.0}))[1].decisions


def test_twice_changes_nothing() -> None:
    book = book_with("gammalt")
    file = world.answer(book, {FIELD: "nytt"}, events=[{"Datum": 46000, "Rubrik": "Kurs"}])
    once, _ = world.merged(book, file)
    twice, decisions = world.merged(once, file)
    assert {each.action for each in decisions.decisions} == {Action.AGREE}
    assert twice.raw == once.raw


class TestOneOwnerTwice:
    def test_the_later_answer_replaces_the_earlier(self) -> None:
        book = book_with(None)
        first, second = world.answer(book, {FIELD: "ett"}, day=1), world.answer(book, {FIELD: "två"}, day=2)
        after, decisions = world.merged(world.merged(book, first)[0], second)
        assert only(decisions).action is Action.TAKE
        assert "tidigare svar" in only(decisions).message
        assert world.value(after, KEY) == "två"

    @pytest.mark.parametrize("together", [True, False])
    def test_what_it_replaces_is_remembered(self, together: bool) -> None:
        book = world.small_book()
        first, second = (world.answer(book, {"Effekter": text}, day=day) for text, day in (("ett", 1), ("två", 2)))
        if together:
            _, decisions = world.merged(book, second, first)
        else:
            _, decisions = world.merged(world.merged(book, first)[0], second)
        (taken,) = decisions.of(Action.TAKE)
        assert (taken.replaces, taken.value) == ("ett", "två")
        assert taken.message.startswith("Ersätter samma ansvarigs tidigare svar")

    def test_an_older_file_after_a_newer_changes_nothing(self) -> None:
        book = book_with(None)
        first, second = world.answer(book, {FIELD: "ett"}, day=1), world.answer(book, {FIELD: "två"}, day=2)
        newest, _ = world.merged(book, second)
        after, decisions = world.merged(newest, first)
        assert only(decisions).action is Action.KEEP
        assert after.raw == newest.raw

    def test_in_one_batch_the_later_wins(self) -> None:
        book = book_with(None)
        first, second = world.answer(book, {FIELD: "ett"}, day=1), world.answer(book, {FIELD: "två"}, day=2)
        after, decisions = world.merged(book, second, first)
        assert [each.action for each in decisions.decisions] == [Action.KEEP, Action.TAKE]
        assert world.value(after, KEY) == "två"

    def test_not_when_somebody_has_touched_the_cell_since(self) -> None:
        book = book_with(None)
        after, _ = world.merged(book, world.answer(book, {FIELD: "ett"}, day=1))
        after = world.edited(after, "outcomes", "A01", KEY, "ändrat")
        again = world.answer(book, {FIELD: "två"}, day=2)
        assert only(world.merged(after, again)[1]).action is Action.CONFLICT

    def test_unknown_owners_of_different_files_are_not_the_same(self) -> None:
        book = book_with(None)
        first = world.answer(book, {FIELD: "ett"}, who="", day=1, path="A01.xlsx")
        second = world.answer(book, {FIELD: "två"}, who="", day=2, path="A01 (2).xlsx")
        later = world.answer(book, {FIELD: "tre"}, who="", day=3, path="A01.xlsx")
        after, _ = world.merged(book, first)
        assert only(world.merged(after, second)[1]).action is Action.CONFLICT
        assert only(world.merged(after, later)[1]).action is Action.TAKE


class TestTwoOwners:
    def test_disagreeing_is_a_conflict_that_names_both(self) -> None:
        book = book_with(None)
        one, two = world.answer(book, {FIELD: "ett"}, who="Dalarna"), world.answer(book, {FIELD: "två"}, who="Skåne")
        after, decisions = world.merged(book, one, two)
        assert [each.action for each in decisions.decisions] == [Action.CONFLICT] * 2
        for each in decisions.decisions:
            assert "Dalarna" in each.message
            assert "Skåne" in each.message
        assert world.contents(after) == world.contents(book)

    def test_disagreeing_with_what_is_merged_names_the_file(self) -> None:
        book = book_with(None)
        one, two = world.answer(book, {FIELD: "ett"}, who="Dalarna"), world.answer(book, {FIELD: "två"}, who="Skåne")
        after, _ = world.merged(book, one)
        decision = only(world.merged(after, two)[1])
        assert decision.action is Action.CONFLICT
        assert "Dalarna 1.xlsx" in decision.message

    def test_and_with_what_has_been_merged_and_is_gone_again(self) -> None:
        book = book_with(None)
        one, two = world.answer(book, {FIELD: "ett"}, who="Dalarna"), world.answer(book, {FIELD: "två"}, who="Skåne")
        after, _ = world.merged(book, one)
        emptied = world.edited(after, "outcomes", "A01", "effects", None)
        decision = only(world.merged(emptied, two)[1])
        assert decision.action is Action.CONFLICT
        assert decision.message == "Ett annat svar har varit inläst (Dalarna 1.xlsx) och står inte kvar."

    def test_agreeing_is_taken_once_and_both_stand_behind_it(self) -> None:
        book = book_with(None)
        one, two = world.answer(book, {FIELD: "ett"}, who="Dalarna"), world.answer(book, {FIELD: "ett"}, who="Skåne")
        after, decisions = world.merged(book, one, two)
        assert [each.action for each in decisions.decisions] == [Action.TAKE, Action.AGREE]
        later = world.answer(book, {FIELD: "två"}, who="Dalarna", day=5)
        assert only(world.merged(after, later)[1]).action is Action.CONFLICT

    def test_two_new_rows_with_one_id_are_never_mixed(self) -> None:
        book = book_with(None)
        one = world.answer(book, {}, who="Dalarna", events=[{"Rubrik": "Kurs"}])
        two = world.answer(book, {}, who="Skåne", events=[{"Rubrik": "Möte", "Deltagare": 12}])
        _, decisions = world.merged(book, one, two)
        assert {each.action for each in decisions.decisions} == {Action.CONFLICT}


class TestRows:
    def test_new_rows_come_in_with_their_ids(self) -> None:
        book = book_with(None)
        after, _ = world.merged(
            book, world.answer(book, {}, events=[{"Datum": 46000, "Typ": "Kurs", "Rubrik": "En kurs"}])
        )
        row = after["events"].by_id["A01-H01"]
        assert (row.text("activity"), row["heading"], row.text("date")) == ("A01", "En kurs", "2025-12-09")

    def test_a_row_that_the_workbook_has_lost_is_a_conflict(self) -> None:
        events = [{"id": "A01-H01", "activity": "A01", "heading": "Kurs"}, {"id": "A01-H02", "activity": "A01"}]
        book = world.small_book(events=events)
        file = world.answer(book, {}, events=[{"Rubrik": "Kursen"}])
        after, decisions = world.merged(world.without(book, "events", "A01-H01"), file)
        assert only(decisions).action is Action.CONFLICT
        assert "A01-H01" not in after["events"].by_id

    def test_an_outcome_row_that_the_workbook_lacks_is_added_with_its_formulas(self) -> None:
        book = world.without(book_with(None), "outcomes", "A01")
        returned = world.answer(book, {FIELD: "ett"})
        changes = edits(book, world.merged(book, returned)[1], world.NOW)
        (row,) = changes.rows["outcomes"]
        assert (row["id"], row[KEY]) == ("A01", "ett")
        assert isinstance(row["name"], RowFormula)

    def test_bold_comes_along_with_a_changed_text(self) -> None:
        book = book_with("gammalt")
        file = world.answer(book, {FIELD: "nytt och fett"})
        runs = (("nytt och ", ""), ("fett", "b"))
        cells = tuple(replace(each, runs=runs) if each.column == KEY else each for each in file.cells)
        changes = edits(book, decide(book, [replace(file, cells=cells)]), world.NOW)
        assert list(changes.cells["Utfall"].values()) == [RichText(runs)]

    def test_the_plan_moves_on(self) -> None:
        book = book_with(None)
        file = world.answer(book, {FIELD: "ett"})
        gone, decisions = world.merged(world.without(book, "plan", "A01"), file)
        assert only(decisions).action is Action.CONFLICT
        assert "finns inte längre" in only(decisions).message
        assert world.value(gone, KEY) is None
        moved = world.edited(world.edited(book, "plan", "A01", "name", "Ny"), "plan", "A02", "name", "Första")
        assert "A02" in only(world.merged(moved, file)[1]).message


class TestFiles:
    def test_another_workbooks_file_is_refused_by_itself(self) -> None:
        book = book_with(None)
        other = world.small_book(settings=[{"key": "År", "value": 2026}, {"key": "Kortnamn", "value": "Annan"}])
        decisions = world.merged(
            book, world.answer(other, {FIELD: "x"}, who="Annan"), world.answer(book, {FIELD: "y"})
        )[1]
        assert sorted(each.state.value for each in decisions.files) == ["merged", "refused"]
        assert only(decisions).returned == "y"

    def test_the_summary_counts(self) -> None:
        book = book_with("gammalt")
        decisions = world.merged(book, world.answer(book, {FIELD: "nytt", "Dagar utfall": "vet ej"}))[1]
        assert decisions.as_json()["summary"] == {
            "files": 1, "refused_files": 0, "keep": 0, "take": 1, "agree": 0, "conflict": 0, "refuse": 1
        }  # fmt: skip
        assert decisions.wants_a_person
