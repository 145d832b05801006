"""The conflict workbook: asking, choosing, carrying out, another day."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action, Decisions
from rus_sheets.answers.returned import Returned
from rus_sheets.book.formats import FormatKind
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawWorkbook, Scalar
from rus_sheets.errors import UnusableInputError
from rus_sheets.merge.carry_out_choices import CarriedOut, choice_edits, read_choices
from rus_sheets.merge.conflicts import HEADER_ROW, conflict_workbook
from tests.merge import world

KEEP, TAKE, OWN = "Behåll", "Ta inkommet", "Egen text"
CHOICE, TEXT = "G", "H"


def disagreeing(*, taken: bool = False) -> tuple[Book, Decisions]:
    """Two owners with different answers; with ``taken`` the first one's is in the workbook already."""
    book = world.small_book()
    one = world.answer(book, {"Effekter": "ett"}, who="Dalarna")
    two = world.answer(book, {"Effekter": "två"}, who="Skåne")
    if taken:
        return world.merged(world.merged(book, one)[0], two)
    return world.merged(book, one, two)


def asked(book: Book, decisions: Decisions, *choices: tuple[str | None, Scalar]) -> RawWorkbook:
    raw = world.as_raw(conflict_workbook(book, decisions), "konflikter.xlsx")
    for row, (choice, own) in enumerate(choices, HEADER_ROW + 1):
        raw = world.change(raw, "Konflikter", {f"{CHOICE}{row}": choice, f"{TEXT}{row}": own})
    return raw


def carried_out(book: Book, raw: RawWorkbook) -> tuple[Book, CarriedOut]:
    chosen = read_choices(raw, book)
    return world.carried_out(book, choice_edits(book, chosen, world.NOW)), chosen


def actions(chosen: CarriedOut) -> list[Action]:
    return [each.action for each in chosen.decisions.decisions]


def test_everything_stands_side_by_side() -> None:
    book, decisions = disagreeing()
    sheet = asked(book, decisions).sheets[0]
    row = [sheet.at(HEADER_ROW + 1, column).value for column in range(1, 11)]
    assert row == [
        1, "A01 Första", "Utfall: Effekter", None, None, "ett", None, None, "Dalarna", "Dalarna 1.xlsx"
    ]  # fmt: skip


def test_one_is_taken_and_the_other_gives_way_for_good() -> None:
    book, decisions = disagreeing()
    after, chosen = carried_out(book, asked(book, decisions, (TAKE, None), (KEEP, None)))
    assert actions(chosen) == [Action.TAKE, Action.KEEP]
    assert world.value(after, "effects") == "ett"
    two = world.answer(world.small_book(), {"Effekter": "två"}, who="Skåne")
    assert [each.action for each in world.merged(after, two)[1].decisions] == [Action.KEEP]


def test_keeping_both_times_is_remembered() -> None:
    book, decisions = disagreeing()
    after, _ = carried_out(book, asked(book, decisions, (KEEP, None), (KEEP, None)))
    assert world.contents(after) == world.contents(book)
    again = world.merged(after, world.answer(book, {"Effekter": "ett"}, who="Dalarna"))[1]
    assert [each.action for each in again.decisions] == [Action.KEEP]


@pytest.mark.parametrize("choice", [(KEEP, None), (OWN, "eget")])
def test_an_answer_that_gave_way_takes_the_owners_earlier_ones_with_it(choice: tuple[str, Scalar]) -> None:
    book = world.small_book()
    one = world.answer(book, {"Effekter": "ett"}, who="Dalarna")
    earlier, later = (
        world.answer(book, {"Effekter": text}, who="Skåne", day=n) for n, text in ((1, "två"), (2, "tre"))
    )
    changed = world.edited(book, "outcomes", "A01", "effects", "skrivet")
    after, _ = carried_out(changed, asked(*world.merged(changed, later), choice))
    for files in ((earlier,), (earlier, later)):
        again, decisions = world.merged(after, *files)
        assert {each.action for each in decisions.decisions} == {Action.KEEP}
        assert again.raw == after.raw
    assert [each.action for each in world.merged(after, one)[1].decisions] == [Action.CONFLICT]


