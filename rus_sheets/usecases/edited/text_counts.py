"""Counts that a text states by what is counted: ``18 av 28 aktiviteter har skett som planerat``, ``elva prioriterade``.

``choice_sets`` knows the words that tell what is counted, and which activities they tell of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from rus_sheets.book.model import Book
from rus_sheets.book.numberwords import is_article
from rus_sheets.texts.countwords import (
    CLAUSE_END,
    COUNT_WORDS,
    NUMBER,
    is_count_word,
    is_denied,
    is_right,
    is_share_of_few,
    may_be_of_others,
    speaks_of_any,
    value_said,
)
from rus_sheets.texts.known_figures import FigureKey
from rus_sheets.texts.rounding import about_before, reach_of
from rus_sheets.texts.stated import Stated, Unit
from rus_sheets.usecases.edited.choice_sets import ChoiceSets, PartOfAll
from rus_sheets.usecases.edited.role_words import any_of, vocabulary

_COUNTED = r"(?:aktivitet(?:er(?:na)?)?|insats(?:er(?:na)?)?|st\b\.?|stycken)"
_SAID = rf"(?:{COUNT_WORDS}|{NUMBER})"
_IN_PLAN = r"(?:\s+i\s+(?:(?:verksamhets)?planen|årets\s+(?:verksamhets)?plan))?"
_IS = r"(?:(?:som\s+)?(?:är|var|blev|har|hade)\s+)?"
_VERBS = ("har", "saknar", "utan", "blev", "gick", "genomfördes", "är")
_YET = r"(?:ännu|fortfarande|alltjämt)"
_OURS = r"(?:(?:de|planens|våra|alla|totalt|sammanlagt)\s+){0,2}"
_IS_COUNTED = re.compile(rf"\s{_COUNTED}\s|\s(?:är|var|blev)\s")
_ACTIVITIES_AFTER = re.compile(rf"\s+(?:av\s+)?{_COUNTED}\b", re.IGNORECASE)
_NOUN = re.compile(rf"\b{_COUNTED}\b", re.IGNORECASE)
_NO_MORE = re.compile(CLAUSE_END, re.IGNORECASE)
_OR = re.compile(r"\s+eller\b", re.IGNORECASE)
_THERE_ARE = re.compile(
    r"(?:^|\b(?:har|hade|finns|fanns|omfatta\w+|innehåll\w+|består\s+av|ing(?:år|ick)))\s*(?:(?:ca|cirka)\s+)?$",
    re.IGNORECASE,
)
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_THOSE_WHO = re.compile(r"\bsom\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n")


class _CountSaid(Struct, frozen=True):
    """What a match says: the number, what is counted (``name``), of which class of them, and of how many."""

    match: re.Match[str]
    number: str
    start: int
    end: int
    name: str
    of_class: str
    of: str
    of_them: bool

    @property
    def after(self) -> bool:
        """Does the number stand after what is counted?"""
        return bool(self.match["after"])


class Counts:
    """How many of a workbook's activities have each choice, by the words that tell it."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sets = ChoiceSets(book, _COUNTED)

    def find(self, text: str, keys: Sequence[FigureKey]) -> Iterator[tuple[Stated, bool | None]]:
        """The counts stated in a text, and whether each is the workbook's: of what it stands under, or of all.

        None where nothing tells: ``två av dem`` may be of those that the sentence before speaks of.
        """
        for match in self._stated.finditer(text):
            said = self._read(match)
            if not self._counts(text, said) or (is_count_word(said.number) and not self._is_said(text, said)):
                continue
            parts = self._sets.parts(said.name, said.of_class, keys)
            stated = self._figure(text, said, parts)
            if is_count_word(said.number) and not is_article(said.number):
                is_sure = is_right(said.number, parts, stated.about)
                yield stated, is_sure or (None if self._may_be_of_some(said, stated, keys) else False)
            elif (said.of_class and not parts) or self._is_part_of_class(text, said):
                yield stated, self._of_class(said)
            else:
                yield stated, None if _OR.match(text, match.end()) else self._verdict(said, stated, parts)

    def _read(self, match: re.Match[str]) -> _CountSaid:
        group = next(group for group in ("number", "part", "after") if match[group])
        start, end = match.span(group)
        name = _plain(match["name"] or match["label"] or f"{match['verb']} {match['rest']}")
        if match["rest"] and name not in self._sets.names:
            name = _plain(match["rest"])
        number = f"{match[group]} utom {match['but']}" if match["but"] else match[group]
        of_class = (match["of_class"] or match["of_class_first"] or "").casefold()
        of = match["of"] or match["of_first"] or ""
        return _CountSaid(match, number, start, end, name, of_class, of, bool(match["of_them"]))

    def _figure(self, text: str, said: _CountSaid, parts: Sequence[PartOfAll]) -> Stated:
        value = value_said(said.number, max((whole for _, whole in parts), default=0))
        about = about_before(text, said.start)
        return Stated(
            said.match[0],
            value,
            Unit.ACTIVITIES,
            reach_of(value, 0, 1, about=about),
            of_the_whole=False,
            sentence=self._sentence(text, said.match.start(), said.match.end()),
            start=said.start,
            end=said.end,
            about=about,
        )

    def _may_be_of_some(self, said: _CountSaid, stated: Stated, keys: Sequence[FigureKey]) -> bool:
        """May a word as ``alla`` be said of some that the text has spoken of before?"""
        of_some = said.of_them or may_be_of_others(said.number) or not _NOUN.search(stated.sentence)
        of_some = of_some or (said.name in self._sets.totals and any(keys))  # a total is of the whole
        return of_some or speaks_of_any(stated, self._book, self._sets.by_row)

    def _verdict(self, said: _CountSaid, stated: Stated, parts: Sequence[PartOfAll]) -> bool | None:
        whole, right = value_said(said.of, 0) if said.of else None, {part for part, _ in parts}
        if whole in right and _THOSE_WHO.search(said.match[0]):  # "en av fyra som är allra viktigast"
            return True
        wholes = {of for _, of in parts} | (set() if said.of_class else {self._sets.size})
        if whole is not None and whole not in wholes:
            return is_share_of_few(stated.value, whole, parts)
        if stated.fits(right):
            return True
        return None if said.of_them and stated.value <= max(right, default=0) else False

    def _is_part_of_class(self, text: str, said: _CountSaid) -> bool:
        """``11 av 14 prioriterade aktiviteter är klara``, ``två prioriterade aktiviteter är klara``."""
        match = said.match
        if not match["name"] or said.name not in self._sets.classes or match["noun"] or match["is"]:
            return False
        noun = _ACTIVITIES_AFTER.match(text, match.end())
        if _NO_MORE.match(text, noun.end() if noun else match.end()):
            return False
        return bool(said.of) or not _THERE_ARE.search(self._sentence(text, match.start(), match.start()))

    def _of_class(self, said: _CountSaid) -> bool | None:
        """How many of a class are something isn't told here; how many there are of it is."""
        name = said.of_class or said.name
        sizes = {*self._sets.totals.get(name, ()), *(float(len(units)) for units in self._sets.sets(name))}
        if said.of:
            return None if value_said(said.of, 0) in sizes else False
        return None if not sizes or value_said(said.number, 0) <= max(sizes) else False

    def _is_said(self, text: str, said: _CountSaid) -> bool:
        """Does the word count? Not ``inte alla``, nor where more is said: ``alla har delvis ändrats``.

        An article counts only where nothing more at all is said.
        """
        match, article = said.match, is_article(said.number)
        if is_denied(text, said.start):
            return False
        if said.after:
            return not article or bool(_ACTIVITIES_AFTER.match(text, match.end()))
        no_more = bool(_NO_MORE.match(text, match.end()))
        if said.name in self._sets.totals:
            return no_more and not article
        is_whole = said.name in self._sets.whole and not article
        is_phrase = " " in said.name or said.name in self._sets.loose
        return is_phrase and said.name in self._sets.names and (no_more or is_whole)

    def _counts(self, text: str, said: _CountSaid) -> bool:
        """Is something counted? A year isn't, nor the number that a name ends with (``Agenda 2030 PRIO``).

        A total's word alone counts what the sentence has named: ``28 aktiviteter, 14 prioriterade``.
        """
        match, name = said.match, said.name
        is_vague = self._sets.tells_any(name) or name in self._sets.loose
        if is_vague and not (said.after or _NO_MORE.match(text, match.end())):
            return False  # "har status Har ej skett", "genomfördes i maj"
        counted = _IS_COUNTED.search(match[0].casefold().removesuffix(name)) or _ACTIVITIES_AFTER.match(
            text, match.end()
        )
        told = said.after or bool(match["rest"]) or (" " in name and name.split(maxsplit=1)[0] in _VERBS)
        if name in self._sets.totals and _NO_MORE.match(text, match.end()):
            told = told or bool(_NOUN.search(self._sentence(text, match.start(), match.end())))
        return bool(counted) or (told and not _A_YEAR.fullmatch(said.number))

    @staticmethod
    def _sentence(text: str, start: int, end: int) -> str:
        """The sentence from its beginning; to its end, where any of it stands between the two places."""
        before = [match.end() for match in _SENTENCE.finditer(text, 0, start)]
        after = _SENTENCE.search(text, end)
        last = start if start == end else after.start() if after else len(text)
        return text[before[-1] if before else 0 : last]

    @cached_property
    def _stated(self) -> re.Pattern[str]:
        names = {*self._sets.names, *self._sets.totals}
        name, of_class = _any_of(names), _any_of(self._sets.classes)
        rests = (name.partition(" ")[2] for name in names if name.partition(" ")[0] in _VERBS)
        rest = _any_of({*filter(None, rests), *self._sets.totals})
        of = (
            rf"(?:\s+av\s+{_OURS}(?P<of>{NUMBER})|(?P<of_them>\s+av\s+(?:dem|dessa))"
            rf"|\s+av(?:\s+(?:de|planens|alla|våra))?(?=\s+(?:{_COUNTED}|(?:{of_class})\s)))?"
        )
        share = r"(?:\s\([^()\n]{1,20}\))?"  # "40 av 49 (82 procent)"
        described = any_of(vocabulary("all")["described"])
        of_these = rf"(?P<of_class>{of_class})(?:[-\s]{_COUNTED})?\s+"
        noun = rf"(?:(?:{described})\s+)?(?P<noun>{_COUNTED}{_IN_PLAN}\s+|{of_these})?"
        but = rf"(?:utom\s+(?P<but>{NUMBER})\s+)?"
        is_ = _IS.replace("(?:(?:som", "(?P<is>(?:som", 1)
        before = rf"(?<![\w,.–-])(?P<number>{_SAID}){of}{share}\s+(?:enda\s+)?{noun}{but}{is_}(?P<name>{name})\b"
        class_first = rf"(?:(?P<of_class_first>{of_class})(?:[-\s]{_COUNTED})?|{_COUNTED})"
        inverted = (
            rf"(?<!\w\s)\bav\s+{_OURS}(?:(?P<of_first>{NUMBER})\s+)?{class_first}\s+(?P<verb>{'|'.join(_VERBS)})\s+"
            rf"(?:{_YET}\s+)?(?P<part>{_SAID})\s+(?P<rest>{rest})\b"
        )
        after = rf"\b(?P<label>{name})(?:\s?:|\s+för)\s+(?P<after>{_SAID})\b(?![.,]?\d)"
        return re.compile(f"{before}|{inverted}|{after}", re.IGNORECASE)


def _any_of(names: Sequence[str] | set[str] | list[str]) -> str:
    """A pattern of the names, with a word as ``ännu`` after any of theirs."""
    longest = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", rf"\s+(?:{_YET}\s+)?") for name in longest) or "(?!)"


def _plain(said: str) -> str:
    """The words that tell what is counted."""
    return " ".join(re.sub(rf"\b{_YET}\s+", "", said.casefold()).split())
