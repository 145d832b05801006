"""One judgement: what is typed is readable, or isn't, for the merge, for status and for the form's own formulas."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from rus_sheets.book.answers import Returned
from rus_sheets.book.blueprint import NewCell, NewSheet, NewWorkbook, Style
from rus_sheets.book.dates import to_serial
from rus_sheets.book.decisions import Action
from rus_sheets.book.model import Book
from rus_sheets.book.raw import Scalar, ref_of
from rus_sheets.excel.make import make_workbook
from rus_sheets.excel.patch import patch_cells
from rus_sheets.followup.form import form
from rus_sheets.followup.parts import state
from rus_sheets.followup.readable import Readable
from rus_sheets.followup.sources import Sources
from rus_sheets.followup.status import status
from rus_sheets.merge.decide import decide
from rus_sheets.schema.model import CellType, Column
from tests import libreoffice
from tests.merge import world

BUDGET = [
    {"id": "P1", "name": "Hotell", "budget": 1000},
    {"id": "P2", "name": "Övrigt", "budget": 500},
    {"id": "P3", "name": "Övrigt", "budget": 1},
]
NUMBERS: list[Scalar] = [
    0, 12, 12.5, 0.25, 2000, 2000.5, -1, 46054, 1.5625, 0.3125, "12", "12,5", "0,5", "12 dagar", "ca 12", "1.200",
    "10-12", "12 (varav 3 i maj)", "tolv", "50 %", "7:30", "1/2", "1e3", "3000", "1 200", "1\u00a0200",
    "12 3", "12,500", "x",
]  # fmt: skip
AMOUNTS: list[Scalar] = [
    1200, 0.5, -50, 10**9, "1200", "1 200 kr", "1\u00a0200\u00a0000 kr", "1200:-", "1200 kronor", "12%", "1.200",
    "12 3 kr", "ca 100", "1,200", "9999999999", "12 dagar",
]  # fmt: skip
COUNTS: list[Scalar] = [12, 12.5, 100_001, "12", "12 st", "40 personer", "12,5", "ca 40", "en"]
DATES: list[Scalar] = [
    46054, 46054.75, 45000, 45658, 46752, 46753, 40969, 1, 60, -5, "2026-03-12", "2025-01-01", "2024-12-31",
    "2026-02-30", "12 mars 2026", "1 maj 2027", "31 februari 2026", "12 mars", "12-13 mars 2026", "12 mars 2012",
    "12/3", "vecka 12",
]  # fmt: skip
WORDS: list[Scalar] = ["Har ej skett", "har ej skett", " Har  ej skett ", "Har ej sket", "*", "Klart", 1, True]
POSTS: list[Scalar] = ["P1", "p1", "Hotell", "hotell", "P1 Hotell", "Övrigt", "P2 Övrigt", "P2 Hotell", "P9", "*", 3]
TEXTS: list[Scalar] = ["Kurs", "=1+1", 12.5, True, "- en punkt"]
TYPED = {
    ("outcomes", "days"): NUMBERS, ("expenses", "amount"): AMOUNTS, ("events", "participants"): COUNTS,
    ("events", "date"): DATES, ("outcomes", "status"): WORDS, ("expenses", "post"): POSTS, ("events", "heading"): TEXTS,
}  # fmt: skip
CASES = [(table, key, typed) for (table, key), values in TYPED.items() for typed in values]


@pytest.fixture(scope="module")
def book() -> Book:
    return world.small_book(budget=BUDGET)


def column_of(book: Book, table: str, key: str) -> Column:
    return book.declaration.table_of(table).column(key)


def returned(book: Book, table: str, key: str, typed: Scalar) -> Returned:
    """A form in which only that is typed."""
    file = world.answer(book, {})
    cells = [replace(each, value=typed) for each in file.cells if (each.table, each.column) == (table, key)]
    return replace(file, cells=tuple(cells[:1]))


@pytest.fixture(scope="module")
def beside(book: Book, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, int], str]:
    """What the form's formulas say of each case, as LibreOffice calculates them."""
    followup = book.declaration.followup
    columns = [column_of(book, *place) for place in TYPED]
    sources = Sources.of(book, iter(columns))
    cells = []
    for number, (table, key, typed) in enumerate(CASES, 1):
        column = column_of(book, table, key)
        formula, _ = state(followup, Readable(book, sources), column, ref_of(number, 1), None)
        kind = column.type if isinstance(typed, (int, float)) else CellType.CHOICE
        cells += [NewCell(number, 1, typed, Style.PLAIN, kind), NewCell(number, 2, "?", Style.STATE, formula=formula)]
    folder = tmp_path_factory.mktemp("läge")
    path = folder / "läge.xlsx"
    made = NewWorkbook((NewSheet("Uppföljning", tuple(cells)), sources.sheet()), "Läge", "Test")
    path.write_bytes(make_workbook(made, lambda _: {}))
    sheet = openpyxl.load_workbook(libreoffice.convert(path, "xlsx", folder / "lo"), data_only=True).worksheets[0]
    return {(table, key, number): str(sheet.cell(number, 2).value) for number, (table, key, _) in enumerate(CASES, 1)}


