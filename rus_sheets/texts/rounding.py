"""How far from a figure that people state the right one may be: not at all, by its rounding, or by its ``about``.

Days, posts, activities and kronor are said as they are, to the decimals that they have: ``680 dagar`` isn't 680,5.
Thousands, millions and shares are rounded to the place that is said. A word before it makes it round, both ways
(``cirka``) or one (``drygt``, ``knappt``), or a bound (``minst``, ``färre än``).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ABOUT = 0.02  # what "about" excuses in a round figure; "about 755" was counted once
_ROUNDEST = 0.2  # "about 10" is not 14, though it may be rounded to tens
_ONE_PLACE = 0.05  # "drygt 3,4 miljoner" may be 3,47, and "drygt 20" isn't 30
_BOUND = 2.0  # "minst 20" is said of 30, hardly of 50
_FEW = 2  # "about 25" may be 24; "about 755" was counted once
_CLOSE = 0.05  # "fem miljoner" isn't 4,5, though it rounds to that
_SHARE = 3.0  # "hälften" may be 52 per cent
_ABOUT_SHARE = 10.0  # and "drygt hälften" 58
_SHOWN = 0.005  # the documents have two decimals
_DUST = 1e-6  # what sums of decimals are off
_WORDS = re.compile(
    r"\b(?:(?P<least>över|(?:mer|fler|inte\s+(?:mindre|färre))\s+än|minst|åtminstone)"
    r"|(?P<most>(?P<under>under)|(?:mindre|färre|inte\s+(?:mer|fler))\s+än|högst|max(?:imalt)?)"
    r"|(?P<more>drygt|dryga|strax\s+över)|(?P<less>knappt|knappa|nästan|närmare|uppemot|bortåt|strax\s+under)"
    r"|ca|cirka|omkring|kring|ungefär|runt)\.?\s+(?:de\s+)?$",
    re.IGNORECASE,
)


class About(NamedTuple):
    """What is said before a figure of how sure it is: where it starts, and whether less or more is right.

    ``is_bound`` tells that any more, or less, is as right.
    """

    start: int
    less: bool
    more: bool
    is_bound: bool = False


class Reach(NamedTuple):
    """Between which figures the right one is, both included."""

    least: float
    most: float

    def has(self, figure: float) -> bool:
        """Whether the figure is right; a minus is no difference."""
        return self.least - _DUST <= abs(figure) <= self.most + _DUST


def about_before(text: str, start: int, *, may_be_time: bool = False) -> About | None:
    """The word of that kind before what starts there. ``Under 40 dagar`` may be a time (``may_be_time``)."""
    match = _WORDS.search(text, max(0, start - 20), start)
    if match is None or (match["under"] and may_be_time):
        return None
    more, less = match["more"] or match["least"], match["less"] or match["most"]
    return About(match.start(), not more, not less, bool(match["least"] or match["most"]))


def reach_of(number: float, decimals: int, scale: int, *, is_share: bool = False, about: About | None = None) -> Reach:
    """Between which figures the right one is; ``scale`` is what the number is said in, 1 000 for ``tkr``."""
    value = number * scale
    if about and about.is_bound:
        return Reach(value, value * _BOUND) if about.more else Reach(value / _BOUND, value)
    if about:
        place = (10.0**-decimals if decimals else _last_place(str(int(number)))) * scale
        slack = min(place / 2, value * _ROUNDEST)
        if place > scale:
            slack = max(slack, value * _ABOUT)
        if about.less != about.more and place != scale:
            slack = max(slack, min(place, value * _ONE_PLACE))
        return Reach(value - max(slack if about.less else 0, _SHOWN), value + max(slack if about.more else 0, _SHOWN))
    is_rounded = decimals or scale > 1 or is_share
    slack = scale / 10**decimals / 2 if is_rounded else _SHOWN
    if scale > 1 and not decimals:
        slack = min(slack, value * _CLOSE)
    return Reach(value - slack, value + slack)


def reach_of_share(share: float, about: About | None) -> Reach:
    """Between which shares in per cent the right one of a share in words is: ``hälften``, ``drygt en tredjedel``."""
    if about and about.is_bound:
        return Reach(share, 100) if about.more else Reach(0, share)
    if about:
        return Reach(share - _ABOUT_SHARE * about.less, share + _ABOUT_SHARE * about.more)
    return Reach(share - _SHARE, share + _SHARE)


def _last_place(digits: str) -> float:
    """Of 750 it is 10: the place to which a round figure is rounded. Of 25 it is 5."""
    if len(digits) == _FEW and digits.endswith("5"):
        return 5.0
    zeros = len(digits) - len(digits.rstrip("0"))
    return 10.0**zeros
