"""Dates: as Excel stores them, and as Swedes write them in a text.

One reading: ``2026-03-12``, ``20260312``, ``12 mars 2026``, ``12/3 2026``, ``12.3.2026``, ``torsdag den 12 mars 2026``.
Without a year (``12 mars``), of several days (``12-13 mars 2026``) or in an order that can't be told (``12-03-26``) it
is asked about, with a proposal.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from rus_sheets.book.tidy import tidy

_EPOCH = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_MAX_SERIAL = 2_958_465  # 9999-12-31, the last day Excel knows
_DAYS_1904 = 1462  # between the two date systems
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
"""Between these can a date be of anything at all."""
_LEAP = 60  # 1900-02-29, which Excel has and the calendar hasn't

_MONTHS = (
    ("januari", "january"), ("februari", "february"), ("mars", "march"), ("april",), ("maj", "may"), ("juni", "june"),
    ("juli", "july"), ("augusti", "august"), ("september",), ("oktober", "october"), ("november",), ("december",),
)  # fmt: skip
_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
# Patterns that are compiled where they are first used: most workbooks have dates as dates.
_WEEKDAY = r"(?P<day>må|ti|on|to|fr|lö|sö)[a-zåäö]{0,8}\.?,? (?:den )?(?=[0-9a-zåäö])"
_THE = r"(?:den|d\.) ?(?=[0-9])"
_CLOCK = (
    r"[ t,]+(?:kl(?:ockan)?\.? ?)?[0-2]?[0-9][:.][0-5][0-9](?::[0-5][0-9](?:\.0+)?)?z?"
    r"|,? kl\.? ?[0-2]?[0-9](?:-[0-2]?[0-9])?"
)
_DAY = r"(?P<d>[0-3]?[0-9])(?::?e|:a)?\.?"
_YEAR = r"(?P<y>[12][0-9]{3}|[’'-]?[0-9]{2})"
_YEAR_FIRST = r"(?P<y>[0-9]{4})(?P<s>[-/. –])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})"
_EIGHT = r"(?P<y>[12][0-9]{3})(?P<m>[01][0-9])(?P<d>[0-3][0-9])"
_DAY_FIRST = rf"(?P<d>[0-3]?[0-9])(?P<s> ?[/.] ?| )(?P<m>[01]?[0-9])(?:(?:(?P=s)| ?- ?|,? +){_YEAR})?\.?"
_DASHED = r"(?P<d>[0-3]?[0-9])-(?P<m>[01]?[0-9])-(?P<y>[12][0-9]{3})"
_NAMED = rf"{_DAY} ?(?P<name>[a-zåäö]{{3,9}})\.?,?(?: ?-? ?{_YEAR})?\.?"
_NAME_FIRST = rf"(?P<name>[a-zåäö]{{3,9}})\.? {_DAY},?(?: {_YEAR})?"
_SIX = r"([0-9]{1,2})(-?)([0-9]{2})\2([0-9]{2})|([0-9]{2})-([0-9]{1,2})-([0-9]{1,2})"
_SPAN = r" ?(?:--|[-–—]| och | & |, | till | t\.?o\.?m\.? |\+) ?"


class DateRead(NamedTuple):
    """The day that a text tells of (None for none), whether that is its one reading, and what was odd about it."""

    value: dt.date | None
    clear: bool = False
    note: str = ""


def from_serial(value: float, *, date1904: bool = False) -> dt.date | None:
    """The day that Excel shows for a number, None where it shows none. Excel's 1900-02-29 is none."""
    first, last = (0, _MAX_SERIAL - _DAYS_1904) if date1904 else (1, _MAX_SERIAL)
    if not first <= value < last + 1:
        return None
    days = int(value)
    if date1904:
        return _EPOCH_1904 + dt.timedelta(days)
    if days == _LEAP:
        return None
    return _EPOCH + dt.timedelta(days + (days < _LEAP))


def to_serial(date: dt.date, *, date1904: bool = False) -> int:
    """A date as the number that Excel stores. The days before 1900-03-01 come before its 29 February 1900."""
    if date1904:
        return (date - _EPOCH_1904).days
    days = (date - _EPOCH).days
    return days - 1 if days <= _LEAP else days


def in_words(date: dt.date) -> str:
    """``21 april 2026``, as a date is written in running text; the spaces don't break (Svenska skrivregler)."""
    return f"{date.day}\u00a0{month_in_words(date)}"


def month_in_words(date: dt.date) -> str:
    """``april 2026``."""
    return f"{_MONTHS[date.month - 1][0]}\u00a0{date.year}"


def days_in_words(first: dt.date, last: dt.date) -> str:
    """``6–7 maj 2026``, ``30 april 2026 till 2 maj 2026``; a single day by itself."""
    if first == last:
        return in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{in_words(last)}"
    return f"{in_words(first)} till {in_words(last)}"


