"""The calendar as a file (RFC 5545) that calendar programs import or subscribe to.

The file that was handed out last is the base of the next: a row is known by its UID, and one that has changed or gone
since is sent out again with the next SEQUENCE number, so that programs that have it already put the new in its place.
What hasn't changed is written as it was, so that the same calendar twice is the same bytes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText

from rus_sheets.calendars.entries import CalendarEntry, YearCalendar
from rus_sheets.errors import UnusableInputError

_MAKER = "-//rus-sheets//kalender//SV"
_WORKBOOK = "X-RUS-SHEETS-WORKBOOK"
"""The calendar's own property that tells which workbook it is of."""
_ZONE_NAME = "Europe/Stockholm"
_ZONE_RULES = """\
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
"""
"""Summer time in the EU since 1996 (directive 2000/84/EC), as rules: shorter than a list of days, and read by all."""
_OWN = (b"DTSTAMP", b"SEQUENCE")
"""What tells of the row's edition, and nothing of the row."""
_CANCELLED, _CONFIRMED = "CANCELLED", "CONFIRMED"


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """The bytes, and the titles of what stands in them by what has become of it since the earlier file.

    ``gone`` are rows that the workbook no longer has: they stay in the file, cancelled. ``same`` counts the others.
    """

    data: bytes
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    same: int


def calendar_file(calendar: YearCalendar, now: dt.datetime, earlier: bytes | None = None) -> CalendarFile:
    """The calendar as a file, with a word before the titles of what isn't to be.

    ``earlier`` is the file that was made before, None where there is none. Raises UnusableInputError where it is
    something else, or another workbook's.
    """
    cancelled = calendar.words.cancelled
    before = _events(earlier, calendar.workbook_id) if earlier is not None else {}
    events: list[Event] = []
    new: list[str] = []
    changed: list[str] = []
    gone: list[str] = []
    for entry in calendar.entries:
        event = _event(entry, cancelled)
        old = before.pop(entry.uid, None)
        if old is None:
            new.append(entry.title)
        elif _said(old) == _said(event):
            event = old
        else:
            changed.append(entry.title)
        events.append(event if event is old else _edition(event, old, now))
    for old in before.values():
        event = old
        if str(old.get("STATUS")) != _CANCELLED:
            event = old.copy()
            event.update(
                {"STATUS": vText(_CANCELLED), "SUMMARY": vText(_prefixed(str(old.get("SUMMARY", "")), cancelled))}
            )
            event = _edition(event, old, now)
            gone.append(str(old.get("SUMMARY", "")))
        events.append(event)
    data = _file(calendar, events)
    same = len(events) - len(new) - len(changed) - len(gone)
    return CalendarFile(data, tuple(new), tuple(changed), tuple(gone), same)


def _file(calendar: YearCalendar, events: list[Event]) -> bytes:
    made = Calendar()
    made.add("PRODID", _MAKER)
    made.add("VERSION", "2.0")
    made.add("METHOD", "PUBLISH")
    made.add("X-WR-CALNAME", calendar.title)
    made.add("X-WR-TIMEZONE", _ZONE_NAME)
    made.add(_WORKBOOK, calendar.workbook_id)
    made.add_component(Calendar.from_ical(f"BEGIN:VCALENDAR\n{_ZONE_RULES}END:VCALENDAR\n").subcomponents[0])
    for event in events:
        made.add_component(event)
    data: bytes = made.to_ical()
    return data


def _event(entry: CalendarEntry, cancelled: str) -> Event:
    """The entry, without its edition. A whole day ends on the next one, as the format has it."""
    event = Event()
    event.add("UID", entry.uid)
    event.add("SUMMARY", _prefixed(entry.title, cancelled) if entry.cancelled else entry.title)
    if entry.hours is None:
        event.add("DTSTART", entry.first)
        event.add("DTEND", entry.last + dt.timedelta(days=1))
        event.add("TRANSP", "TRANSPARENT")  # a whole day doesn't make anybody busy
    else:
        zone = ZoneInfo(_ZONE_NAME)
        event.add("DTSTART", dt.datetime.combine(entry.first, entry.hours.begins, zone))
        if entry.hours.ends is not None:
            event.add("DTEND", dt.datetime.combine(entry.last, entry.hours.ends, zone))
    event.add("STATUS", _CANCELLED if entry.cancelled else _CONFIRMED)
    for name, value in (
        ("LOCATION", entry.place),
        ("URL", entry.link),
        ("CATEGORIES", [entry.kind] if entry.kind else ""),
    ):
        if value:
            event.add(name, value)
    if entry.audience:
        event.add("DESCRIPTION", entry.audience)
    return event


def _prefixed(title: str, cancelled: str) -> str:
    """Programs that don't show what is cancelled as cancelled show the title."""
    return title if title.startswith(f"{cancelled}: ") else f"{cancelled}: {title}"


def _edition(event: Event, old: Event | None, now: dt.datetime) -> Event:
    for name in ("DTSTAMP", "SEQUENCE"):
        event.pop(name, None)
    event.add("DTSTAMP", now.astimezone(dt.UTC).replace(microsecond=0))
    event.add("SEQUENCE", 0 if old is None else int(old.get("SEQUENCE", 0)) + 1)
    return event


def _said(event: Event) -> list[bytes]:
    """What an event tells, in a form in which two can be compared."""
    lines = event.to_ical().replace(b"\r\n ", b"").splitlines()
    return sorted(line for line in lines if not line.startswith(_OWN))


def _events(data: bytes, workbook_id: str) -> dict[str, Event]:
    """The events of a file of ours by UID; a fault when it can't be read or isn't this workbook's."""
    try:
        found = Calendar.from_ical(data)
    except (ValueError, IndexError, KeyError) as error:
        raise UnusableInputError("Den tidigare kalendern kan inte läsas.", remedy=_OTHER_NAME) from error
    if str(found.get("PRODID", "")) != _MAKER:
        raise UnusableInputError("Filen är en kalender som rus-sheets inte har gjort.", remedy=_OTHER_NAME)
    if str(found.get(_WORKBOOK, "")) != workbook_id:
        raise UnusableInputError("Kalendern hör till en annan arbetsbok.", remedy=_OTHER_NAME)
    return {str(event["UID"]): event for event in found.walk("VEVENT") if isinstance(event, Event) and "UID" in event}


_OTHER_NAME = "Välj ett annat namn, eller flytta filen."


def events_in(data: bytes) -> int:
    """How many entries, cancelled ones too, a calendar program finds in the file."""
    return len(Calendar.from_ical(data).walk("VEVENT"))
