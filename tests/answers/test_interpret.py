"""What people type is understood, or asked about with a proposal: the one judgement of merge, status and form."""

from __future__ import annotations

import datetime as dt

import pytest

from rus_sheets.answers.interpret import Meant, interpret
from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.book.formats import FormatKind as F
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawStyle, Scalar
from tests.merge import world

DAYS = ("outcomes", "days")
AMOUNT = ("expenses", "amount")
COUNT = ("events", "participants")
DATE = ("events", "date")
TEXT = ("events", "heading")
POST = ("expenses", "post")
STATUS = ("outcomes", "status")
Field = tuple[str, str]

BUDGET = [
    {"id": "P1", "name": "Hotell", "budget": 1000},
    {"id": "P2", "name": "Tåg", "budget": 500},
    {"id": "P3", "name": "Övrigt", "budget": 1},
    {"id": "P4", "name": "Övrigt", "budget": 1},
]


@pytest.fixture(scope="module")
def book() -> Book:
    return world.small_book(budget=BUDGET)


def meant(book: Book, field: Field, value: Scalar, kind: F = F.PLAIN, **more: bool) -> Meant:
    table, key = field
    cell = ReturnedCell(table, "A01", key, None, value, format=kind)
    return interpret(book, book.declaration.table_of(table).column(key), cell, **more)


MARCH = dt.date(2026, 3, 12)

READ = [
    (DAYS, "12,5", 12.5), (DAYS, "12.5", 12.5), (DAYS, "12 dagar", 12), (DAYS, "2½", 2.5), (DAYS, "1 234,50", 1234.5),
    (AMOUNT, "1 200:-", 1200), (AMOUNT, "1200 kr", 1200), (AMOUNT, "1,200.50", 1200.5), (AMOUNT, "1.200,50", 1200.5),
    (AMOUNT, "12 tkr", 12_000), (AMOUNT, "12 kkr", 12_000), (AMOUNT, "1,5 milj", 1_500_000),
    (AMOUNT, "1.200.000", 1_200_000),
    (AMOUNT, "SEK 1 200", 1200), (COUNT, "40 st", 40), (COUNT, "40 personer", 40),
    *((DATE, text, MARCH) for text in (
        "2026-03-12", "2026\u201103\u201112", "2026-3-12", "20260312", "12 mars 2026", "12/3 2026", "12/3-26",
        "12.3.2026", "den 12 mars 2026",
        "torsdag 12 mars 2026", "Torsdagen den 12 mars 2026", "12 mar. 2026", "12:e mars 2026", "2026-03-12 10:00",
        "260312",
    )),
    (DATE, 20260312, MARCH), (DATE, 46093, MARCH),
    (POST, "Hotell", "P1"), (POST, " tåg ", "P2"), (POST, "P1 Hotell", "P1"), (POST, "P1, hotell", "P1"),
    (POST, "p2", "P2"), (POST, "Tåg (P2)", "P2"),
    (STATUS, "har ej skett", "Har ej skett"), (STATUS, "Har ej skett.", "Har ej skett"),
    (TEXT, 12.5, "12,5"), (TEXT, "Kurs\x0bdag två\x01", "Kurs\ndag två"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "typed", "value"), READ)
def test_one_reading_is_taken_and_said(book: Book, field: Field, typed: Scalar, value: object) -> None:
    read = meant(book, field, typed)
    assert (read.value, read.fault) == (value, "")
    assert read.note or value == typed or field == TEXT or (typed, value) == (46093, MARCH)


