"""What was meant by a cell of a number column: by its number, by its text, and by how it is shown."""

from __future__ import annotations

import re

from rus_sheets.answers.meant import Meant, refused
from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.book.dates import from_serial
from rus_sheets.book.display import quoted, seen
from rus_sheets.book.formats import FormatKind
from rus_sheets.book.numbers import MAX_DIGITS, is_finite, number_in_words, read_typed_number, tight
from rus_sheets.book.units import figure_shown, meant_by
from rus_sheets.schema.model import CellType, Column

_FIRST_DATES = 11_000
"""Numbers below this are dates before 1930: a figure that was typed where a date's format was."""
_HALVES = {(1, 2): 0.5, (1, 4): 0.25, (3, 4): 0.75}
_WHAT = {
    FormatKind.DATE: "ett datum",
    FormatKind.TIME: "ett klockslag",
    FormatKind.ELAPSED: "en tid",
    FormatKind.PERCENT: "procent",
    FormatKind.FRACTION: "ett bråk",
}
LITTLE = 100
"""Kronor. An amount below it with a fraction may have been thousands."""
_COUNTS = frozenset({CellType.DAYS, CellType.MONEY, CellType.INTEGER})
"""What is counted: a share of it is no number of it, so 50 % has no proposal there."""
_SHARE = re.compile(r"[%‰]|\b(?:proc|procent|promille)\b", re.IGNORECASE)
_CHECK = "Kontrollera talet."
_GENERAL = "Skriv ett tal och välj talformatet Allmänt."


def meant_number(column: Column, cell: ReturnedCell, value: str | float) -> Meant:  # noqa: PLR0911 - one per kind
    """The number, or why it can't be taken and what was probably meant."""
    if isinstance(value, str):
        return _of_text(column, value)
    if isinstance(value, bool):
        return _no_number(column, cell.seen, None)
    if not is_finite(value) or abs(value) >= 10**MAX_DIGITS:
        return refused(f"Talet har fler än {MAX_DIGITS} siffror, fler än Excel kan hålla reda på.", _CHECK)
    if cell.format is not FormatKind.PLAIN and not (cell.format is FormatKind.FRACTION and float(value).is_integer()):
        added = cell.format is FormatKind.UNIT
        return _with_added(column, cell, value) if added else _shown_otherwise(column, cell, value)
    if not cell.formula and is_hours(value):
        return _converted(column, seen(value, FormatKind.ELAPSED), f"{seen(value)} är {{}} räknat i dygn", value * 24)
    number = tight(float(value))
    if not _fits(column, number):
        return _no_number(column, seen(number), None)
    if column.type is CellType.MONEY and not cell.formula and _may_be_thousands(number):
        fault = f"{seen(number)} kr är ett litet belopp med ören. Skrevs det {number:.3f} är det kanske tusental."
        return _asked(column, fault, _CHECK, number * 1000)
    bounded = _bounded(column, number)
    date = from_serial(value)
    if bounded.fault and date and 2000 <= date.year < 2100:
        guess, typed = _typed_date(value)
        return _asked(column, f"{bounded.fault} Det kan vara ett datum ({date}).", f"{typed}{_CHECK}", guess)
    return bounded if bounded.fault else Meant(number, note=_cut_off(cell, number))


def _cut_off(cell: ReturnedCell, number: float) -> str:
    """What is told of a typed number that is shown with fewer decimals than it has."""
    shown = figure_shown(number, cell.code) if cell.code and not cell.formula else number
    return f"Cellen visar {seen(tight(shown))} men innehåller {seen(number)}." if shown != number else ""


def _of_text(column: Column, text: str) -> Meant:
    read = read_typed_number(text, column.type)
    if read.value is None or not read.clear or not _fits(column, read.value):
        if column.type in _COUNTS and _SHARE.search(text):
            return _no_number(column, text, None)
        value = read.value if read.value is not None else number_in_words(text, column.type)
        return _no_number(column, text, value)
    bounded = _bounded(column, read.value)
    return (
        bounded
        if bounded.fault
        else Meant(read.value, note=f"Texten {quoted(text)} lästes som talet {seen(read.value)}.")
    )


