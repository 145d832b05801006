"""The rows that a heading, a table row or a sentence is about, and their figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from rus_sheets.book.model import Book, Row
from rus_sheets.schema.columns import TableKind
from rus_sheets.texts.known_figures import COUNTED, WHOLE, FigureKey, above, known_figures
from rus_sheets.texts.stated import Stated, Unit

_NUMBER = re.compile(r"^(?:\d+\.?)+\s+")
_ID = re.compile(r"^([a-zåäö]+\d+)\b")
_SIGNS = re.compile(r"[\s\u00a0\u202f]+")
_SIGN_IN_NAME = re.compile(r"[,/;:(–]")
_OPENING = re.compile(r"^[^\w]+")
_WORD = re.compile(r"\w+")
_LONG_WORD = re.compile(r"\w{4,}")
_LEFT_OF = re.compile("(?:ej|inte) (?:förbruka|använ)", re.IGNORECASE)
_TO = re.compile(
    r"(?<!\w)(?:till|på|åt|(?:(?:kostnad|utgift|budget|utfall|medl|pengar|ram)\w*|medel|kr|kronor)\sför)\s"
    r"(?:\w+(?:en|et)\s(?=\w))?"
)
_BETWEEN_ROWS = re.compile(r"\bfrån\b|\bflytta|\bomfördel|\böverför")
"""What goes from one to another is neither's."""
_LED = re.compile(r"^(?:för|till|på|inom|av)\s+(?:(?:posten|området|aktiviteten|insatsen)\s+)?")
"""``För arrangemang avsätts``: that is what the sentence is about."""
_LONG = 8
"""So long a word can be the name by itself."""
_LEAST = 3
"""Shorter names stand in too many sentences."""


