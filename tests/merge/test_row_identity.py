"""What is filled in of a row, and whether two are the same; which rows nothing is left of."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.book.raw import RawCell, ref_of
from rus_sheets.merge.emptied_rows import emptied_rows, id_refs
from rus_sheets.merge.row_identity import filled, in_file, same_heading, standing, told_apart_by
from tests.merge import world

EVENTS = world.declaration().table_of("events")
SPRING = {"heading": "Vår", "date": "2026-03-01", "participants": "5", "activity": "A01"}


@pytest.mark.parametrize(
    ("changed", "apart", "same"),
    [
        ({}, None, True),
        ({"participants": "6"}, None, True),
        ({"date": "2026-04-01"}, "date", False),
        ({"date": ""}, None, True),
        ({"activity": "A02"}, None, True),  # no owner's column
        ({"heading": "Höst"}, None, False),
        ({"heading": ""}, None, False),
    ],
)
def test_a_date_tells_rows_of_one_heading_apart(changed: dict[str, str], apart: str | None, same: bool) -> None:
    other = {key: text for key, text in {**SPRING, **changed}.items() if text}
    for one, two in ((SPRING, other), (other, SPRING)):
        column = told_apart_by(EVENTS, one, two)
        assert (column.key if column else None) == apart
        assert same_heading(EVENTS, one, two) is same


def test_rows_without_heading_are_never_the_same() -> None:
    assert not same_heading(EVENTS, {}, {})


def test_a_reference_tells_expenses_apart() -> None:
    expenses = world.declaration().table_of("expenses")
    here, there = {"text": "Tåg", "post": "P1"}, {"text": "Tåg", "post": "P2"}
    column = told_apart_by(expenses, here, there)
    assert (column.key if column else None) == ("post" if expenses.column("post").edited_by == "owner" else None)


def decided(key: str, value: Any, **more: Any) -> Decision:
    row = more.pop("row", "A01-H01")
    decision = Decision(
        "A01", "events", key, "Händelser", row, key, None, None, value, Action.TAKE, "a.xlsx", value=value
    )
    return decision._replace(**more)


def test_what_a_file_fills_in() -> None:
    decisions = [
        decided("heading", "Vår"),
        decided("date", None),
        decided("participants", None, returned="fem", action=Action.REFUSE),
        decided("note", "x", back=True),
        decided("place", None, returned="y"),
    ]
    assert filled(decisions) == {"heading": "Vår", "participants": "fem"}


def test_what_the_workbook_has_of_a_row() -> None:
    day = dt.date(2026, 3, 1)
    events = [{"id": "A01-H01", "activity": "A01", "heading": "Vår", "date": day, "participants": "fem"}]
    book = world.small_book(events=events)
    assert standing(book["events"].by_id["A01-H01"]) == {"heading": "Vår", "date": "2026-03-01", "participants": "fem"}
    assert standing(None) == {}


class TestInAFile:
    """The row as a file has it."""

    FIRST, SECOND = {"heading": "Vår"}, {"heading": "Höst", "participants": "4"}

    def rows(self, typed: dict[str, Any], *decisions: Decision, **handed: Any) -> tuple[dict[str, str], ...]:
        book = world.small_book(events=ROWS)
        changed = world.change(world.sent(book), "Händelser", typed) if typed else world.sent(book)
        file = world.read(world.saved(changed, "Ek", 1))
        if handed:  # and nothing is told of the cells that hold what was handed out, as many files have it
            file = replace(file, base=tuple(table._replace(**handed) for table in file.base), cells=())
        return tuple(in_file(file, EVENTS, row, decisions) for row in ("A01-H01", "A01-H02", "A01-H09"))

    def test_what_was_handed_out_stands_unless_it_is_changed(self) -> None:
        assert self.rows({}) == (self.FIRST, self.SECOND, {})
        assert self.rows({}, sheet="Händelser") == (self.FIRST, self.SECOND, {})

    def test_a_changed_cell_is_its_own_rows(self) -> None:
        first, second, _ = self.rows({"[Deltagare]6": 7})
        assert (first, second) == (self.FIRST, {"heading": "Höst", "participants": "7"})

    def test_a_decision_is_the_last_word_unless_it_takes_back(self) -> None:
        decisions = (decided("heading", "Ny"), decided("participants", 9, back=True), decided("date", None))
        assert self.rows({}, *decisions)[0] == {"heading": "Ny"}

    def test_rows_of_other_sheets_with_the_id_are_others(self) -> None:
        assert self.rows({}, sheet="Utgifter") == ({}, {}, {})

    def test_a_column_that_isnt_declared_any_more_says_nothing(self) -> None:
        assert self.rows({}, headers=("Okänd",) * 9) == ({}, {}, {})


ROWS = [
    {"id": "A01-H01", "activity": "A01", "heading": "Vår"},
    {"id": "A01-H02", "activity": "A01", "heading": "Höst", "participants": 4},
]


@pytest.mark.parametrize(
    ("taken", "gone"),
    [
        ([decided("heading", None)], {"A01-H01"}),
        ([decided("heading", "")], set()),
        ([decided("heading", "Ny")], set()),
        ([decided("participants", None)], set()),  # its heading stays
        ([decided("heading", None, row="A01-H02")], set()),  # its participants stay
        ([decided(key, None, row="A01-H02") for key in ("heading", "participants")], {"A01-H02"}),
        ([decided("heading", None), decided("heading", None, row="A01-H02")], {"A01-H01"}),
        ([decided("heading", None, row="A01-H09")], set()),  # a row that there isn't
        ([decided("effects", None, table="outcomes", row="A01")], set()),  # forms add no such rows
        ([decided("participants", 5), decided("heading", None)], set()),
        ([decided("result", None, table="parts", row="D1")], set()),  # rows that forms don't add
        ([], set()),
    ],
)
def test_a_row_is_emptied_where_nothing_else_stands_in_it(taken: list[Decision], gone: set[str]) -> None:
    parts = [{"id": "D1", "activity": "A01", "name": "Del"}]
    book = world.small_book(events=ROWS, parts=parts)
    assert emptied_rows(book, taken) == {("events", row) for row in gone}


def test_what_somebody_else_has_written_in_the_row_keeps_it() -> None:
    book = world.small_book(events=ROWS)
    row, sheet = book["events"].by_id["A01-H01"], "Händelser"
    others = next(cell for cell in row.cells.values() if cell.value is None and cell.column.key != "heading")
    noted = world.build_book(book.declaration, world.change(book.raw, sheet, {others.ref: "sekretariatets"}))
    assert emptied_rows(noted, [decided("heading", None)]) == frozenset()
    table = book["events"].raw
    assert table
    beside = ref_of(row.number, table.last_column + 1)
    outside = world.build_book(book.declaration, world.change(book.raw, sheet, {beside: "bredvid"}))
    assert emptied_rows(outside, [decided("heading", None)]) == {("events", "A01-H01")}


def test_the_ids_that_go_with_it() -> None:
    book = world.small_book(events=ROWS)
    cells = book["events"].by_id["A01-H02"].cells
    assert id_refs(book, ("events", "A01-H02")) == ("Händelser", [cells["id"].ref, cells["activity"].ref])


@pytest.mark.parametrize("formula", ["1+1", None])
def test_a_formula_is_no_content(formula: str | None) -> None:
    book = world.small_book(events=ROWS)
    row, sheet = book["events"].by_id["A01-H01"], book.raw.sheet("Händelser")
    assert sheet
    empty = next(cell for cell in row.cells.values() if cell.value is None and cell.column.key != "heading").raw
    cell = RawCell(empty.row, empty.column, 2, formula, empty.style, shared_or_array=formula is None)
    sheets = (replace(sheet, cells={**sheet.cells, (empty.row, empty.column): cell}), *book.raw.sheets)
    raw = replace(book.raw, sheets=tuple({each.name: each for each in reversed(sheets)}.values()))
    assert emptied_rows(world.build_book(book.declaration, raw), [decided("heading", None)]) == {("events", "A01-H01")}
