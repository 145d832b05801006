"""Which rows stand in the calendar, how, and what is said of the others."""

from __future__ import annotations

import datetime as dt

import pytest

from rus_sheets.calendars.entries import YearCalendar, calendar_of
from tests.checks.workbooks import book

HEADERS = (
    "Händelse-ID | Aktivitets-ID | Datum | Typ | Rubrik | Händelsens läge | Slutdatum | Tid | Plats | Länk | För vem"
)


def year(*rows: str, more: str = "") -> YearCalendar:
    found = book("\n".join(["", "Händelser:", HEADERS, *rows, "", more]))
    words = found.declaration.calendar
    assert words
    return calendar_of(found, words)


def told(calendar: YearCalendar) -> list[tuple[str, bool]]:
    return [(f"{doubt.row}: {doubt.fault}", doubt.left_out) for doubt in calendar.doubts]


def test_by_day_and_hour_from_all_tables() -> None:
    found = year(
        "A01-H02 | A01 | 2026-05-17 | Kurs | Eftermiddag | Planerad | | 13–15 | | |",
        "A01-H01 | A01 | 2026-05-17 | Kurs | Förmiddag | Planerad | | 9.30–12 | Umeå | https://example.se/kurs | Alla",
        "A01-H03 | A01 | 2026-10-01 | Möte | Två dagar | Inställd | 2026-10-02 | | | |",
        more="Tidplan:\nDatum-ID | Datum | Vad | För vem\nD01 | 2026-06-01 | Medel söks | Länsstyrelserna",
    )
    assert [entry.title for entry in found.entries] == ["Förmiddag", "Eftermiddag", "Medel söks", "Två dagar"]
    first, _, date, last = found.entries
    assert (first.kind, first.place, first.link, first.audience) == ("Kurs", "Umeå", "https://example.se/kurs", "Alla")
    assert (date.row, date.audience, date.hours) == ("Tidplan D01", "Länsstyrelserna", None)
    assert (last.first, last.last, last.cancelled) == (dt.date(2026, 10, 1), dt.date(2026, 10, 2), True)
    assert not found.doubts
    assert len({entry.uid for entry in found.entries}) == 4


@pytest.mark.parametrize(
    ("row", "fault", "left_out"),
    [
        ("A01-H01 | A01 | | Kurs | Utan dag | Planerad | | | | |", "har inget datum", True),
        ("A01-H01 | A01 | i maj | Kurs | Ungefär | | | | | |", "Datumet kan inte läsas", True),
        ("| A01 | 2026-05-17 | Kurs | Utan id | | | | | |", "inget id", True),
        ("A01-H01 | A01 | 2026-05-17 | Kurs | a | | 2026-05-16 | | | |", "Slutar före den börjar", False),
        ("A01-H01 | A01 | 2026-05-17 | Kurs | a | | snart | | | |", "Slutdatumet kan inte läsas", False),
        ("A01-H01 | A01 | 2026-05-17 | Kurs | a | | | efter lunch | | |", "”efter lunch” kan inte läsas", False),
        ("A01-H01 | A01 | 2026-05-17 | Kurs | a | | | 12–9 | | |", "slutar före den börjar", False),
        ("A01-H01 | A01 | 2026-05-17 | Kurs | a | | 2026-05-18 | '9.30 | | |", "när sista dagen slutar", False),
        ("A01-H01 | A01 | 2026-05-17 | Kurs | a | | | | | javascript:x |", "kan inte öppnas", False),
        ("A01-H01 | A01 | 2026-05-17 | Kurs | a | Inställt | | | | |", "Händelsens läge är inget av valen", False),
        (
            "A01-H01 | A01 | 2026-05-17 | Kurs | Fråga anna.ek@example.se | | | | | |",
            "adress eller telefonnummer",
            False,
        ),
    ],
)
def test_what_cannot_be_shown_is_said(row: str, fault: str, left_out: bool) -> None:
    found = year(row)
    assert [(fault in text, gone) for text, gone in told(found)] == [(True, left_out)]
    assert len(found.entries) == (0 if left_out else 1)


@pytest.mark.parametrize(
    "contact", ["anna.ek@example.se", "<anna@lst.se>", "070-123 45 67", "010-22 34 567", "+46 70 123 45 67"]
)
def test_no_contact_is_published(contact: str) -> None:
    (entry,) = year(f"A01-H01 | A01 | 2026-05-17 | Kurs | Kurs, ring {contact} | | | | {contact} | |").entries
    assert (entry.title, entry.place) == ("Kurs, ring", "")


@pytest.mark.parametrize("text", ["Miljömålsdagarna 6-7 maj 2026", "Agenda 2030", "ISO 14001", "Steg 1-2"])
def test_other_numbers_stay(text: str) -> None:
    (entry,) = year(f"A01-H01 | A01 | 2026-05-17 | Kurs | {text} | | | | | |").entries
    assert entry.title == text


def test_held_without_a_date_is_counted() -> None:
    assert year("A01-H01 | A01 | | Rapport | En rapport | | | | | |").undated == 1


def test_two_rows_of_one_id_are_two_entries() -> None:
    row = "A01-H01 | A01 | 2026-05-17 | Kurs | a | | | | | |"
    assert len({entry.uid for entry in year(row, row).entries}) == 2
