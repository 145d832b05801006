"""Values as they are printed in Swedish, each with the cell it comes from."""

from __future__ import annotations

import datetime as dt
import re

from rus_sheets.book.convert import Value
from rus_sheets.book.dates import in_words
from rus_sheets.book.model import Cell, Row, Total
from rus_sheets.office.xmltext import fits_xml
from rus_sheets.schema.model import Column
from rus_sheets.texts.content import MAX_TAG, Figure
from rus_sheets.texts.text import one_line

NO_SHARE = "–"
"""What stands for a share that isn't known."""

LACKING = "saknas"
"""What stands for a number that must be there, since its row is, and is blank."""

NOT_WHOLE = "ännu inte känt"
"""What stands for a sum, or a difference, some part of which is ``LACKING``."""

SUM_NOT_WHOLE = "ett ännu inte känt belopp"
"""The same of a sum of money within a phrase: ``av ett ännu inte känt belopp``."""

NOBODY = "ingen"
"""What stands for the names of those who lack something, once none does."""

NO_POST = "ingen post"
"""The same of posts that wait."""

NBSP = "\u00a0"
MINUS = "\u2212"
_NOT_A_NAME = re.compile(r"\W+")


def number(value: float) -> str:
    """``4500000`` as ``4 500 000`` and ``3.5`` as ``3,5``; the spaces don't break."""
    rounded = round(abs(value), 2)
    sign = MINUS if value < 0 and rounded else ""
    whole = f"{int(rounded):,}".replace(",", NBSP)
    decimals = f"{rounded:.2f}".partition(".")[2].rstrip("0")
    return f"{sign}{whole}{',' + decimals if decimals else ''}"


def shown(value: Value) -> str:
    """Any value as it is printed; "" for a blank one."""
    match value:
        case None:
            return ""
        case dt.date():
            return in_words(value)
        case int() | float():
            return number(value)
        case tuple():
            return ", ".join(value)
        case str():
            return one_line(value)


def figure(cell: Cell | None, name: str = "") -> Figure:
    """The cell's value with its source; blank for a blank or missing cell. ``name`` is what people call its row.

    A cell that waits for something to be known says so, and knows its cell all the same.
    """
    text = "" if cell is None else _blank(cell.column) if cell.value is None else shown(cell.value)
    if cell is None or not text:
        return Figure("")
    return tagged(text, cell.tag, f"{cell.sheet} {name or cell.row_id}, {cell.column.header}")


def _blank(column: Column) -> str:
    """What a blank cell of the column says."""
    return column.unknown or (LACKING if column.required and column.type.is_number else "")


def total(summed: Total) -> Figure:
    """A figure of the summary, or what it says while it isn't known or isn't whole."""
    unknown = summed.unknown if summed.value is None else "" if summed.whole else NOT_WHOLE
    return tagged(unknown or number(summed.number), summed.tag, summed.label)


def tagged(text: str, tag: str, title: str) -> Figure:
    """A figure with its source; one whose tag Word can't hold stands as plain text."""
    held = len(tag) <= MAX_TAG and fits_xml(tag)
    return Figure(text, tag, one_line(title)[:MAX_TAG]) if held else Figure(text)


def amount(row: Row, key: str) -> float:
    """A number to add up: 0 where blank."""
    return row.number_of(key)


def name_of(header: str) -> str:
    """A header or label as a name in a template: ``Reda pengar`` gives ``reda_pengar``."""
    return _NOT_A_NAME.sub("_", header.lower()).strip("_")


def said_so_far(value: float | None) -> str:
    """A sum that lacks a part of what owners answer: what is known of it, so that the sum of the rows agrees."""
    return NOT_WHOLE if value is None else f"{number(value)} hittills"
