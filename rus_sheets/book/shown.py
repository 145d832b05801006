"""Values as they are compared and told: one text for one value, whatever program has saved it."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable
from functools import lru_cache

from rus_sheets.book.convert import Shown, convert, plain, to_scalar
from rus_sheets.book.raw import CellError, RawCell, Scalar
from rus_sheets.schema.model import CellType


@lru_cache(maxsize=4096, typed=True)  # the rules ask many times of one cell
def normal(value: Scalar, kind: CellType) -> Hashable:
    """A value as it is compared in a column of that type: two cells hold the same when these are equal.

    Text is NFC with one kind of newline and without tabs (LibreOffice loses them on the way through .ods), numbers have
    the 15 digits that Excel keeps. What doesn't fit the column is
    compared as it stands, so that an error is never equal to a blank.
    """
    if isinstance(value, CellError):
        return ("error", value.code)
    converted = convert(RawCell(1, 1, value), kind)
    if converted.fault:
        return ("other", type(value).__name__, _text(value) if isinstance(value, str) else value)
    typed = converted.value
    if isinstance(typed, str):
        return ("text", _text(typed).replace("\t", ""))
    if isinstance(typed, (int, float)):
        return ("number", float(f"{typed:.15g}"))
    return ("value", typed)


def shown_as(value: Scalar, kind: CellType) -> Shown:
    """A cell's content as it is told to people: typed where it fits the column, otherwise as it stands."""
    if isinstance(value, CellError):
        return value
    converted = convert(RawCell(1, 1, value), kind)
    if converted.fault:
        return _text(value) if isinstance(value, str) else value
    return _text(converted.value) if isinstance(converted.value, str) else converted.value


def as_scalar(value: Shown) -> Scalar:
    """A shown value as a cell of the 1900 date system holds it."""
    return value if isinstance(value, (bool, CellError)) else to_scalar(value)


def as_text(value: Shown) -> str:
    """A shown value as one text, "" for blank; the way it stands in the log."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, (int, float)):
        return plain(float(f"{value:.15g}"))
    return str(value)


def as_json(value: Shown) -> str | int | float | bool | None:
    """A shown value as JSON has it: dates in ISO form, errors by their code."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return as_text(value)


def _text(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
