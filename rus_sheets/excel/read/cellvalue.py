"""What stands in a cell's ``v`` element, by the cell's type: as strict as the format, as lenient as Excel."""

from __future__ import annotations

import datetime as dt
import math
import re

from rus_sheets.book.raw import CellError, Runs, Scalar
from rus_sheets.excel.read.badsheet import BadSheetError
from rus_sheets.excel.read.escapes import unescape
from rus_sheets.excel.read.strings import SharedStrings

DATE = "d"
"""The type of a cell whose date is stored as text: its number depends on the workbook's date system."""
_EXACT_INTEGER = 2**53
_TOO_LARGE = re.compile(r"-?[0-9]+(?:\.[0-9]*)?(?:[eE][+]?[0-9]+)?")
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}
_DAY = dt.timedelta(days=1)
_EPOCHS = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}  # noqa: DTZ001  (a cell has no time zone)
_NO_DAYS = (dt.date(1899, 12, 30), dt.date(1899, 12, 31))
"""What programs write for a time of day alone."""
_LEAP = 61
"""1 March 1900: Excel has a 29 February before it, so earlier days have a number less than the arithmetic says."""


def stored_value(text: str | None, kind: str, strings: SharedStrings, *, date1904: bool = False) -> tuple[Scalar, Runs]:
    """Value and marks of a ``v`` element in a cell of type ``kind``; None where it is empty. Raises BadSheetError."""
    if text is None:
        return ("" if kind == "str" else None), ()
    if kind in ("str", "inlineStr"):
        return unescape(text), ()
    if kind == "s":
        return _shared_string(text.strip(), strings)
    return _plain_value(text.strip(), kind, date1904=date1904), ()


def shared_string(index: int, strings: SharedStrings) -> tuple[str, Runs]:
    """Text and marks of one of the shared strings. Raises BadSheetError."""
    if index >= len(strings.texts):
        raise BadSheetError(f"den delade texten {index}")
    return strings.texts[index], strings.runs.get(index, ())


def number_from(text: str) -> int | float:
    """A number as Excel stores it: int if integral and exact. Raises BadSheetError for anything else."""
    try:
        if len(text) < 16 and text.isascii() and text.isdigit():
            return int(text)
        value = float(text)
    except ValueError as error:
        raise BadSheetError(f"talet {text!r}") from error
    if not -1e309 < value < 1e309 or "_" in text or not text.isascii():
        raise BadSheetError(f"talet {text!r}")
    return int(value) if value.is_integer() and abs(value) <= _EXACT_INTEGER else value


def _plain_value(text: str, kind: str, *, date1904: bool) -> Scalar:
    if not text:
        return None
    match kind:
        case "n":
            # More than a number can be: Excel writes no such, and one cell doesn't make a file damaged.
            return text if _TOO_LARGE.fullmatch(text) and math.isinf(float(text)) else number_from(text)
        case "b":
            return _truth(text)
        case "e":
            return CellError(text)
        case "d":
            return _serial(text, date1904=date1904)
    raise BadSheetError(f"celltypen {kind!r}")


def _truth(text: str) -> bool:
    """TRUE as some programs write it; any number but 0 is true, as everywhere in Excel."""
    known = _TRUTHS.get(text.lower())
    return number_from(text) != 0 if known is None else known


def _shared_string(text: str, strings: SharedStrings) -> tuple[str, Runs]:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadSheetError(f"den delade texten {text!r}")
    return shared_string(int(text), strings)


def _serial(text: str, *, date1904: bool) -> float | int:
    """A date or a time of day stored as ISO 8601 text, as days in the workbook's date system."""
    try:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        moment = dt.datetime.combine(_NO_DAYS[0], _time(text))
    if moment.date() in _NO_DAYS:
        days = (moment - dt.datetime.combine(moment.date(), dt.time())) / _DAY
    else:
        days = (moment - _EPOCHS[date1904]) / _DAY
        if not date1904 and days < _LEAP:
            days -= 1
    if days < 0:
        raise BadSheetError(f"datumet {text!r}")
    return int(days) if days.is_integer() else days


def _time(text: str) -> dt.time:
    try:
        return dt.time.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise BadSheetError(f"datumet {text!r}") from error
