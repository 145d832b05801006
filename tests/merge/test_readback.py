"""What was written is held against what was decided: every way in which they can differ is seen."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action, Decisions, Edits
from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawCell, RawWorkbook, ref_of
from rus_sheets.merge.apply import edits
from rus_sheets.merge.decide import decide
from rus_sheets.merge.readback import differences
from tests.merge.world import NOW, answer, carried_out, change, edited, read, saved, sent, small_book

STATUS = "Har skett som planerat"
EVENT = {"Rubrik": "Vårmötet", "Deltagare": 40}


def _merged(book: Book) -> tuple[Book, Edits]:
    decisions = decide(book, [answer(book, {"Status": STATUS, "Dagar utfall": 12}, events=[EVENT])])
    changes = edits(book, decisions, NOW)
    return carried_out(book, changes), changes


def _differences(book: Book, after: Book, changes: Edits) -> tuple[str, ...]:
    decisions = decide(book, [answer(book, {"Status": STATUS, "Dagar utfall": 12}, events=[EVENT])])
    return differences(book, after, decisions, changes)


def test_what_was_decided_was_written() -> None:
    book = small_book()
    after, changes = _merged(book)
    assert _differences(book, after, changes) == ()


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "says"),
    [
        ("outcomes", "A01", "status", "Har ej skett", "Utfall, A01: Status håller ”Har ej skett”"),
        ("outcomes", "A01", "days", None, "Utfall, A01: Dagar utfall håller ””"),
        ("events", "A01-H01", "participants", 41, "Händelser, A01-H01: Deltagare håller ”41”"),
        ("plan", "A02", "days", 6, "Plan!{ref} har ändrats"),
        ("settings", "År", "value", 2027, "Inställningar!{ref} har ändrats"),
    ],
)
def test_a_cell_that_holds_something_else_is_seen(table: str, row: str, column: str, value: object, says: str) -> None:
    book = small_book()
    after, changes = _merged(book)
    says = says.format(ref=after[table].by_id[row].cells[column].ref)
    assert _differences(book, edited(after, table, row, column, value), changes)[0].startswith(says)  # type: ignore[arg-type]


def test_a_log_line_that_is_not_there_or_says_something_else_is_seen() -> None:
    book = small_book()
    after, changes = _merged(book)
    fewer = Edits(changes.cells, {**changes.rows, "log": changes.rows["log"][:-1]})
    assert "Logg har fått" in _differences(book, carried_out(book, fewer), changes)[0]
    last = after["log"].rows[-1].cell("after")
    changed = build_book(after.declaration, change(after.raw, last.sheet, {last.ref: "annat"}))
    assert "säger något annat" in _differences(book, changed, changes)[0]


def test_a_row_that_was_not_written_is_seen() -> None:
    book = small_book()
    _, changes = _merged(book)
    fewer = Edits(changes.cells, {key: rows for key, rows in changes.rows.items() if key != "events"})
    assert any("Händelser" in each for each in _differences(book, carried_out(book, fewer), changes))


def _without_column(raw: RawWorkbook, sheet: str, header: str) -> RawWorkbook:
    """The workbook where the header has been given another name."""
    found = raw.sheet(sheet)
    assert found
    table = found.tables[0]
    place = table.first_column + table.columns.index(header)
    renamed = replace(table, columns=tuple("Eget" if name == header else name for name in table.columns))
    cells = {**found.cells, (table.first_row, place): found.at(table.first_row, place)._replace(value="Eget")}
    new = replace(found, cells=cells, tables=(renamed,))
    return replace(raw, sheets=tuple(new if each is found else each for each in raw.sheets))


@pytest.mark.parametrize(("label", "sheet"), [("Effekter", "Utfall"), ("Deltagare", "Händelser")])
def test_a_value_without_a_column_is_a_conflict_that_says_so(label: str, sheet: str) -> None:
    whole = small_book()
    given = answer(whole, {"Effekter": "Större intresse", "Dagar utfall": 12}, events=[EVENT])
    book = build_book(whole.declaration, _without_column(whole.raw, sheet, label))
    decisions = decide(book, [given])
    lost = [each for each in decisions.decisions if each.column == label]
    assert [each.action for each in lost] == [Action.CONFLICT]
    assert label in lost[0].message
    assert not lost[0].mendable
    changes = edits(book, decisions, NOW)
    after = carried_out(book, changes)
    assert differences(book, after, decisions, changes) == ()
    assert label not in {row.text("field") for row in after["log"]}
    mended = build_book(whole.declaration, _with_column_again(after.raw, sheet, label))
    again = [each for each in decide(mended, [given]).decisions if each.column == label]
    assert [each.action for each in again] == [Action.TAKE]  # it comes back when it has somewhere to stand


def _with_column_again(raw: RawWorkbook, sheet: str, header: str) -> RawWorkbook:
    found = raw.sheet(sheet)
    assert found
    table = found.tables[0]
    renamed = replace(table, columns=tuple(header if name == "Eget" else name for name in table.columns))
    new = replace(found, tables=(renamed,))
    return replace(raw, sheets=tuple(new if each is found else each for each in raw.sheets))


def test_what_has_no_cell_is_never_carried_out_in_silence() -> None:
    whole = small_book()
    given = answer(whole, {"Effekter": "Större intresse"})
    taken = decide(whole, [given])
    book = build_book(whole.declaration, _without_column(whole.raw, "Utfall", "Effekter"))
    with pytest.raises(LookupError, match="effects"):
        edits(book, taken, NOW)


NOTHING = Decisions((), ())


def _with_cell(book: Book, at: tuple[int, int], cell: RawCell | None) -> Book:
    """The workbook with that cell on the plan's sheet, or without any there."""
    found = book.raw.sheet("Plan")
    assert found
    others = {place: old for place, old in found.cells.items() if place != at}
    new = replace(found, cells=others if cell is None else {**others, at: cell})
    sheets = tuple(new if old is found else old for old in book.raw.sheets)
    return build_book(book.declaration, replace(book.raw, sheets=sheets))


