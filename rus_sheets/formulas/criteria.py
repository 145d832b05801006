"""What COUNTIFS and its kin look for, and where it stands; wildcards, which MATCH and SEARCH know too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rus_sheets.book.raw import CellError, Scalar
from rus_sheets.formulas.blocks import SearchKey, ValueBlock, keys_of
from rus_sheets.formulas.values import FaultError, NotKnownError, as_number

_PARTS = re.compile(r"(<=|>=|<>|=|<|>)?(.*)", re.DOTALL)
_WILDCARD = re.compile(r"~[*?~]|[*?]")


def has_wildcards(pattern: str) -> bool:
    """Does the text hold ``*``, ``?`` or ``~`` in their own meaning?"""
    return _WILDCARD.search(pattern) is not None


def wildcards(pattern: str) -> re.Pattern[str]:
    """The pattern that a text with wildcards stands for, in small letters."""
    found, end = "", 0
    for match in _WILDCARD.finditer(pattern.lower()):
        found += re.escape(pattern.lower()[end : match.start()])
        found += {"*": ".*", "?": "."}.get(match[0]) or re.escape(match[0][1])
        end = match.end()
    return re.compile(found + re.escape(pattern.lower()[end:]), re.DOTALL)


class Criterion:
    """One thing that is looked for: ``"A01"``, ``12``, ``">=10"``, ``"<>"``, ``"?*"``."""

    def __init__(self, wanted: Scalar) -> None:
        """``wanted`` as the formula has it; a blank cell asks for 0. Raises NotKnownError for what can't be told."""
        if isinstance(wanted, CellError):
            raise NotKnownError
        self.sign, self.value = "=", 0.0 if wanted is None else wanted
        self.bare = False
        if isinstance(wanted, str):
            match = _PARTS.fullmatch(wanted)
            sign, rest = match.groups() if match else (None, wanted)
            said = as_number(rest)
            truth = {"true": True, "false": False}.get(rest.lower())
            self.sign, self.bare = sign or "=", sign is None
            self.value = said if said is not None else rest if truth is None else truth
        if self.sign not in ("=", "<>") and isinstance(self.value, str):
            raise NotKnownError  # sorting, or a date in the reader's language
        self._pattern = wildcards(self.value) if isinstance(self.value, str) and has_wildcards(self.value) else None
        self._keys = frozenset(keys_of(self.value))

    @property
    def key(self) -> SearchKey | None:
        """What it is found by in a block's index; None if it has to be looked for."""
        if self.sign != "=" or self._pattern or self.value == "":
            return None
        return next(keys_of(self.value))

    def fits(self, value: Scalar) -> bool:
        """Does the value fit?"""
        if self.sign == "=":
            return self._equal(value)
        if self.sign == "<>":
            return not self._equal(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isinstance(self.value, int | float):
            return False
        one, other = value, self.value
        return {"<": one < other, ">": one > other, "<=": one <= other, ">=": one >= other}[self.sign]

    def _equal(self, value: Scalar) -> bool:
        if self.value == "":  # "" finds blank cells and empty texts, "=" only blank cells
            return value is None or (self.bare and value == "")
        if self._pattern:
            return isinstance(value, str) and self._pattern.fullmatch(value.lower()) is not None
        return not self._keys.isdisjoint(keys_of(value))


FoundCells = tuple[Sequence[tuple[int, int]], int]
"""The places that fit, and how many more do beyond what is held (all of them blank)."""


def fitting(pairs: Sequence[tuple[ValueBlock, Criterion]]) -> FoundCells:
    """The places at which each block's value fits its criterion. Raises FaultError if the blocks differ in size."""
    height, width = pairs[0][0].size
    if any(block.size != (height, width) for block, _ in pairs):
        raise FaultError("#VALUE!")
    keyed = [block.index.get(criterion.key, ()) for block, criterion in pairs if criterion.key is not None]
    if keyed:
        places: Sequence[tuple[int, int]] = min(keyed, key=len)
        beyond = 0
    else:
        rows, columns = max(block.held[0] for block, _ in pairs), max(block.held[1] for block, _ in pairs)
        places = [(row, column) for row in range(rows) for column in range(columns)]
        beyond = height * width - rows * columns if all(criterion.fits(None) for _, criterion in pairs) else 0
    return [at for at in places if all(criterion.fits(block.at(*at)) for block, criterion in pairs)], beyond