def test_letting_one_give_way_is_no_choice_of_the_other() -> None:
    book = world.small_book()
    one, two = (world.answer(book, {"Effekter": text}, who=who) for text, who in (("ett", "Dalarna"), ("två", "Skåne")))
    after, chosen = carried_out(book, asked(*world.merged(book, one, two), (KEEP, None), (None, None)))
    assert actions(chosen) == [Action.KEEP, Action.CONFLICT]
    again, decisions = world.merged(after, one, two)
    assert [each.action for each in decisions.decisions] == [Action.KEEP, Action.CONFLICT]
    assert again.raw == after.raw


def test_letting_one_give_way_to_the_other_asks_no_more_of_its_owner() -> None:
    book, decisions = disagreeing()
    after, _ = carried_out(book, asked(book, decisions, (KEEP, None), (TAKE, None)))
    said = (("ett", "Dalarna", 1), ("två", "Skåne", 1), ("tre", "Skåne", 2))
    files = [world.answer(book, {"Effekter": text}, who=who, day=day) for text, who, day in said]
    last, decisions = world.merged(after, *files)
    assert not decisions.wants_a_person
    assert world.value(last, "effects") == "tre"


@pytest.mark.parametrize("of_the_other", [KEEP, TAKE])
@pytest.mark.parametrize("of_the_heading", [KEEP, TAKE, OWN])
def test_a_row_of_which_something_is_open_is_open(of_the_other: str, of_the_heading: str) -> None:
    book = world.small_book()
    one = world.answer(book, {}, who="Dalarna", events=[{"Rubrik": "ett"}])
    two = world.answer(book, {}, who="Skåne", events=[{"Rubrik": "två", "Deltagare": 10}])
    own = "eget" if of_the_heading == OWN else None
    first = (KEEP if of_the_heading != KEEP else of_the_other, None)
    after, chosen = carried_out(book, asked(*world.merged(book, one, two), first, (of_the_heading, own), (None, None)))
    assert actions(chosen)[1:] == [Action.CONFLICT] * 2
    told = chosen.decisions.decisions[1].message
    assert told.startswith(f"Konflikter!{CHOICE}{HEADER_ROW + 2}: A01-H01 är en rad")
    assert "Deltagare" in told
    again, decisions = world.merged(after, one, two)
    assert {each.key for each in decisions.of(Action.CONFLICT) if each.who == "Skåne"} == {"heading", "participants"}
    assert not list(decisions.of(Action.TAKE))
    assert again.raw == after.raw


def two_events() -> tuple[Book, Decisions]:
    """The later answer's event has another heading and number than the one that stands under its id."""
    book = world.small_book()
    one = world.answer(book, {}, day=1, events=[{"Rubrik": "Vår", "Deltagare": 40}])
    two = world.answer(book, {}, day=9, events=[{"Rubrik": "Höst", "Deltagare": 30}])
    return world.merged(world.merged(book, one)[0], two)


@pytest.mark.parametrize("choices", [(TAKE, KEEP), (KEEP, TAKE)])
def test_a_row_is_one_choice(choices: tuple[str, str]) -> None:
    book, decisions = two_events()
    after, chosen = carried_out(book, asked(book, decisions, *((each, None) for each in choices)))
    assert after.raw == book.raw
    told = [(each.action, each.message) for each in chosen.decisions.decisions]
    places = [f"Konflikter!{CHOICE}{HEADER_ROW + 1 + choices.index(each)}" for each in (TAKE, KEEP)]
    fault = f"{places[0]}: A01-H01 är en rad, och {places[1]} säger annat. Den skulle bli en blandning."
    assert told == [(Action.CONFLICT, fault)] * 2


def test_a_row_beside_what_is_kept_may_have_a_text_of_ones_own() -> None:
    book, decisions = two_events()
    after, chosen = carried_out(book, asked(book, decisions, (OWN, "Vår och höst"), (KEEP, None)))
    assert actions(chosen) == [Action.TAKE, Action.KEEP]
    assert after["events"].rows[0].text("heading") == "Vår och höst"


