"""Counts of rows that a text states by what the rows are called: ``tre av 21 län har redovisat``, ``tolv insatser``.

The words stand in the declaration: the sheets named after what their rows are, and the totals that count rows. How many
have been reported is told by its followup.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from rus_sheets.book.model import Book, Row
from rus_sheets.book.numberwords import is_article
from rus_sheets.documents.money import reported_posts, waiting_posts
from rus_sheets.schema.columns import TableKind
from rus_sheets.texts.countwords import (
    CLAUSE_END,
    COUNT_WORDS,
    NUMBER,
    is_count_word,
    is_denied,
    is_right,
    may_be_of_others,
    speaks_of_any,
    value_said,
)
from rus_sheets.texts.known_figures import WHOLE, FigureKey, above
from rus_sheets.texts.rounding import about_before, reach_of
from rus_sheets.texts.text_figures import Stated, Unit, stated_figures

Sizes = Mapping[FigureKey, int]
"""How many rows there are: under WHOLE all, and those that belong to each row."""

_ENDINGS = ("en", "na", "a")  # länen, insatserna, områdena
_SAID_SO = r"(?:redovisa(?:ts?|de?)|besvara(?:ts?|de?)|svarat)"
_NOT = r"(?:(?P<not>(?:ännu\s+)?(?:inte|ej))\s+)?"
_NOT_AFTER = _NOT.replace("not", "not_after")
_REPORTED = rf"\s+(?P<which>som\s+)?{_NOT}(?:är|blev|har(?:\s+blivit)?|hade)?\s*{_NOT_AFTER}{_SAID_SO}{CLAUSE_END}"
_OF_NUMBER = rf"\s+av\s+(?:[a-zåäö]+\s+){{0,2}}?(?P<of>{NUMBER})"
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n")
_POSTS = "budget"
_LEAST = 3
"""Shorter words stand in too many sentences."""


class RowCounts:
    """How many rows of each kind a workbook has, and how many of its units are reported, by the words that tell it."""

    def __init__(self, book: Book) -> None:
        self._book = book
        followup = book.declaration.followup
        self._unit, self._answer, self._answered_by = followup.unit, followup.answer, followup.answered_by
        self._children = {child.table for child in followup.child_tables}

    def find(self, text: str, keys: Sequence[FigureKey]) -> Iterator[tuple[Stated, bool | None]]:
        """The counts in a text, each with whether it is the workbook's; None where nothing tells which count is meant.

        ``keys`` are the rows that the text stands under.
        """
        if not self._maybe.search(text):
            return
        for match in self._of_noun.finditer(text):
            yield from self._with_noun(text, match, keys)
        for match in self._noun_first.finditer(text):
            yield from self._part_of(text, match, keys)
        for pattern in (_OF_NO_NOUN, _ALL_OF_THEM, _OF_WHAT_WAS_SAID):
            for match in pattern.finditer(text):
                yield from self._without_noun(text, match, keys)

    def _with_noun(
        self, text: str, match: re.Match[str], keys: Sequence[FigureKey]
    ) -> Iterator[tuple[Stated, bool | None]]:
        table = self._nouns[match["noun"].casefold()]
        reported = self._reported(table, match)
        is_figure = next(stated_figures(f"2 {match['noun']}"), None) is not None
        if (reported is None and (is_figure or is_count_word(match["number"]))) or not _is_said(text, match):
            return
        sizes = self._sizes[table]
        whole = _stated(text, match, "of", sizes[WHOLE]) if match["of"] and not is_figure else None
        if whole is not None:
            yield whole, self._verdict(whole, sizes, table, keys, told=reported is not None)
        yield from self._part_of(text, match, keys)

    def _part_of(
        self, text: str, match: re.Match[str], keys: Sequence[FigureKey]
    ) -> Iterator[tuple[Stated, bool | None]]:
        """What is said of how many there are: ``3 av 21 län``, ``av 21 län har 3``."""
        table = self._nouns[match["noun"].casefold()]
        reported, sizes = self._reported(table, match), self._sizes[table]
        part = _stated(text, match, "number", sizes[WHOLE])
        if part is not None:
            expected = sizes if reported is None else reported
            told = reported is not None and not match.groupdict().get("adjective")  # of some of them only
            yield part, self._verdict(part, expected, table, keys, told=told, said=match["number"])

    def _without_noun(
        self, text: str, match: re.Match[str], keys: Sequence[FigureKey]
    ) -> Iterator[tuple[Stated, bool | None]]:
        """``25 av 28 har redovisats``, ``varav 25 har redovisats``: of what was counted last, or of the units."""
        before = list(self._noun.finditer(text, 0, match.start()))
        table = self._nouns[before[-1][0].casefold()] if before else self._unit
        reported = self._reported(table, match)
        part = _stated(text, match, "number", self._sizes[table][WHOLE])
        if reported is None or part is None or not _is_said(text, match):
            return
        of = _stated(text, match, "of", self._sizes[table][WHOLE]) if match.groupdict().get("of") else None
        is_of_them = of.fits(float(self._sizes[table][key]) for key in (WHOLE, *keys)) if of else bool(before)
        yield part, self._verdict(part, reported, table, keys, told=is_of_them, said=match["number"])

    def _verdict(
        self, stated: Stated, expected: Sizes, table: str, keys: Sequence[FigureKey], *, told: bool, said: str = ""
    ) -> bool | None:
        """Wrong only where the sentence tells which count it means (``told``) and no row has that count.

        ``said`` is the word or number itself: a share is of as many as there are in the same place.
        """
        if said and is_count_word(said) and not is_article(said):
            sizes = self._sizes[table]
            places = (WHOLE, *(key for key in keys if sizes[key]))
            if is_right(said, ((expected.get(key, 0), sizes[key]) for key in places), stated.about):
                return True
            return (
                False if told and not may_be_of_others(said) and not speaks_of_any(stated, self._book, sizes) else None
            )
        right = {float(expected.get(key, 0)) for key in (WHOLE, *keys)}
        if stated.fits(right) or (not told and stated.fits(self._any[table])):
            return True
        return False if told and not stated.fits(map(float, expected.values())) else None

    # -------------------------------------------------------------- what the words mean

    def _reported(self, table: str, match: re.Match[str]) -> Sizes | None:
        """How many are reported, or are not, where that is what is said of the rows."""
        if not match["reported"] and not match.groupdict().get("described"):
            return None
        is_not = bool(match["not"] or match["not_after"])
        if table in self._children:  # they come with the answers
            return None if is_not else self._sizes[table]
        if table == _POSTS:
            return self._count(waiting_posts(self._book) if is_not else reported_posts(self._book))
        if table != self._unit:
            return None
        sizes = self._sizes[table]
        return Counter({key: sizes[key] - self._answered[key] for key in sizes}) if is_not else self._answered

    @cached_property
    def _nouns(self) -> dict[str, str]:
        """The words for rows, in every form, and their table."""
        found: dict[str, str] = {}
        for table in self._book.declaration.table:
            if table.kind is TableKind.ROWS and table.title and table.key in self._book.tables:
                one, many = table.column(table.title).header.casefold(), (table.called or table.sheet).casefold()
                if many.startswith(one):
                    found.update({one: table.key, many: table.key})
        for row in self._book.declaration.summary.named():
            counted = [term.count for term in row.recompute if term.count and not term.where]
            label = row.label.casefold().split()
            if len(row.recompute) == len(counted) == 1 and len(label) == 2 and counted[0] in self._book.tables:
                found[label[1]] = counted[0]
        nouns = {word: table for word, table in found.items() if len(word) >= _LEAST and table != self._answer}
        return nouns | {f"{word}{end}": table for word, table in nouns.items() for end in _ENDINGS}

    @cached_property
    def _noun(self) -> re.Pattern[str]:
        names = "|".join(re.escape(name) for name in sorted(self._nouns, key=len, reverse=True)) or "(?!)"
        return re.compile(rf"\b(?:{names})\b", re.IGNORECASE)

    @cached_property
    def _maybe(self) -> re.Pattern[str]:
        return re.compile(rf"{self._noun.pattern}|{_SAID_SO}", re.IGNORECASE)

    @cached_property
    def _of_noun(self) -> re.Pattern[str]:
        number = rf"(?<![\w,.–-])(?<!\d[ \u00a0])(?P<number>{NUMBER}|{COUNT_WORDS})"
        described = rf"(?:enda\s+)?(?:(?P<described>{_SAID_SO})\s+|(?P<adjective>[a-zåäö]{{3,}}[ae]\s+))?"
        of = rf"(?:{_OF_NUMBER}|\s+av(?:\s+(?:de|landets|alla))?\s+)?"
        return re.compile(
            rf"{number}{of}\s*{described}(?P<noun>{self._noun.pattern})(?P<reported>{_REPORTED})?", re.IGNORECASE
        )

    @cached_property
    def _noun_first(self) -> re.Pattern[str]:
        """``Av landets 21 län har 3 redovisat``."""
        of = rf"\bav\s+(?:(?:de|landets|planens|alla)\s+)*{NUMBER}\s+(?P<noun>{self._noun.pattern})"
        number = rf"(?P<number>{NUMBER}|{COUNT_WORDS})"
        return re.compile(rf"{of}\s+(?:är|var|blev|har|hade)\s+{number}(?P<reported>{_REPORTED})", re.IGNORECASE)

    # -------------------------------------------------------------- how many there are

    @cached_property
    def _sizes(self) -> dict[str, Counter[FigureKey]]:
        return {key: self._count(table.rows) for key, table in self._book.tables.items()}

    @cached_property
    def _answered(self) -> Counter[FigureKey]:
        answers = self._book.tables.get(self._answer)
        known = {row.id for row in answers or () if row.text(self._answered_by)}
        units = self._book.tables.get(self._unit)
        return self._count([row for row in units or () if row.id in known])

    @cached_property
    def _any(self) -> dict[str, set[float]]:
        """By table every count of its rows: of all, by what they belong to and by choice, and those of the totals."""
        found: dict[str, set[float]] = {}
        for key, table in self._book.tables.items():
            choices = Counter(
                (cell.column.key, cell.value)
                for row in table.rows
                for cell in row.cells.values()
                if cell.column.type.value == "choice" and isinstance(cell.value, str)
            )
            found[key] = {float(size) for size in (*self._sizes[key].values(), *choices.values())}
        for row in self._book.declaration.summary.named():
            total = self._book.totals.get(row.key)
            for term in row.recompute if total is not None and total.value is not None else ():
                if term.count:
                    counted = self._unit if term.count == self._answer else term.count
                    found.setdefault(counted, set()).add(total.number if total else 0)
        return found

    def _count(self, rows: Sequence[Row]) -> Counter[FigureKey]:
        found: Counter[FigureKey] = Counter({WHOLE: 0})
        for row in rows:
            if row.id:
                found.update({WHOLE, *self._holders(row)})
        return found

    def _holders(self, row: Row) -> Iterator[FigureKey]:
        """What the row belongs to, and what that belongs to in turn."""
        for key in above(row):
            if key[0] != row.table.key:
                yield key
                upper = self._book.tables[key[0]].by_id.get(key[1]) if key[0] in self._book.tables else None
                yield from self._holders(upper) if upper is not None else ()


_OF_NO_NOUN = re.compile(
    rf"(?<![\w,.–-])(?P<where>varav\s+)?(?P<number>{NUMBER})(?(where)|(?:{_OF_NUMBER}|\s+av\s+(?:dem|dessa)))"
    rf"(?P<reported>{_REPORTED})",
    re.IGNORECASE,
)
_OF_WHAT_WAS_SAID = re.compile(
    rf"(?:^|(?<=[.;,(]\s)|(?<=\boch\s))(?P<number>{NUMBER})(?P<reported>{_REPORTED})", re.IGNORECASE
)
_ALL_OF_THEM = re.compile(
    rf"(?<![\w,.–-])(?P<number>{COUNT_WORDS})(?:\s+av\s+(?:dem|dessa))?(?P<reported>{_REPORTED})", re.IGNORECASE
)


def _is_said(text: str, match: re.Match[str]) -> bool:
    """Does the word count? Not ``inte alla``, nor an article without more: ``en redovisad insats``, ``ett län som``."""
    said = match["number"]
    some = is_article(said) and (not match["reported"] or match["which"])
    return not some and not (is_count_word(said) and is_denied(text, match.start("number")))


def _stated(text: str, match: re.Match[str], group: str, size: int) -> Stated | None:
    """The number of that group as a figure; ``alla`` is the ``size``. None for a year."""
    said = match[group].casefold()
    if _A_YEAR.fullmatch(said):
        return None
    start, end = match.span(group)
    value = value_said(said, size)
    about = about_before(text, start)
    before = [found.end() for found in _SENTENCE.finditer(text, 0, match.start())]
    after = _SENTENCE.search(text, match.end())
    return Stated(
        text[min(match.start(), about.start if about else start) : match.end()],
        value,
        Unit.ACTIVITIES,
        reach_of(value, 0, 1, about=about),
        of_the_whole=False,
        sentence=text[before[-1] if before else 0 : after.start() if after else len(text)],
        start=start,
        end=end,
        about=about,
    )
