"""The unit that a header states for every amount under it: ``Budget (tkr)``, ``Kostnad i tusen kronor``."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.intake.patterns import plain
from rus_sheets.intake.words import words
from rus_sheets.texts.manuscript import TypedCell

KRONOR, THOUSANDS, MILLIONS = "kr", "tkr", "mnkr"
_WORDS = {
    THOUSANDS: words("money", "thousands"),
    MILLIONS: words("money", "millions"),
    KRONOR: words("money", "kronor"),
}
_ANY = words("money", "thousands", "millions", "kronor")
SUFFIX = rf"(?:(?:[ ,]|\()+(?:i )?{_ANY}\.?\)?)"
"""A unit after other words, as a pattern."""
_STATED = tuple(
    (unit, re.compile(rf"(?:^|(?<=[ ,(\[]))(?:i )?(?:{unit_words})\.?(?=$|[ ,)\]:])", re.IGNORECASE))
    for unit, unit_words in _WORDS.items()
)
_OR = words("number", "or")
_FIRST = re.compile(rf"[0-9](?:[0-9 .,]*[0-9])?(?=[ ,(])(?! ?(?:-|{_OR}|\+) ?[0-9])")
_ALONE = re.compile(rf"[^0-9]{{0,30}}[0-9][0-9 .,]*(?: ?(?:-|{_OR}|\+) ?[0-9][0-9 .,]*)*", re.IGNORECASE)
_HAS_UNIT = re.compile(rf"(?<![a-zåäö]){_ANY}(?![a-zåäö])|:-|%|€|\bEUR\b", re.IGNORECASE)


_APOSTROPHE = re.compile(rf"(?<=[0-9])['’′´](?: ?{_WORDS[KRONOR]}\b)?", re.IGNORECASE)


class Header(Struct, frozen=True):
    """A header without the unit that it states, and that unit, "" for none."""

    words: str
    unit: str = ""


def read_header(text: str) -> Header:
    """The header in its parts; one of nothing but a unit keeps that as its words."""
    said = plain(text).strip()
    for unit, pattern in _STATED:
        found = pattern.search(said)
        if found:
            words = f"{said[: found.start()].rstrip(' ,([')} {said[found.end() :].lstrip(' )],')}".strip(" :")
            return Header(words or said, unit)
    return Header(said)


def with_unit(said: str, unit: str) -> str:
    """An amount with the unit of its header, where it is a number (or several, or one before words) with none.

    An apostrophe is a unit: ``75'`` and ``75' kr`` are 75 tkr.
    """
    said = _APOSTROPHE.sub(f" {THOUSANDS}", said)
    text = plain(said).strip()
    if not unit or has_unit(text):
        return said
    if _ALONE.fullmatch(text):
        return f"{text} {unit}"
    first = _FIRST.match(text)
    return f"{first[0]} {unit}{text[first.end() :]}" if first else said


def has_unit(text: str) -> bool:
    """Has a text a unit of money, or another than that, beside its numbers?"""
    return bool(_HAS_UNIT.search(plain(text)))


def cell_with_unit(cell: TypedCell, unit: str) -> TypedCell:
    """The cell with its amounts said as by ``with_unit``."""
    return TypedCell(tuple(replace(line, text=with_unit(line.text, unit)) for line in cell.lines)) if unit else cell
