"""The rows of a workbook that have a day in the calendar, and what of them can't be shown there.

What people can be reached by isn't published: a mail address or telephone number in a text is left out, and said to be.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from rus_sheets.book.model import Book, Row
from rus_sheets.calendars.clock import Hours, hours_in
from rus_sheets.schema.calendar import CalendarRows, CalendarWords

_CONTACT = re.compile(
    r"<?[^\s@<>(),:;]+@[^\s@<>(),:;]+\.[^\W\d_]{2,}>?|\+?\b[0-9]{2,4}[- ][0-9]{2,3}(?: ?[0-9]{2,3}){1,3}\b"
)
"""A mail address, or a number grouped as a telephone's."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One thing on one day, or on ``first`` to ``last``. Without ``hours`` it takes the whole day.

    ``row`` is the sheet and the row's id, ``uid`` the same in a form that no other workbook has. One that is none
    of ``planned``, ``held`` and ``cancelled`` is one of which nobody has said.
    """

    uid: str
    row: str
    title: str
    first: dt.date
    last: dt.date
    hours: Hours | None = None
    kind: str = ""
    place: str = ""
    link: str = ""
    audience: str = ""
    cancelled: bool = False
    planned: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a row says that the calendar can't show. ``left_out``: the row isn't in it at all."""

    row: str
    fault: str
    remedy: str
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """A workbook's calendar by day. ``undated`` counts the rows without a date that nobody has said are to come."""

    title: str
    workbook_id: str
    words: CalendarWords
    entries: tuple[CalendarEntry, ...]
    doubts: tuple[Doubt, ...]
    undated: int = 0


def calendar_of(book: Book, words: CalendarWords) -> YearCalendar:
    """The calendar of the workbook's year."""
    entries: list[CalendarEntry] = []
    doubts: list[Doubt] = []
    undated = 0
    for rows in words.rows:
        for row in book[rows.table].rows if rows.table in book.tables else ():
            entry, told = _entry(book, rows, row)
            doubts += told
            if entry:
                entries.append(entry)
            elif not told:
                undated += 1
    entries.sort(key=lambda entry: (entry.first, entry.hours.begins if entry.hours else dt.time(), entry.row))
    title = words.title.format(organisation=book.setting_text("organisation"), year=book.year or "").strip()
    return YearCalendar(title, book.workbook_id, words, tuple(_told_apart(entries)), tuple(doubts), undated)


def _entry(book: Book, rows: CalendarRows, row: Row) -> tuple[CalendarEntry | None, list[Doubt]]:
    first = row[rows.date] if rows.date in row.cells else None
    if not isinstance(first, dt.date):
        return None, _without_day(book, rows, row)
    if not row.id:
        remedy = "Fyll i id: rus-sheets validate --fix. Utan det kan raden inte följas när den ändras."
        return None, [Doubt(_name(row), "Raden har inget id.", remedy, left_out=True)]
    last, doubts = _last_day(rows, row, first)
    hours, doubt = _hours(_text(row, rows.time), one_day=first == last)
    doubts += [replace(doubt, row=_name(row))] if doubt else []
    public, told = _public(rows, row)
    link = _text(row, rows.link)
    if link and not opens(link):
        fault = f"Länken ”{link}” kan inte öppnas: den visas inte."
        told.append(Doubt(_name(row), fault, "Skriv den från https:// och framåt."))
        link = ""
    state = _text(row, rows.state)
    if rows.state in row.cells and row.cell(rows.state).raw.value is not None and state not in _states(book, rows):
        header = row.cell(rows.state).column.header
        told.append(Doubt(_name(row), f"{header} är inget av valen: visas som om det blir av.", "Välj i listan."))
    entry = CalendarEntry(
        uid=f"{row.table.key}-{row.id}@{book.workbook_id or f'rus-sheets-{book.year}'}",
        row=_name(row),
        title=public[rows.title] or row.table.sheet,
        first=first,
        last=last,
        hours=hours,
        kind=public.get(rows.kind, ""),
        place=public.get(rows.place, ""),
        link=link,
        audience=public.get(rows.audience, ""),
        cancelled=bool(state) and state == _role(book, rows, "cancelled"),
        planned=bool(state) and state == _role(book, rows, "planned"),
        held=bool(state) and state == _role(book, rows, "held"),
    )
    return entry, [*doubts, *told]


