"""Sentences of the workbook's own texts, edited or not: what they state is left to ``validate``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from rus_sheets.texts.stated import Stated

_WORDS = re.compile(r"\w+")
_ALIKE = 0.6
"""The share of words in common that makes a sentence one of the workbook's own, edited or not."""


class OwnSentences:
    """Knows them. ``texts`` are the workbook's, and ``stated_in`` reads every figure of a text."""

    def __init__(self, texts: Iterable[str], stated_in: Callable[[str], Iterator[Stated]]) -> None:
        self._texts, self._stated_in = texts, stated_in

    def state(self, stated: Stated) -> bool:
        """Does one of them, or nearly so, state that?"""
        words = set(_WORDS.findall(stated.sentence.casefold()))
        alike = self._stated.get((stated.unit, stated.value), ())
        return any(len(words & other) >= _ALIKE * len(words | other) for other in alike)

    def have(self, stated: Stated) -> bool:
        """Does any of them state the same figure, of whatever it is?"""
        return (stated.unit, stated.value) in self._stated

    @cached_property
    def _stated(self) -> dict[tuple[str, float], list[set[str]]]:
        """The words of the sentences that state a figure."""
        found: dict[tuple[str, float], list[set[str]]] = {}
        for text in dict.fromkeys(self._texts):
            for stated in self._stated_in(text):
                words = set(_WORDS.findall(stated.sentence.casefold()))
                found.setdefault((stated.unit, stated.value), []).append(words)
        return found
