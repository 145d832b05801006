"""Numbers as people write them in a text: what was meant, and whether it can be read in one way only.

One reading: ``1 234,50``, ``12.5``, ``1.200.000``, ``1,200.50``, ``12 dagar``, ``1 200:-``, ``12 tkr``. Two readings or
none in so many words: ``1.200``, ``ca 12``, ``12 (varav 3 i maj)``, ``12 %``, ``tolv``. Those are asked about, with a
proposal where every word of the text is known to leave the number as it is. ``två veckor``, ``12 EUR``, ``ej 5``,
``över 5`` and ``12 000 exkl moms`` are other numbers, or none: they have no proposal.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from rus_sheets.book.dates import read_typed_date
from rus_sheets.book.numberwords import NUMBER_WORDS, value_of
from rus_sheets.book.tidy import tidy
from rus_sheets.schema.model import CellType

MAX_DIGITS = 15
"""Excel keeps no more of a number's digits."""

_SIGN = {"-": -1, "−": -1, "–": -1, "+": 1, "": 1}
# Patterns that are compiled where they are first used: most workbooks have numbers as numbers.
_NUMBER = r"(?P<sign>[-+−–]?) ?(?P<digits>[0-9](?:[0-9 .,'’]*[0-9])?[.,]?|(?=[½¼¾])) ?(?P<half>[½¼¾]?)"
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
# Digits in groups of three, and the separator of the decimals, if any.
_SWEDISH = r"(?P<whole>[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:,(?P<decimals>[0-9]+))?"
_POINTED = r"(?P<whole>[0-9]+)\.(?P<decimals>[0-9]*)"
_GROUPED = (
    r"(?P<whole>[0-9]{1,3}(?:(?P<group>[.,'’])[0-9]{3})(?:(?P=group)[0-9]{3})*)"
    r"(?:(?!(?P=group))[.,](?P<decimals>[0-9]+))?"
)
_KRONOR = "kr|kronor|kronors|krona|sek"
_UNITS = {
    CellType.MONEY: rf"(?:{_KRONOR})\.?|:-|:–|,-|,–|\.-",
    CellType.DAYS: r"(?:arbets)?(?:dagar|dag|dgr|d)\.?",
    CellType.INTEGER: r"(?:st|stycken|personer|person|pers|deltagare)\.?",
    CellType.NUMBER: r"(?:st|stycken|personer|person|pers)\.?",
}
_ANY_UNIT = "|".join(_UNITS.values())
_TIMES = {
    1_000: rf"(?:tkr|kkr|ksek|tsek|k|(?:tusen|t)\.?(?: ?(?:{_KRONOR}))?)\.?",
    1_000_000: rf"(?:mkr|msek|mnkr|milj\.?|miljon(?:er)?|mn)\.?(?: ?(?:{_KRONOR})\.?)?",
}
_BEFORE = rf"(?:{_KRONOR})\.? ?(?=[-+−0-9])"
_ABOUT = (
    r"\A(?:(?:ca|cirka|circa|c:a|ungefär|ung|omkring|runt|drygt|knappt|nästan|minst|högst|max|min|totalt|sammanlagt"
    r"|summa)\b[.:]?|[~≈]) ?"
)
"""What may stand before a number and leaves it as it is, or nearly so. Not över, under, < and >: then it is another."""
_WHEN = (
    r"januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|våren|sommaren|hösten"
    r"|vintern"
)
_AFTER = (
    rf"(?:(?:i|under|på|för)(?: (?:{_WHEN}|år))+|totalt|sammanlagt|hittills|ungefär|cirka|ca|kanske|tror jag"
    r"|preliminärt)[.!?]?"
)
"""What may stand after a number and its unit."""
_OF_WHICH = r"(?:,| ) ?varav\b.*|\s*\(varav\b.*"
_IN_WORDS = rf"(?:(?P<none>inga|ingen|inget)|(?P<words>{NUMBER_WORDS}))(?: (?P<unit>[^0-9 ]+))?"
_CLOCK = r"(?P<hours>[0-9]{1,4}):(?P<minutes>[0-5][0-9])(?::00)?"
_SHARE = r"(?P<number>[0-9 ]+(?:[.,][0-9]+)?) ?%"
_FRACTION = r"(?:(?P<whole>[0-9]+) )?(?P<over>[0-9]{1,2}) ?[/⁄] ?(?P<under>[1-9][0-9]?)"


_SOME_YEAR = 2000


class NumberRead(NamedTuple):
    """The number that a text holds (None for none that can be told), and whether that is its one reading."""

    value: int | float | None
    clear: bool = False


def read_typed_number(text: str, kind: CellType = CellType.NUMBER) -> NumberRead:
    """The number that a text in a column of that type was meant to be. Only the digits 0-9 are digits."""
    said = tidy(text).casefold()
    rest = re.sub(_BEFORE, "", said, count=1) if kind is CellType.MONEY and re.match(_BEFORE, said) else said
    plain = _with_unit(rest, kind)
    if plain.value is not None:
        return plain
    return NumberRead(_proposal(said, kind))


def tight(number: float) -> int | float:
    """Whole numbers as int."""
    return int(number) if float(number).is_integer() else number


