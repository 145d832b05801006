"""Rows that are the same by what they are called, where ids can't tell: one to one, and never a guess.

The order of the rows doesn't matter, nor which of the two sides is called ``a``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from msgspec import Struct

from rus_sheets.guessing import Kin, initial, kin

Key = tuple[str, int]
"""A row's id, and which of the rows with that id it is (from 0)."""


class NamedRow(Struct, frozen=True):
    """A row by its name. ``place`` is what it belongs to, the same words on both sides; "" where that can't be told."""

    key: Key
    name: str
    place: str = ""


class Matched(Struct, frozen=True):
    """``pairs`` of rows of A and B that are the same, and rows of A that may be some of B's: nobody can tell."""

    pairs: tuple[tuple[Key, Key], ...] = ()
    unsure: tuple[tuple[Key, tuple[Key, ...]], ...] = ()


def matched(a: Iterable[NamedRow], b: Iterable[NamedRow]) -> Matched:
    """Rows with the same name, then those with nearly the same, each the only one on its side.

    Of several with the same name what they belong to tells which is which: each area has its running work.
    """
    left, right = _Side(a), _Side(b)
    pairs = [pair for same in (_whole, _name) for pair in _only(left, right, same)]
    kinship = _kinship(left, right)
    pairs += _nearest(left, right, kinship)
    unsure = [(one.key, tuple(other.key for other in right.rows if (one.key, other.key) in kinship))
              for one in left.rows]  # fmt: skip
    return Matched(tuple(sorted(pairs)), tuple((key, may_be) for key, may_be in sorted(unsure) if may_be))


class _Side:
    """The rows of one side that haven't found theirs yet."""

    def __init__(self, rows: Iterable[NamedRow]) -> None:
        self.rows: Sequence[NamedRow] = sorted((row for row in rows if row.name.strip()), key=lambda row: row.key)

    def without(self, keys: set[Key]) -> None:
        self.rows = [row for row in self.rows if row.key not in keys]


def _whole(row: NamedRow) -> Hashable:
    return (_folded(row.name), row.place) if row.place else None


def _name(row: NamedRow) -> Hashable:
    return _folded(row.name)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _only(a: _Side, b: _Side, same: Callable[[NamedRow], Hashable]) -> list[tuple[Key, Key]]:
    """The pairs that have something in common that no other row of either side has; they are taken from the sides."""
    counts = [Counter(same(row) for row in side.rows) for side in (a, b)]
    single = {what for what, count in counts[0].items() if what is not None and count == 1 == counts[1][what]}
    of_a, of_b = ({same(row): row.key for row in side.rows if same(row) in single} for side in (a, b))
    return _taken(a, b, [(of_a[what], of_b[what]) for what in of_a])


def _kinship(a: _Side, b: _Side) -> dict[tuple[Key, Key], Kin]:
    """How sure it is of each pair that it is one thing, where it may be."""
    beginning: dict[str, list[NamedRow]] = {}
    for other in b.rows:
        beginning.setdefault(initial(other.name), []).append(other)
    pairs = ((one, other) for one in a.rows for other in beginning.get(initial(one.name), ()))
    found = {(one.key, other.key): kin(one.name, other.name) for one, other in pairs}
    return {pair: is_kin for pair, is_kin in found.items() if is_kin is not Kin.NONE}


def _nearest(a: _Side, b: _Side, kinship: dict[tuple[Key, Key], Kin]) -> list[tuple[Key, Key]]:
    """The pairs that are each other's only nearly the same."""
    near = [pair for pair, found in kinship.items() if found >= Kin.NEARLY]
    of_a, of_b = Counter(one for one, _ in near), Counter(other for _, other in near)
    return _taken(a, b, [(one, other) for one, other in near if of_a[one] == 1 == of_b[other]])


def _taken(a: _Side, b: _Side, pairs: list[tuple[Key, Key]]) -> list[tuple[Key, Key]]:
    a.without({one for one, _ in pairs})
    b.without({other for _, other in pairs})
    return pairs