def test_half_a_new_row_is_not_taken() -> None:
    book = world.small_book()
    files = [world.answer(book, {}, day=1, events=[{"Rubrik": "Vår", "Deltagare": 40}]),
             world.answer(book, {}, day=9, events=[{"Rubrik": "Höst", "Deltagare": 30}])]  # fmt: skip
    decisions = world.merged(book, *files)[1]
    spring = [each.file == "Ansvarig 1.xlsx" for each in decisions.decisions]
    mixed = [(TAKE if here == (each.key == "heading") else KEEP, None)
             for here, each in zip(spring, decisions.decisions, strict=True)]  # fmt: skip
    after, chosen = carried_out(book, asked(book, decisions, *mixed))
    assert not after["events"].rows or not after["events"].rows[0].id
    assert set(actions(chosen)) == {Action.CONFLICT}
    one = [(TAKE if here else KEEP, None) for here in spring]
    after, chosen = carried_out(book, asked(book, decisions, *one))
    assert [(row.text("heading"), row["participants"]) for row in after["events"]] == [("Vår", 40)]
    assert set(actions(chosen)) == {Action.TAKE, Action.KEEP}


def test_what_cannot_be_read_of_a_row_may_be_left_out() -> None:
    book = world.small_book()
    files = [world.answer(book, {}, day=1, events=[{"Rubrik": "Vår", "Deltagare": 40}]),
             world.answer(book, {}, day=9, events=[{"Rubrik": "Höst", "Deltagare": "ungefär trettio"}])]  # fmt: skip
    decisions = world.merged(book, *files)[1]
    choices = [(TAKE if each.file == "Ansvarig 9.xlsx" and each.key == "heading" else KEEP, None)
               for each in decisions.decisions]  # fmt: skip
    after, _ = carried_out(book, asked(book, decisions, *choices))
    assert [(row.text("heading"), row["participants"]) for row in after["events"]] == [("Höst", None)]


def test_an_answer_later_than_the_one_that_gave_way_is_heard() -> None:
    book = world.small_book()
    changed = world.edited(book, "outcomes", "A01", "effects", "skrivet")
    one = world.answer(book, {"Effekter": "ett"}, day=1)
    after, _ = carried_out(changed, asked(*world.merged(changed, one), (KEEP, None)))
    two = world.answer(book, {"Effekter": "två"}, day=2)
    assert [each.action for each in world.merged(after, two)[1].decisions] == [Action.CONFLICT]


def test_own_text_is_read_as_the_column() -> None:
    book = world.small_book()
    after, decisions = world.merged(book, world.answer(book, {"Dagar utfall": "ca 5 dagar"}))
    raw = asked(after, decisions)
    assert raw.sheets[0].at(HEADER_ROW + 1, 8).value == "5"
    after, _ = carried_out(after, asked(after, decisions, (OWN, "5,5")))
    assert world.value(after, "days") == 5.5
    twice, _ = world.merged(after, world.answer(book, {"Dagar utfall": "ca 5 dagar"}))
    assert twice.raw == after.raw


@pytest.mark.parametrize(
    ("choice", "own"), [(None, "text"), ("kanske", None), (OWN, None), (OWN, " ")]
)  # fmt: skip
def test_unfinished_rows_stay_open(choice: str | None, own: str | None) -> None:
    book, decisions = disagreeing()
    after, chosen = carried_out(book, asked(book, decisions, (choice, own), (None, None)))
    assert actions(chosen) == [Action.CONFLICT] * 2
    assert after.raw == book.raw
    assert chosen.decisions.wants_a_person


def test_two_rows_may_not_write_the_same_cell() -> None:
    book, decisions = disagreeing()
    after, chosen = carried_out(book, asked(book, decisions, (TAKE, None), (TAKE, None)))
    assert actions(chosen) == [Action.CONFLICT] * 2
    assert after.raw == book.raw


