"""A row of totals that somebody has typed: it is no row, and read as one it counts everything twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = r"(?:summa|totalt|total|delsumma)"
_WHOLE = re.compile(rf"{_WORD} ?:?")
_SAYS = re.compile(rf"\b{_WORD}\b")


def says_sum(text: str) -> bool:
    """Whether the text is nothing but a word for a sum: ``Summa``, ``Totalt:``."""
    return bool(_WHOLE.fullmatch(" ".join(text.split()).casefold()))


def adds_up(text: str, number: float, others: Sequence[float]) -> bool:
    """Whether a row that isn't called anything else holds the sum of at least two others that follow on each other.

    ``others`` are the other rows' numbers in the order of the file. Zero is the sum of nothing worth asking about.
    """
    if text.strip() and not _SAYS.search(text.casefold()):
        return False
    wanted, before, so_far = _hundredths(number), set[int](), 0
    last = None  # what the rows before the latest one come to: one row alone is no sum
    for each in others:
        if last is not None:
            before.add(last)
        last, so_far = so_far, so_far + _hundredths(each)
        if wanted and so_far - wanted in before:
            return True
    return False


def _hundredths(number: float) -> int:
    return round(number * 100)
