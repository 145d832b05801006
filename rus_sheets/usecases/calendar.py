"""The calendar of a year, shown and written as a file for calendar programs or a piece of a web page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rus_sheets.calendars.entries import CalendarEntry, Doubt, YearCalendar, calendar_of
from rus_sheets.errors import UnusableInputError, UsageError, reason
from rus_sheets.office.atomic import write_atomically
from rus_sheets.office.same_file import same_file
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.opened import requirements
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


def calendar(workbook: Path | str) -> YearCalendar:
    """The workbook's calendar.

    Raises UnusableInputError for a workbook that can't be read or lacks what stands in the calendar, UsageError where
    its declaration has no calendar.
    """
    book = open_book(workbook)
    words = book.declaration.calendar
    if words is None:
        raise UsageError(
            f"Mallen {book.declaration.name} säger inte vad som ska stå i kalendern.",
            place=book.declaration.source,
            remedy="Lägg till [calendar].",
        )
    requirements.ensure(book, requirements.to_calendar(book.declaration, words), Path(workbook))
    return calendar_of(book, words)


def within(found: YearCalendar, first: dt.date | None, last: dt.date | None) -> YearCalendar:
    """What is going on between the two days, where they are given. Raises UsageError where ``last`` is the earlier."""
    if first and last and last < first:
        raise UsageError(f"{last} är före {first}.", place="--to", remedy="Byt plats på dem.")
    kept = tuple(entry for entry in found.entries
                 if (first is None or entry.last >= first) and (last is None or entry.first <= last))  # fmt: skip
    return replace(found, entries=kept)


def ensure_written_as(outputs: tuple[Path, ...]) -> None:
    """Raise UsageError where a file ends in anything that the calendar can't be written as."""
    for path in outputs:
        if path.suffix.lower() not in KINDS:
            fault = "Kalendern skrivs som .ics, för kalenderprogram, eller .html, för en webbplats."
            raise UsageError(fault, place=str(path), remedy="Byt ändelse.")


def write_calendars(
    found: YearCalendar, shown: YearCalendar, workbook: Path, outputs: Sequence[Path], now: dt.datetime
) -> list[WrittenCalendar]:
    """Write the calendar and read it back: ``found``, the whole year, as .ics, and what is ``shown`` as .html.

    All of them are made before the first is written. Raises UnusableInputError where one is the workbook, can't be
    written, or is anything but an earlier calendar of this workbook.
    """
    made = [_made(found, shown, workbook, output, now) for output in outputs]
    for (data, earlier, _), output in zip(made, outputs, strict=True):
        if data != earlier:
            write_atomically(output, data)
    return [of_file(read_bytes(output)) for (_, _, of_file), output in zip(made, outputs, strict=True)]


_Made = tuple[bytes, bytes | None, Callable[[bytes], WrittenCalendar]]
"""What is to be written, what stands there now, and what the file says when it has been written."""


def _made(found: YearCalendar, shown: YearCalendar, workbook: Path, output: Path, now: dt.datetime) -> _Made:
    if same_file(output, workbook):
        fault = "Kalendern kan inte skrivas över arbetsboken."
        raise UnusableInputError(fault, place=str(output), remedy="Välj ett annat namn.")
    earlier = _standing(output)
    if output.suffix.lower() == HTML:
        from rus_sheets.calendars.fragment import entries_in, fragment, is_fragment  # noqa: PLC0415 - only for this

        if earlier is not None and not is_fragment(earlier):
            fault = "Filen är en sida som rus-sheets inte har gjort."
            raise UnusableInputError(fault, place=str(output), remedy="Välj ett annat namn, eller flytta filen.")
        data = fragment(shown.title, shown.entries, found.words).encode()
        return data, earlier, lambda read: WrittenCalendar(output, entries_in(read))
    from rus_sheets.calendars.ics import calendar_file, events_in  # noqa: PLC0415 - 50 ms that HTML does without

    try:
        made = calendar_file(found, now, earlier)
    except UnusableInputError as error:
        error.place = str(output)
        raise
    return made.data, earlier, lambda read: WrittenCalendar(output, events_in(read), made.new, made.changed, made.gone)


def _standing(output: Path) -> bytes | None:
    try:
        return read_bytes(output)
    except FileNotFoundError:
        return None
    except OSError as error:
        fault = f"Filen kan inte läsas ({reason(error)})."
        raise UnusableInputError(fault, place=str(output), remedy="Välj ett annat namn.") from error


def as_data(found: YearCalendar, written: list[WrittenCalendar]) -> dict[str, object]:
    """The calendar for ``--format json``."""
    return {
        "title": found.title,
        "entries": [_entry(entry) for entry in found.entries],
        "doubts": [_doubt(doubt) for doubt in found.doubts],
        "undated": found.undated,
        "files": [
            {"path": str(file.path), "entries": file.entries, "new": None if file.new is None else list(file.new),
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