@pytest.mark.parametrize("choice", [KEEP, TAKE])
def test_what_has_changed_since_stays_open_and_says_so(choice: str) -> None:
    book, decisions = disagreeing(taken=True)
    moved = world.edited(book, "outcomes", "A01", "effects", "ändrat")
    after, chosen = carried_out(moved, asked(book, decisions, (choice, None)))
    assert actions(chosen) == [Action.CONFLICT]
    assert "har ändrats" in chosen.decisions.decisions[0].message
    assert after.raw == moved.raw


@pytest.mark.parametrize("choice", [KEEP, TAKE, OWN])
def test_twice_changes_nothing(choice: str) -> None:
    book, decisions = disagreeing(taken=True)
    raw = asked(book, decisions, (choice, "egen" if choice == OWN else None))
    once, _ = carried_out(book, raw)
    twice, chosen = carried_out(once, raw)
    assert twice.raw == once.raw
    assert not chosen.decisions.wants_a_person


def test_one_can_go_on_another_day() -> None:
    book, decisions = disagreeing()
    first, _ = carried_out(book, asked(book, decisions, (TAKE, None)))
    last, chosen = carried_out(first, asked(book, decisions, (TAKE, None), (KEEP, None)))
    assert actions(chosen) == [Action.AGREE, Action.KEEP]
    assert world.value(last, "effects") == "ett"


def test_a_removed_activity_can_only_be_kept_away() -> None:
    book = world.small_book()
    file = world.answer(book, {"Effekter": "ett"})
    after, decisions = world.merged(world.without(book, "plan", "A01"), file)
    assert actions(carried_out(after, asked(after, decisions, (TAKE, None)))[1]) == [Action.CONFLICT]
    assert actions(carried_out(after, asked(after, decisions, (KEEP, None)))[1]) == [Action.KEEP]


def test_other_files_are_refused() -> None:
    book, decisions = disagreeing()
    raw = asked(book, decisions)
    store = next(sheet for sheet in raw.sheets if sheet.name == "rus-konflikter")
    damaged = world.change(raw, store.name, {"A2": str(store.at(2, 1).value).replace("ett", "annat")})
    others = [world.sent(book), damaged, replace(raw, sheets=raw.sheets[1:])]
    for each in others:
        with pytest.raises(UnusableInputError):
            read_choices(each, book)


def shown_as(file: Returned, column: str, value: Scalar, kind: FormatKind) -> Returned:
    """The file with a value as a program keeps it, in the format that it has chosen itself."""
    cells = (replace(each, value=value, format=kind) if each.column == column else each for each in file.cells)
    return replace(file, cells=tuple(cells))


@pytest.mark.parametrize(
    ("kept", "kind", "told", "meant"),
    [
        (0.3125, FormatKind.TIME, "7:30", 7.5),
        (46145, FormatKind.DATE, "2026-05-03", 3.5),
        (0.5, FormatKind.FRACTION, "1/2", 0.5),
    ],
)
def test_a_proposal_is_taken_as_it_stands(kept: float, kind: FormatKind, told: str, meant: float) -> None:
    book = world.small_book()
    file = shown_as(world.answer(book, {"Dagar utfall": 1}), "days", kept, kind)
    file = replace(file, cells=tuple(each for each in file.cells if each.table == "outcomes"))
    decisions = world.merged(book, file)[1]
    raw = asked(book, decisions)
    row = {cell.value for at, cell in raw.sheets[0].cells.items() if at[0] == HEADER_ROW + 1}
    assert told in row
    assert told in decisions.decisions[0].message
    proposed = raw.sheets[0].at(HEADER_ROW + 1, 8).value
    after, chosen = carried_out(book, asked(book, decisions, (OWN, proposed)))
    assert actions(chosen) == [Action.TAKE]
    assert world.value(after, "days") == meant


def test_a_date_of_another_year_is_taken_when_a_person_says_so() -> None:
    book = world.small_book()
    decisions = world.merged(book, world.answer(book, {"Inlämnad": "2029-01-15"}))[1]
    assert [each.action for each in decisions.decisions] == [Action.REFUSE]
    after, _ = carried_out(book, asked(book, decisions, (OWN, "2029-01-15")))
    assert str(world.value(after, "submitted")) == "2029-01-15"