class RowNames:
    """One workbook's rows by what they are called, and its figures."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.known = known_figures(book)
        self._units = (book.declaration.followup.unit, book.declaration.followup.answer)

    def named(self, heading: str, outer: Sequence[str]) -> list[FigureKey]:
        """The rows whose name the heading is, or whose id it begins with.

        Of several those that belong to the rows of the headings around it.
        """
        text = _plain(heading)
        by_id = _ID.match(text)
        keys = (
            self._names.get(text) or self._names.get(_NUMBER.sub("", text)) or self._ids.get(by_id[1] if by_id else "")
        )
        if not keys or len(keys) == 1:
            return list(keys or ())
        around = {key for count, heading in enumerate(outer) for key in self.named(heading, outer[:count])}
        return [key for key in keys if around & set(above(self._rows[key]))] or list(keys)

    def figures(self, keys: Iterable[FigureKey], unit: str) -> set[float]:
        """The figures of the rows and the sums of what belongs to them; what belongs to a unit also one by one.

        So does what a declared unit counts: an event under the heading of its group, say.
        """
        if unit not in self.known.units:
            return set()
        found = set[float]()
        for key in keys:
            if unit is Unit.ACTIVITIES and key[0] in self._units:
                continue  # it is one
            found |= {value for _, value in self.known.of_row[unit].get(key, ())}
            found |= {value for name, value in self.known.sums[unit].get(key, ()) if not name}
            if key[0] in self._units or unit not in COUNTED:
                found |= self.known.under[unit].get(key, frozenset())
        return found

    def counted(self, keys: Iterable[FigureKey]) -> list[FigureKey]:
        """Those of the rows that figures belong to; a text among the workbook's texts is about the whole."""
        return [
            key for key in keys if key[0] in self._units or any(self.figures([key], unit) for unit in self.known.units)
        ]

    def units_in(self, sentence: str) -> list[FigureKey]:
        """The activities (or what else is followed up) that the sentence names, by name or id."""
        text = _plain(sentence)
        names = (*self._names.items(), *self._ids.items())
        return [
            key
            for name, named in names
            if any(figure[0] in self._units for figure in named) and _stands_in(name, text, r"(?!\w)")
            for key in named
            if key[0] in self._units
        ]

    def led_by(self, sentence: str) -> list[FigureKey]:
        """The rows that the sentence begins with or has before a colon: ``Uppföljning: 120 dagar``."""
        text = _plain(sentence)
        return self.counted(
            key
            for name, named in self._names.items()
            if text.startswith((f"{name}:", f"{name} ")) or _stands_in(name, text, ":")
            for key in named
        )

    def begun_with(self, sentence: str) -> list[FigureKey]:
        """The rows that the sentence is about: it begins with their name, or so much of it that it can be no other.

        ``Löner kostade`` is about ``Löner, resor m.m.``; the name may be in its definite form, or its id stand there.
        """
        text = _LED.sub("", _OPENING.sub("", _plain(sentence)))
        whole = (name for name in self._names if _begins(text, name, r"(?:e?n|e?t|na)?s?"))
        short = (name for name in self._short if _begins(text, name, r"(?:en|na)?s?"))
        by_id = _ID.match(text)
        keys = [*(key for name in whole for key in self._names[name]), *(self._short[name][0] for name in short)]
        keys += self._ids.get(by_id[1], ()) if by_id else ()
        keys = keys or [key for name, key in self._first.items() if _begins(text, name, r"(?:e?n|e?t|na)s?")]
        return self.counted(dict.fromkeys(keys))

    def totals(self, unit: str, sentence: str) -> set[float]:
        """The totals of that unit; what is reckoned from settings alone only where the sentence speaks of it."""
        if unit not in self.known.units:
            return set()
        words = set(_LONG_WORD.findall(_plain(sentence)))
        said = {value for name, value in self.known.reckoned[unit] if words & self._telling(name)}
        return {*self.known.every_total[unit], *said}

    def sums_of(self, keys: Iterable[FigureKey], unit: str) -> set[float]:
        """The sums of what belongs to the rows, by each choice."""
        sums = self.known.sums.get(unit, {})
        return {value for key in keys for _, value in sums.get(key, ())}

    def is_near_total(self, stated: Stated) -> bool:
        """Was a total probably meant: is it near one, or does its sentence name one?"""
        return self.known.near_total(stated) is not None or bool(self.totals_said(stated.unit, stated.sentence))

    def totals_said(self, unit: str, sentence: str) -> set[float]:
        """The totals of that unit that the sentence names by all the words of their name: ``löpande arbete``."""
        text, usual = _plain(sentence), {name for name, _ in self.known.totals.get(unit, ())}
        values = self.known.every_total.get(unit, frozenset())
        return {
            total.number
            for total in self.book.totals.values()
            if total.label not in usual and total.number in values and _says_all(text, total.label)
        }

    def totals_left(self, unit: str) -> set[float]:
        """The totals of that unit that are what is left of another."""
        every = self.known.every_total.get(unit, frozenset())
        left = (total.number for total in self.book.totals.values() if _LEFT_OF.match(total.label))
        return {number for number in left if number in every}

    def begun_with_total(self, unit: str, sentence: str) -> set[float]:
        """The totals of that unit that the sentence is about: it begins with their name, to its first sign."""
        text = _OPENING.sub("", _plain(sentence))
        named = (
            total.number
            for total in self.book.totals.values()
            if _begins(text, _SIGN_IN_NAME.split(_plain(total.label), maxsplit=1)[0].strip(), r"(?:e?n|e?t)?")
        )
        return {number for number in named if number in self.known.every_total.get(unit, frozenset())}

    def receivers(self, sentence: str) -> list[FigureKey]:
        """The rows that something went to: ``90 000 kr gick till arrangemang``, ``på posten Övrigt``."""
        text = _plain(sentence)
        if _BETWEEN_ROWS.search(text):
            return []
        named = {**self._names, **self._short}
        after = [text[match.end() :] for match in _TO.finditer(text)]
        after += [text[match.start() :].partition(" ")[2] for match in _TO.finditer(text)]
        found = (keys for name, keys in named.items() if any(_begins(rest, name, r"(?:en|na)?") for rest in after))
        return self.counted(dict.fromkeys(key for keys in found for key in keys))

    def is_begun_with_kind(self, sentence: str, keys: Iterable[FigureKey]) -> bool:
        """Does the sentence begin with what one of the rows is, as ``Området`` or ``Aktiviteten``?"""
        text = _OPENING.sub("", _plain(sentence))
        called = filter(None, (self._called(table) for table, _ in keys))
        return any(_begins(text, name, r"(?:e?n|e?t)?s?") for name in called)

    def knows_word(self, sentence: str) -> bool:
        """Has the sentence a long word that stands in the name of a row?"""
        return any(len(word) >= _LONG and word in self._words for word in _WORD.findall(_plain(sentence)))

    def _telling(self, name: str) -> set[str]:
        """The words of a total's name that no other total has in its name."""
        others = [total.label for total in self.book.totals.values() if total.label != name]
        others += [setting.label for setting in self.book.declaration.setting]
        return set(_LONG_WORD.findall(_plain(name))) - set(_LONG_WORD.findall(_plain(" ".join(others))))

    def mentioned(self, sentence: str, keys: Sequence[FigureKey], unit: str) -> set[float]:
        """The figures of the rows that the sentence names, and the sums under ``keys`` (or all) by a choice it names.

        A row that one of ``keys`` belongs to may be named by what such rows are called: ``områdets 40 dagar``.
        """
        if unit not in self.known.units:
            return set()
        text = _plain(sentence)
        names = (*self._names.items(), *self._ids.items())
        rows = [key for name, named in names if _stands_in(name, text, r"(?!\w)") for key in named]
        rows += [
            key for name, named in self._short.items() if _stands_in(name, text, r"(?:na)?(?!\w)") for key in named
        ]
        for key in keys:
            holders = [upper for upper in above(self._rows[key]) if upper[0] != key[0]]
            rows += [holder for holder in holders if _stands_in(self._called(holder[0]), text, "")]
        found = self.figures(rows, unit)
        for key in (*(keys or [WHOLE]), *rows):
            sums = self.known.sums[unit].get(key, ())
            found |= {value for name, value in sums if name and _stands_in(_plain(name), text, "")}
        return found

    def without_names(self, text: str) -> str:
        """The text in lower case without the names of rows that have a digit in them."""
        text = _plain(text)
        for name in self._with_digits:
            text = text.replace(name, " ")
        return text

    def texts(self) -> Iterator[str]:
        """Every text in the workbook."""
        for row in self._rows_of_all():
            yield from (cell.value for cell in row.cells.values() if isinstance(cell.value, str))

    def _rows_of_all(self) -> Iterator[Row]:
        for table in self.book.tables.values():
            yield from table.rows

    @cached_property
    def _rows(self) -> dict[FigureKey, Row]:
        return {
            (row.table.key, row.id): row for row in self._rows_of_all() if row.id and row.table.kind is TableKind.ROWS
        }

    @cached_property
    def _names(self) -> dict[str, list[FigureKey]]:
        return _by({key: row.title for key, row in self._rows.items()})

    @cached_property
    def _short(self) -> dict[str, list[FigureKey]]:
        """The part of a name before its first sign, where no other row is called that or begins so.

        But the rows that belong to the one: the expenses of ``Löner, resor m.m.``
        """
        found: dict[str, list[FigureKey]] = {}
        for name, keys in self._names.items():
            short = _SIGN_IN_NAME.split(name, maxsplit=1)[0].strip()
            if len(short) > _LEAST and short != name:
                found.setdefault(short, []).extend(keys)
        tops = {name: [key for key in keys if not self._is_under(key, keys)] for name, keys in found.items()}
        return {name: keys for name, keys in tops.items() if len(keys) == 1 and name not in self._names}

    @cached_property
    def _first(self) -> dict[str, FigureKey]:
        """The first word of a name of several, where no other name has it: ``Följeforskare MMR``.

        In its definite form it is that row.
        """
        words = self._words
        named = ((name.split()[0], keys) for name, keys in self._names.items() if " " in name)
        return {word: keys[0] for word, keys in named if len(word) >= _LONG and words[word] == 1 and len(keys) == 1}

    @cached_property
    def _words(self) -> Counter[str]:
        """The words of the names, and how many names each stands in."""
        return Counter(word for name in self._names for word in set(_WORD.findall(name)))

    def _is_under(self, key: FigureKey, others: Sequence[FigureKey]) -> bool:
        return any(upper in others for upper in above(self._rows[key]) if upper != key)

    @cached_property
    def _ids(self) -> dict[str, list[FigureKey]]:
        return _by({key: key[1] for key in self._rows})

    @cached_property
    def _with_digits(self) -> list[str]:
        names = (name for name in self._names if len(name) > _LEAST and any(character.isdigit() for character in name))
        return sorted(names, key=len, reverse=True)

    def _called(self, table: str) -> str:
        """What a row of the table is called: the header of its name."""
        declared = self.book.declaration.table_of(table)
        return _plain(declared.column(declared.title).header) if declared.title else ""


def _says_all(text: str, name: str) -> bool:
    """Has the text every long word of the name, before its first sign?"""
    words = _LONG_WORD.findall(_SIGN_IN_NAME.split(_plain(name), maxsplit=1)[0])
    return bool(words) and all(_stands_in(word, text, r"(?!\w)") for word in words)


def _by(names: Mapping[FigureKey, str]) -> dict[str, list[FigureKey]]:
    found: dict[str, list[FigureKey]] = {}
    for key, name in names.items():
        if name:
            found.setdefault(_plain(name), []).append(key)
    return found


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", text).strip().casefold()


def _begins(text: str, name: str, ending: str) -> bool:
    return text.startswith(name) and bool(re.match(rf"{ending}(?:[\s:,./]|$)", text[len(name) :]))


def _stands_in(name: str, text: str, end: str) -> bool:
    return len(name) >= _LEAST and name in text and bool(re.search(rf"(?<!\w){re.escape(name)}{end}", text))
