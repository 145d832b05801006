"""From what a cell holds to what its column means, and back. A value that doesn't fit is a fault, never a guess."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rus_sheets.book.raw import CellError, RawCell, Scalar
from rus_sheets.schema.model import CellType

Value = str | int | float | dt.date | tuple[str, ...] | None
"""A typed cell value: None is blank; ``refs`` columns give a tuple of ids."""

_EPOCH = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_MAX_SERIAL = 2_958_465  # 9999-12-31, the last day Excel knows
_SPACES = re.compile(r"[\s\u00a0\u202f\u2007]+")
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPLIT = re.compile(r"\s*[;,]\s*")
# Only the digits that Excel counts with: Python's own \\d and float take those of other scripts too.
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


class Fault(StrEnum):
    """Why a cell has no typed value."""

    ERROR_VALUE = "error_value"
    NUMBER_AS_TEXT = "number_as_text"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    DATE_AS_TEXT = "date_as_text"
    NOT_A_DATE = "not_a_date"
    NOT_A_TEXT = "not_a_text"


class Converted(NamedTuple):
    """A typed value, or a fault and, where one can be told, the value that was probably ``meant``."""

    value: Value
    fault: Fault | None = None
    meant: Value = None


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """A one-line text as it is compared: NFC, no unseen characters, single spaces, none at the ends."""
    return _SPACES.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()


def convert(cell: RawCell, kind: CellType, *, date1904: bool = False) -> Converted:  # noqa: PLR0911 - one per type
    """The typed value of a cell in a column of that type."""
    value = cell.value
    if isinstance(value, CellError):
        return Converted(None, Fault.ERROR_VALUE)
    if value is None or (isinstance(value, str) and not tidy(value)):
        return Converted(None)
    if kind.is_number:
        return _number(value, kind)
    if kind is CellType.DATE:
        return _date(value, date1904=date1904)
    if kind is CellType.ANY:
        return Converted(value.replace("\r\n", "\n") if isinstance(value, str) else value)
    if isinstance(value, bool):
        return Converted(None, Fault.NOT_A_TEXT)
    text = plain(value)
    if kind is CellType.REFS:
        return Converted(tuple(part for part in _SPLIT.split(tidy(text)) if part))
    if kind in (CellType.TEXT, CellType.LONGTEXT):
        return Converted(text)
    return Converted(tidy(text))


def plain(value: str | float) -> str:
    """A value as text: newlines as ``\\n``, whole numbers without decimals."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return str(int(value)) if float(value).is_integer() else repr(value)


def read_number(text: str) -> int | float | None:
    """The number that a text was meant to be ("12 dagar", "3 350 000 kr", "1 234,50", "ca 5"), or None."""
    squeezed = re.sub(r"(kr|kronor|sek|dagar|dag|d|st|ca|cirka|:-|%)\.?(?=\W|$)", " ", tidy(text).casefold())
    digits = re.sub(r"(?<=\d)\s(?=\d{3}(\D|$))", "", squeezed).strip().replace("−", "-")
    digits = re.sub(r"\.(?=\d{3}(\D|$))", "", digits) if digits.count(".") > 1 or "," in digits else digits
    digits = digits.replace(",", ".")
    return _tight(float(digits)) if _NUMBER.fullmatch(digits) else None


def read_date(text: str) -> dt.date | None:
    """The date that an ISO text gives (2026-02-12), or None."""
    match = _ISO.fullmatch(tidy(text))
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def to_serial(date: dt.date, *, date1904: bool = False) -> int:
    """A date as the number that Excel stores."""
    return (date - (_EPOCH_1904 if date1904 else _EPOCH)).days


def to_scalar(value: Value, *, date1904: bool = False) -> Scalar:
    """A typed value as a cell holds it."""
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, dt.date):
        return to_serial(value, date1904=date1904)
    return value


def _tight(number: float) -> int | float:
    return int(number) if number.is_integer() else number


def _number(value: Scalar, kind: CellType) -> Converted:
    if isinstance(value, str):
        meant = read_number(value)
        return Converted(None, Fault.NOT_A_NUMBER if meant is None else Fault.NUMBER_AS_TEXT, meant)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return Converted(None, Fault.NOT_A_NUMBER)
    number = _tight(float(value))
    if kind is CellType.INTEGER and not isinstance(number, int):
        return Converted(None, Fault.NOT_WHOLE)
    return Converted(number)


def _date(value: Scalar, *, date1904: bool) -> Converted:
    if isinstance(value, str):
        meant = read_date(value)
        return Converted(None, Fault.NOT_A_DATE if meant is None else Fault.DATE_AS_TEXT, meant)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 1 <= value <= _MAX_SERIAL:
        return Converted(None, Fault.NOT_A_DATE)
    return Converted((_EPOCH_1904 if date1904 else _EPOCH) + dt.timedelta(days=int(value)))
