"""What was meant by a cell of a date column: one reading near the workbook's year is taken, the rest is asked about."""

from __future__ import annotations

import datetime as dt

from rus_sheets.answers.meant import Meant, refused
from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.book.dates import EARLIEST, LATEST, DateRead, first_and_last_day, from_serial, in_year, read_typed_date
from rus_sheets.book.display import quoted, seen
from rus_sheets.book.formats import LOCAL_DATES, FormatKind, date_order, shows_day
from rus_sheets.book.numbers import is_finite

_MONTHS = 12
_NO_DAY = "Cellen visar den första i månaden, med månaden före dagen. Programmet kan ha lagt till dagen."
_WRITE = "Skriv datumet som år-månad-dag, till exempel 2026-05-17."


def meant_date(  # noqa: PLR0911 - one per kind of content
    year: int | None, cell: ReturnedCell, value: str | float, *, decided: bool = False
) -> Meant:
    """The date, or why it can't be taken and what was probably meant. ``year`` is the workbook's."""
    if isinstance(value, str):
        return _of_text(year, value, decided=decided)
    if isinstance(value, bool) or not is_finite(value):
        return _no_date(cell.seen)
    date = from_serial(value)
    near = _is_near(date, year)
    if not near and float(value).is_integer() and value > 0:
        read = read_typed_date(f"{int(value):06}", year)  # 20260312 or 260312, typed without hyphens
        if read.value and _is_near(read.value, year):
            note = f"{int(value)} lästes som datumet {read.value.isoformat()}."
            return Meant(read.value, note=note) if read.clear else _asked(cell.seen, read)
    if date is None or not EARLIEST <= date <= LATEST:
        return _no_date_of(value, date, year)
    if not near and not decided:
        return _far(date, year)
    if value % 1 and _is_year(value, year):
        return _clock_for_year(date, value)
    doubted = None if decided or cell.format is not FormatKind.DATE else _as_shown(date, year, cell.code)
    if doubted:
        return doubted
    if cell.format is FormatKind.PLAIN:
        return Meant(date, note=f"Talet {cell.seen} lästes som datumet {date.isoformat()}.")
    told = (_added(date, cell), "Klockslaget följer inte med." if value % 1 else "")
    return Meant(date, note=" ".join(filter(None, told)))


def _of_text(year: int | None, text: str, *, decided: bool) -> Meant:
    read = read_typed_date(text, year)
    if read.value is None:
        return _no_date(text)
    if not read.clear:
        return _asked(text, read)
    if not _is_near(read.value, year) and not (decided and EARLIEST <= read.value <= LATEST):
        return _far(read.value, year)
    return Meant(
        read.value, note=f"Texten {quoted(text)} lästes som datumet {read.value.isoformat()}. {read.note}".strip()
    )


def _is_near(date: dt.date | None, year: int | None) -> bool:
    first, last = first_and_last_day(year)
    return date is not None and first <= date <= last


def _is_year(value: float, year: int | None) -> bool:
    """Is the time of the day the workbook's year, or one beside it? Gnumeric makes 20:26 of the year in 12/3 2026."""
    minutes = (value % 1) * 24 * 60
    hour, minute = divmod(round(minutes), 60)
    return year is not None and abs(minutes - round(minutes)) < 1e-3 and abs(hour * 100 + minute - year) <= 1


def _as_shown(date: dt.date, year: int | None, code: str) -> Meant | None:
    """Why it isn't sure that the day was typed so, by the format that the program gave it; None where it is."""
    order = "" if code in LOCAL_DATES else date_order(code)
    if not order:
        return None
    if date.day == 1 and ("d" not in order or order == "bdy"):
        shows = f"Cellen visar bara en månad ({date:%Y-%m}), ingen dag." if "d" not in order else _NO_DAY
        return refused(shows, _WRITE)
    if "y" not in order and year and date.year != year:
        meant = in_year(date, year)
        fault = f"Cellen visar inget år. Programmet har satt {date.year}, men arbetsbokens år är {year}."
        return Meant(meant, fault, f"{_WRITE}{f' Menades {meant.isoformat()}?' if meant else ''}")
    if order in ("md", "mdy") and date.day != date.month and date.day <= _MONTHS:
        meant = date.replace(month=date.day, day=date.month)
        fault = f"Cellen visar månaden före dagen ({date:%Y-%m-%d}). Programmet kan ha bytt dag och månad."
        return Meant(meant, fault, f"{_WRITE} Menades {meant.isoformat()}?")
    return None


def _added(date: dt.date, cell: ReturnedCell) -> str:
    """What the program may have added to what was typed, where the cell shows it or it is likely to be right."""
    if cell.code and not shows_day(cell.code):
        return f"Cellen visar inte vilken dag det är. Den lästes som {date.isoformat()}."
    order = date_order(cell.code) if cell.format is FormatKind.DATE and cell.code not in LOCAL_DATES else ""
    if order and "y" not in order and date.day != date.month and date.day <= _MONTHS:
        return f"Cellen visar inget år. Den lästes som {date.isoformat()}."
    if order == "ymd" and date.day == 1 and "/" in cell.code:  # LibreOffice's, also for ”mars 2026”
        return f"Skrevs bara en månad har programmet lagt till dagen i {date.isoformat()}."
    return ""


def _clock_for_year(date: dt.date, value: float) -> Meant:
    clock = seen(value % 1, FormatKind.TIME)
    fault = (
        f"I cellen står {date.isoformat()} klockan {clock}. Programmet kan ha läst årtalet så, och bytt dag och månad."
    )
    return refused(fault, _WRITE)


def _no_date(text: str) -> Meant:
    return refused(f"{quoted(text)} är inget datum.", _WRITE)


def _no_date_of(value: float, date: dt.date | None, year: int | None) -> Meant:
    """A number typed where a date belongs, as it was typed: the cell shows it as a day that nobody has written."""
    far = f", långt från arbetsbokens år{f' {year}' if year else ''}" if date else ""
    as_date = f" Som datum är det {date.isoformat()}{far}." if date else ""
    return refused(f"{quoted(seen(value))} är inget datum.{as_date}", _WRITE)


def _asked(text: str, read: DateRead) -> Meant:
    fault = f"{quoted(text)} går inte att läsa säkert som ett datum. {read.note}".strip()
    return Meant(read.value, fault, f"{_WRITE} Menades {read.value}?")


def _far(date: dt.date, year: int | None) -> Meant:
    """A date of another year: often a program's reading of a day without year (12 mars became 2012-03-01)."""
    day = date.year % 100
    meant = _date(year, date.month, day) if year and date.day == 1 and 1 <= day <= 31 else None
    meant = meant or (in_year(date, year) if year else None)
    fault = f"{date.isoformat()} är långt från arbetsbokens år{f' {year}' if year else ''}."
    return Meant(meant, fault, f"Kontrollera året.{f' Menades {meant.isoformat()}?' if meant else ''}")


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