ASKED = [
    (DAYS, "ca 12", 12), (DAYS, "1.200", 1200), (DAYS, "12 (varav 3 i maj)", 12), (DAYS, "tolv", 12),
    (DAYS, "4.10", 4.1),
    (DAYS, "10-12", None), (DAYS, "7:30", 7.5), (DAYS, "50 %", None), (DAYS, "5 ‰", None),
    (DAYS, "50 procent", None), (DAYS, "150%", None),
    (AMOUNT, "50 procent", None), (COUNT, "50 proc", None), (DAYS, "procent 12", None),
    (DAYS, "1/2", 0.5), (DAYS, "12 mars", None),
    (DAYS, "٣", None), (DAYS, "8 timmar", None), (DAYS, "12 tkr", None), (DAYS, 3000, None), (DAYS, -1, None),
    (DAYS, float("inf"), None), (DAYS, "9" * 400, None), (DAYS, 10**400, None),
    (AMOUNT, "12%", None), (AMOUNT, "1.200", 1200), (AMOUNT, "12,500", 12_500), (AMOUNT, "12 dagar", None),
    (COUNT, "12,5", None), (COUNT, 12.5, None), (COUNT, "ca 40", 40), (COUNT, True, None),
    *((DATE, text, MARCH) for text in (
        "12 mars", "12/3", "den 12 mars", "12-13 mars 2026", "12–13 mars", "12/3-14/3", "12 mars - 14 mars 2026",
        "12-03-26", "fredag 12 mars 2026", "2026-03-12--13", "12 mars 2012", "12/3 2062",
    )),
    (DATE, 40969, MARCH),  # 2012-03-01: what a program makes of 12 mars
    (DATE, 45000 - 365, dt.date(2026, 3, 15)), (DATE, "vecka 12", None), (DATE, "2026-02-30", None),
    (DATE, 1, None), (DATE, 60, None), (DATE, 0.5, None), (DATE, True, None), (DATE, 10**9, None),
    (POST, "Hotel", "P1"), (POST, "P1 Tåg", "P1"), (POST, "Övrigt", None), (POST, "P9", None),
    (STATUS, "Har ej sket", "Har ej skett"),
    (TEXT, "å" * 32_768, None), (TEXT, "😀" * 16_384, None), (TEXT, True, None),
]  # fmt: skip


@pytest.mark.parametrize(("field", "typed", "proposal"), ASKED)
def test_the_rest_is_asked_about(book: Book, field: Field, typed: Scalar, proposal: object) -> None:
    read = meant(book, field, typed)
    assert read.fault
    assert read.remedy
    assert read.value == proposal


