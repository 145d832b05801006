"""Reading what people send back: files that have been used, not files as they were sent."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from rus_sheets.answers.returned import RefusedFile, Returned, ReturnedCell
from rus_sheets.book.raw import Position, RawCell, RawSheet, RawWorkbook
from rus_sheets.book.shown import normal
from rus_sheets.followup.read import read_form
from tests.merge import world

EVENTS = [
    {"id": "A01-H01", "activity": "A01", "heading": "Första", "participants": 1},
    {"id": "A01-H02", "activity": "A01", "heading": "Andra", "participants": 2},
]


def changed(raw: RawWorkbook) -> dict[tuple[str, str], object]:
    """What differs from the base, by row and column key."""
    returned = world.read(raw)
    assert isinstance(returned, Returned), returned
    table_of = world.declaration().table_of
    return {
        (cell.row, cell.column): cell.value
        for cell in returned.cells
        if normal(cell.value, table_of(cell.table).column(cell.column).type)
        != normal(cell.base, table_of(cell.table).column(cell.column).type)
    }


def moved(raw: RawWorkbook, name: str, to: dict[int, int], *, rows: bool) -> RawWorkbook:
    """The sheet with whole rows (or columns) moved, formats and all."""

    def place(at: Position) -> Position:
        return (to.get(at[0], at[0]), at[1]) if rows else (at[0], to.get(at[1], at[1]))

    def sheet(each: RawSheet) -> RawSheet:
        cells = {place(at): cell._replace(row=place(at)[0], column=place(at)[1]) for at, cell in each.cells.items()}
        return replace(each, cells=cells, blank_styles={place(at): style for at, style in each.blank_styles.items()})

    return replace(raw, sheets=tuple(sheet(each) if each.name == name else each for each in raw.sheets))


def renamed(raw: RawWorkbook, name: str, to: str) -> RawWorkbook:
    return replace(raw, sheets=tuple(replace(each, name=to) if each.name == name else each for each in raw.sheets))


@pytest.fixture
def filled() -> RawWorkbook:
    book = world.small_book(events=EVENTS)
    return world.fill(world.sent(book), {"Status": "Har ej skett"}, [{"Deltagare": 11}, {"Rubrik": "Ny"}])


WANTED = {("A01", "status"): "Har ej skett", ("A01-H01", "participants"): 11, ("A01-H02", "heading"): "Ny"}


def test_as_it_was_sent_nothing_differs() -> None:
    assert changed(world.sent(world.small_book(events=EVENTS))) == {}


def test_answers_are_found(filled: RawWorkbook) -> None:
    assert changed(filled) == WANTED


def test_sorted_rows_are_known_by_their_ids(filled: RawWorkbook) -> None:
    assert changed(moved(filled, world.ROWS, {5: 6, 6: 5}, rows=True)) == WANTED


def test_a_column_that_somebody_put_in_between(filled: RawWorkbook) -> None:
    shifted = {column: column + 1 for column in range(3, 9)}
    assert changed(moved(filled, world.ROWS, shifted, rows=False)) == WANTED
    shifted = {column: column + 1 for column in range(2, 9)}
    assert changed(moved(filled, "Uppföljning", shifted, rows=False)) == WANTED


def test_rows_that_somebody_put_in_above(filled: RawWorkbook) -> None:
    assert changed(moved(filled, "Uppföljning", {row: row + 3 for row in range(1, 60)}, rows=True)) == WANTED
    assert changed(moved(filled, world.ROWS, {row: row + 3 for row in range(1, 60)}, rows=True)) == WANTED


def test_renamed_sheets(filled: RawWorkbook) -> None:
    assert changed(renamed(renamed(filled, "Uppföljning", "Svar"), world.ROWS, "Blad2")) == WANTED


def test_an_answer_that_reads_like_a_label() -> None:
    raw = world.fill(world.sent(world.small_book()), {"Kort utfall": "Status", "Utfall": "Effekter"})
    assert changed(raw) == {("A01", "short"): "Status", ("A01", "text"): "Effekter"}


def test_a_pasted_cell_has_lost_its_format(filled: RawWorkbook) -> None:
    ref = world.place_of(filled, "Kort utfall")
    pasted = world.change(filled, "Uppföljning", {ref: "Inklistrat"})
    sheet = pasted.sheets[0]
    at = next(at for at, cell in sheet.cells.items() if cell.ref == ref)
    cells = {**sheet.cells, at: sheet.cells[at]._replace(style=0)}
    pasted = replace(pasted, sheets=(replace(sheet, cells=cells), *pasted.sheets[1:]))
    assert changed(pasted) == {**WANTED, ("A01", "short"): "Inklistrat"}


def test_a_field_that_is_gone_is_told_and_never_read_as_blank(filled: RawWorkbook) -> None:
    row = int(world.place_of(filled, "Status")[1:])
    without = world.change(filled, "Uppföljning", {f"A{row}": None})
    returned = world.read(without)
    assert isinstance(returned, Returned)
    assert all(cell.column != "status" for cell in returned.cells)
    assert any("Status" in note.text for note in returned.notes)


class TestRows:
    def test_a_row_without_id_gets_the_next_one_every_time(self) -> None:
        raw = world.sent(world.small_book(events=EVENTS))
        raw = world.change(raw, "Händelser", {"[Rubrik]20": "Egen rad", "[Deltagare]20": 5})
        for _ in range(2):
            assert changed(raw) == {("A01-H15", "heading"): "Egen rad", ("A01-H15", "participants"): 5}
        returned = world.read(raw)
        assert isinstance(returned, Returned)
        assert any("A01-H15" in note.text for note in returned.notes)

    def test_a_copied_row_is_a_new_row(self) -> None:
        raw = world.sent(world.small_book(events=EVENTS))
        raw = world.change(
            raw, "Händelser", {"[Händelse-ID]20": "A01-H01", "[Aktivitets-ID]20": "A01", "[Rubrik]20": "Kopia"}
        )
        assert changed(raw) == {("A01-H15", "heading"): "Kopia"}

    def test_the_same_row_twice_is_one(self) -> None:
        raw = world.sent(world.small_book(events=EVENTS))
        raw = world.change(
            raw,
            "Händelser",
            {"[Händelse-ID]20": "A01-H01", "[Aktivitets-ID]20": "A01", "[Rubrik]20": "Första", "[Deltagare]20": 1},
        )
        assert changed(raw) == {}

    def test_a_removed_row_is_told_not_emptied(self) -> None:
        book = world.small_book(events=EVENTS)
        raw = world.change(world.sent(book), "Händelser", dict.fromkeys([f"{letter}5" for letter in "ABCDEFG"]))
        returned = world.read(raw)
        assert isinstance(returned, Returned)
        gone = [cell for cell in returned.cells if cell.gone]
        assert {(cell.row, cell.column) for cell in gone} == {("A01-H01", "heading"), ("A01-H01", "participants")}
        after, decisions = world.merged(book, returned)
        assert {each.action.value for each in decisions.decisions} == {"refuse"}
        assert after.raw == book.raw


class TestNotCarriedOver:
    def test_a_formula_gives_its_value_and_a_note(self) -> None:
        raw = world.sent(world.small_book())
        sheet = raw.sheets[0]
        row = int(world.place_of(raw, "Dagar utfall")[1:])
        cells = {**sheet.cells, (row, 2): RawCell(row, 2, 7, "3+4", 1)}
        raw = replace(raw, sheets=(replace(sheet, cells=cells), *raw.sheets[1:]))
        assert changed(raw) == {("A01", "days"): 7}
        returned = world.read(raw)
        assert isinstance(returned, Returned)
        assert ["formel" in note.text for note in returned.notes] == [True]

    def test_macros_links_and_other_workbooks_are_told(self) -> None:
        raw = world.sent(world.small_book())
        sheet = replace(raw.sheets[0], hyperlinks={"B20": "https://example.org", "B40": "#Händelser!A1"})
        raw = replace(raw, has_macros=True, external_links=("annan.xlsx",), sheets=(sheet, *raw.sheets[1:]))
        returned = world.read(raw)
        assert isinstance(returned, Returned)
        told = " ".join(str(note) for note in returned.notes)
        assert len(returned.notes) == 3
        for word in ("makron", "annan.xlsx", "https://example.org"):
            assert word in told


class TestWhoAndWhen:
    @pytest.mark.parametrize(
        ("properties", "who", "when"),
        [
            ({"last_modified_by": "Eva", "modified": "2026-12-01T10:00:00+01:00"}, "Eva", "2026-12-01T09:00:00Z"),
            ({}, "", "2026-12-24T12:00:00Z"),
            ({"created": "2026-01-01T00:00:00Z", "modified": "2026-01-01T00:00:00Z"}, "", "2026-12-24T12:00:00Z"),
            ({"modified": "i går"}, "", "2026-12-24T12:00:00Z"),
        ],
    )
    def test_the_files_own_properties_tell(self, properties: dict[str, str], who: str, when: str) -> None:
        raw = world.sent(world.small_book())
        raw = replace(raw, properties={**raw.properties, **properties})
        time = dt.datetime(2026, 12, 24, 12, tzinfo=dt.UTC)
        returned = read_form(raw, [world.declaration()], file_time=time)
        assert isinstance(returned, Returned)
        assert (returned.who, returned.when) == (who, when)


class TestRefused:
    def test_what_is_no_follow_up_file(self) -> None:
        refused = world.read(world.small_book().raw)
        assert isinstance(refused, RefusedFile)
        assert refused.remedy

    def test_another_declaration_or_version(self) -> None:
        raw = world.sent(world.small_book())
        assert isinstance(read_form(raw, []), RefusedFile)
        newer = replace(world.declaration(), version="2")
        refused = read_form(raw, [newer])
        assert isinstance(refused, RefusedFile)
        assert "version" in refused.message

    def test_a_damaged_base(self) -> None:
        raw = world.sent(world.small_book())
        refused = world.read(world.change(raw, "rus-bas", {"B4": "A02"}))
        assert isinstance(refused, RefusedFile)
        assert "ändrat eller skadat" in refused.message


def test_dates_of_the_1904_system_are_the_same_days() -> None:
    raw = world.fill(world.sent(world.small_book()), {"Inlämnad": 46000 - 1462})
    returned = world.read(replace(raw, date1904=True))
    assert isinstance(returned, Returned)
    dates = [cell for cell in returned.cells if cell.column == "submitted"]
    assert [cell.value for cell in dates] == [46000]
    assert isinstance(dates[0], ReturnedCell)
