"""From what a cell holds to what its column means, and back. A value that doesn't fit is a fault, never a guess."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import NamedTuple

from rus_sheets.book.dates import from_serial, read_date, to_serial
from rus_sheets.book.numbers import is_finite, read_typed_number, tight
from rus_sheets.book.raw import CellError, RawCell, Scalar
from rus_sheets.book.tidy import tidy
from rus_sheets.schema.model import CellType

Value = str | int | float | dt.date | tuple[str, ...] | None
"""A typed cell value: None is blank; ``refs`` columns give a tuple of ids."""

Shown = Value | bool | CellError
"""A typed value, or what stands in the cell where it doesn't fit its column."""

_SPLIT = re.compile(r"\s*[;,]\s*")

__all__ = [
    "Converted",
    "Value",
    "ValueFault",
    "convert",
    "plain",
    "read_date",
    "read_number",
    "tidy",
    "to_scalar",
    "to_serial",
]  # fmt: skip


class ValueFault(StrEnum):
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
    fault: ValueFault | None = None
    meant: Value = None


def convert(cell: RawCell, kind: CellType, *, date1904: bool = False) -> Converted:  # noqa: PLR0911 - one per type
    """The typed value of a cell in a column of that type."""
    value = cell.value
    if isinstance(value, CellError):
        return Converted(None, ValueFault.ERROR_VALUE)
    if value is None or (isinstance(value, str) and not tidy(value)):
        return Converted(None)
    if kind.is_number:
        return _number(value, kind)
    if kind is CellType.DATE:
        return _date(value, date1904=date1904)
    if kind is CellType.ANY:
        return Converted(value.replace("\r\n", "\n") if isinstance(value, str) else value)
    if isinstance(value, bool):
        return Converted(None, ValueFault.NOT_A_TEXT)
    text = plain(value)
    if kind is CellType.REFS:
        return Converted(tuple(part for part in _SPLIT.split(tidy(text)) if part))
    if kind.is_free_text:
        return Converted(text)
    return Converted(tidy(text))


def plain(value: str | float) -> str:
    """A value as text: newlines as ``\\n``, whole numbers without decimals."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return str(int(value)) if is_finite(value) and float(value).is_integer() else repr(value)


def read_number(text: str, kind: CellType = CellType.NUMBER) -> int | float | None:
    """The number that a text was meant to be ("12 dagar", "3 350 000 kr", "1 234,50", "ca 5"), or None."""
    return read_typed_number(text, kind).value


def to_scalar(value: Value, *, date1904: bool = False) -> Scalar:
    """A typed value as a cell holds it."""
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, dt.date):
        return to_serial(value, date1904=date1904)
    return value


def _number(value: Scalar, kind: CellType) -> Converted:
    if isinstance(value, str):
        meant = read_number(value, kind)
        return Converted(None, ValueFault.NOT_A_NUMBER if meant is None else ValueFault.NUMBER_AS_TEXT, meant)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not is_finite(value):
        return Converted(None, ValueFault.NOT_A_NUMBER)
    number = tight(float(value))
    if kind is CellType.INTEGER and not isinstance(number, int):
        return Converted(None, ValueFault.NOT_WHOLE)
    return Converted(number)


def _date(value: Scalar, *, date1904: bool) -> Converted:
    if isinstance(value, str):
        meant = read_date(value)
        return Converted(None, ValueFault.NOT_A_DATE if meant is None else ValueFault.DATE_AS_TEXT, meant)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not is_finite(value):
        return Converted(None, ValueFault.NOT_A_DATE)
    date = from_serial(value, date1904=date1904)
    return Converted(date, None if date else ValueFault.NOT_A_DATE)
