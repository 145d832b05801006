"""The file as another program reads it, and what becomes of it when the workbook changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rus_sheets.calendars.clock import Hours
from rus_sheets.calendars.entries import CalendarEntry, YearCalendar
from rus_sheets.calendars.ics import calendar_file, events_in
from rus_sheets.errors import UnusableInputError
from rus_sheets.schema.calendar import CalendarWords

WORDS = CalendarWords(title="", rows=(), cancelled="Inställt", audience="För", place="Plats")
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)
COURSE = CalendarEntry(
    "events-A01-H01@bok", "Händelser A01-H01", "Kurs, steg 1; åäö", dt.date(2026, 5, 17), dt.date(2026, 5, 17),
    Hours(dt.time(9, 30), dt.time(12)), "Kurs", "Umeå", "https://example.se/a?b=1&c=2", "Länen",
)  # fmt: skip
DAYS = CalendarEntry(
    "events-A01-H02@bok", "Händelser A01-H02", "Två dagar", dt.date(2026, 10, 24), dt.date(2026, 10, 25)
)


def year(*entries: CalendarEntry) -> YearCalendar:
    return YearCalendar("RUS 2026", "bok", WORDS, entries, ())


def made(*entries: CalendarEntry, earlier: bytes | None = None, now: dt.datetime = NOW) -> bytes:
    return calendar_file(year(*entries), now, earlier).data


def test_another_program_reads_it() -> None:
    ical = pytest.importorskip("ical.calendar_stream")
    (calendar,) = ical.IcsCalendarStream.from_ics(made(COURSE, DAYS).decode()).calendars[:1]
    course, days = calendar.events
    assert course.summary == COURSE.title
    assert course.dtstart == dt.datetime(2026, 5, 17, 9, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    assert course.dtend.astimezone(dt.UTC).hour == 10
    assert (course.location, str(course.url), course.description) == ("Umeå", COURSE.link, "Länen")
    assert (days.dtstart, days.dtend) == (dt.date(2026, 10, 24), dt.date(2026, 10, 26))
    assert [zone.tz_id for zone in calendar.timezones] == ["Europe/Stockholm"]


def test_imported_twice_it_is_in_a_store_once() -> None:
    """By UID, the later edition over the earlier, as programs do that import a file."""
    ical = pytest.importorskip("ical.calendar_stream")
    first = made(COURSE, DAYS)
    second = made(replace(COURSE, title="Flyttad"), earlier=first, now=LATER)
    store: dict[str, tuple[int, str, str]] = {}
    for data in (first, first, second, second):
        for event in ical.IcsCalendarStream.calendar_from_ics(data.decode()).events:
            if event.sequence >= store.get(event.uid, (0, "", ""))[0]:
                store[event.uid] = (event.sequence, event.summary, event.status)
    assert store == {
        COURSE.uid: (1, "Flyttad", "CONFIRMED"),
        DAYS.uid: (1, "Inställt: Två dagar", "CANCELLED"),
    }


def test_the_same_calendar_is_the_same_bytes() -> None:
    first = made(COURSE, DAYS)
    assert made(COURSE, DAYS, earlier=first, now=LATER) == first


def test_what_is_new_changed_and_gone() -> None:
    first = made(COURSE, DAYS)
    new = replace(DAYS, uid="events-A01-H03@bok", title="Ny")
    second = calendar_file(year(replace(COURSE, place="Luleå"), new), LATER, first)
    assert (second.new, second.changed, second.gone, second.same) == (("Ny",), (COURSE.title,), (DAYS.title,), 0)
    third = calendar_file(year(replace(COURSE, place="Luleå"), new), LATER, second.data)
    assert (third.new, third.changed, third.gone, third.same) == ((), (), (), 3)
    again = calendar_file(year(COURSE, DAYS, new), LATER, second.data)
    assert again.changed == (COURSE.title, DAYS.title)


def test_cancelled_in_the_workbook() -> None:
    text = made(replace(DAYS, cancelled=True)).decode()
    assert "STATUS:CANCELLED" in text
    assert "SUMMARY:Inställt: Två dagar" in text


@pytest.mark.parametrize(
    ("earlier", "fault"),
    [
        (b"", "kan inte"),
        (b"PK\x03\x04", "kan inte"),
        (b"BEGIN:VCALENDAR\r\nPRODID:-//annan//\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "inte har gjort"),
        (made(COURSE).replace(b"WORKBOOK:bok", b"WORKBOOK:annan"), "annan arbetsbok"),
    ],
)
def test_another_file_is_not_written_over(earlier: bytes, fault: str) -> None:
    with pytest.raises(UnusableInputError, match=fault):
        made(COURSE, earlier=earlier)


_DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))
_TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=90)
_HOURS = st.none() | st.integers(0, 22).map(lambda hour: Hours(dt.time(hour), dt.time(hour + 1)))


@st.composite
def _entry(draw: st.DrawFn) -> CalendarEntry:
    uid, day = f"events-A01-H0{draw(st.integers(1, 6))}@bok", draw(_DAYS)
    last = day + dt.timedelta(days=draw(st.integers(0, 2)))
    return CalendarEntry(uid, "", draw(_TEXTS), day, last, draw(_HOURS), cancelled=draw(st.booleans()))


_YEARS = st.lists(_entry(), max_size=6, unique_by=lambda entry: entry.uid)


@settings(max_examples=50, deadline=None)
@given(st.lists(_YEARS, min_size=1, max_size=4))
def test_editions_only_grow_and_nothing_handed_out_is_lost(years: list[list[CalendarEntry]]) -> None:
    data: bytes | None = None
    handed_out: set[str] = set()
    for entries in years:
        file = calendar_file(year(*entries), NOW, data)
        assert calendar_file(year(*entries), LATER, file.data).data == file.data
        handed_out |= {entry.uid for entry in entries}
        assert events_in(file.data) == len(handed_out)
        assert len(file.new) + len(file.changed) + len(file.gone) + file.same == len(handed_out)
        data = file.data
