"""Counts of rows that a text states by what the rows are called: ``tre av 21 län har redovisat``, ``tolv insatser``.

``row_words`` tells how a sentence says so, ``row_sizes`` how many there are; here the one is held against the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rus_sheets.book.model import Book
from rus_sheets.book.numberwords import is_article
from rus_sheets.texts.countwords import is_count_word, is_right, may_be_of_others, speaks_of_any
from rus_sheets.texts.known_figures import WHOLE, FigureKey
from rus_sheets.texts.stated import Stated
from rus_sheets.texts.text_figures import stated_figures
from rus_sheets.usecases.edited.row_sizes import RowSizes, Sizes
from rus_sheets.usecases.edited.row_words import RowWords, is_meant, is_not_so, speaks_of_reported, stated

Judged = Iterator[tuple[Stated, bool | None]]
"""Counts, each with whether it is the workbook's; None where nothing tells which count is meant."""


class RowCounts:
    """What a text says of how many rows a workbook has, and of how many of its units are reported."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._words, self._sizes = RowWords(book), RowSizes(book)
        self._unit = book.declaration.followup.unit

    def find(self, text: str, keys: Sequence[FigureKey]) -> Judged:
        """The counts in a text that stands under the rows ``keys``."""
        if not self._words.may_count(text):
            return
        for match in self._words.counted(text):
            yield from self._with_noun(text, match, keys)
        for match in self._words.counted_of(text):
            yield from self._part_of(text, match, keys)
        for match in self._words.counted_before(text):
            yield from self._without_noun(text, match, keys)
        for match in self._words.counted_after(text):
            yield from self._after_noun(text, match, keys)

    def _with_noun(self, text: str, match: re.Match[str], keys: Sequence[FigureKey]) -> Judged:
        table = self._words.table_of(match["noun"])
        reported = self._reported(table, match)
        is_figure = _is_figure(match["noun"])
        if (reported is None and (is_figure or is_count_word(match["number"]))) or not is_meant(text, match):
            return
        sizes = self._sizes.all[table]
        whole = stated(text, match, "of", sizes[WHOLE]) if match["of"] and not is_figure else None
        if whole is not None:
            yield whole, self._verdict(whole, sizes, table, keys, told=reported is not None)
        yield from self._part_of(text, match, keys)

    def _after_noun(self, text: str, match: re.Match[str], keys: Sequence[FigureKey]) -> Judged:
        table = self._words.table_of(match["noun"])
        sizes = self._sizes.all[table]
        figure = None if _is_figure(match["noun"]) else stated(text, match, "number", sizes[WHOLE])
        if figure is not None and not is_article(match["number"]):
            yield figure, self._verdict(figure, sizes, table, keys, told=bool(match["antal"]))

    def _part_of(self, text: str, match: re.Match[str], keys: Sequence[FigureKey]) -> Judged:
        """What is said of how many there are: ``3 av 21 län``, ``av 21 län har 3``."""
        table = self._words.table_of(match["noun"])
        reported, sizes = self._reported(table, match), self._sizes.all[table]
        part = stated(text, match, "number", sizes[WHOLE])
        if part is not None:
            expected = sizes if reported is None else reported
            told = reported is not None and not match.groupdict().get("adjective")  # of some of them only
            if told and is_not_so(match) and part.fits(map(float, self._sizes.untouched(table).values())):
                told = False
            yield part, self._verdict(part, expected, table, keys, told=told, said=match["number"])

    def _without_noun(self, text: str, match: re.Match[str], keys: Sequence[FigureKey]) -> Judged:
        """``25 av 28 har redovisats``, ``varav 25 har redovisats``: of what was counted last, or of the units."""
        before = self._words.last_before(text, match.start())
        table = before or self._unit
        reported, sizes = self._reported(table, match), self._sizes.all[table]
        part = stated(text, match, "number", sizes[WHOLE])
        if reported is None or part is None or not is_meant(text, match):
            return
        of = stated(text, match, "of", sizes[WHOLE]) if match.groupdict().get("of") else None
        is_of_them = of.fits(float(sizes[key]) for key in (WHOLE, *keys)) if of else bool(before)
        yield part, self._verdict(part, reported, table, keys, told=is_of_them, said=match["number"])

    def _reported(self, table: str, match: re.Match[str]) -> Sizes | None:
        """How many are reported, or are not, where that is what is said of the rows."""
        if not speaks_of_reported(match):
            return None
        return self._sizes.waiting(table) if is_not_so(match) else self._sizes.reported(table)

    def _verdict(
        self, figure: Stated, expected: Sizes, table: str, keys: Sequence[FigureKey], *, told: bool, said: str = ""
    ) -> bool | None:
        """Wrong only where the sentence tells which count it means (``told``) and no row has that count.

        ``said`` is the word or number itself: a share is of as many as there are in the same place.
        """
        if said and is_count_word(said) and not is_article(said):
            sizes = self._sizes.all[table]
            places = (WHOLE, *(key for key in keys if sizes[key]))
            if is_right(said, ((expected.get(key, 0), sizes[key]) for key in places), figure.about):
                return True
            is_other = may_be_of_others(said) or speaks_of_any(figure, self._book, sizes)
            return False if told and not is_other else None
        right = {float(expected.get(key, 0)) for key in (WHOLE, *keys)}
        if figure.fits(right) or (not told and figure.fits(self._sizes.any_of[table])):
            return True
        return False if told and not figure.fits(map(float, expected.values())) else None


def _is_figure(noun: str) -> bool:
    """Is it a unit that is read as such: ``aktiviteter``?"""
    return next(stated_figures(f"2 {noun}"), None) is not None
