"""Which of a workbook's activities have each choice, by the words that tell it in a text.

The words stand in the declaration: the choices of its activities with what else is said for them, and its totals of
activities. Under a heading those count that belong to its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from rus_sheets.book.choices import allowed
from rus_sheets.book.formula_columns import ComputedRows
from rus_sheets.book.model import Book, Row
from rus_sheets.book.recompute import fits
from rus_sheets.schema.model import BlockRow, CellType, Column
from rus_sheets.texts.known_figures import WHOLE, FigureKey, above

Units = frozenset[str]
"""Activities, by their ids."""

PartOfAll = tuple[float, float]
"""How many are so, and of how many."""

ChoicesMeant = tuple[str, tuple[str, ...]]
"""A column, and the choices in it that are meant."""

_WITH, _WITHOUT, _NOT = "*", "", "!"
"""What stands for any choice and for none, and before one that they don't have."""
_HAS = ("har {}", "har en {}", "har fått {}", "har fått en {}", "har fått sin {}")
_HAS_NOT = ("saknar {}", "utan {}", "{} saknas", "har ingen {}", "har inte {}", "har inte någon {}", "har inte fått {}",
            "har inte fått någon {}", "har inte fått en {}")  # fmt: skip
"""How a sentence says that a column is filled in, or blank."""
_LEAST = 5
"""Shorter words of totals tell too little."""


