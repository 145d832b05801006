"""One judgement: what is typed is readable, or isn't, for the merge, for status and for the form's own formulas."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from collections.abc import Sequence
from itertools import repeat
from pathlib import Path
from shutil import which

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action
from rus_sheets.answers.returned import Returned
from rus_sheets.book.dates import to_serial
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawStyle, Scalar, ref_of
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.make.style_formats import look
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.followup.form import form
from rus_sheets.followup.form_lists import LISTS, FormLists
from rus_sheets.followup.parts import state
from rus_sheets.followup.read import read_form
from rus_sheets.followup.readable import Readable
from rus_sheets.followup.status import status
from rus_sheets.layout.blueprint import Style
from rus_sheets.merge.decide import decide
from rus_sheets.schema.model import Column
from tests import libreoffice
from tests.checks.workbooks import lettered
from tests.followup.typed import Typed, typed
from tests.merge import world

pytestmark = pytest.mark.slow

BUDGET = [
    {"id": "P1", "name": "Hotell", "budget": 1000},
    {"id": "P2", "name": "Övrigt", "budget": 500},
    {"id": "P3", "name": "Övrigt", "budget": 1},
]
KLART, MAYBE, REFUSED = "Klart", "Kontrolleras", "Går inte att läsa"
IN_PART = ("d/m", "d mmm")
"""Formats of dates that LibreOffice's CELL doesn't tell from others (Excel's does): there only the merge sees them."""
FRACTION, CLOCK = "# ?/?", "[h]:mm"

# What the form surely says, by column: what is typed, and then the format that the program gave the cell, if any.
SAID: dict[tuple[str, str], dict[str, list[Scalar | tuple[Scalar, str]]]] = {
    ("outcomes", "days"): {
        KLART: [
            0, 12, 12.5, 0.25, 2000, "12", "12,5", "0,5", "12 dagar", "12 dag", "12d", "1 200", "1\u00a0200",
            "12.5", "0.5", "½", "2½", "12 dgr", "12,5 dgr.", "12 dagar.",
            (12, "0"), (12, "General"), (1200, "#,##0"),
        ],
        MAYBE: [
            "12 3", "12,500", "1.200", "3000", "1e3", "1 234,50", "999½", (0.5, "0%"), (12, "d/m"),
            (0.5, FRACTION),
        ],
        REFUSED: [
            2000.5, -1, 46054, 1.5625, 0.3125, "ca 12", "10-12", "12 (varav 3 i maj)", "tolv", "50 %", "7:30", "1/2",
            "12 tkr",
            "x", "?", "-", "12?", "~12", ">12", "<12", "=12+3", "12*", "12!", (True, "General"),
            (46054, "d/m"), (0.3125, "h:mm"), (1.5625, CLOCK),
        ],
    },
    ("expenses", "amount"): {
        KLART: [
            1200, 100.5, 10**8, "1200", "1 234,50", "1 200 kr", "1\u00a0200\u00a0000 kr", "1200:-", "1200,-",
            "1200 kronor", "12,50 kr", "1200.50", "1200 SEK", "1200 kr.",
        ],
        MAYBE: ["1.200", "12 3 kr", "12 stora kr", "1,200", "12 euro", "12 tkr", "kr 12", "9999999999", 0.5, 1.2,
                (0.12, "0%")],
        REFUSED: ["12%", "100-200", "okänt", "1/2", "ca 100", "12 dagar", "12 000 exkl moms", "12 €", "€12"],
    },
    ("events", "participants"): {
        KLART: [12, "12", "12 st", "40 personer", "40 pers", "40 deltagare."],
        MAYBE: ["12,5"],
        REFUSED: [12.5, 100_001, "ca 40", "en", "tio-tolv"],
    },
    ("events", "date"): {
        KLART: [
            46054, 46054.75, 45658, 46752, "2026-03-12", "2025-01-01", "12 mars 2026", "1 maj 2027", "3 jan 2026",
            "12/3 2026", "12.3.2026", "12/03 2026", "12/3/2026", "12.03.2026", "2026/03/12", "2026 03 12", "20260312",
            (46054, "0%"), (46093, "d mmm"), (46082, "d mmm yyyy"), (46082, "d mmm"), (46093, "General"),
        ],
        MAYBE: [
            "2026-3-12", "12-13 mars 2026", "12 mars 2012", "31 februari 2026", "12 marsipan 2026", 260312,
        ],
        REFUSED: [46753, 40969, 45000, 1, 60, -5, "2024-12-31", "2026-02-30", "12 mars", "12/3", "maj", "?",
                  "12032026", 12032026, "29022026", "29 feb"],
    },
    ("outcomes", "status"): {
        KLART: ["Har ej skett", "har ej skett", " Har  ej skett ", "Har\nej skett", "Har\tej\tskett",
                "Har ej skett."],
        MAYBE: ["Har ej skett?", "*", 1],
        REFUSED: ["Har ej sket", "Klart", (True, "General")],
    },
    ("expenses", "post"): {
        KLART: ["P1", "p1", "Hotell", "hotell", "P1 Hotell", "P2 Övrigt", "P1, Hotell", "P1: Hotell", "Hotell (P1)",
                "P1."],
        MAYBE: ["P1/Hotell", "Hotell!", "P2 Hotell", "*", 3],
        REFUSED: ["Övrigt", "P9", "Hotel", (True, "General")],
    },
    ("events", "heading"): {
        KLART: ["Kurs", "=1+1", "- en punkt", "2026"],
        MAYBE: [12.5, (0.5, "d/m"), "-", "?", "\u200b", "\u200b \n"],
        REFUSED: [(True, "General")],
    },
}  # fmt: skip


CASES = [
    (Typed(*place, *(each if isinstance(each, tuple) else (each,))), word)
    for place, words in SAID.items()
    for word, values in words.items()
    for each in values
]


@pytest.fixture(scope="module")
def book() -> Book:
    return world.small_book(budget=BUDGET)


def column_of(book: Book, table: str, key: str) -> Column:
    return book.declaration.table_of(table).column(key)


def own(column: Column) -> str:
    """The number format of the form's cell."""
    return str(look(Style.ANSWER, column.type).get("num_format", "General"))


def returned(book: Book, typed: Typed) -> Returned:
    """A form in which only that is typed."""
    column = column_of(book, typed.table, typed.key)
    file = world.answer(book, {})
    code = typed.code or own(column)
    kind = RawStyle(code).kind_of(typed.value, column.type)
    asked = (each for each in file.cells if (each.table, each.column) == (typed.table, typed.key))
    return replace(file, cells=(replace(next(asked), value=typed.value, format=kind, code=code),))


def beside(book: Book, cases: Sequence[Typed], folder: Path, locale: str = "sv-SE") -> list[str]:
    """What the form's formulas say of each case, as LibreOffice calculates them."""
    path = with_states(book, cases, folder / "läge.xlsx")
    return said_in(libreoffice.convert(path, "xlsx", folder / "lo", locale=locale), len(cases))


def said_in(path: Path, count: int) -> list[str]:
    sheet = read_workbook(path).sheets[0]
    return [str(sheet.at(number, 2).value) for number in range(1, count + 1)]


def with_states(book: Book, cases: Sequence[Typed], path: Path) -> Path:
    """A workbook with each case, and the form's formula beside it."""
    words = book.declaration.followup
    sources = FormLists.of(book, (column_of(book, *place) for place in SAID))
    readable, made = Readable(book, sources), openpyxl.Workbook()
    first, lists = made.worksheets[0], made.create_sheet(LISTS)
    for number, each in enumerate(cases, 1):
        column = column_of(book, each.table, each.key)
        cell = first.cell(number, 1, each.value)
        cell.number_format = each.code or own(column)
        if isinstance(each.value, str):
            cell.data_type = "s"
        first.cell(number, 2, state(words, readable, column, ref_of(number, 1), None)[0])
    for known in sources.sheet().cells:
        lists.cell(known.row, known.column, known.value).number_format = str(
            look(known.style, known.type).get("num_format", "General")
        )
    made.save(path)
    return path


def contradiction(book: Book, typed: Typed, said: str) -> str:
    """What is wrong between the form's word, the board and the merge; "" where they agree."""
    file = returned(book, typed)
    decisions = decide(book, [file]).decisions
    board = status(book, [file], dt.date(2026, 12, 1))[0]
    if not decisions:  # as good as blank
        return f"{typed}: {said}, but nothing to read" if said in (KLART, REFUSED) or board.unreadable else ""
    taken = decisions[0].action is Action.TAKE
    if (decisions[0].action, bool(board.unreadable)) not in ((Action.TAKE, False), (Action.REFUSE, True)):
        return f"{typed}: {decisions[0].action}, {board.unreadable}"
    if typed.key == "date" and typed.code in IN_PART and said == KLART:
        return ""
    wrong = said not in ((KLART, MAYBE) if taken else (REFUSED, MAYBE))
    return f"{typed}: {said}, {decisions[0].action}" if wrong else ""


@pytest.mark.libreoffice
@pytest.mark.parametrize("locale", ["sv-SE", "en-US"])
def test_the_form_the_board_and_the_merge_never_contradict_each_other(book: Book, tmp_path: Path, locale: str) -> None:
    said = beside(book, [each for each, _ in CASES], tmp_path, locale)
    assert not list(
        filter(None, (contradiction(book, each, word) for (each, _), word in zip(CASES, said, strict=True)))
    )
    assert [(each, word) for (each, _), word in zip(CASES, said, strict=True)] == CASES


@pytest.mark.skipif(which("ssconvert") is None, reason="Gnumeric isn't installed")
def test_gnumeric_never_contradicts_the_merge(book: Book, tmp_path: Path) -> None:
    cases = [each for each, _ in CASES if each.code not in (*IN_PART, FRACTION)]  # its CELL doesn't tell
    path, made = with_states(book, cases, tmp_path / "läge.xlsx"), tmp_path / "gnumeric.xlsx"
    subprocess.run(["ssconvert", "--recalc", str(path), str(made)], check=True, capture_output=True)
    said = said_in(made, len(cases))
    assert not list(filter(None, map(contradiction, repeat(book), cases, said)))
    assert said.count(KLART) > len(cases) / 5  # numbers, choices and texts


@pytest.mark.parametrize("code", ['0 "timmar"', '"ca "0', "0,", "#,##0,"])
def test_a_unit_or_a_scale_in_the_format_is_for_the_merge_to_see(book: Book, code: str) -> None:
    file = returned(book, Typed("outcomes", "days", 12, code))
    assert [each.action for each in decide(book, [file]).decisions] == [Action.REFUSE]


@pytest.mark.libreoffice
@settings(
    max_examples=world.examples(2), deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(st.lists(typed(list(SAID)), min_size=250, max_size=250))
def test_nothing_that_people_write_is_told_otherwise_than_the_merge_does(
    book: Book, tmp_path_factory: pytest.TempPathFactory, cases: list[Typed]
) -> None:
    said = beside(book, cases, tmp_path_factory.mktemp("läge"))
    assert not list(filter(None, map(contradiction, repeat(book), cases, said)))


def test_what_is_handed_out_is_judged_when_the_form_is_made(book: Book) -> None:
    readable = Readable(book, FormLists(()))
    assert readable.holds(column_of(book, "events", "date"), 46054)
    assert not readable.holds(column_of(book, "events", "date"), "12 mars")


@pytest.mark.libreoffice
def test_rows_and_the_whole_form_tell_what_cannot_be_read(tmp_path: Path, book: Book) -> None:
    made = form(book, "A01", sent=world.SENT)
    path, filled = tmp_path / "A01.xlsx", tmp_path / "ifylld.xlsx"
    path.write_bytes(make_workbook(made, lambda _: {}))
    raw = world.as_raw(made)
    place = world.place_of(raw, "Dagar utfall")
    events = {
        "[Datum]5": "12 mars",
        "[Rubrik]5": "Kurs",
        "[Datum]6": 46093,
        "[Rubrik]6": "Kurs",
        "[Datum]7": 46093,
        "[Datum]8": 40969,
        "[Datum]9": "2026-3-12",
        "[Rubrik]9": "Kurs",
        "[Rubrik]18": "En fjortonde",
    }
    expenses = {
        "[Post-ID]5": "P1",
        "[Text]5": "Tåg",
        "[Belopp]5": "12%",
        "[Post-ID]6": "P1 Hotell",
        "[Text]6": "Rum",
        "[Belopp]6": 900,
        "[Text]7": "Buss",
    }
    rows = {**world.refs_in(raw, "Händelser", events), **world.refs_in(raw, "Utgifter", expenses)}
    patch_cells(path, filled, {"Uppföljning": {place: "ca 12"}, world.ROWS: rows})
    read = openpyxl.load_workbook(libreoffice.convert(filled, "xlsx", tmp_path / "lo"), data_only=True)
    refused, missing, done = REFUSED, "Saknas", KLART
    assert read["Uppföljning"][place.replace("B", "C")].value == refused
    tables = world.sheet_of(raw, "Händelser").tables

    def column(first: int, number: int) -> list[str]:
        return [str(read[world.ROWS].cell(row, number).value or "").strip() for row in range(first, first + 6)]

    states = [column(table.first_row + 1, table.last_column) for table in tables]
    assert states[0] == [refused, done, missing, refused, MAYBE, ""]
    assert states[1][:4] == [refused, done, missing, ""]
    assert read["Uppföljning"]["B4"].value == "5 fält saknas, 2 kontrolleras vid inläsningen, 4 går inte att läsa"
    links = {row[0].value: row[2].value for row in read["Uppföljning"].iter_rows() if row[0].value}
    assert (links["Händelser"], links["Utgifter"]) == (refused, refused)
    why = column(5, max(table.last_column for table in tables) + 1)
    day = "Skriv datumet så här: 2026\u201105\u201117. Åren 2025–2027."
    assert why[0] == f"Datum: {refused}. {day}"
    assert why[3] == f"Datum: {refused}. {day}\nRubrik: {missing}."
    assert why[1:3] == ["", f"Rubrik: {missing}."]
    assert why[4:] == [f"Datum: {MAYBE}. {day}", ""]
    assert str(read["Uppföljning"][place.replace("B", "D")].value).strip() == "Skriv bara ett tal, 0–2000."
    file = read_form(read_workbook(tmp_path / "lo" / filled.name), [book.declaration])
    assert isinstance(file, Returned)
    assert [note.place for note in file.notes if note.asks] == [lettered(f"{world.ROWS}!{{Händelser[Rubrik]}}18")]


def test_the_forms_fields_let_in_what_the_merge_takes(book: Book) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(make_workbook(form(book, "A01", sent=world.SENT), lambda _: {})))
    found = {}
    for name in ("Uppföljning", world.ROWS):
        for each in sheet[name].data_validations.dataValidation:
            found[each.type, str(each.formula1), str(each.formula2)] = each.error
    assert found["decimal", "0", "2000"] == "Skriv bara ett tal som är minst 0 och högst 2000, utan ord och enheter."
    assert found["whole", "0", "100000"]
    dates = found["date", str(to_serial(dt.date(2025, 1, 1))), str(to_serial(dt.date(2027, 12, 31)))]
    assert dates == "Skriv datumet som år-månad-dag, mellan 2025-01-01 och 2027-12-31."
    place = world.place_of(world.as_raw(form(book, "A01", sent=world.SENT)), "Dagar utfall")
    assert sheet["Uppföljning"][place].number_format == "General"


def test_no_formula_is_longer_than_excel_takes(book: Book) -> None:
    made = form(book, "A01", sent=world.SENT)
    assert max(len(cell.formula) for sheet in made.sheets for cell in sheet.cells) < 8192


def test_a_declaration_without_the_third_word_says_that_it_is_missing(book: Book) -> None:
    declaration = replace(book.declaration, followup=replace(book.declaration.followup, unreadable=""))
    made = form(replace(book, declaration=declaration), "A01", sent=world.SENT)
    formulas = "".join(cell.formula for sheet in made.sheets for cell in sheet.cells)
    assert "Går inte att läsa" not in formulas