@pytest.mark.libreoffice
@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES, 1)), ids=lambda each: repr(each)[:40])
def test_the_three_judge_alike(
    book: Book, beside: dict[tuple[str, str, int], str], number: int, case: tuple[str, str, Scalar]
) -> None:
    table, key, typed = case
    file = returned(book, table, key, typed)
    (decision,) = decide(book, [file]).decisions
    taken = decision.action is Action.TAKE
    board = status(book, [file], dt.date(2026, 12, 1))[0]
    words = book.declaration.followup
    assert (decision.action, bool(board.unreadable)) in ((Action.TAKE, False), (Action.REFUSE, True))
    assert beside[table, key, number] == (words.done if taken else words.unreadable)


def test_what_is_handed_out_is_judged_when_the_form_is_made(book: Book) -> None:
    readable = Readable(book, Sources(()))
    assert readable.holds(column_of(book, "events", "date"), 46054)
    assert not readable.holds(column_of(book, "events", "date"), "12 mars")


@pytest.mark.libreoffice
def test_rows_and_the_whole_form_tell_what_cannot_be_read(tmp_path: Path, book: Book) -> None:
    made = form(book, "A01", sent=world.SENT)
    path, filled = tmp_path / "A01.xlsx", tmp_path / "ifylld.xlsx"
    path.write_bytes(make_workbook(made, lambda _: {}))
    place = world.place_of(world.as_raw(made), "Dagar utfall")
    events = {"C5": "12 mars", "E5": "Kurs", "C6": 46093, "E6": "Kurs", "C7": 46093, "C8": 40969}
    expenses = {"B5": "P1", "D5": "Tåg", "E5": "12%", "B6": "P1 Hotell", "D6": "Rum", "E6": 900, "D7": "Buss"}
    patch_cells(path, filled, {"Uppföljning": {place: "ca 12"}, "Händelser": events, "Utgifter": expenses})
    read = openpyxl.load_workbook(libreoffice.convert(filled, "xlsx", tmp_path / "lo"), data_only=True)
    refused, missing, done = "Går inte att läsa", "Saknas", "Klart"
    assert read["Uppföljning"][place.replace("B", "C")].value == refused
    assert [read["Händelser"][f"G{row}"].value or "" for row in range(5, 10)] == [refused, done, missing, refused, ""]
    assert [read["Utgifter"][f"F{row}"].value or "" for row in range(5, 9)] == [refused, done, missing, ""]
    assert read["Uppföljning"]["B3"].value == "5 fält saknas, 4 går inte att läsa"
    links = {row[0].value: row[2].value for row in read["Uppföljning"].iter_rows() if row[0].value}
    assert (links["Händelser"], links["Utgifter"]) == (refused, refused)


def test_the_forms_fields_let_in_what_the_merge_takes(book: Book) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(make_workbook(form(book, "A01", sent=world.SENT), lambda _: {})))
    found = {}
    for name in ("Uppföljning", "Händelser"):
        for each in sheet[name].data_validations.dataValidation:
            found[each.type, str(each.formula1), str(each.formula2)] = each.error
    assert found["decimal", "0", "2000"] == "Skriv bara ett tal som är minst 0 och högst 2000, utan ord och enheter."
    assert found["whole", "0", "100000"]
    dates = found["date", str(to_serial(dt.date(2025, 1, 1))), str(to_serial(dt.date(2027, 12, 31)))]
    assert dates == "Skriv datumet som år-månad-dag, mellan 2025-01-01 och 2027-12-31."
    place = world.place_of(world.as_raw(form(book, "A01", sent=world.SENT)), "Dagar utfall")
    assert sheet["Uppföljning"][place].number_format == "0.0#"


def test_a_declaration_without_the_third_word_says_that_it_is_missing(book: Book) -> None:
    declaration = replace(book.declaration, followup=replace(book.declaration.followup, unreadable=""))
    made = form(replace(book, declaration=declaration), "A01", sent=world.SENT)
    formulas = "".join(cell.formula for sheet in made.sheets for cell in sheet.cells)
    assert "Går inte att läsa" not in formulas
