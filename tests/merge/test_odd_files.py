"""Files that say what can't be: a wrong clock, rows that no form of theirs hands out, ids that no form makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action, Decisions
from rus_sheets.answers.returned import Returned, ReturnedCell
from rus_sheets.answers.rowids import new_row_number
from rus_sheets.book.model import Book
from rus_sheets.book.raw import CellError, RawCell, Scalar
from rus_sheets.merge.decide import decide
from rus_sheets.merge.log import read_log
from tests.merge import world

FIELD = "Effekter"


def actions(decisions: Decisions) -> list[Action]:
    return [each.action for each in decisions.decisions]


class TestClock:
    """A time that can't be right decides nothing, and one that hasn't come yet is told of."""

    @staticmethod
    def answered(book: Book, text: str, when: str, who: str = "Ansvarig") -> Returned:
        file = world.answer(book, {FIELD: text}, who=who, path=f"{text}.xlsx")
        return replace(file, when=when)

    @pytest.mark.parametrize("ahead", ["2062-06-01T08:00:00Z", "2027-01-12T08:00:00Z", "9999-12-31T23:59:59Z"])
    @pytest.mark.parametrize("together", [True, False])
    def test_a_later_real_answer_is_asked_about_and_not_passed_over(self, ahead: str, together: bool) -> None:
        book = world.small_book()
        files = [self.answered(book, "fel", ahead), self.answered(book, "rätt", "2026-12-02T08:00:00Z")]
        batches = [files] if together else [[each] for each in files]
        for batch in batches:
            book, decisions = world.merged(book, *batch)
        assert Action.CONFLICT in actions(decisions)
        assert decisions.wants_a_person

    @pytest.mark.parametrize("sent", [dt.date(1, 1, 1), dt.date(1, 1, 2), dt.date(999, 1, 1), dt.date(9999, 12, 31)])
    def test_a_forged_day_of_making_is_foreseen(self, sent: dt.date) -> None:
        book = world.small_book()
        file = replace(self.answered(book, "svar", "2026-12-02T08:00:00Z"), sent=sent)
        _, decisions = world.merged(book, file)
        assert actions(decisions) == [Action.TAKE]

    def test_it_is_told_with_the_date_and_wants_a_person(self) -> None:
        book = world.small_book()
        _, decisions = world.merged(book, self.answered(book, "fel", "2062-06-01T08:00:00Z"))
        (note,) = decisions.files[0].notes
        assert note.asks
        assert "2062-06-01" in note.text
        assert decisions.wants_a_person
        assert decisions.as_json()["files"][0]["notes"][0]["asks"] is True

    def test_a_log_from_before_this_was_seen_counts_for_nothing_either(self) -> None:
        book = world.small_book()
        right = self.answered(book, "rätt", "2026-12-02T08:00:00Z")
        early = decide(book, [self.answered(book, "fel", "2062-06-01T08:00:00Z")])  # without a clock
        book = world.carried_out(book, world.edits(book, early, world.NOW))
        assert [each.answered[:4] for each in read_log(book)] == ["2062"]
        assert actions(world.merged(book, right)[1]) == [Action.CONFLICT]

    def test_an_answer_from_before_the_file_was_made_is_not_called_an_earlier_one(self) -> None:
        book = world.small_book()
        right = self.answered(book, "rätt", "1999-12-31T23:00:00Z")
        book, _ = world.merged(book, self.answered(book, "första", "2026-12-01T08:00:00Z"))
        assert actions(world.merged(book, right)[1]) == [Action.CONFLICT]

    def test_a_day_ahead_is_a_time_zone(self) -> None:
        book = world.small_book()
        file = self.answered(book, "ett", (world.NOW + dt.timedelta(hours=13)).strftime("%Y-%m-%dT%H:%M:%SZ"))
        assert not world.merged(book, file)[1].wants_a_person


EVENTS = [
    {"id": "A01-H01", "activity": "A01", "heading": "Vår"},
    {"id": "A02-H01", "activity": "A02", "heading": "Annans"},
]
EXPENSES = [{"id": "U01", "post": "P1", "text": "Allmän", "amount": 5}]


def forged(book: Book, *cells: ReturnedCell) -> Returned:
    """A file whose base claims that these were handed out, with what is written in them."""
    return replace(world.answer(book, {}), cells=cells)


def cell(table: str, row: str, column: str, value: Scalar, *, new: bool = False) -> ReturnedCell:
    return ReturnedCell(table, row, column, None, value, "Blad", "B2", new_row=new)


@pytest.mark.parametrize(
    "written",
    [
        cell("outcomes", "A02", "effects", "annans"),
        cell("outcomes", "A99", "effects", "ny", new=True),
        cell("plan", "A99", "name", "Ny aktivitet", new=True),
        cell("plan", "A02", "name", "Nytt namn"),
        cell("events", "A02-H01", "participants", 3),
        cell("events", "A02-H02", "heading", "hos en annan", new=True),
        cell("events", "A01-H1", "heading", "kort id", new=True),
        cell("events", "A01-H0", "heading", "inget nummer", new=True),
        cell("events", "A01-H00", "heading", "inget nummer", new=True),
        cell("events", "A01-H1000", "heading", "för långt id", new=True),
        cell("events", "A01-H0٣", "heading", "andra siffror", new=True),
        cell("events", "eget", "heading", "eget id", new=True),
        cell("expenses", "U01", "amount", 9),
        cell("expenses", "U02", "text", "eget id", new=True),
        cell("parts", "D1", "result", "ny del", new=True),
        cell("budget", "P1", "comment", "post"),
        cell("budget", "P9", "name", "ny post", new=True),
    ],
)
def test_a_row_that_no_form_of_the_unit_hands_out_is_refused(written: ReturnedCell) -> None:
    book = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}], events=EVENTS, expenses=EXPENSES)
    good = cell("outcomes", "A01", "effects", "rätt")
    after, decisions = world.merged(book, forged(book, written, good))
    by_row = {each.row: each for each in decisions.decisions}
    assert by_row[written.row].action is Action.REFUSE
    assert by_row[written.row].message
    assert not by_row[written.row].mendable
    assert world.value(after, "effects") == "rätt"
    changed = {key for key, value in world.contents(after).items() if world.contents(book).get(key) != value}
    assert changed == {("outcomes", "A01", "effects")}
    assert {row.id for row in after["plan"]} == {"A01", "A02"}


@pytest.mark.parametrize(("row_id", "action"), [("A01-H01", Action.TAKE), ("A02-H07", Action.REFUSE)])
def test_where_the_workbook_does_not_say_whose_a_row_is_its_id_tells(row_id: str, action: Action) -> None:
    book = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}], events=[{"id": row_id, "heading": "Kurs"}])
    _, decisions = world.merged(book, forged(book, cell("events", row_id, "participants", 3)))
    assert actions(decisions) == [action]


def test_a_file_of_a_unit_that_the_plan_lacks_writes_nothing() -> None:
    book = world.small_book()
    own = cell("outcomes", "A99", "effects", "x", new=True), cell("events", "A99-H01", "heading", "x", new=True)
    after, decisions = world.merged(book, replace(forged(book, *own), unit="A99", title="Påhittad"))
    assert set(actions(decisions)) == {Action.CONFLICT}
    assert not any(each.mendable for each in decisions.decisions)
    assert after.raw == book.raw


@pytest.mark.parametrize(
    ("row_id", "number"),
    [
        ("A01-H01", 1), ("A01-H12", 12), ("A01-H999", 999), ("A01-H1", None), ("A01-H001", None), ("A01-H0", None),
        ("A01-H00", None), ("A01-H1000", None), ("A01-H٣٣", None), ("A01-H0٣", None), ("A01-H²", None),
        ("A01-H" + "1" * 5000, None), ("A01-H-1", None), ("A01-H 1", None), ("A02-H01", None), ("", None),
    ],
)  # fmt: skip
def test_an_id_is_exactly_what_the_pattern_makes(row_id: str, number: int | None) -> None:
    declaration = world.declaration()
    child = next(each for each in declaration.followup.child_tables if each.table == "events")
    assert new_row_number(row_id, declaration.table_of("events"), child, "A01") == number


@pytest.mark.parametrize("row_id", ["A01-H1", "A01-H1000", "A01-H0", "A01-H٣"])
def test_a_row_with_another_id_gets_one_that_the_pattern_makes(row_id: str) -> None:
    book = world.small_book()
    raw = world.change(
        world.sent(book), "Händelser", {"[Händelse-ID]17": row_id, "[Rubrik]17": "Kurs", "[Deltagare]17": 3}
    )
    file = world.read(world.saved(raw))
    assert isinstance(file, Returned)
    after, _ = world.merged(book, file)
    assert [row.id for row in after["events"]] == ["A01-H13"]


def test_when_the_ids_have_come_to_their_end_the_row_is_told_and_wants_a_person() -> None:
    book = world.small_book(events=[{"id": "A01-H998", "activity": "A01", "heading": "Sist"}])
    raw = world.sent(book)
    assert [raw.sheets[1].at(row, 1).value for row in (5, 6, 7)] == ["A01-H998", "A01-H999", None]
    file = world.read(world.saved(world.change(raw, "Händelser", {"[Rubrik]7": "En till", "[Deltagare]7": 7})))
    assert isinstance(file, Returned)
    _, decisions = world.merged(book, file)
    assert not decisions.decisions
    assert decisions.wants_a_person
    assert any("En till" in note.text for note in decisions.files[0].notes)


class TestFormula:
    """A formula that the secretariat has put in an owner's cell is never written over unasked."""

    @pytest.mark.parametrize("stored", [None, 4, "4", 99, CellError("#REF!")])
    @pytest.mark.parametrize("base", [None, 4])
    @pytest.mark.parametrize("returned", [7, None])
    @pytest.mark.parametrize("earlier", [True, False])
    def test_it_is_asked_about(self, stored: Scalar, base: Scalar, returned: Scalar, earlier: bool) -> None:
        if returned == base:
            return
        book = world.small_book(outcomes=[{"id": "A01", "days": base}])
        file = world.answer(book, {"Dagar utfall": returned}, day=2)
        if earlier:
            book, _ = world.merged(book, world.answer(book, {"Dagar utfall": 3}, day=1))
        now = with_formula(book, stored)
        after, decisions = world.merged(now, file)
        assert after.raw == now.raw
        assert actions(decisions) == [Action.AGREE if stored == returned and stored is not None else Action.CONFLICT]
        if Action.CONFLICT in actions(decisions):
            assert "=2+2" in decisions.decisions[0].message

    def test_the_same_answer_as_its_value_changes_nothing(self) -> None:
        book = world.small_book(outcomes=[{"id": "A01"}])
        now = with_formula(book, 4)
        after, decisions = world.merged(now, world.answer(book, {"Dagar utfall": 4}))
        assert actions(decisions) == [Action.AGREE]
        assert after.raw == now.raw


