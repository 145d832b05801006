"""Are the ids of two workbooks one plan's? A02 then and A02 now may have nothing in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import SequenceMatcher

from msgspec import Struct

from rus_sheets.book.model import Book, BookTable

_ALIKE = 0.6
"""How much two names of one thing have in common, at least, as ``difflib`` counts it."""
_NEARLY_ALL = 0.8
_FEW = 3
"""Common ids, from which it can be told whether they mean the same; and rows, from which none in common tells."""


class OtherIds(Struct, frozen=True):
    """How ids are seen to be another plan's: ``other`` of the ``common`` ones are something else (or none is common).

    ``example`` is one of them, called ``a`` in the one workbook and ``b`` in the other; "" where none is common.
    """

    other: int
    common: int
    example: str = ""
    a: str = ""
    b: str = ""


def other_ids(a: Book, b: Book) -> OtherIds | None:
    """What tells that the units' ids are those of two plans; None where they are one plan's, or nothing tells."""
    unit = b.declaration.followup.unit
    before, now = names(a[unit]), names(b[unit])
    common = before.keys() & now.keys()
    other = others(before, now)
    if other:
        return OtherIds(len(other), len(common), other[0], before[other[0]], now[other[0]])
    return OtherIds(0, 0) if not common and min(len(before), len(now)) >= _FEW else None


def others(
    before: Mapping[str, str], now: Mapping[str, str], same: Callable[[str, str], bool] | None = None
) -> list[str]:
    """The ids that are something else ``now``, where nearly all are: then they are another plan's. Else none.

    ``same`` tells of what stands for two names whether they are one thing's, where it isn't the names themselves.
    """
    common = before.keys() & now.keys()
    is_same = same or alike
    other = sorted(id_ for id_ in common if not is_same(before[id_], now[id_]))
    return other if len(common) >= _FEW and len(other) >= _NEARLY_ALL * len(common) else []


def names(table: BookTable) -> dict[str, str]:
    """What the rows are called, by id."""
    return {row.id: row.title for row in table if row.id and row.title}


def alike(one: str, other: str) -> bool:
    """May the two be names of one thing?"""
    one, other = one.casefold(), other.casefold()
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() >= _ALIKE
