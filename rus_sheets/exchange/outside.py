"""One value on its way out and back: translated, written as text, and kept from being taken for a formula."""

from __future__ import annotations

import datetime as dt
import re

from rus_sheets.book.dates import from_serial, to_serial
from rus_sheets.book.raw import CellError, Scalar
from rus_sheets.book.shown import as_text
from rus_sheets.book.tidy import tidy
from rus_sheets.schema.model import CellType, Column, ExchangeColumn
from rus_sheets.schema.verify_exchange import DECIMALS

_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""What a text begins with that a spreadsheet may take for a formula (OWASP, CSV injection), also after apostrophes."""
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]{1,2}|[.,][0-9]{4,})?")
"""A number that can be read in one way: with three decimals it may be thousands."""
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ]00:00(?::00(?:\.0+)?)?)?")


def harmless(text: str) -> str:
    """The text as it stands in a text file: one that may be taken for a formula gets an apostrophe first."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_it_was(text: str) -> str:
    """The text without the apostrophe that ``harmless`` gave it."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def going_out(value: Scalar, column: Column, wanted: ExchangeColumn) -> Scalar:
    """A value as the other system has it: a choice by its word there. Dates are still numbers; an error is blank."""
    if isinstance(value, CellError):
        return None
    return wanted.choices.get(value, value) if isinstance(value, str) and column.type is CellType.CHOICE else value


def as_said(value: Scalar, column: Column, decimal: str) -> str:
    """The value (on its way out) in letters: a date as 2026-12-15, a number with that decimal sign."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return as_text(value)
    date = from_serial(value) if column.type is CellType.DATE else None
    return date.isoformat() if date else as_text(value).replace(".", decimal)


def is_as_sent(value: Scalar, base: Scalar, column: Column, wanted: ExchangeColumn) -> bool:
    """Whether what came back says in letters exactly what ``base`` was sent as, in whichever kind of file."""
    sent = going_out(base, column, wanted)
    back = as_said(value, column, ",") if not isinstance(value, str) else value.replace("\r\n", "\n")
    said = {as_said(sent, column, decimal).replace("\r\n", "\n") for decimal in DECIMALS}
    return bool({back, as_it_was(back)} & said)


def coming_in(value: Scalar, column: Column, wanted: ExchangeColumn) -> Scalar:
    """What came back as a cell of ours holds it. What can't be read for certain stays as it stands, to be judged."""
    if not isinstance(value, str):
        return value
    text = as_it_was(value)
    if column.type is CellType.CHOICE:
        ours = {tidy(theirs).casefold(): our for our, theirs in wanted.choices.items()}
        return ours.get(tidy(text).casefold(), text) or None
    if column.type is CellType.DATE and _ISO.fullmatch(text.strip()):
        return _serial(text.strip()[:10]) or text
    if column.type.is_number and _NUMBER.fullmatch(text.strip()):
        number = float(text.replace(",", "."))
        return int(number) if number.is_integer() else number
    return text or None


def _serial(text: str) -> int | None:
    try:
        return to_serial(dt.date.fromisoformat(text))
    except ValueError:
        return None