def is_finite(value: float) -> bool:
    """Whether Excel can hold the number."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _with_unit(said: str, kind: CellType) -> NumberRead:
    """A number with nothing but its unit after it."""
    found = re.match(_NUMBER, said)
    if not found:
        return NumberRead(None)
    number = _figure(found["digits"] or "0", kind)
    after = said[found.end() :].strip()
    if found["digits"].endswith((",", ".")) and after[:1] in ("-", "–"):  # 1200,-
        number, after = _figure(found["digits"][:-1], kind), found["digits"][-1] + after
    times = unit_of(after, kind)
    of_any = not times and kind is CellType.NUMBER and bool(re.fullmatch(_ANY_UNIT, after))  # the column says no unit
    times = times or of_any
    if number.value is None or not times:
        return NumberRead(None)
    half = _PARTS.get(found["half"], 0)
    value = _SIGN[found["sign"]] * (number.value + half)
    clear = number.clear and not of_any and not (half and not isinstance(number.value, int))
    return NumberRead(tight(value if times == 1 else round(value * times, 6)), clear)


def unit_of(after: str, kind: CellType) -> int:
    """What a unit (in small letters) multiplies by, 0 for what is no unit of such a column."""
    if not after or re.fullmatch(_UNITS[kind], after):
        return 1
    if kind is not CellType.MONEY:
        return 0
    return next((times for times, words in _TIMES.items() if re.fullmatch(words, after)), 0)


def unit_letters(kind: CellType) -> frozenset[str]:
    """The letters that a number of that type can have beside it and be read: those of its units."""
    words = (_UNITS[kind], *(_TIMES.values() if kind is CellType.MONEY else ()))
    return frozenset(letter for word in words for letter in word if letter.isalpha())


def _figure(digits: str, kind: CellType) -> NumberRead:
    found = re.fullmatch(_SWEDISH, digits)
    if found:
        decimals = found["decimals"] or ""
        # 1,200 is English for 1200, and 12,500 kronor are never meant with three decimals.
        if len(decimals) == 3 and len(found["whole"]) <= 3 and found["whole"] != "0":
            whole = kind in (CellType.MONEY, CellType.INTEGER)
            return _number(found["whole"] + decimals, "") if whole else _number(found["whole"], decimals)
        return _number(found["whole"], decimals, clear=True)
    found = re.fullmatch(_GROUPED, digits)
    if found:
        clear = bool(found["decimals"]) or found["whole"].count(found["group"]) > 1 or found["group"] in "'’"
        return _number(re.sub(r"[^0-9]", "", found["whole"]), found["decimals"] or "", clear=clear)
    found = re.fullmatch(_POINTED, digits)
    if found:  # 4.10 may be a date, ten past four, or 4,1; kronor have two decimals
        clear = kind is CellType.MONEY or not found["decimals"].endswith("0")
        return _number(found["whole"], found["decimals"], clear=clear)
    return NumberRead(None)


def _number(whole: str, decimals: str, *, clear: bool = False) -> NumberRead:
    digits = whole.replace(" ", "")
    if len((digits + decimals).strip("0")) > MAX_DIGITS or len(digits.lstrip("0")) > MAX_DIGITS:
        return NumberRead(None)
    return NumberRead(tight(float(f"{digits}.{decimals or 0}")), clear)


def _proposal(said: str, kind: CellType) -> int | float | None:
    """What was probably meant by a text that isn't just a number; None where that would be a guess at random."""
    clock, share, part = (re.fullmatch(pattern, said) for pattern in (_CLOCK, _SHARE, _FRACTION))
    if clock or share or part:
        if kind in (CellType.MONEY, CellType.INTEGER):
            return None
        if clock:
            return tight(round(int(clock["hours"]) + int(clock["minutes"]) / 60, 2))
        if share:
            number = _figure(share["number"].strip(), kind).value
            return None if number is None else tight(round(number / 100, 6))
        return tight(round(int(part["whole"] or 0) + int(part["over"]) / int(part["under"]), 2)) if part else None
    if read_typed_date(said, _SOME_YEAR).value:
        return None
    return next((number for text in _bare(said, kind) if (number := _with_unit(text, kind).value) is not None), None)


def number_in_words(text: str, kind: CellType) -> int | float | None:
    """The number that a text says in words and nothing more: ``tolv``, ``ca tjugofem dagar``, ``fem tusen kronor``."""
    for candidate in _bare(tidy(text).casefold(), kind):
        found = re.fullmatch(_IN_WORDS, candidate.rstrip("."))
        if found and unit_of(found["unit"] or "", kind) == 1:
            return 0 if found["none"] else tight(value_of(found["words"]))
    return None


def _bare(said: str, kind: CellType) -> list[str]:
    """A text without what leaves its number as it is, in the ways that it can be taken away."""
    rest = re.sub(_OF_WHICH, "", said)
    rest = re.sub(_ABOUT, "", rest, count=1)
    if kind is CellType.MONEY:
        rest = re.sub(_BEFORE, "", rest, count=1)
    spaces = re.finditer(" ", rest)
    ends = [rest, *(rest[: space.start()] for space in spaces if re.fullmatch(_AFTER, rest[space.end() :]))]
    return [end.rstrip(" ,?!") for end in ends]