def _no_number(column: Column, text: str, guess: float | None) -> Meant:
    what = "heltal" if column.type is CellType.INTEGER else "tal"
    fault = f"{quoted(text)} går inte att läsa säkert som ett {what}."
    return _asked(column, fault, f"Skriv bara ett {what}.", guess)


def _asked(column: Column, fault: str, remedy: str, guess: float | None) -> Meant:
    """Not taken as it stands; ``guess`` is proposed where the column can have it."""
    number = None if guess is None else tight(round(guess, 6))
    if number is None or not _fits(column, number) or _bounded(column, number).fault:
        return refused(fault, remedy)
    return Meant(number, fault, f"{remedy} Menades {seen(number)}?")


def _shown_otherwise(column: Column, cell: ReturnedCell, value: float) -> Meant:
    """The person sees a date, a time or a share, and the number behind it isn't what was typed."""
    fault = f"Cellen visar {_WHAT[cell.format]} ({cell.seen}), inte ett tal."
    amounts = column.type in (CellType.MONEY, CellType.INTEGER)
    share = cell.format is FormatKind.PERCENT and column.type in _COUNTS
    guess: float | None = None if amounts or share else value  # a fraction of a day is that number
    remedy = _GENERAL
    if cell.format is FormatKind.DATE:
        guess, typed = _typed_date(value)
        remedy = f"{typed}{remedy}"
    elif cell.format in (FormatKind.TIME, FormatKind.ELAPSED):
        guess = None if amounts or value >= _FIRST_DATES else round(value * 24, 2)
        if cell.format is FormatKind.TIME and float(value).is_integer():
            guess = value  # whole days are no time of the day: 12, in a cell that shows it as 00:00
    return _asked(column, fault, remedy, guess)


def _with_added(column: Column, cell: ReturnedCell, value: float) -> Meant:
    """The format says another number than the cell holds: by a unit or a scale, or since it doesn't show it."""
    shows = f"visar {quoted(cell.shown)}" if cell.shown else "visar ingenting" if cell.shown == "" else ""
    fault = f"Cellen {shows or f'har talformatet {quoted(cell.code)}'} men innehåller {seen(value)}."
    return _asked(column, fault, _GENERAL, meant_by(value, cell.code, column.type))


def _typed_date(value: float) -> tuple[float | None, str]:
    """What somebody typed that a program took for a date: the number, and what it may have looked like."""
    if value < _FIRST_DATES:
        return value, ""
    date = from_serial(value)
    if date is None or value % 1:
        return None, ""
    day, month = date.day, date.month
    typed = f"Av {day}/{month}, {day}-{month} och {day}.{month} gör Excel ett datum. "
    if (month, day) in _HALVES and (day, month) not in _HALVES:
        return None, f"{typed}I ett program på engelska blir också {month}/{day} det. "
    return _HALVES.get((day, month), float(f"{day}.{month}")), typed


def _may_be_thousands(number: float) -> bool:
    """1.200 typed where the point is a decimal sign has become 1,2: an amount that is seldom spent."""
    return 0 < abs(number) < LITTLE and not float(number).is_integer() and round(number * 1000, 6).is_integer()


def is_hours(value: float) -> bool:
    """Even minutes of a day, with more decimals than people type: 7:30 typed in a cell with a format of its own."""
    minutes = value * 24 * 60
    even = abs(minutes - round(minutes)) < 1e-6
    return 0 < value < 10 and even and abs(value * 1000 - round(value * 1000)) > 1e-6


def _converted(column: Column, clock: str, fault: str, guess: float) -> Meant:
    remedy = "Skriv ett tal: Excel gör en del av ett dygn av ett klockslag."
    return _asked(column, f"{fault.format(clock)}.", remedy, round(guess, 2))


def _fits(column: Column, number: float) -> bool:
    return column.type is not CellType.INTEGER or float(number).is_integer()


def _bounded(column: Column, value: float) -> Meant:
    if column.minimum is not None and value < column.minimum:
        return refused(f"{seen(value)} är mindre än {seen(tight(column.minimum))}.", _CHECK)
    if column.maximum is not None and value > column.maximum:
        return refused(f"{seen(value)} är större än {seen(tight(column.maximum))}.", _CHECK)
    return Meant(value)