def with_formula(book: Book, stored: Scalar) -> Book:
    place = book["outcomes"].by_id["A01"].cell("days")
    sheets: Sequence[object] = [
        replace(sheet, cells={**sheet.cells, (place.raw.row, place.raw.column): RawCell(
            place.raw.row, place.raw.column, stored, "2+2", place.raw.style)}) if sheet.name == place.sheet else sheet
        for sheet in book.raw.sheets
    ]  # fmt: skip
    return world.build_book(book.declaration, replace(book.raw, sheets=tuple(sheets)))  # type: ignore[arg-type]


class TestTextsThatNoCellHolds:
    """What is read in is what stands in the cell, or it is told of."""

    @pytest.mark.parametrize("text", ["a\x01b", "a\ufffeb", "\x1fa", "a\x7f"])
    def test_characters_that_are_taken_out_are_told_of(self, text: str) -> None:
        book = world.small_book()
        after, decisions = world.merged(book, world.answer(book, {FIELD: text}))
        (note,) = decisions.files[0].notes
        assert (note.place, note.text) == (decisions.decisions[0].place, "Osynliga styrtecken i texten är borttagna.")
        assert world.value(after, "effects") == "".join(each for each in text if each in "ab")

    def test_a_text_that_stands_as_it_was_written_has_no_note(self) -> None:
        book = world.small_book()
        assert world.merged(book, world.answer(book, {FIELD: "a\nb 😀"}))[1].files[0].notes == ()

    def test_the_count_is_the_one_that_decides(self) -> None:
        book = world.small_book()
        (one,) = decide(book, [world.answer(book, {FIELD: "😀" * 20_000})]).decisions
        assert one.message.startswith("Texten har 40000 tecken")
