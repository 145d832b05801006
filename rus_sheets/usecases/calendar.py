"""The calendar of a year, shown and written as a file for calendar programs or a piece of a web page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from rus_sheets.book.model import Book
from rus_sheets.calendars.entries import CalendarEntry, Doubt, YearCalendar, calendar_of
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.office.atomic import write_atomically
from rus_sheets.office.same_file import same_file
from rus_sheets.schema.calendar import CalendarWords
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.opened.opening import open_book

ICS, HTML = ".ics", ".html"
KINDS = (ICS, HTML)
"""What the calendar can be written as."""


@dataclass(frozen=True, slots=True)
class WrittenCalendar:
    """A file that was written: how many entries stand in it, read back, and what has changed since the earlier one.

    ``new``, ``changed`` and ``gone`` are titles, None for a kind of file that isn't compared with an earlier.
    """

    path: Path
    entries: int
    new: tuple[str, ...] | None = None
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def calendar(workbook: Path | str, first: dt.date | None = None, last: dt.date | None = None) -> YearCalendar:
    """The workbook's calendar, of it what is going on between ``first`` and ``last`` where they are given.

    Raises UnusableInputError for a workbook that can't be read, UsageError where its declaration has no calendar.
    """
    book = open_book(workbook)
    found = calendar_of(book, words_of(book))
    kept = tuple(entry for entry in found.entries
                 if (first is None or entry.last >= first) and (last is None or entry.first <= last))  # fmt: skip
    return replace(found, entries=kept)


def words_of(book: Book) -> CalendarWords:
    """The declaration's words for the calendar; UsageError where it has none."""
    words = book.declaration.calendar
    if words is None:
        raise UsageError(
            f"Mallen {book.declaration.name} säger inte vad som ska stå i kalendern.",
            place=book.declaration.source,
            remedy="Lägg till [calendar].",
        )
    return words


def ensure_written_as(outputs: tuple[Path, ...]) -> None:
    """Raise UsageError where a file ends in anything that the calendar can't be written as."""
    for path in outputs:
        if path.suffix.lower() not in KINDS:
            fault = "Kalendern skrivs som .ics, för kalenderprogram, eller .html, för en webbplats."
            raise UsageError(fault, place=str(path), remedy="Byt ändelse.")


def write_calendar(
    workbook: Path, output: Path, now: dt.datetime, first: dt.date | None = None, last: dt.date | None = None
) -> WrittenCalendar:
    """Write the calendar to ``output`` and read it back: the whole year as .ics, the days asked for as .html.

    Raises UnusableInputError where ``output`` is the workbook, can't be written, or is a calendar of something else.
    """
    if same_file(output, workbook):
        fault = "Kalendern kan inte skrivas över arbetsboken."
        raise UnusableInputError(fault, place=str(output), remedy="Välj ett annat namn.")
    if output.suffix.lower() == HTML:
        return _write_html(workbook, output, first, last)
    from rus_sheets.calendars.ics import calendar_file, events_in  # noqa: PLC0415 - 50 ms that HTML does without

    book = open_book(workbook)
    words = words_of(book)
    try:
        earlier = read_bytes(output)
    except FileNotFoundError:
        earlier = None
    try:
        made = calendar_file(calendar_of(book, words), words.cancelled, now, earlier)
    except UnusableInputError as error:
        error.place = str(output)
        raise
    if made.data != earlier:
        write_atomically(output, made.data)
    return WrittenCalendar(output, events_in(read_bytes(output)), made.new, made.changed, made.gone)


def _write_html(workbook: Path, output: Path, first: dt.date | None, last: dt.date | None) -> WrittenCalendar:
    from rus_sheets.calendars.fragment import fragment  # noqa: PLC0415 - only for this

    found = calendar(workbook, first, last)
    text = fragment(found.title, found.entries, words_of(open_book(workbook)))
    write_atomically(output, text.encode())
    return WrittenCalendar(output, read_bytes(output).decode().count("<li>"))


def as_data(found: YearCalendar, written: list[WrittenCalendar]) -> dict[str, object]:
    """The calendar for ``--format json``."""
    return {
        "title": found.title,
        "entries": [_entry(entry) for entry in found.entries],
        "doubts": [_doubt(doubt) for doubt in found.doubts],
        "undated": found.undated,
        "files": [
            {"path": str(file.path), "entries": file.entries, "new": list(file.new or ()),
             "changed": list(file.changed), "gone": list(file.gone)} for file in written
        ],
    }  # fmt: skip


def _entry(entry: CalendarEntry) -> dict[str, object]:
    return {
        "uid": entry.uid, "row": entry.row, "title": entry.title, "first": entry.first.isoformat(),
        "last": entry.last.isoformat(), "begins": entry.hours.begins.isoformat() if entry.hours else None,
        "ends": entry.hours.ends.isoformat() if entry.hours and entry.hours.ends else None, "kind": entry.kind,
        "place": entry.place, "link": entry.link, "audience": entry.audience, "cancelled": entry.cancelled,
    }  # fmt: skip


def _doubt(doubt: Doubt) -> dict[str, object]:
    return {"row": doubt.row, "fault": doubt.fault, "remedy": doubt.remedy, "left_out": doubt.left_out}
