"""The conflict workbook as people hand it back: sorted, copied, renumbered, moved, half filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action, Decision, Decisions
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawCell, RawSheet, RawWorkbook, Scalar
from rus_sheets.errors import UnusableInputError
from rus_sheets.merge.carry_out_choices import CarriedOut, choice_edits, read_choices
from rus_sheets.merge.conflicts import COLUMNS, HEADER_ROW, conflict_workbook
from tests.merge import world

KEEP, TAKE, OWN = "Behåll", "Ta inkommet", "Egen text"
PLACE = {key: number for number, key in enumerate(COLUMNS, 1)}
FIRST = HEADER_ROW + 1
Table = list[list[Scalar]]


def questions() -> tuple[Book, Decisions]:
    """Three questions: two about one cell (Dalarna, Skåne), one about another."""
    book = world.small_book()
    changed = world.edited(book, "outcomes", "A01", "next", "skrivet")
    one = world.answer(book, {"Effekter": "ett", "Nästa steg": "sedan"}, who="Dalarna")
    two = world.answer(book, {"Effekter": "två"}, who="Skåne")
    return world.merged(changed, one, two)


def filled_in(book: Book, decisions: Decisions, *choices: tuple[str | None, Scalar]) -> RawWorkbook:
    raw = world.as_raw(conflict_workbook(book, decisions), "konflikter.xlsx")
    rows = table(raw.sheets[0])
    for row, (choice, own) in zip(rows, choices, strict=False):
        row[PLACE["choice"] - 1], row[PLACE["own"] - 1] = choice, own
    return with_rows(raw, rows)


def table(sheet: RawSheet) -> Table:
    last = max(row for row, _ in sheet.cells)
    return [[sheet.at(row, column).value for column in PLACE.values()] for row in range(FIRST, last + 1)]


def with_rows(
    raw: RawWorkbook, rows: Table, *, order: Iterable[str] = COLUMNS, at: tuple[int, int] = (FIRST, 1)
) -> RawWorkbook:
    """The workbook with these rows (and their headers) on its sheet, in that order of columns."""
    sheet = raw.sheets[0]
    heads = {key: sheet.at(HEADER_ROW, PLACE[key]).value for key in COLUMNS}
    first = at == (FIRST, 1)
    cells = {place: cell for place, cell in sheet.cells.items() if not first or place[0] < HEADER_ROW}
    for across, key in enumerate(order, at[1]):
        values = [heads[key], *(row[PLACE[key] - 1] for row in rows)]
        for down, value in enumerate(values, at[0] - 1):
            if value is not None:
                cells[down, across] = RawCell(down, across, value)
    return replace(raw, sheets=(replace(sheet, cells=cells), *raw.sheets[1:]))


def carried_out(book: Book, raw: RawWorkbook) -> tuple[Book, CarriedOut]:
    chosen = read_choices(raw, book)
    return world.carried_out(book, choice_edits(book, chosen, world.NOW)), chosen


def became(chosen: CarriedOut) -> dict[tuple[str, str], Action]:
    return {(each.key, each.who): each.action for each in chosen.decisions.decisions}


CHOICES: tuple[tuple[str | None, Scalar], ...] = ((TAKE, None), (KEEP, None), (OWN, "eget"))


def as_asked() -> tuple[Book, RawWorkbook, dict[tuple[str, str], Action], Book]:
    """The workbook, the conflict workbook filled in as it was made, and what comes of that."""
    book, decisions = questions()
    raw = filled_in(book, decisions, *CHOICES)
    after, chosen = carried_out(book, raw)
    assert set(became(chosen).values()) == {Action.TAKE, Action.KEEP}
    return book, raw, became(chosen), after


def moved_columns(raw: RawWorkbook) -> RawWorkbook:
    return with_rows(raw, table(raw.sheets[0]), order=reversed(COLUMNS))


def sorted_rows(raw: RawWorkbook) -> RawWorkbook:
    return with_rows(raw, table(raw.sheets[0])[::-1])


def without_numbers(raw: RawWorkbook) -> RawWorkbook:
    return with_rows(raw, [[None, *row[1:]] for row in table(raw.sheets[0])])


def copied_below(raw: RawWorkbook) -> RawWorkbook:
    return with_rows(raw, table(raw.sheets[0]), at=(FIRST + 10, 1))


def copied_beside(raw: RawWorkbook) -> RawWorkbook:
    return with_rows(raw, table(raw.sheets[0]), at=(FIRST, len(COLUMNS) + 1))


def copied_sheet(raw: RawWorkbook) -> RawWorkbook:
    return replace(raw, sheets=(replace(raw.sheets[0], name="Kopia"), *raw.sheets))


def other_spaces(raw: RawWorkbook) -> RawWorkbook:
    rows = table(raw.sheets[0])
    rows = [[f" {each.upper()}\u00a0" if isinstance(each, str) else each for each in row] for row in rows]
    for row in rows:
        row[PLACE["own"] - 1] = "eget" if row[PLACE["own"] - 1] else None
    return with_rows(raw, rows)


@pytest.mark.parametrize(
    "how",
    [moved_columns, sorted_rows, without_numbers, copied_below, copied_beside, copied_sheet, other_spaces],
    ids=lambda how: how.__name__,
)
def test_the_same_choices_in_another_shape(how: Callable[[RawWorkbook], RawWorkbook]) -> None:
    book, raw, expected, after = as_asked()
    again, chosen = carried_out(book, how(raw))
    assert became(chosen) == expected
    assert world.contents(again) == world.contents(after)
    assert not chosen.decisions.wants_a_person


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(3)), st.permutations(range(3)), st.permutations(COLUMNS))
def test_a_value_goes_where_its_row_says_or_nowhere(order: list[int], numbers: list[int], columns: list[str]) -> None:
    """Rows in any order, numbers typed anew in any other: each question gets its own answer, or stays open."""
    book, raw, expected, _ = as_asked()
    rows = [list(table(raw.sheets[0])[place]) for place in order]
    for row, number in zip(rows, numbers, strict=True):
        row[0] = number + 1
    chosen = read_choices(with_rows(raw, rows, order=columns), book)
    right = {place for place, number in zip(order, numbers, strict=True) if place == number}
    for place, (key, action) in enumerate(became(chosen).items()):
        if place in right:
            assert action in (expected[key], Action.CONFLICT)
        else:
            assert action is Action.CONFLICT
            assert "hör inte ihop" in message(chosen, key)
    if len(right) == 3:
        assert became(chosen) == expected


def message(chosen: CarriedOut, key: tuple[str, str]) -> str:
    return next(each.message for each in chosen.decisions.decisions if (each.key, each.who) == key)


def opened(chosen: CarriedOut) -> list[Decision]:
    return list(chosen.decisions.of(Action.CONFLICT))


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("copied", [copied_below, copied_sheet, copied_beside])
def test_one_question_with_two_answers_is_refused(copied: Callable[[RawWorkbook], RawWorkbook], turned: bool) -> None:
    book, decisions = questions()
    one, other = filled_in(book, decisions, (TAKE, None)), filled_in(book, decisions, (KEEP, None))
    if turned:
        one, other = other, one
    both = copied(one)
    if copied is copied_sheet:
        both = replace(both, sheets=(replace(other.sheets[0], name="Kopia"), *one.sheets))
    else:
        at = (FIRST + 10, 1) if copied is copied_below else (FIRST, len(COLUMNS) + 1)
        both = with_rows(one, table(other.sheets[0]), at=at)
    after, chosen = carried_out(book, both)
    assert world.contents(after) == world.contents(book)
    assert len(opened(chosen)) == 3
    told = message(chosen, ("effects", "Dalarna"))
    assert "två olika svar" in told
    assert told.count("!") == 2


def test_one_question_with_two_own_texts_is_refused() -> None:
    book, decisions = questions()
    one, other = (filled_in(book, decisions, (OWN, text)) for text in ("ett", "två"))
    chosen = read_choices(with_rows(one, table(other.sheets[0]), at=(FIRST + 10, 1)), book)
    assert "två olika svar" in message(chosen, ("effects", "Dalarna"))


@pytest.mark.parametrize(("choice", "said"), [(KEEP, "valet är ”Behåll”"), (TAKE, "valet är"), (None, "inget val")])
def test_an_own_text_beside_another_choice_is_refused(choice: str | None, said: str) -> None:
    book, decisions = questions()
    after, chosen = carried_out(book, filled_in(book, decisions, (choice, "eget"), (None, None), (None, None)))
    assert world.contents(after) == world.contents(book)
    told = message(chosen, ("effects", "Dalarna"))
    assert told.startswith(f"Konflikter!G{FIRST}: Det står en egen text, men ")
    assert said in told
    assert chosen.decisions.wants_a_person


@pytest.mark.parametrize("choice", [KEEP, None])
def test_a_proposal_is_no_own_text(choice: str | None) -> None:
    book = world.small_book()
    after, decisions = world.merged(book, world.answer(book, {"Dagar utfall": "ca 5 dagar"}))
    raw = world.as_raw(conflict_workbook(after, decisions))
    raw = world.change(raw, "Konflikter", {f"G{FIRST}": choice})
    chosen = read_choices(raw, after)
    assert [each.action for each in chosen.decisions.decisions] == [Action.KEEP if choice else Action.CONFLICT]
    assert "egen text" not in chosen.decisions.decisions[0].message


def test_a_row_of_nobodys_is_told() -> None:
    book, decisions = questions()
    raw = filled_in(book, decisions, *CHOICES)
    stray: list[Scalar] = [None] * len(COLUMNS)
    stray[PLACE["choice"] - 1] = TAKE
    chosen = read_choices(with_rows(raw, [*table(raw.sheets[0]), stray]), book)
    notes = chosen.decisions.files[0].notes
    assert [note.place for note in notes] == [f"Konflikter!G{FIRST + 3}"]
    assert "hör inte till" in notes[0].text


def test_two_rows_that_would_write_one_cell_are_both_named() -> None:
    book, decisions = questions()
    chosen = read_choices(filled_in(book, decisions, (TAKE, None), (TAKE, None), (TAKE, None)), book)
    told = {each.message.partition(": ") for each in opened(chosen) if "samma cell" in each.message}
    assert {said for _, _, said in told} == {"Raderna vill skriva olika värden i samma cell."}
    assert {places.count("Konflikter!G") for places, _, _ in told} == {2}


@pytest.mark.parametrize("missing", ["number", "activity", "place", "file", "choice", "own"])
def test_a_column_that_is_needed_is_named(missing: str) -> None:
    book, decisions = questions()
    raw = filled_in(book, decisions, *CHOICES)
    order = [key for key in COLUMNS if key != missing]
    with pytest.raises(UnusableInputError, match=str(raw.sheets[0].at(HEADER_ROW, PLACE[missing]).value)):
        read_choices(with_rows(raw, table(raw.sheets[0]), order=order), book)


# ------------------------------------------------------------------ what stands in it


def test_the_event_is_named() -> None:
    book = world.small_book(events=[{"id": "A01-H01", "activity": "A01", "heading": "Höstmötet", "participants": 3}])
    changed = world.edited(book, "events", "A01-H01", "participants", 5)
    file = world.answer(book, {}, events=[{"Deltagare": 12}])
    sheet = conflict_workbook(*world.merged(changed, file)).sheets[0]
    cells = {(cell.row, cell.column): cell.value for cell in sheet.cells}
    assert cells[FIRST, PLACE["activity"]] == "A01 Första"
    assert cells[FIRST, PLACE["place"]] == "Händelser, A01-H01 Höstmötet: Deltagare"


def test_a_new_event_is_named_by_its_file() -> None:
    """Of one id, as two owners wrote it."""
    book = world.small_book()

    def returned(key: str, value: str, file: str) -> Decision:
        header = book.declaration.table_of("events").column(key).header
        return Decision(
            "A01", "events", key, "Händelser", "A01-H01", header, None, None, value, Action.CONFLICT, file, new_row=True
        )

    asked = [returned(key, value, file) for file, name in (("d.xlsx", "Höstmötet"), ("s.xlsx", "Vårmötet"))
             for key, value in (("heading", name), ("participants", "3"))]  # fmt: skip
    sheet = conflict_workbook(book, Decisions((), tuple(asked))).sheets[0]
    places = [cell.value for cell in sheet.cells if cell.column == PLACE["place"] and cell.row >= FIRST]
    assert places == [
        f"Händelser, A01-H01 {name}: {header}"
        for name in ("Höstmötet", "Vårmötet") for header in ("Rubrik", "Deltagare")
    ]  # fmt: skip


def test_the_words_that_differ_are_bold() -> None:
    book = world.small_book(outcomes=[{"activity": "A01", "effects": "Mötet hölls i Umeå med tolv deltagare."}])
    changed = world.edited(book, "outcomes", "A01", "effects", "Mötet hölls i Luleå med tolv deltagare.")
    file = world.answer(book, {"Effekter": "Mötet hölls i Umeå med tretton deltagare."})
    sheet = conflict_workbook(*world.merged(changed, file)).sheets[0]
    cells = {(cell.row, cell.column): cell for cell in sheet.cells}
    bold = {
        key: [text for text, marks in cells[FIRST, PLACE[key]].runs if marks] for key in ("base", "current", "returned")
    }
    assert bold == {"base": [], "current": ["Luleå", "tolv"], "returned": ["Umeå", "tretton"]}
    for key in ("current", "returned"):
        assert "".join(text for text, _ in cells[FIRST, PLACE[key]].runs) == cells[FIRST, PLACE[key]].value


def test_the_command_is_told_with_names_in_quotation_marks() -> None:
    book, decisions = questions()
    book = replace(book, raw=replace(book.raw, path="en mapp/min bok.xlsx"))
    sheet = conflict_workbook(book, decisions, "mina val.xlsx").sheets[0]
    told = next(str(cell.value) for cell in sheet.cells if (cell.row, cell.column) == (2, 1))
    assert told.endswith('rus-sheets merge "min bok.xlsx" --decisions "mina val.xlsx"')


def test_a_removed_activity_is_one_question() -> None:
    book = world.small_book()
    file = world.answer(book, {"Effekter": "ett", "Nästa steg": "två"}, events=[{"Rubrik": "Möte"}, {"Rubrik": "Kurs"}])
    after, decisions = world.merged(world.without(book, "plan", "A01"), file)
    raw = world.as_raw(conflict_workbook(after, decisions))
    assert len(decisions.decisions) == 4
    rows = [row for row in table(raw.sheets[0]) if any(each is not None for each in row)]
    assert [row[PLACE["place"] - 1] for row in rows] == ["4 värden"]
    assert str(rows[0][PLACE["returned"] - 1]).count("\n") == 3
    raw = world.change(raw, "Konflikter", {f"G{FIRST}": KEEP})
    last, chosen = carried_out(after, raw)
    assert {each.action for each in chosen.decisions.decisions} == {Action.KEEP}
    assert not world.merged(last, file)[1].wants_a_person


def test_a_file_from_before_the_rows_had_words() -> None:
    """Made by an earlier version: each line is a decision, and the row names the activity by its id alone."""
    from rus_sheets.merge.codec import plain_json, to_text  # noqa: PLC0415
    from rus_sheets.merge.conflicts import _VALUES, _checksum  # noqa: PLC0415

    book, decisions = questions()
    raw = filled_in(book, decisions, *CHOICES)
    old = [
        {key: plain_json(value) if key in _VALUES else value for key, value in each._asdict().items()}
        for each in decisions.of(Action.CONFLICT)
    ]
    lines = [to_text(each) for each in old]
    store = next(sheet for sheet in raw.sheets if sheet.name == "rus-konflikter")
    raw = world.change(raw, store.name, {"C1": _checksum(lines)} | {f"A{n}": line for n, line in enumerate(lines, 2)})
    rows = table(raw.sheets[0])
    for row, each in zip(rows, old, strict=True):
        row[PLACE["activity"] - 1], row[PLACE["place"] - 1] = "A01", f"Utfall, A01: {each['column']}"
    chosen = read_choices(with_rows(raw, rows), book)
    assert became(chosen) == as_asked()[2]
