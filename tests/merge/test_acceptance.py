"""Which files, units and rows a merge lets in, and what is said of the others: each rule by itself."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from rus_sheets.answers.returned import RefusedFile, Returned, ReturnedCell
from rus_sheets.book.model import Book
from rus_sheets.merge.acceptance import file_fault, row_fault, unit_fault
from tests.merge import world

OF_ANOTHER = "Filen hör till en annan arbetsbok. Läs in den i arbetsboken som den kommer från."
OF_ANOTHER_YEAR = "Filen hör till en annan arbetsbok (år 2025). Läs in den i arbetsboken som den kommer från."
WRONG_YEAR = "Filen gäller år 2025, arbetsboken år 2026. Läs in den i rätt års arbetsbok."


def a_file(book: Book, **changed: Any) -> Returned:
    return replace(world.answer(book, {}), **changed)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, None),
        ({"workbook_id": "annan"}, OF_ANOTHER),
        ({"workbook_id": "annan", "year": None}, OF_ANOTHER),
        ({"workbook_id": "annan", "year": 2025}, OF_ANOTHER_YEAR),
        ({"workbook_id": ""}, None),  # a file that doesn't know its workbook
        ({"workbook_id": "", "year": None}, None),
        ({"year": None}, None),
        ({"year": 2025}, WRONG_YEAR),
        ({"declaration": "bidrag"}, "Filen är gjord med en annan mall (bidrag {version}). {remedy}"),
        ({"version": "99"}, "Filen är gjord med en annan mall (verksamhet 99). {remedy}"),
    ],
)
def test_whose_file_it_is(changed: dict[str, Any], fault: str | None) -> None:
    book = world.small_book()
    remedy = "Gör nya uppföljningsfiler med rus-sheets split."
    wanted = fault and fault.format(version=book.declaration.version, remedy=remedy)
    assert file_fault(book, a_file(book, **changed)) == wanted


def test_a_workbook_that_has_lost_its_id_or_year_takes_the_rows_word_for_it() -> None:
    book = world.small_book()
    without_id = world.build_book(book.declaration, replace(book.raw, properties={}))
    assert not without_id.workbook_id
    assert file_fault(without_id, a_file(book, workbook_id="annan")) is None
    without_year = world.small_book(settings=[])
    assert not without_year.year
    assert file_fault(without_year, a_file(without_year, year=2025)) is None


@pytest.mark.parametrize(
    ("remedy", "told"), [("Öppna den.", "Går inte att läsa. Öppna den."), ("", "Går inte att läsa.")]
)
def test_a_file_that_nobody_could_read_says_why(remedy: str, told: str) -> None:
    assert file_fault(world.small_book(), RefusedFile("a.xlsx", "Går inte att läsa.", remedy)) == told


BY_HAND = "För över svaren till {} för hand, eller ge raden sitt id tillbaka."
PUT_BACK = "Lägg tillbaka raden om svaren ska vara med."
GONE = "A09 finns inte längre på bladet Plan. ”Andra” verkar ha blivit A02."


@pytest.mark.parametrize(
    ("unit", "title", "fault"),
    [
        ("A01", "Första", None),
        ("A01", "Omdöpt", None),  # a new name, and nothing else in the plan by the old one
        ("A01", "Andra", ("A01 är nu något annat, ”Första”. ”Andra” verkar ha blivit A02.", BY_HAND.format("A02"))),
        ("A09", "Andra", (GONE, BY_HAND.format("A02"))),
        ("A09", "Borta", ("A09 ”Borta” finns inte längre på bladet Plan.", PUT_BACK)),
    ],
)
def test_where_the_activity_is_now(unit: str, title: str, fault: tuple[str, str] | None) -> None:
    book = world.small_book()
    assert unit_fault(book, a_file(book, unit=unit, title=title)) == fault


@pytest.mark.parametrize(
    ("unit", "fault"), [("A02", None), ("A09", (GONE, BY_HAND.format("A02")))], ids=["its own", "another's"]
)
def test_blanks_in_a_name_are_no_other_name(unit: str, fault: tuple[str, str] | None) -> None:
    names = {"A01": "Första", "A02": "  Andra\u00a0 ", "A03": "Andra"}
    book = world.small_book(plan=[{"id": id_, "group": "G1", "name": name} for id_, name in names.items()])
    assert unit_fault(book, a_file(book, unit=unit, title="Andra")) == fault


@pytest.mark.parametrize("names", [("Mötet", "A02", "Mötet"), ("Första", "A01", "Mötet")])
def test_two_rows_of_one_name_or_one_id_are_no_move(names: tuple[str, str, str]) -> None:
    first, other_id, other = names
    plan = [{"id": "A01", "group": "G1", "name": first}, {"id": other_id, "group": "G1", "name": other}]
    book = world.small_book(plan=plan)
    assert unit_fault(book, a_file(book, unit="A01", title="Mötet")) is None


EVENTS = [
    {"id": "A01-H01", "activity": "A01", "heading": "Vår"},
    {"id": "A01-H03", "heading": "Ingens"},
    {"id": "A01-H04", "activity": "A02", "heading": "Under vårt id"},
    {"id": "A02-H01", "activity": "A02", "heading": "Annans"},
    {"id": "eget", "heading": "Utan ägare"},
]


@pytest.mark.parametrize(
    ("table", "row", "new", "fault"),
    [
        ("plan", "A01", False, ""),
        ("outcomes", "A01", False, ""),
        ("outcomes", "A02", False, "Raden A02 hör inte till A01."),
        ("budget", "P1", False, "Bladet Budget lämnas inte ut i uppföljningen."),
        ("events", "A01-H01", False, ""),
        ("events", "A01-H03", False, ""),
        ("events", "A01-H04", False, "Raden A01-H04 hör inte till A01 (den hör till A02)."),
        ("events", "A02-H01", False, "Raden A02-H01 hör inte till A01 (den hör till A02)."),
        ("events", "eget", False, "Raden eget hör inte till A01 (Aktivitets-ID är tomt i arbetsboken)."),
        ("events", "A01-H02", True, ""),
        ("events", "borta", False, ""),  # the workbook has lost it, which is asked about elsewhere
        ("events", "annat", True, "annat är inget id som en uppföljningsfil för A01 ger en ny rad."),
    ],
)
def test_whose_row_it_is(table: str, row: str, new: bool, fault: str) -> None:
    book = world.small_book(events=EVENTS)
    cell = ReturnedCell(table, row, "x", None, "svar", new_row=new)
    assert row_fault(book, a_file(book), cell) == fault