OTHERWISE = {
    DAYS: (
        "två veckor", "en vecka", "2 v", "2 v.", "2v", "4 timmar", "4 tim", "4h", "3 månader", "3 mån", "1 kvartal",
        "ett år",
        "1 år", "2 halvdagar", "halv dag", "en halv vecka", "ej 5", "inte 5", "inte fem", "5 ej", "icke 5 dagar",
        "aldrig 5",
        "utan 5", "över 5", "under 5", "> 5", "<5", "mer än 5", "färre än 5", "5 dagar per vecka", "5 dagar/månad",
        "5 dagar i veckan", "5 dagar var", "högst 3-4 dagar", "10 av 12", "4O", "l2", "5+", "5 + 3", "5 minus 2",
        "5 kr",
        "5 personer", "5 (veckor)", "fem gånger två", "hälften av 10", "dubbelt 5", "5 dagar till", "5 dagar mindre",
        "två eller tre dagar", "2 dagsverken i veckan", "en annan", "en del", "ingen aning", "inga uppgifter", "femte",
        "ett par dagar", "vecka 12", "12 min", "1 d 4 h", "dag 5",
    ),
    AMOUNT: (
        "12 EUR", "€12", "€ 12", "12 €", "12 USD", "$12", "£12", "12 euro", "12 dollar", "12 NOK", "12 DKK",
        "12 norska kr",
        "12 000 exkl moms", "12 000 exkl. moms", "12 000 kr exkl moms", "12 000 (exkl moms)", "12 000 + moms",
        "12 000 utan moms", "12 000 plus moms", "ca 12 tEUR", "12 kEUR", "12 MEUR", "12 tusen dollar", "tolv euro",
        "ej 12",
        "12 kr/månad", "12 kr per år", "12 öre", "12 kr mindre", "12 000 kr (EUR)", "hälften av 12 000", "minus 12",
        "SEK 12 EUR", "12 dagar", "12 000 st", "två gånger 12",
    ),
    COUNT: (
        "20 par", "2 dussin", "ej 40", "inte fler än 40", "40 anmälda", "4O", "40 timmar", "40 kr",
        "tjugo par", "40 per möte",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("field", "typed"), [(field, each) for field, texts in OTHERWISE.items() for each in texts])
def test_another_unit_or_sense_has_no_proposal(book: Book, field: Field, typed: str) -> None:
    """A proposal stands ready to be taken, so it is the same amount of the same thing, or there is none."""
    read = meant(book, field, typed)
    assert read.fault
    assert read.value is None


@pytest.mark.parametrize(
    ("field", "typed", "proposal"),
    [
        (DAYS, "ca 12 dagar", 12), (DAYS, "cirka 2,5 d", 2.5), (DAYS, "tjugofem dagar", 25),
        (DAYS, "två och en halv dag", 2.5),
        (DAYS, "en dag", 1), (DAYS, "inga", 0), (DAYS, "12 dagar i maj", 12), (DAYS, "12 totalt", 12),
        (DAYS, "12?", 12),
        (DAYS, "ungefär tolv dagar", 12), (DAYS, "12 dagar, varav 3 i maj", 12), (DAYS, "totalt 12", 12),
        (AMOUNT, "ca 1,5 miljoner", 1_500_000), (AMOUNT, "minst 12 tkr", 12_000), (AMOUNT, "ca 12 000 kr", 12_000),
        (AMOUNT, "12 000 (varav moms 2 400)", 12_000), (AMOUNT, "tolv tusen kronor", 12_000),
        (AMOUNT, "ca kr 500", 500),
        (COUNT, "ca 40 personer", 40), (COUNT, "tolv st", 12),
    ],
)  # fmt: skip
def test_what_leaves_the_number_as_it_is_has_a_proposal(book: Book, field: Field, typed: str, proposal: float) -> None:
    read = meant(book, field, typed)
    assert (bool(read.fault), read.value) == (True, proposal)


SHOWN = [
    # typed in Excel, what it keeps, its format, what is seen, the proposal
    ("1/2", 46054, F.DATE, "2026-02-01", 0.5),
    ("1/2 in an English program, or 2/1", 46024, F.DATE, "2026-01-02", None),
    ("3-5", 46145, F.DATE, "2026-05-03", 3.5),
    ("4.10", 46299, F.DATE, "2026-10-04", 4.1),
    ("12 where a date was", 12, F.DATE, "1900-01-12", 12),
    ("50 %", 0.5, F.PERCENT, "50 %", None),
    ("1200 %", 12, F.PERCENT, "1200 %", None),
    ("7:30", 0.3125, F.TIME, "7:30", 7.5),
    ("37:30", 1.5625, F.ELAPSED, "37:30", 37.5),
    ("0 1/2", 0.5, F.FRACTION, "1/2", 0.5),
    ("7:30 in a cell with a format", 0.3125, F.PLAIN, "7:30", 7.5),
]


@pytest.mark.parametrize(("_typed", "kept", "kind", "told", "proposal"), SHOWN)
def test_what_a_program_made_of_a_number(
    book: Book, _typed: str, kept: float, kind: F, told: str, proposal: float | None
) -> None:
    days = meant(book, DAYS, kept, kind)
    assert told in days.fault
    assert days.value == proposal
    assert ("Menades" in days.remedy) == (proposal is not None)
    for other in (AMOUNT, COUNT):
        assert meant(book, other, kept, kind).fault


def shown_date(book: Book, kept: float, code: str, *, decided: bool = False) -> Meant:
    column = book.declaration.table_of(DATE[0]).column(DATE[1])
    cell = ReturnedCell(
        DATE[0], "A01", DATE[1], None, kept, format=RawStyle(code).kind_of(kept, column.type), code=code
    )
    return interpret(book, column, cell, decided=decided)


@pytest.mark.parametrize(
    ("kept", "code", "told", "proposal"),
    [
        (46082, "mmm yyyy", "bara en månad (2026-03)", None),  # mars 2026
        (46082, "mmm-yy", "bara en månad (2026-03)", None),
        (46082, "mmm-dd-yyyy", "Programmet kan ha lagt till dagen", None),  # the same, in Gnumeric
        (46458, "d-mmm", "inget år. Programmet har satt 2027", dt.date(2026, 3, 12)),  # 12/3 in January
        (46458, "d/m", "inget år", dt.date(2026, 3, 12)),
        (46359, "m-d-yyyy", "månaden före dagen (2026-12-03)", dt.date(2026, 3, 12)),  # 12/3 2026
        (46359, "mm/dd/yy", "månaden före dagen (2026-12-03)", dt.date(2026, 3, 12)),  # English LibreOffice
        (46359, "m/d", "månaden före dagen (2026-12-03)", dt.date(2026, 3, 12)),
    ],
)
def test_a_date_that_the_format_says_was_not_typed_so_is_asked_about(
    book: Book, kept: float, code: str, told: str, proposal: dt.date | None
) -> None:
    read = shown_date(book, kept, code)
    assert told in read.fault
    assert read.value == proposal
    assert (f"Menades {proposal}?" in read.remedy) == (proposal is not None)
    assert not shown_date(book, kept, code, decided=True).fault


@pytest.mark.parametrize(
    ("kept", "code"),
    [
        (46093, "yyyy\\-mm\\-dd"), (46093, "yyyy/mm/dd"), (46093, "d-mmm"), (46093, "d/m"), (46093, "d mmm yyyy"),
        (46093, "mm-dd-yy"), (46359, "mm-dd-yy"), (46359, "m/d/yyyy"),  # the computer's own
        (46082, "d mmm"), (46082, "yyyy-mm-dd"), (46093, "mmm yyyy"), (46106, "m-d-yyyy hh:mm"), (46106, "m/d"),
        (46093, "dddd d mmmm yyyy"), (46093, "åååå-MM-dd"), (46458, "[$-41D]d mmm yyyy"), (46082, "h:mm d/m/yy"),
    ],
)  # fmt: skip
def test_a_date_with_another_format_is_taken(book: Book, kept: float, code: str) -> None:
    assert not shown_date(book, kept, code).fault


@pytest.mark.parametrize(
    ("kept", "code", "told"),
    [
        (46359, "d-mmm", "inget år. Den lästes som 2026-12-03"),  # 12/3 in an English program
        (46082, "yyyy/mm/dd", "har programmet lagt till dagen i 2026-03-01"),  # mars 2026 in LibreOffice
        (46093, "d-mmm", "Den lästes som 2026-03-12"), (46101, "d-mmm", ""), (46084, "d-mmm", ""),
        (46093, "yyyy/mm/dd", ""), (46082, "mm-dd-yy", ""), (46082, "yyyy\\-mm\\-dd", ""),
    ],
)  # fmt: skip
def test_what_a_program_may_have_added_is_told(book: Book, kept: float, code: str, told: str) -> None:
    note = shown_date(book, kept, code).note
    assert told in note
    assert bool(note) == bool(told)


@pytest.mark.parametrize(("kept", "proposal"), [(1.2, 1200), (12.5, 12_500), (1.234, 1234), (-1.5, -1500)])
def test_a_small_amount_with_a_fraction_may_have_been_thousands(book: Book, kept: float, proposal: float) -> None:
    read = meant(book, AMOUNT, kept)
    assert (bool(read.fault), read.value) == (True, proposal)


@pytest.mark.parametrize("kept", [100.5, 1234.5, 99, 1, 0, "12,50 kr", "1,20"])
def test_other_amounts_are_taken(book: Book, kept: float | str) -> None:
    assert not meant(book, AMOUNT, kept).fault


@pytest.mark.parametrize(
    ("field", "kept", "code", "told", "proposal"),
    [
        (DAYS, 12, '0 "timmar"', "visar ”12 timmar” men innehåller 12.", None),
        (DAYS, 14, ";;;", "visar ingenting men innehåller 14.", None),
        (DAYS, 99, '"14"', "visar ”14” men innehåller 99.", None),
        (DAYS, 730, "0\\:00", "har talformatet ”0\\:00” men innehåller 730.", None),
        (AMOUNT, 1200, "#,##0 [$€-41D]", "visar ”1200 €” men innehåller 1200.", None),
        (AMOUNT, 12, '0 "tkr"', "visar ”12 tkr” men innehåller 12.", 12_000),
        (AMOUNT, 12_000, "#,##0,", "visar ”12” men innehåller 12000.", None),
        (AMOUNT, 12, '0 "dagar"', "visar ”12 dagar” men innehåller 12.", None),
        (COUNT, 12, '0 "grupper"', "visar ”12 grupper” men innehåller 12.", None),
    ],
)
def test_a_number_with_something_added_is_asked_about(
    book: Book, field: Field, kept: float, code: str, told: str, proposal: float | None
) -> None:
    column = book.declaration.table_of(field[0]).column(field[1])
    kind = RawStyle(code).kind_of(kept, column.type)
    read = interpret(book, column, ReturnedCell(field[0], "A01", field[1], None, kept, format=kind, code=code))
    assert read.fault == f"Cellen {told}"
    assert read.value == proposal


def test_a_text_that_became_something_else_is_asked_about_as_it_is_seen(book: Book) -> None:
    assert meant(book, TEXT, 46054, F.DATE).value == dt.date(2026, 2, 1)
    assert meant(book, TEXT, 0.5, F.PERCENT).value == "50 %"
    assert meant(book, TEXT, 0.3125, F.TIME).value == "7:30"


def test_what_a_person_has_decided_is_taken_though_unlikely(book: Book) -> None:
    assert meant(book, DATE, "2023-05-17", decided=True) == Meant(
        dt.date(2023, 5, 17), note="Texten ”2023-05-17” lästes som datumet 2023-05-17."
    )
    assert meant(book, DATE, "1023-05-17", decided=True).fault
    assert meant(book, DAYS, "3000", decided=True).fault


def test_long_texts_are_quoted_short(book: Book) -> None:
    assert len(meant(book, DAYS, "ord " * 500).fault) < 150


@pytest.mark.parametrize("typed", [260312, 20260312])
def test_a_day_typed_without_hyphens_is_read_where_the_cell_shows_days(book: Book, typed: int) -> None:
    assert meant(book, DATE, typed, F.DATE) == Meant(MARCH, note=f"{typed} lästes som datumet 2026-03-12.")


def test_a_year_that_became_a_time_of_the_day_is_asked_about(book: Book) -> None:
    read = meant(book, DATE, 46359 + (20 * 60 + 26) / 1440, F.DATE)  # 12/3 2026 in Gnumeric
    assert (read.value, "2026-12-03 klockan 20:26" in read.fault) == (None, True)
    assert meant(book, DATE, 46093.75, F.DATE).value == MARCH


def test_a_number_that_is_no_date_is_told_as_it_was_typed(book: Book) -> None:
    found = meant(book, DATE, 1, F.DATE)
    assert (found.fault, found.value) == (
        "”1” är inget datum. Som datum är det 1900-01-01, långt från arbetsbokens år 2026.",
        None,
    )


@pytest.mark.parametrize("typed", ["12%", "12-15", "1e3", "ca 5"])
def test_the_remedy_speaks_of_no_word_that_is_not_there(book: Book, typed: str) -> None:
    assert meant(book, AMOUNT, typed).remedy.startswith("Skriv bara ett tal.")


def test_whole_days_in_a_cell_of_clock_times_are_the_number_typed(book: Book) -> None:
    assert meant(book, DAYS, 12, F.TIME).value == 12
    assert meant(book, DAYS, 12, F.ELAPSED).value == 288
    assert meant(book, DAYS, 0.5, F.TIME).value == 12