class ChoiceSets:
    """The activities of a workbook by what is said of them."""

    def __init__(self, book: Book, counted: str) -> None:
        """``counted`` is a pattern of what activities are called."""
        self._book, self._counted = book, counted
        followup = book.declaration.followup
        self._tables = [book.tables[key] for key in (followup.unit, followup.answer) if key in book.tables]

    @property
    def size(self) -> float:
        """How many activities there are."""
        return float(len(self.by_row[WHOLE]))

    def parts(self, name: str, of_class: str, keys: Sequence[FigureKey]) -> list[PartOfAll]:
        """How many of a class (of all, where it is "") are what the name says: of all, and under each of the rows."""
        classes = self.sets(of_class) if of_class else [self.by_row[WHOLE]]
        found = [
            (float(len(so & held & one)), float(len(held & one)))
            for so in self.sets(name)
            for one in classes
            for key in (WHOLE, *keys)
            if key == WHOLE or (held_by := self.by_row.get(key, frozenset())) & one
            for held in [self.by_row[WHOLE] if key == WHOLE else held_by]
        ]
        return found if of_class else [*found, *((number, self.size) for number in self.totals.get(name, ()))]

    def sets(self, name: str) -> list[Units]:
        """Those that the words tell of, by each column that has the choice; not of one that is blank on every row.

        That is last year's.
        """
        pairs = self.names.get(name, [])
        filled = [pair for pair in pairs if self._with(pair[0], (_WITH,))] or pairs
        found = [self._with(*pair) for pair in filled]
        return [*found, self._of_total[name]] if name in self._of_total else found

    def tells_any(self, name: str) -> bool:
        """Do the words say no more than that there is a choice?"""
        return any(words == (_WITH,) for _, words in self.names.get(name, ()))

    # -------------------------------------------------------------- the words

    @cached_property
    def names(self) -> Mapping[str, list[ChoicesMeant]]:
        """The words that tell a choice: its column, and the choices that may be meant."""
        found: dict[str, list[ChoicesMeant]] = {}
        for column in self._columns:
            words = allowed(self._book, column)
            named = [(name, (word,)) for word in words for name in _names_of(word, words)]
            for name, choices in (*named, *self._said(column)):
                found.setdefault(name, []).append((column.key, choices))
            for pattern, word in (*((pattern, _WITH) for pattern in _HAS), *((name, _WITHOUT) for name in _HAS_NOT)):
                found.setdefault(pattern.format(column.header.casefold()), []).append((column.key, (word,)))
        for column in self._columns:
            for word in allowed(self._book, column):
                denied: ChoicesMeant = (column.key, (f"{_NOT}{word}",))
                for name in _denials(word):
                    if name not in found or denied in found[name]:
                        found.setdefault(name, []).append(denied)
        return found

    def _said(self, column: Column) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Other words for its choices: where several are declared, for the first and for all of them."""
        for name, choices in self._book.declaration.choices(column.list).other_words.items():
            yield name, choices[:1]
            if len(choices) > 1:
                yield name, choices

    @cached_property
    def loose(self) -> frozenset[str]:
        """The names that may mean several choices: they count only where nothing more is said."""
        return frozenset(name for name, meant in self.names.items() if any(len(choices) > 1 for _, choices in meant))

    @cached_property
    def whole(self) -> frozenset[str]:
        """The names that say all of a choice, or that it is blank."""
        words = {word.casefold() for meant in self.names.values() for _, choices in meant for word in choices}
        said = {*words, *(re.sub(r"\bej\b", "inte", word) for word in words)}
        others = {name for choices in self._book.declaration.list for name in choices.said} - self.loose
        any_or_none = {(_WITH,), (_WITHOUT,)}
        return frozenset(
            name
            for name, meant in self.names.items()
            if name in said | others or any_or_none & {choices for _, choices in meant}
        )

    @cached_property
    def totals(self) -> Mapping[str, tuple[float, ...]]:
        """Totals of activities by the word that tells which of them are counted, in its singular too."""
        headers = {column.header.casefold() for column in self._columns}
        found: dict[str, tuple[float, ...]] = {}
        for name, row in self._counting:
            total = self._book.totals[row.key]
            if name not in headers and total.value is not None:
                found[name] = (*found.get(name, ()), total.number)
        return found | {name[:-1]: numbers for name, numbers in found.items() if name.endswith("ade")}

    @cached_property
    def classes(self) -> list[str]:
        """The words that may stand before what is counted: ``prioriterade``, ``PRIO``."""
        return [word for word in {*self.totals, *self.names} if " " not in word]

    # -------------------------------------------------------------- what they tell of

    @cached_property
    def by_row(self) -> dict[FigureKey, Units]:
        """The activities that belong to each row; under WHOLE all of them."""
        found: dict[FigureKey, set[str]] = {WHOLE: set()}
        for unit in self._tables[0].rows if self._tables else ():
            for key in {WHOLE, *above(unit), *self._higher(unit)}:
                found.setdefault(key, set()).add(unit.id)
        return {key: frozenset(units) for key, units in found.items()}

    def _with(self, column: str, choices: tuple[str, ...]) -> Units:
        chosen, word = self._chosen[column], choices[0]
        if word == _WITH:
            return frozenset(unit for unit, choice in chosen.items() if choice)
        if word.startswith(_NOT):
            return frozenset(unit for unit, choice in chosen.items() if choice != word[1:])
        return frozenset(unit for unit, choice in chosen.items() if choice in choices)

    @cached_property
    def _chosen(self) -> dict[str, dict[str, str]]:
        """What each activity has in each column of choices, on its own row or on that of its answer."""
        units = self._tables[0].rows if self._tables else ()
        answers = {row.id: row for table in self._tables[1:] for row in table.rows}
        return {
            column.key: {unit.id: _choice(column, unit, answers.get(unit.id)) for unit in units}
            for column in self._columns
        }

    @cached_property
    def _columns(self) -> list[Column]:
        found = {column.key: column for table in self._tables for column in table.table.columns}
        return [cell for cell in found.values() if cell.type is CellType.CHOICE and allowed(self._book, cell)]

    @property
    def _counting(self) -> Iterator[tuple[str, BlockRow]]:
        """The totals that count some of the activities, by the last word of their label."""
        tables = {table.table.key for table in self._tables}
        for row in self._book.declaration.summary.named():
            word = row.label.partition("(")[0].split()[-1:]
            is_of_some = row.recompute and all(term.count in tables and term.where for term in row.recompute)
            if row.key in self._book.totals and word and is_of_some:
                name = word[0].casefold()
                if len(name) >= _LEAST and not re.fullmatch(self._counted, name):
                    yield name, row

    @cached_property
    def _of_total(self) -> dict[str, Units]:
        """The activities that each such total counts, where that can be told."""
        rows = ComputedRows(self._book)
        found: dict[str, Units] = {}
        for name, row in self._counting:
            ids = [
                unit.id
                for term in row.recompute
                for unit in self._book[term.count].rows
                if all(fits(rows.value(unit, term.count, path), wanted) for path, wanted in term.where.items())
            ]
            if name in self.totals and len(set(ids)) == self._book.totals[row.key].number:
                found |= dict.fromkeys((name, name[:-1]) if name.endswith("ade") else (name,), frozenset(ids))
        return found

    def _higher(self, unit: Row) -> Iterator[FigureKey]:
        """What the rows belong to that a unit belongs to: the area of its group."""
        for key in above(unit):
            table = self._book.tables.get(key[0])
            row = table.by_id.get(key[1]) if table is not None and key != (unit.table.key, unit.id) else None
            yield from above(row) if row is not None else ()


def _choice(column: Column, unit: Row, answer: Row | None) -> str:
    for row in (unit, answer):
        if row is not None and column.key in row.cells:
            return row.text(column.key)
    return ""


def _names_of(word: str, words: Sequence[str]) -> Iterator[str]:
    """What a choice is called in a sentence: its words, or so many of them that it can be no other."""
    plain = word.casefold()
    pieces = plain.split()
    if len(pieces) < 2 and not word.isupper():
        return  # a word alone says other things too
    for count in range(min(2, len(pieces)), len(pieces) + 1):
        begun = " ".join(pieces[:count])
        if count == len(pieces) or sum(word.casefold().startswith(f"{begun} ") for word in words) == 1:
            yield from {begun, re.sub(r"\bej\b", "inte", begun)}


def _denials(word: str) -> Iterator[str]:
    """``Har inte skett som planerat``, of ``Har skett som planerat``."""
    first, _, rest = word.casefold().partition(" ")
    if first == "har" and rest and not rest.startswith("ej "):
        yield from (f"har inte {rest}", f"har ej {rest}")
