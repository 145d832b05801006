"""What a cell's number format makes of its number: a plain figure, or a date, a time, a share.

Excel chooses such a format by itself when somebody types 1/2, 3-5, 7:30 or 50 % in a cell, and keeps another number
than the one that was typed. So the format says what the person sees, and the number alone doesn't.
"""

from __future__ import annotations

import re
from enum import StrEnum


class FormatKind(StrEnum):
    """How a number is shown. DATE has a day in it (maybe a time too), TIME only a time of day.

    UNIT is a plain number that something is added to (see ``units``), which depends on the column as well.
    """

    PLAIN = "plain"
    DATE = "date"
    TIME = "time"
    ELAPSED = "elapsed"
    PERCENT = "percent"
    FRACTION = "fraction"
    UNIT = "unit"


# Literals: quoted, escaped, as wide as another character, filling the cell.
_LITERALS = re.compile(r'"[^"]*"?|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(h+|m+|s+|t+)\]", re.IGNORECASE)  # [tt] is how Swedish and Finnish programs say [hh]
_BRACKETS = re.compile(r"\[[^\]]*\]")
_EXPONENT = re.compile(r"e[+-]", re.IGNORECASE)
_HALF_DAY = re.compile(r"am/pm|a/p", re.IGNORECASE)
_FRACTION = re.compile(r"[0#?]\s*/\s*[0-9#?]")
_PLACES = re.compile(r"[0#?]")
_SECONDS = re.compile(r"s[.,]0", re.IGNORECASE)
_RUNS = re.compile(r"d+|m+|y+")
_DAY = 2  # d and dd are the day of the month, ddd and dddd that of the week
_GENERAL = ("general", "standard", "allmänt", "normal", "@")


LOCAL_DATES = frozenset({"mm-dd-yy", "m/d/yyyy"})
"""How the short date of the computer's own language stands in a file, as Excel writes it and as an English LibreOffice
writes that again: its order isn't what the person saw. (What is typed as 12/3 there is shown as mm/dd/yy.)
"""


def date_order(code: str) -> str:
    """What a date's format shows, in its order: d and y, m for a month in figures and b for one by its name.

    "" for what isn't known, such as codes of other languages.
    """
    day = _day_part(code)
    if any(letter.isalpha() and letter not in "dmy" for letter in day):
        return ""
    return "".join("b" if run[0][0] == "m" and len(run[0]) > 2 else run[0][0] for run in _RUNS.finditer(day))


def _day_part(code: str) -> str:
    """A date's code without literals and what it says of the time of the day."""
    bare = _BRACKETS.sub("", _LITERALS.sub(" ", code)).split(";", 1)[0].casefold()
    return bare.partition("h")[0]


def shows_day(code: str) -> bool:
    """Whether a format shows which day of the month a date is. True too for what isn't known (other languages)."""
    kind, order = format_kind(code), date_order(code)
    if kind is not FormatKind.DATE:
        return kind is FormatKind.PLAIN
    return not order or any(len(run) <= _DAY for run in re.findall("d+", _day_part(code)))


def format_kind(code: str) -> FormatKind:
    """The kind of a format code, by the section that shows positive numbers.

    Files hold the English codes. Those of other languages (``åååå``, ``TT.MM.JJJJ``), which some programs write, are
    understood too: a letter that isn't quoted is always a date's or a time's.
    """
    bare = _LITERALS.sub("", code).split(";", 1)[0]
    if _ELAPSED.search(bare):
        return FormatKind.ELAPSED
    bare = _EXPONENT.sub("", _BRACKETS.sub("", bare)).casefold()
    if "%" in bare:
        return FormatKind.PERCENT
    if any(word in bare for word in _GENERAL):
        return FormatKind.PLAIN
    if _PLACES.search(bare) and not _SECONDS.search(bare):
        return FormatKind.FRACTION if _FRACTION.search(bare) else FormatKind.PLAIN
    letters = {letter for letter in _HALF_DAY.sub("h", bare) if letter.isalpha()}
    if not letters:
        return FormatKind.PLAIN
    clock = letters <= set("hmst") and (letters & set("hs") or ":" in bare)
    return FormatKind.TIME if clock else FormatKind.DATE
