"""Figures whose unit a column of the declaration tells: ``65 deltagare``, ``Antal deltagare: 65``, ``65 deltog``.

A unit is called as the first of the column's words (``counts``); columns with the same first word count the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from rus_sheets.book.numberwords import is_article
from rus_sheets.schema.columns import Column
from rus_sheets.schema.model import Declaration
from rus_sheets.texts.stated import Stated, Unit
from rus_sheets.texts.text_figures import A_FIGURE, BETWEEN, DIGITS, figure_in, is_a_year, none_of, unit_first

_A_STEM = 6
"""So long a word is known at the end of another: ``kursdeltagare``."""
_OF = re.compile(r"\bav\s+$", re.IGNORECASE)
"""``80 av 120 anmälda deltog``: so many were something else."""
_SINGLE = r"(?=(?:\s(?:personer|stycken|st\b\.?))?\s*(?:$|[.;,·|)\n\t](?!\d)))"


def unit_of(column: Column) -> str:
    """What the figures of a column count, by their own words or else by its type; "" for what is no number."""
    return column.counts[0] if column.counts else column.type.value if column.type.is_number else ""


class DeclaredUnits:
    """The units of a declaration's columns, and the figures of a text that have one of them."""

    def __init__(self, declaration: Declaration) -> None:
        self._by_word = {
            " ".join(word.casefold().split()): column.counts[0]
            for table in declaration.table
            for column in table.columns
            for word in column.counts
        }

    @property
    def units(self) -> tuple[str, ...]:
        """Every one of them."""
        return tuple(dict.fromkeys(self._by_word.values()))

    def in_label(self, text: str) -> str:
        """The word of a unit in a table's header or the label of its row, "" for none."""
        match = self._word.search(text) if self._by_word else None
        return match[0] if match else ""

    def unit_in(self, text: str) -> str:
        """The unit whose word stands in the text, "" for none."""
        word = self.in_label(text)
        return self._unit(word) if word else ""

    def find(self, text: str) -> Iterator[Stated]:
        """The figures of the text."""
        if not self._by_word or not self._word.search(text):
            return
        for match in self._counted.finditer(text):
            if not (is_article(match["words"] or "") or is_a_year(match)):
                of_others = match["described"] and _OF.search(text, 0, match.start())
                unit = Unit.OTHER if of_others else self._unit(match["noun"])
                yield figure_in(text, match, unit, match["noun"], match.end("noun"))
        yield from self._after_verb(text)
        for match in self._none.finditer(text):
            yield none_of(text, match, self._unit(match["noun"]))
        for match in self._labelled.finditer(text):
            yield unit_first(text, match, self._unit(match["noun"]))

    def _unit(self, noun: str) -> str:
        said = " ".join(noun.casefold().split())
        return self._by_word.get(said) or next(unit for word, unit in self._by_word.items() if said.endswith(word))

    @cached_property
    def _pattern(self) -> str:
        def of(word: str) -> str:
            compound = r"[a-zåäö]*" if len(word) >= _A_STEM and " " not in word else ""
            return compound + re.escape(word).replace(r"\ ", r"\s+")

        return "|".join(of(word) for word in sorted(self._by_word, key=len, reverse=True))

    @cached_property
    def _word(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{self._pattern})\b", re.IGNORECASE)

    @cached_property
    def _counted(self) -> re.Pattern[str]:
        return re.compile(rf"{A_FIGURE}(?={BETWEEN}(?P<noun>{self._pattern})\b)", re.IGNORECASE)

    @cached_property
    def _none(self) -> re.Pattern[str]:
        """``Inga deltagare kom.``"""
        return re.compile(rf"\b(?:inga|ingen|inget)\s(?P<noun>{self._pattern})\b", re.IGNORECASE)

    def _after_verb(self, text: str) -> Iterator[Stated]:
        """``Sammanlagt deltog 590 personer``, where ``personer deltog`` is declared."""
        for word, unit in self._by_word.items():
            noun, _, verb = word.rpartition(" ")
            if noun and re.search(rf"\b{verb}\b.*\b{noun}\b", text, re.IGNORECASE):
                for match in re.finditer(rf"{A_FIGURE}(?=\s(?P<noun>{noun})\b)", text, re.IGNORECASE):
                    if re.search(rf"\b{verb}\s(?:\w+\s){{0,2}}$", text[: match.start()], re.IGNORECASE):
                        yield figure_in(text, match, unit, match["noun"], match.end("noun"))

    @cached_property
    def _labelled(self) -> re.Pattern[str]:
        noun = rf"\b(?P<count>antal(?:et)?\s)?(?P<noun>{self._pattern})\b\)?(?:\s\([^)\n]*\))?"
        said = r"\s?[:=]|\s[-–—](?=\s)|\s(?:är|var|blev|blir|har\sblivit|uppg(?:år|ick)\still)|(?(count)|(?!))"
        return re.compile(rf"{noun}(?:{said})\s?(?P<number>[-–\u2212]?{DIGITS}){_SINGLE}", re.IGNORECASE)
