"""What can go out of the house from the page: exports, the calendar and newsletters, as files beside the workbook."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from rus_sheets.errors import UsageError
from rus_sheets.schema.model import Declaration
from rus_sheets.usecases import calendar, exporting
from rus_sheets.usecases.letters.files import DOCX, EML
from rus_sheets.usecases.opened.opening import open_book

EXPORTS = (exporting.CSV, exporting.WORKBOOK, exporting.LINES)
LETTERS = (DOCX, EML)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class OutgoingProfile(Struct, frozen=True):
    """A profile of exchange: its name, what it is called, and the files of it that are there already."""

    name: str
    title: str
    there: tuple[Path, ...]


class Outgoing(Struct, frozen=True):
    """What the workbook's declaration lets out, and the calendars that are there already."""

    profiles: tuple[OutgoingProfile, ...]
    has_calendar: bool
    calendars: tuple[Path, ...]
    has_letter: bool
    has_coverage: bool

    @property
    def is_any(self) -> bool:
        """Is there anything at all?"""
        return bool(self.profiles or self.has_calendar or self.has_letter or self.has_coverage)


def outgoing_of(workbook: Path) -> Outgoing:
    """What can go out of the workbook. Raises UnusableInputError."""
    declaration = open_book(workbook).declaration
    return Outgoing(
        tuple(
            OutgoingProfile(profile.name, profile.title, _there(workbook, f"{profile.name}-{{}}", EXPORTS))
            for profile in declaration.exchange
        ),
        declaration.calendar is not None,
        _there(workbook, _CALENDAR, calendar.KINDS) if declaration.calendar else (),
        declaration.newsletter is not None,
        bool(declaration.coverage),
    )


_CALENDAR = "kalender-{}"


def export_path(workbook: Path, profile: str, ending: str) -> Path:
    """Where the page writes an export. Raises UsageError for a profile or an ending that there isn't."""
    if open_book(workbook).declaration.exchange_of(profile) is None:
        raise UsageError(f"Profilen ”{profile}” finns inte.", place="Profil", remedy="Gå tillbaka och välj en.")
    return _beside(workbook, f"{profile}-{{}}", ending, EXPORTS)


def calendar_path(workbook: Path, ending: str) -> Path:
    """Where the page writes the calendar. Raises UsageError for an ending that there isn't."""
    return _beside(workbook, _CALENDAR, ending, calendar.KINDS)


def outgoing_file(workbook: Path, name: str) -> Path | None:
    """The file of that name, if it is one that the page writes beside the workbook and is there: no other is given."""
    declaration = open_book(workbook).declaration
    names = {*_named(workbook, declaration), *_letter_names(declaration, name)}
    path = workbook.with_name(name) if name in names else None
    return path if path and path.is_file() else None


def _named(workbook: Path, declaration: Declaration) -> Iterator[str]:
    for profile in declaration.exchange:
        yield from (f"{profile.name}-{workbook.stem}{ending}" for ending in EXPORTS)
    yield from (f"{_CALENDAR.format(workbook.stem)}{ending}" for ending in calendar.KINDS)


def _letter_names(declaration: Declaration, name: str) -> Iterator[str]:
    """The names of the letter over the period that ``name`` tells, if it tells one."""
    days = _DAY.findall(name)
    if declaration.newsletter and len(days) == len(("first", "last")):
        stem = declaration.newsletter.file_name.format(first=days[0], last=days[1])
        yield from (f"{stem}{ending}" for ending in LETTERS)


def _there(workbook: Path, stem: str, endings: tuple[str, ...]) -> tuple[Path, ...]:
    paths = (workbook.with_name(f"{stem.format(workbook.stem)}{ending}") for ending in endings)
    return tuple(path for path in paths if path.is_file())


def _beside(workbook: Path, stem: str, ending: str, endings: tuple[str, ...]) -> Path:
    if ending not in endings:
        raise UsageError("Det är inte sagt i vilken form filen ska skrivas.", remedy="Gå tillbaka och välj en.")
    return workbook.with_name(f"{stem.format(workbook.stem)}{ending}")


def period_of(first: str, last: str) -> tuple[dt.date, dt.date]:
    """The days of a period as they were typed. Raises UsageError."""
    days = []
    for label, typed in (("Från", first), ("Till", last)):
        try:
            days.append(dt.date.fromisoformat(typed.strip()))
        except ValueError:
            fault = f"”{typed}” är inget datum." if typed.strip() else "Datumet saknas."
            raise UsageError(fault, place=label, remedy="Skriv det som 2026-03-01.") from None
    if days[1] < days[0]:
        raise UsageError(f"{days[1]} är före {days[0]}.", place="Till", remedy="Byt plats på dem.")
    return days[0], days[1]
