"""Swedish numbers in words: ``tolv``, ``tjugofem``, ``hundratusen``, ``fyra och en halv``, ``ett femtiotal``."""

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


_BELOW_100 = rf"(?:(?:{_one_of(_TENS)})(?:{_one_of(_ONES)})?|{_one_of(_TEENS)}|{_one_of(_ONES)})"
_BELOW_1000 = rf"(?:(?:(?:{_one_of(_ONES)})?\s?hundra\s?(?:och\s)?{_BELOW_100}?)|{_BELOW_100})"
_WHOLE = rf"(?:(?:{_BELOW_1000})?\s?tusen\s?(?:och\s)?(?:{_BELOW_1000})?|{_BELOW_1000})"

HALF = r"(?:en|ett)\s+halv[at]?"
"""``en halv``, ``ett halvt``."""

ROUNDED = rf"(?:(?:ett|några)\s+)?(?P<tens>{_one_of({**_TENS, 'tio': 10, 'hundra': 100, 'tusen': 1000})})tal(?:et)?"
"""``ett femtiotal``: about so many."""

NUMBER_WORDS = rf"(?:{HALF}|{_WHOLE}(?:\s+och\s+{HALF})?)"
"""Any of the numbers in words that ``value_of`` reads, as a pattern. An article alone (``en dag``) is one of them."""

_PART = re.compile(_one_of({**_ONES, **_TEENS, **_TENS, "hundra": 0, "tusen": 0}))
_A_HALF = re.compile(rf"(?:^|\s+och\s+){HALF}$")


def is_article(words: str) -> bool:
    """``en`` or ``ett`` alone, which counts nothing."""
    return words.casefold() in ("en", "ett")


def value_of(words: str) -> float:
    """The number that the words say. They must fit NUMBER_WORDS, or be the tens of ROUNDED."""
    said = words.casefold()
    whole = _A_HALF.sub("", said)
    half = 0.5 if whole != said else 0
    thousands, below = 0, 0
    for part in _PART.findall(whole):
        if part == "tusen":
            thousands, below = (below or 1) * 1000, 0
        elif part == "hundra":
            below = (below or 1) * 100
        else:
            below += {**_ONES, **_TEENS, **_TENS}[part]
    return thousands + below + half
