"""A row of totals that somebody has typed: it is no row, and read as one it counts everything twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FIRST = r"(?:summan?|sum|s:a|summering|(?:del|slut|total)summan?|subtotal|tot|totalt|sammanlagt|sammantaget|inalles)"
"""Words that tell of a sum, whatever follows: ``Summa resor``."""
_ALONE = rf"(?:{_FIRST}|total|totalen|alltihop|allt|allting|alla|samtliga|tillsammans)"
"""Words that do so where nothing follows: ``Allt``, not ``Allt material``."""
_SAYS = re.compile(rf"{_FIRST}(?![\w-])|{_ALONE}(?: (?:kr|kronor|sek|tkr))?[^\w]*$")
_HAS = re.compile(rf"\b{_ALONE}\b")


def says_sum(text: str) -> bool:
    """Whether the text says that it is a sum: ``Summa``, ``Totalt:``, ``Sum kostnader``."""
    return bool(_SAYS.match(" ".join(text.split()).casefold()))


def adds_up(text: str, number: float, above: Sequence[float], below: Sequence[float] = ()) -> bool:
    """Whether a row holds a sum of others, whose numbers are given in the order of the file.

    Whatever the row is called, of all that stand above it, if they are two or more. If it isn't called anything, or a
    word for a sum is in its name, of any two or more that follow on each other. Zero is the sum of nothing worth asking
    about.
    """
    wanted = _hundredths(number)
    if not wanted:
        return False
    if len(above) > 1 and sum(map(_hundredths, above)) == wanted:
        return True
    if text.strip() and not _HAS.search(text.casefold()):
        return False
    before, so_far = set[int](), 0
    last = None  # what the rows before the latest one come to: one row alone is no sum
    for amount in (*above, *below):
        if last is not None:
            before.add(last)
        last, so_far = so_far, so_far + _hundredths(amount)
        if so_far - wanted in before:
            return True
    return False


def _hundredths(number: float) -> int:
    return round(number * 100)
