"""Counts that a text states by what is counted: ``18 av 28 aktiviteter har skett som planerat``, ``elva prioriterade``.

Which words tell what is counted stands in the declaration: the choices of its activities, and its totals of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from rus_sheets.book.choices import allowed
from rus_sheets.book.model import Book, Row
from rus_sheets.book.numberwords import is_article
from rus_sheets.schema.model import CellType, Column
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
from rus_sheets.texts.known_figures import WHOLE, FigureKey, above
from rus_sheets.texts.rounding import about_before, reach_of
from rus_sheets.texts.stated import Stated, Unit

_COUNTED = r"(?:aktivitet(?:er(?:na)?)?|insats(?:er(?:na)?)?|st\b\.?|stycken)"
_SAID = rf"(?:{NUMBER}|{COUNT_WORDS})"
_IS = r"(?:(?:som\s+)?(?:är|var|blev|har|hade)\s+)?"
_VERBS = ("har", "saknar", "utan", "blev", "gick")
_AS_WELL = ("blev", "gick")
_HAPPENED = re.compile(r"^har ((?:\w+ )?)skett (?=\w)")
"""``21 aktiviteter blev som planerat``: another verb for what has happened as planned."""
_IS_COUNTED = re.compile(rf"\s{_COUNTED}\s|\s(?:är|var|blev)\s")
_ACTIVITIES_AFTER = re.compile(rf"\s+(?:av\s+)?{_COUNTED}\b", re.IGNORECASE)
_NOUN = re.compile(rf"\b{_COUNTED}\b", re.IGNORECASE)
_NO_MORE = re.compile(CLAUSE_END, re.IGNORECASE)
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_THOSE_WHO = re.compile(r"\bsom\b", re.IGNORECASE)
_LEAST = 5
"""Shorter words tell too little."""
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n")

_Part = tuple[float, float]
"""How many are so, and of how many."""


class Counts:
    """How many of a workbook's activities have each choice, by the words that tell it."""

    def __init__(self, book: Book) -> None:
        self._book = book
        followup = book.declaration.followup
        self._tables = [book.tables[key] for key in (followup.unit, followup.answer) if key in book.tables]

    def find(self, text: str, keys: Sequence[FigureKey]) -> Iterator[tuple[Stated, bool | None]]:
        """The counts stated in a text, and whether each is the workbook's: of what it stands under, or of all.

        None where nothing tells: ``två av dem`` may be of those that the sentence before speaks of.
        """
        for match in self._stated.finditer(text):
            said, name = match["number"] or match["after"], _name_in(match)
            if not self._counts(text, match, name) or (is_count_word(said) and not self._is_said(text, match, said)):
                continue
            parts = [part for word in self._filled(name) for part in self._parts(*word, keys)]
            parts += [(part, self._units) for part in self._totals.get(name, ())]
            stated = self._figure(text, match, parts)
            if is_count_word(said) and not is_article(said):
                is_sure = is_right(said, parts, stated.about)
                yield stated, is_sure or (None if self._may_be_of_some(match, stated, name, keys) else False)
            elif match["of_class"]:
                yield stated, self._of_class(match)
            else:
                yield stated, self._verdict(match, stated, parts)

    def _figure(self, text: str, match: re.Match[str], parts: Sequence[_Part]) -> Stated:
        said = match["number"] or match["after"]
        value = value_said(said, max((whole for _, whole in parts), default=0))
        start = match.start("number" if match["number"] else "after")
        about = about_before(text, start)
        return Stated(
            match[0],
            value,
            Unit.ACTIVITIES,
            reach_of(value, 0, 1, about=about),
            of_the_whole=False,
            sentence=self._sentence(text, match.start(), match.end()),
            start=start,
            end=start + len(said),
            about=about,
        )

    def _may_be_of_some(self, match: re.Match[str], stated: Stated, name: str, keys: Sequence[FigureKey]) -> bool:
        """May a word as ``alla`` be said of some that the text has spoken of before?"""
        said = match["number"] or match["after"]
        of_some = bool(match["of_them"]) or may_be_of_others(said) or not _NOUN.search(stated.sentence)
        of_some = of_some or (name in self._totals and any(keys))  # a total is of the whole
        return of_some or speaks_of_any(stated, self._book, self._rows_counted)

    def _verdict(self, match: re.Match[str], stated: Stated, parts: Sequence[_Part]) -> bool | None:
        whole, right = value_said(match["of"], 0) if match["of"] else None, {part for part, _ in parts}
        if whole in right and _THOSE_WHO.search(match[0]):  # "en av fyra som är allra viktigast"
            return True
        if whole is not None and whole not in {self._units, *(of for _, of in parts)}:
            return is_share_of_few(stated.value, whole, parts)
        if stated.fits(right):
            return True
        return None if match["of_them"] and stated.value <= max(right, default=0) else False

    def _of_class(self, match: re.Match[str]) -> bool | None:
        """``Tolv av fjorton prioriterade``: how many of those are so isn't told here, but how many they are is."""
        name = match["of_class"].casefold()
        sizes = {*self._totals.get(name, ()), *(p for word in self._filled(name) for p, _ in self._parts(*word, ()))}
        whole = value_said(match["of"], 0) if match["of"] else None
        return None if whole is None or whole in sizes else False

    def _is_said(self, text: str, match: re.Match[str], said: str) -> bool:
        """Does the word count? Not ``inte alla``, nor where more is said: ``alla har delvis ändrats``.

        An article counts only where nothing more at all is said.
        """
        name = _name_in(match)
        if is_denied(text, match.start("number" if match["number"] else "after")):
            return False
        if match["after"]:
            return not is_article(said) or bool(_ACTIVITIES_AFTER.match(text, match.end()))
        no_more = bool(_NO_MORE.match(text, match.end()))
        if name in self._totals:
            return no_more and not is_article(said)
        return " " in name and name in self._names and (no_more or (name in self._whole and not is_article(said)))

    def _counts(self, text: str, match: re.Match[str], name: str) -> bool:
        """Is something counted? A year isn't, nor the number that a name ends with (``Agenda 2030 PRIO``).

        A total's word alone counts what the sentence has named: ``28 aktiviteter, 14 prioriterade``.
        """
        counted = _IS_COUNTED.search(match[0].casefold().removesuffix(name)) or _ACTIVITIES_AFTER.match(
            text, match.end()
        )
        told = bool(match["after"]) or (" " in name and name.split(maxsplit=1)[0] in _VERBS)
        if name in self._totals and _NO_MORE.match(text, match.end()):
            told = told or bool(_NOUN.search(self._sentence(text, match.start(), match.end())))
        return bool(counted) or (told and not _A_YEAR.fullmatch(match["number"] or ""))

    @staticmethod
    def _sentence(text: str, start: int, end: int) -> str:
        before = [match.end() for match in _SENTENCE.finditer(text, 0, start)]
        after = _SENTENCE.search(text, end)
        return text[before[-1] if before else 0 : after.start() if after else len(text)]

    def _filled(self, name: str) -> list[tuple[str, str]]:
        """The columns with that choice, without those that are blank on every row (last year's) where some aren't."""
        found = self._names.get(name, [])
        return [pair for pair in found if any(self._by_row[pair[0]][WHOLE].keys() - {""})] or list(found)

    def _parts(self, column: str, word: str, keys: Sequence[FigureKey]) -> Iterator[tuple[float, float]]:
        """How many have the choice, and of how many: of all, and of those that belong to each row."""
        for key in (WHOLE, *keys):
            counted = self._by_row[column].get(key, Counter())
            if key == WHOLE or counted:
                yield float(counted[word]), float(counted.total())

    # -------------------------------------------------------------- what is counted

    @cached_property
    def _columns(self) -> list[Column]:
        found = {column.key: column for table in self._tables for column in table.table.columns}
        return [cell for cell in found.values() if cell.type is CellType.CHOICE and allowed(self._book, cell)]

    @cached_property
    def _names(self) -> Mapping[str, list[tuple[str, str]]]:
        """The words that tell a choice: its columns, and itself; "" for none, that the column is blank."""
        found: dict[str, list[tuple[str, str]]] = {}
        for column in self._columns:
            header, words = column.header.casefold(), allowed(self._book, column)
            for word in words:
                for name in _names_of(word, words):
                    found.setdefault(name, []).append((column.key, word))
            for name in (f"saknar {header}", f"utan {header}", f"{header} saknas"):
                found.setdefault(name, []).append((column.key, ""))
        return found

    @cached_property
    def _whole(self) -> frozenset[str]:
        """The names that are a whole choice, or none."""
        words = {word.casefold() for names in self._names.values() for _, word in names}
        said = {*words, *(re.sub(r"\bej\b", "inte", word) for word in words)}
        return frozenset(name for name, of in self._names.items() if name in said or not all(word for _, word in of))

    @cached_property
    def _rows_counted(self) -> dict[FigureKey, Counter[str]]:
        """The rows that any activities belong to."""
        return {key: counted for column in self._by_row.values() for key, counted in column.items()}

    @cached_property
    def _totals(self) -> Mapping[str, tuple[float, ...]]:
        """Totals of activities by the word that tells which of them are counted, in its singular too."""
        rows = {row.key: row for row in self._book.declaration.summary.named()}
        tables = {table.table.key for table in self._tables}
        found: dict[str, tuple[float, ...]] = {}
        for key, total in self._book.totals.items():
            terms = rows[key].recompute
            word = total.label.partition("(")[0].split()[-1:]
            if word and terms and all(term.count in tables and term.where for term in terms):
                name = word[0].casefold()
                if len(name) >= _LEAST and not re.fullmatch(_COUNTED, name) and total.value is not None:
                    found[name] = (*found.get(name, ()), total.number)
        return found | {name[:-1]: numbers for name, numbers in found.items() if name.endswith("ade")}

    @property
    def _units(self) -> float:
        """How many activities there are."""
        return float(len(self._tables[0])) if self._tables else 0.0

    @cached_property
    def _by_row(self) -> dict[str, dict[FigureKey, Counter[str]]]:
        """Of each column how many of the activities have each choice: of all, and of those that belong to a row."""
        found: dict[str, dict[FigureKey, Counter[str]]] = {column.key: {WHOLE: Counter()} for column in self._columns}
        units = self._tables[0].rows if self._tables else ()
        answers = {row.id: row for table in self._tables[1:] for row in table.rows}
        for unit in units:
            for column in self._columns:
                choice = self._choice(column, unit, answers.get(unit.id))
                for key in {WHOLE, *above(unit), *self._higher(unit)}:
                    found[column.key].setdefault(key, Counter())[choice] += 1
        return found

    @staticmethod
    def _choice(column: Column, unit: Row, answer: Row | None) -> str:
        for row in (unit, answer):
            if row is not None and column.key in row.cells:
                return row.text(column.key)
        return ""

    def _higher(self, unit: Row) -> Iterator[FigureKey]:
        """What the rows belong to that a unit belongs to: the area of its group."""
        for key in above(unit):
            table = self._book.tables.get(key[0])
            row = table.by_id.get(key[1]) if table is not None and key != (unit.table.key, unit.id) else None
            yield from above(row) if row is not None else ()

    @cached_property
    def _stated(self) -> re.Pattern[str]:
        names = sorted({*self._names, *self._totals}, key=len, reverse=True)
        name = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names) or "(?!)"
        of = (
            rf"(?:\s+av\s+(?:(?:de|planens|totalt|sammanlagt)\s+){{0,2}}(?P<of>{NUMBER})|(?P<of_them>\s+av\s+(?:dem|dessa))"
            rf"|\s+av(?:\s+(?:de|planens|alla))?(?=\s+{_COUNTED}))?"
        )
        share = r"(?:\s\([^()\n]{1,20}\))?"  # "40 av 49 (82 procent)"
        classes = (word for word in {*self._totals, *self._names} if " " not in word)
        of_class = "|".join(re.escape(word) for word in sorted(classes, key=len, reverse=True)) or "(?!)"
        noun = rf"(?:{_COUNTED}\s+|(?P<of_class>{of_class})(?:-{_COUNTED})?\s+)?"
        before = rf"(?<![\w,.–-])(?P<number>{_SAID}){of}{share}\s+(?:enda\s+)?{noun}{_IS}(?P<name>{name})\b"
        after = rf"\b(?P<label>{name})(?:\s+ännu)?(?:\s?:|\s+för)\s+(?P<after>{_SAID})\b(?![.,]?\d)"
        return re.compile(f"{before}|{after}", re.IGNORECASE)


def _name_in(match: re.Match[str]) -> str:
    """The words that tell what is counted."""
    return " ".join((match["name"] or match["label"]).casefold().split())


def _names_of(word: str, words: Sequence[str]) -> Iterator[str]:
    """What a choice is called in a sentence: its words, or so many of them that it can be no other."""
    plain = word.casefold()
    pieces = plain.split()
    if len(pieces) < 2 and not word.isupper():
        return  # a word alone says other things too
    for count in range(min(2, len(pieces)), len(pieces) + 1):
        begun = " ".join(pieces[:count])
        if count == len(pieces) or sum(word.casefold().startswith(f"{begun} ") for word in words) == 1:
            so = {begun, re.sub(r"\bej\b", "inte", begun)}
            yield from so | {_HAPPENED.sub(rf"{verb} \1", name) for verb in _AS_WELL for name in so}
