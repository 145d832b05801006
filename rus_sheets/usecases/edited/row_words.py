"""How a sentence tells a count of rows: what the rows are called, and the patterns of such sentences.

The words stand in the declaration: the sheets named after what their rows are, and the totals that count rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from rus_sheets.book.model import Book
from rus_sheets.book.numberwords import is_article
from rus_sheets.schema.columns import TableKind
from rus_sheets.texts.countwords import CLAUSE_END, COUNT_WORDS, NUMBER, is_count_word, is_denied, value_said
from rus_sheets.texts.rounding import about_before, reach_of
from rus_sheets.texts.stated import Stated, Unit

_ENDINGS = ("en", "na", "a")  # länen, insatserna, områdena
_SAID_SO = r"(?:redovisa(?:ts?|de?)|besvara(?:ts?|de?)|svarat)"
_NOT = r"(?:(?P<not>(?:ännu\s+)?(?:inte|ej))\s+)?"
_NOT_AFTER = _NOT.replace("not", "not_after")
_THEIRS = r"(?:\s+(?:sin[at]?\s+\w+|medlen|bidraget|pengarna))?"
"""``Alla län har redovisat sina medel`` says no more than that they have."""
_REPORTED = (
    rf"\s+(?P<which>som\s+)?{_NOT}(?:är|blev|har(?:\s+blivit)?|hade)?\s*{_NOT_AFTER}{_SAID_SO}{_THEIRS}{CLAUSE_END}"
)
_OF_NUMBER = rf"\s+av\s+(?:[a-zåäö]+\s+){{0,2}}?(?P<of>{NUMBER})"
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n")
_LEAST = 3
"""Shorter words stand in too many sentences."""

_SAYS_SO = re.compile(_SAID_SO, re.IGNORECASE)
_OF_NO_NOUN = (
    rf"(?<![\w,.–-])(?P<where>varav\s+)?(?P<number>{NUMBER})(?(where)|(?:{_OF_NUMBER}|\s+av\s+(?:dem|dessa)))"
    rf"(?P<reported>{_REPORTED})"
)
_OF_WHAT_WAS_SAID = rf"(?:^|(?<=[.;,(]\s)|(?<=\boch\s))(?P<number>{NUMBER})(?P<reported>{_REPORTED})"
_ALL_OF_THEM = rf"(?<![\w,.–-])(?P<number>{COUNT_WORDS})(?:\s+av\s+(?:dem|dessa))?(?P<reported>{_REPORTED})"
"""Texts, since they take long to compile, and few sentences say what is reported."""


class RowWords:
    """What the rows of a workbook are called, and the sentences in which a text counts them.

    A match has the groups ``number``, ``reported``, ``not`` and ``not_after``, and as the sentence may be ``noun``,
    ``of``, ``described`` and ``adjective``; one of ``counted_after`` has ``number``, ``noun`` and ``antal``.
    """

    def __init__(self, book: Book) -> None:
        self._book = book

    def may_count(self, text: str) -> bool:
        """Most texts say nothing of the kind, and this tells that quickly."""
        return bool(self._maybe.search(text))

    def counted(self, text: str) -> Iterator[re.Match[str]]:
        """``Tre av 21 län har redovisat``: the number, and then what is counted."""
        return self._of_noun.finditer(text)

    def counted_of(self, text: str) -> Iterator[re.Match[str]]:
        """``Av landets 21 län har 3 redovisat``."""
        return self._noun_first.finditer(text) if _SAYS_SO.search(text) else iter(())

    def counted_after(self, text: str) -> Iterator[re.Match[str]]:
        """``Länen är 21``, ``Antal insatser: 12``: what is counted, and then the number."""
        return self._number_last.finditer(text)

    def counted_before(self, text: str) -> Iterator[re.Match[str]]:
        """``Varav 25 har redovisats``: of what was counted before."""
        if _SAYS_SO.search(text):
            for pattern in (_OF_NO_NOUN, _ALL_OF_THEM, _OF_WHAT_WAS_SAID):
                yield from re.finditer(pattern, text, re.IGNORECASE)

    def table_of(self, noun: str) -> str:
        """The table whose rows are called so."""
        return self._nouns[noun.casefold()]

    def last_before(self, text: str, end: int) -> str | None:
        """The table whose rows were spoken of last before that place."""
        before = list(self._noun.finditer(text, 0, end))
        return self.table_of(before[-1][0]) if before else None

    @cached_property
    def _nouns(self) -> dict[str, str]:
        """The words for rows, in every form, and their table."""
        answer = self._book.declaration.followup.answer
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
        nouns = {word: table for word, table in found.items() if len(word) >= _LEAST and table != answer}
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
        of = rf"\bav\s+(?:(?:de|landets|planens|alla)\s+)*{NUMBER}\s+(?P<noun>{self._noun.pattern})"
        number = rf"(?P<number>{NUMBER}|{COUNT_WORDS})"
        return re.compile(rf"{of}\s+(?:är|var|blev|har|hade)\s+{number}(?P<reported>{_REPORTED})", re.IGNORECASE)

    @cached_property
    def _number_last(self) -> re.Pattern[str]:
        said = r"(?:(?(antal)\s?[:=]|(?!))|\s(?:är|var|blev|uppg(?:år|ick)\still))\s"
        noun = rf"\b(?P<antal>antal(?:et)?\s)?(?P<noun>{self._noun.pattern})"
        return re.compile(rf"{noun}{said}(?P<number>{NUMBER})(?=\s*(?:$|[.;,)\n](?!\d)))", re.IGNORECASE)


def speaks_of_reported(match: re.Match[str]) -> bool:
    """Is it said of the rows that they are reported, or that they aren't?"""
    return bool(match["reported"] or match.groupdict().get("described"))


def is_not_so(match: re.Match[str]) -> bool:
    """Is it said that they aren't?"""
    return bool(match["not"] or match["not_after"])


def is_meant(text: str, match: re.Match[str]) -> bool:
    """Does the word count? Not ``inte alla``, nor an article without more: ``en redovisad insats``, ``ett län som``."""
    said = match["number"]
    some = is_article(said) and (not match["reported"] or match["which"])
    return not some and not (is_count_word(said) and is_denied(text, match.start("number")))


def stated(text: str, match: re.Match[str], group: str, size: int) -> Stated | None:
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