def _days(book: Book) -> RawCell:
    return book["plan"].by_id["A01"].cell("days").raw


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, False),
        ({"style": 7}, False),  # a format is no content
        ({"value": 11}, True),
        ({"value": True}, True),
        ({"value": None, "formula": "5+5"}, True),
        ({"shared_or_array": True}, True),
    ],
)
def test_nobody_has_decided_on_the_cell(changed: dict[str, Any], told: bool) -> None:
    book = small_book()
    days = _days(book)
    found = differences(
        book, _with_cell(book, (days.row, days.column), days._replace(**changed)), NOTHING, Edits({}, {})
    )
    assert found == ((f"Plan!{days.ref} har ändrats utan att det var bestämt.",) if told else ())


def test_how_a_formula_is_written_may_change_but_not_that_it_is_one() -> None:
    days = _days(small_book())
    at = days.row, days.column
    book = _with_cell(small_book(), at, days._replace(formula="5+5"))
    for kept in ({"formula": "A1+5"}, {"formula": None, "shared_or_array": True}, {"value": 9}):
        after = _with_cell(book, at, days._replace(**{"formula": "5+5", **kept}))
        assert differences(book, after, NOTHING, Edits({}, {})) == ()
    assert differences(book, _with_cell(book, at, days), NOTHING, Edits({}, {})) != ()


def test_one_that_has_become_true_is_seen() -> None:
    at = 40, 40
    one, true = (_with_cell(small_book(), at, RawCell(*at, value)) for value in (1, True))
    assert differences(one, true, NOTHING, Edits({}, {})) != ()


def test_cells_that_come_and_go_are_seen() -> None:
    book, at = small_book(), (40, 40)
    more = _with_cell(book, at, RawCell(*at, "nytt"))
    for before, after in ((book, more), (more, book)):
        told = f"Plan!{ref_of(*at)} har ändrats utan att det var bestämt."
        assert differences(before, after, NOTHING, Edits({}, {})) == (told,)


def test_the_sheets_are_the_same_in_the_same_order() -> None:
    book = small_book()
    sheets = book.raw.sheets
    first = replace(sheets[0], name="Annat")
    for others in ((first, *sheets[1:]), (sheets[1], sheets[0], *sheets[2:]), (*sheets, first)):
        after = replace(book, raw=replace(book.raw, sheets=others))
        assert "Bladen är inte desamma." in differences(book, after, NOTHING, Edits({}, {}))


class TestAnEmptiedRow:
    ROWS = (
        {"id": "A01-H01", "activity": "A01", "heading": "Vår"},
        {"id": "A01-H02", "activity": "A01", "heading": "Höst"},
    )

    def told(self, typed: dict[str, Any]) -> tuple[str, ...]:
        """What is told where ``typed`` stands by column key in the row that was to be emptied."""
        book = small_book(events=list(self.ROWS))
        file = read(saved(change(sent(book), "Händelser", {"[Rubrik]5": None})))
        decisions = decide(book, [file], now=NOW)
        changes = edits(book, decisions, NOW)
        assert changes.emptied == {("events", "A01-H01")}
        after = carried_out(book, changes)
        cells = book["events"].by_id["A01-H01"].cells
        raw = change(after.raw, "Händelser", {cells[key].ref: value for key, value in typed.items()})
        return differences(book, build_book(book.declaration, raw), decisions, changes)

    def test_nothing_is_left_of_it(self) -> None:
        assert self.told({}) == ()

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"id": "A01-H01"}, "Händelser, A01-H01: raden är inte tom."),
            ({"heading": "Vår"}, "Händelser har fått 1 nya rader i stället för 0."),
            ({"id": "A01-H09", "heading": "Annat"}, "Händelser har fått 1 nya rader i stället för 0."),
            ({"participants": 7}, "Händelser!{participants} har ändrats utan att det var bestämt."),
        ],
        ids=["its id", "its heading", "another row", "something else"],
    )
    def test_what_is_left_of_it_is_told(self, typed: dict[str, Any], told: str) -> None:
        cells = small_book(events=list(self.ROWS))["events"].by_id["A01-H01"].cells
        assert told.format(**{key: cell.ref for key, cell in cells.items()}) in self.told(typed)