def _without_day(book: Book, rows: CalendarRows, row: Row) -> list[Doubt]:
    """What is wrong with a row that has no day; nothing where it needn't have one."""
    if _unread(row, rows.date):
        return [Doubt(_name(row), "Datumet kan inte läsas.", "Skriv det som 2026-05-17.", left_out=True)]
    if rows.state and _text(row, rows.state) == _role(book, rows, "planned"):
        return [Doubt(_name(row), "Är planerad men har inget datum.", "Skriv datumet.", left_out=True)]
    return []


def _last_day(rows: CalendarRows, row: Row, first: dt.date) -> tuple[dt.date, list[Doubt]]:
    ends = row[rows.end] if rows.end in row.cells else None
    if _unread(row, rows.end):
        fault = "Slutdatumet kan inte läsas: visas som en dag."
        return first, [Doubt(_name(row), fault, "Skriv det som 2026-05-18.")]
    if isinstance(ends, dt.date) and ends < first:
        fault = "Slutar före den börjar: visas som en dag."
        return first, [Doubt(_name(row), fault, "Rätta datum eller slutdatum.")]
    return ends if isinstance(ends, dt.date) else first, []


def _public(rows: CalendarRows, row: Row) -> tuple[dict[str, str], list[Doubt]]:
    """The texts that are shown, by the keys of their columns, and those in which something was left out."""
    shown = {key: row.text(key) for key in (rows.title, rows.kind, rows.place, rows.audience) if key}
    remedy = "Skriv den i stället på en sida som länken går till."
    doubts = [
        Doubt(_name(row), f"{row.table.column(key).header}: adress eller telefonnummer visas inte.", remedy)
        for key, text in shown.items() if _CONTACT.search(text)
    ]  # fmt: skip
    return {key: " ".join(_CONTACT.sub("", text).split()) for key, text in shown.items()}, doubts


def _name(row: Row) -> str:
    return f"{row.table.sheet} {row.id or f'rad {row.number}'}"


def _text(row: Row, key: str) -> str:
    return row.text(key) if key else ""


def _hours(text: str, *, one_day: bool) -> tuple[Hours | None, Doubt | None]:
    if not text:
        return None, None
    hours = hours_in(text)
    if hours is None:
        remedy = "Skriv klockslaget som 9.30–12 eller 13.00."
        return None, Doubt("", f"Tiden ”{text}” kan inte läsas: visas som hela dagen.", remedy)
    if not one_day and hours.ends is None:
        return None, Doubt(
            "", f"Tiden ”{text}” säger inte när sista dagen slutar: visas som hela dagar.", "Skriv sluttiden."
        )
    if one_day and hours.ends is not None and hours.ends <= hours.begins:
        return None, Doubt("", f"Tiden ”{text}” slutar före den börjar: visas som hela dagen.", "Rätta tiden.")
    return hours, None


def _unread(row: Row, key: str) -> bool:
    return key in row.cells and row.cell(key).fault is not None


def _states(book: Book, rows: CalendarRows) -> Collection[str]:
    return book.declaration.choices(book.declaration.table_of(rows.table).column(rows.state).list).values


def _role(book: Book, rows: CalendarRows, role: str) -> str:
    choices = book.declaration.choices(book.declaration.table_of(rows.table).column(rows.state).list)
    return choices.roles[role]


def opens(link: str) -> bool:
    """Is it the address of a page on the web?"""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(sign.isspace() for sign in link)


def _told_apart(entries: list[CalendarEntry]) -> Iterator[CalendarEntry]:
    """Two rows of one id are told of by the checks; here neither may take the other's place."""
    seen: dict[str, int] = {}
    for entry in entries:
        number = seen[entry.uid] = seen.get(entry.uid, 0) + 1
        yield entry if number == 1 else replace(entry, uid=f"{number}-{entry.uid}")
