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


def _one_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# Each part of a pattern costs time when it is compiled, so none stands twice where it can stand once.
_BELOW_100 = rf"(?:(?:{_one_of(_TENS)})(?:[-\u2011 ]?(?:{_one_of(_ONES)}))?|{_one_of(_TEENS)}|{_one_of(_ONES)})"
_BELOW_1000 = rf"(?:(?:{_one_of(_ONES)})?\s?hundra\s?(?:och\s)?{_BELOW_100}?|{_BELOW_100})"
_WHOLE = rf"(?:{_BELOW_1000}(?:\s?tusen)?|\s?tusen)(?:(?<=tusen)\s?(?:och\s)?{_BELOW_1000}?)?"

HALF = r"(?:en|ett)\s+halv[at]?"
"""``en halv``, ``ett halvt``."""

QUARTER = r"(?:en\s+|tre\s*)kvarts?"
"""``en kvarts`` miljon, ``tre kvarts``, ``trekvarts``."""

_PART_OF_ONE = rf"(?:{HALF}|{QUARTER})"

_DOZENS = {"dussin": 12, "tjog": 20}
_OF_DOZENS = rf"(?:(?:(?:ett\s+)?halvt|{_one_of(_ONES)})\s+)?(?:{_one_of(_DOZENS)})\b"
"""``ett dussin``, ``två tjog``, ``ett halvt dussin``."""

_DECIMALS = rf"\s+komma(?:[-\u2011\s]?(?:{_one_of({**_ONES, **_TEENS, **_TENS})})){{1,4}}\b"
"""``fyra komma fem``, ``noll komma tjugofem``, ``ett komma noll fem``."""

_ROUND = {**_TENS, **_DOZENS, "tio": 10, "femton": 15, "tjugofem": 25, "hundra": 100, "tusen": 1000}
ROUNDED = rf"(?:(?:ett|några)\s+)?(?P<tens>{_one_of(_ROUND)})tal"
"""``ett femtiotal``: about so many."""

NUMBER_WORDS = rf"(?:{_OF_DOZENS}|{_PART_OF_ONE}|{_WHOLE}(?:\s+och\s+{_PART_OF_ONE}|{_DECIMALS})?)"
"""Any of the numbers in words that ``value_of`` reads, as a pattern. An article alone (``en dag``) is one of them."""

_ANY_PARTS = rf"(?:{_one_of({**_ONES, **_TEENS, **_TENS, **_DOZENS, 'hundra': 100, 'tusen': 1000})})++\b"
A_NUMBER_IN_WORDS = (
    rf"(?:{_ANY_PARTS}(?:[-\u2011\s](?:(?:och|komma)\s+)?(?:{_ANY_PARTS}|halv[at]?\b|kvarts?\b)){{0,12}}+)"
)
"""The parts of such a number in any order, as a pattern: for what stands beside the number that is asked for.

It takes a third of the time to compile. No number has more than a dozen parts; without an end to them a text of
number words would be read again from each of them.
"""

_PART = re.compile(_one_of({**_ONES, **_TEENS, **_TENS, "hundra": 0, "tusen": 0}))
_BELOW_100_SAID = re.compile(_BELOW_100)
_A_PART = re.compile(rf"(?:^|\s+och\s+)(?P<part>{_PART_OF_ONE})$")


def is_article(words: str) -> bool:
    """``en`` or ``ett`` alone, which counts nothing."""
    return words.casefold() in ("en", "ett")


def value_of(words: str) -> float:
    """The number that the words say. They must fit NUMBER_WORDS, or be the tens of ROUNDED."""
    said, _, decimals = re.sub(r"\s+", " ", words.casefold()).partition(" komma ")
    counted, dozens = said.split()[:-1], _DOZENS.get(said.split()[-1])
    if dozens:
        return dozens * (0.5 if "halvt" in counted else value_of(" ".join(counted)) if counted else 1)
    part_of_one = _A_PART.search(said)
    whole = _A_PART.sub("", said)
    beyond = _beyond(part_of_one["part"]) if part_of_one else 0
    thousands, below = 0, 0
    for part in _PART.findall(whole):
        if part == "tusen":
            thousands, below = (below or 1) * 1000, 0
        elif part == "hundra":
            below = (below or 1) * 100
        else:
            below += {**_ONES, **_TEENS, **_TENS}[part]
    if decimals:
        beyond = float("0." + "".join(str(_below_100(part)) for part in _BELOW_100_SAID.findall(decimals)))
    return thousands + below + beyond


def _below_100(words: str) -> int:
    """``tjugo-fem``: 25."""
    return sum({**_ONES, **_TEENS, **_TENS}[part] for part in _PART.findall(words))


def _beyond(part: str) -> float:
    if "halv" in part:
        return 0.5
    return 0.75 if part.startswith("tre") else 0.25
