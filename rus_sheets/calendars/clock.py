"""Hours of a day as Swedes write them: ``9.30–12``, ``kl. 10-16``, ``13:00 till 15:30``, ``9``."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

_ONE = r"([01]?[0-9]|2[0-4])(?:[.:]([0-5][0-9]))?"
_HOURS = re.compile(
    rf"(?:kl(?:ockan|\.)? ?)?{_ONE}(?: ?(?:--|[-–—]|till|t\.o\.m\.) ?(?:kl\.? ?)?{_ONE})?", re.IGNORECASE
)


class Hours(NamedTuple):
    """When something begins, and when it ends where that is said."""

    begins: dt.time
    ends: dt.time | None = None


def hours_in(text: str) -> Hours | None:
    """The hours that the whole of ``text`` tells of, None where it says anything else."""
    found = _HOURS.fullmatch(" ".join(text.split()))
    if not found:
        return None
    begins, ends = _time(found[1], found[2]), _time(found[3], found[4]) if found[3] else None
    if begins is None or (found[3] and ends is None):
        return None
    return Hours(begins, ends)


def _time(hour: str, minute: str | None) -> dt.time | None:
    """24.00 is the last minute of the day: a calendar has no later one on it."""
    number, minutes = int(hour), int(minute or 0)
    if number == 24:
        return dt.time(23, 59) if minutes == 0 else None
    return dt.time(number, minutes)