def period_in_words(first: dt.date, last: dt.date) -> str:
    """``mars–maj 2026`` for whole months, else the two days."""
    if first.day != 1 or (last + dt.timedelta(days=1)).day != 1:
        return days_in_words(first, last)
    if (first.year, first.month) == (last.year, last.month):
        return month_in_words(first)
    begins = month_in_words(first) if first.year != last.year else _MONTHS[first.month - 1][0]
    return f"{begins}–{month_in_words(last)}"


def first_and_last_day(year: int | None) -> tuple[dt.date, dt.date]:
    """The dates that are taken without asking in a workbook of that year: its own, the one before and the one after."""
    return (dt.date(year - 1, 1, 1), dt.date(year + 1, 12, 31)) if year else (EARLIEST, LATEST)


def in_year(date: dt.date, year: int) -> dt.date | None:
    """The same day of another year, None for a 29 February that it hasn't."""
    try:
        return date.replace(year=year)
    except ValueError:
        return None


def read_date(text: str) -> dt.date | None:
    """The date that a text with a year can be read as in one way only, or None."""
    read = read_typed_date(text, None)
    return read.value if read.clear else None


def read_typed_date(text: str, year: int | None) -> DateRead:
    """The day that a text was meant to tell; ``year`` stands in where it names none."""
    said = tidy(text).replace("\u2011", "-").casefold().rstrip(".")  # a hyphen that doesn't break
    if not said.isascii() and any(character.isdigit() and not character.isascii() for character in said):
        return DateRead(None)
    weekday = re.match(_WEEKDAY, said)
    said = re.sub(_THE, "", said[weekday.end() :] if weekday else said, count=1)
    without = re.sub(_CLOCK, "", said) if re.match(r".*[0-9].*[ t,]", said) else said
    note = "Klockslaget följer inte med." if without != said and _one(without, year).value else ""
    said = without if note else said
    read = _one(said, year)
    if read.value is None:
        return _first_of_several(said, year)
    if weekday and not _WEEKDAYS[read.value.weekday()].startswith(weekday["day"]):
        return read._replace(clear=False, note=f"{read.value.isoformat()} är en {_WEEKDAYS[read.value.weekday()]}.")
    return read._replace(note=note)


def _one(said: str, year: int | None) -> DateRead:
    for pattern in (_YEAR_FIRST, _EIGHT, _DAY_FIRST, _DASHED, _NAMED, _NAME_FIRST):
        found = re.fullmatch(pattern, said)
        if found:
            parts = found.groupdict()
            month = _month(parts["name"]) if "name" in parts else int(parts["m"])
            given = _year(parts["y"])
            date = _date(given if given is not None else year, month, int(parts["d"]))
            if date is not None:
                return DateRead(date, given is not None)
    return _two_digit_years(said, year)


def _two_digit_years(said: str, year: int | None) -> DateRead:
    """26-05-17, 260517 and 12-03-26: the year may stand first or last, and only one of them may be near."""
    found = re.fullmatch(_SIX, said)
    if not found:
        return DateRead(None)
    one, two, three = (int(number) for number in (found.group(1, 3, 4) if found[1] else found.group(5, 6, 7)))
    dates = {_date(2000 + one, two, three): True, _date(2000 + three, two, one): False}
    near = [date for date in dates if date and (year is None or abs(date.year - year) <= 1)]
    if not near:
        return DateRead(next((date for date in dates if date), None))
    written = len(said) == 6 or (found[1] is not None and len(found[1]) == 2) or found[5] is not None
    return DateRead(near[0], len(near) == 1 and dates[near[0]] and written and year is not None)


def _first_of_several(said: str, year: int | None) -> DateRead:
    """12-13 mars 2026: the first day, with the month and the year of the last where it has none of its own."""
    for cut in re.finditer(_SPAN, said):
        first, last = said[: cut.start()].strip(), said[cut.end() :].strip()
        end = _one(last, year)
        if end.value is None:
            continue
        if re.fullmatch(r"[0-3]?[0-9]", first):
            return DateRead(_date(end.value.year, end.value.month, int(first)))
        return DateRead(_one(first, end.value.year).value)
    start = re.match(r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}) ?(?:--|[-–—/]|och|,) ?[0-9]{1,2}$", said)
    return DateRead(_one(start[1], year).value if start else None)


def _month(name: str) -> int:
    """The month that a name or the beginning of one tells, 0 for none."""
    months = (number for number, names in enumerate(_MONTHS, 1) if any(month.startswith(name) for month in names))
    return next(months, 0)


def _year(text: str | None) -> int | None:
    if not text:
        return None
    digits = text.strip("’'-")
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _date(year: int | None, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year else None
    except ValueError:
        return None
