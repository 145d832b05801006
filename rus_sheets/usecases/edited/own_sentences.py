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
        words = _words_of(stated)
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
                found.setdefault((stated.unit, stated.value), []).append(_words_of(stated))
        return found


def _words_of(stated: Stated) -> set[str]:
    """Those of its sentence but the figure itself: ``Utfall: 4 500 000 kr`` isn't ``Budget: 4 500 000 kr``."""
    words = set(_WORDS.findall(stated.sentence.casefold()))
    return words - {word for word in _WORDS.findall(stated.text) if word.isdigit()} or words
