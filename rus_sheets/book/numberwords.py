"""Swedish numbers in words: ``tolv``, ``hundratusen``, ``fyra och en halv``, ``fyra komma fem``, ``ett dussin``."""

from __future__ import annotations

import re

_ONES = {
    "noll": 0, "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9
}  # fmt: skip
_TEENS = {
    "tio": 10, "elva": 11, "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16, "sjutton": 17,
    "arton": 18, "aderton": 18, "nitton": 19,
}  # fmt: skip
_TENS = {
    "tjugo": 20, "trettio": 30, "fyrtio": 40, "förtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80,
    "nittio": 90,
}  # fmt: skip
_ADDED = {**_ONES, **_TEENS, **_TENS}
_MULTIPLIED = {"hundra": 100, "dussin": 12, "tjog": 20}
"""Times what stands before them; what stands after is added."""
_SCALES = {"tusen": 1_000, "miljon": 1_000_000, "miljard": 1_000_000_000}
"""Times all that stands before them."""


def _one_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# The words stand in the pattern twice and no more: each time costs time when it is compiled. What isn't a number as
# people say them (``tvåtre``) fits too, and nobody writes it.
_ONE_WORD = rf"(?:(?:{_one_of({**_ADDED, 'hundra': 100, 'tusen': 1000})}|(?:dussin|tjog)\b){{1,12}})"
_BETWEEN = (
    rf"(?:(?<=\wtio|jugo)[-\u2011\s](?=(?:{_one_of(_ONES)})(?![a-zåäö]))"
    r"|\s(?=(?:hundra|tusen|dussin\b|tjog\b))|(?:(?<=hundra)|(?<=tusen))\s(?:och\s)?"
    r"|\s(?:miljon|miljard)(?:er)?\s)"
)
"""``tjugo fem``, ``två tusen``, ``hundra och ett``, ``tre miljoner femtio tusen``."""

HALF = r"(?:en|ett)\s+halv[at]?"
"""``en halv``, ``ett halvt``."""

QUARTER = r"(?:en\s+|tre\s*)kvarts?"
"""``en kvarts`` miljon, ``tre kvarts``, ``trekvarts``."""

_PART_OF_ONE = rf"(?:{HALF}|{QUARTER})"

_DECIMALS = rf"\s+komma(?:[-\u2011\s]?{_ONE_WORD}){{1,4}}\b"
"""``fyra komma fem``, ``noll komma tjugofem``, ``ett komma noll fem``."""

_ROUND = {**_TENS, "dussin": 12, "tjog": 20, "tio": 10, "femton": 15, "tjugofem": 25, "hundra": 100, "tusen": 1000}
ROUNDED = rf"(?:(?:ett|några)\s+)?(?P<tens>{_one_of(_ROUND)})tal"
"""``ett femtiotal``: about so many."""

NUMBER_WORDS = (
    rf"(?:(?:ett\s+)?halvt\s+(?:dussin|tjog)\b|{_PART_OF_ONE}"
    rf"|{_ONE_WORD}(?:{_BETWEEN}{_ONE_WORD}){{0,12}}(?:\s+och\s+{_PART_OF_ONE}|{_DECIMALS})?)"
)
"""Any of the numbers in words that ``value_of`` reads, as a pattern. An article alone (``en dag``) is one of them."""

A_NUMBER_IN_WORDS = (
    rf"(?:{_ONE_WORD}\b(?:[-\u2011\s](?:(?:och|komma)\s+)?(?:{_ONE_WORD}|halv[at]?|kvarts?)\b){{0,12}}+)"
)
"""The parts of such a number in any order, as a pattern: for what stands beside the number that is asked for.

It takes half the time to compile. No number has more than a dozen parts; without an end to them a text of number words
would be read again from each of them.
"""

_PART = re.compile(_one_of({**_ADDED, **_MULTIPLIED, **_SCALES}))
_A_PART = re.compile(rf"(?:^|\s+och\s+)(?P<part>{_PART_OF_ONE})$")


def is_article(words: str) -> bool:
    """``en`` or ``ett`` alone, which counts nothing."""
    return words.casefold() in ("en", "ett")


def value_of(words: str) -> float:
    """The number that the words say. They must fit NUMBER_WORDS, or be the tens of ROUNDED."""
    said, _, decimals = re.sub(r"\s+", " ", words.casefold()).partition(" komma")
    if "halvt " in said:  # of a dozen
        return 0.5 * _whole(said)
    part_of_one = _A_PART.search(said)
    beyond = _beyond(part_of_one["part"]) if part_of_one else 0
    return _whole(_A_PART.sub("", said)) + (_decimals(decimals) if decimals else beyond)


def _whole(words: str) -> int:
    scaled, below = 0, 0
    for part in _PART.findall(words.removeprefix("ett halvt ")):
        if part in _SCALES:
            scaled, below = scaled + (below or 1) * _SCALES[part], 0
        elif part in _MULTIPLIED:
            below = (below or 1) * _MULTIPLIED[part]
        else:
            below += _ADDED[part]
    return scaled + below


def _decimals(words: str) -> float:
    """``noll fem``: 0.05, and ``tjugo-fem``: 0.25."""
    digits, before = "", ""
    for part in _PART.findall(words):
        kept = digits[:-1] if before in _TENS and _ONES.get(part) else digits
        digits, before = f"{kept}{_ADDED.get(part, '')}", part
    return float(f"0.{digits}")


def _beyond(part: str) -> float:
    if "halv" in part:
        return 0.5
    return 0.75 if part.startswith("tre") else 0.25
