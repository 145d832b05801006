"""What the form's rules and formulas look up, on a very hidden sheet of it: words, readings, and how numbers look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from rus_sheets.answers.interpret import folded
from rus_sheets.book.choices import allowed
from rus_sheets.book.model import Book
from rus_sheets.book.raw import column_letters
from rus_sheets.book.tidy import tidy
from rus_sheets.layout.blueprint import NewCell, NewSheet, Style
from rus_sheets.schema.model import CellType, Column

LISTS = "rus-val"


class FormLists(Struct, frozen=True):
    """A column of the sheet for each list of words that the form uses, and for all that the merge reads as one of them.

    ``numbers`` are the types of number that the form asks for: each has a cell that looks as its fields do.
    """

    columns: tuple[tuple[str, tuple[str, ...]], ...]
    numbers: tuple[CellType, ...] = ()

    @staticmethod
    def of(book: Book, columns: Iterator[Column]) -> FormLists:
        """What all choice, reference and number columns need."""
        found: dict[str, tuple[str, ...]] = {}
        numbers: dict[CellType, None] = {}
        for column in columns:
            if column.type.is_number:
                numbers[column.type] = None
            if _words_key(column) and _words_key(column) not in found:
                found[_words_key(column)] = allowed(book, column)
                found[_readings_key(column)] = tuple(dict.fromkeys(filter(None, _readings(book, column))))
        return FormLists(tuple(found.items()), tuple(numbers))

    def words(self, column: Column) -> tuple[str, ...]:
        """The words of a column's dropdown."""
        return dict(self.columns).get(_words_key(column), ())

    def formula(self, column: Column) -> str:
        """The dropdown's source, "" for a column without (or without words to choose)."""
        area = self.area(column)
        return f"={area}" if area else ""

    def area(self, column: Column) -> str:
        """Where the words of a column's dropdown stand, "" where there are none."""
        return self._area(_words_key(column))

    def readings(self, column: Column) -> str:
        """Where the texts stand that are surely read as one of the words, "" where there are none."""
        return self._area(_readings_key(column))

    def look(self, column: Column) -> str:
        """The cell that looks as a field of that type of number does, "" where there is none."""
        if column.type not in self.numbers:
            return ""
        return f"'{LISTS}'!${column_letters(len(self.columns) + 1)}${self.numbers.index(column.type) + 1}"

    def _area(self, wanted: str) -> str:
        for number, (key, words) in enumerate(self.columns, 1):
            if key == wanted and words:
                letters = column_letters(number)
                return f"'{LISTS}'!${letters}$1:${letters}${len(words)}"
        return ""

    def sheet(self) -> NewSheet:
        """The sheet that holds them."""
        cells = [
            NewCell(row, place, word, Style.PLAIN)
            for place, (_, words) in enumerate(self.columns, 1)
            for row, word in enumerate(words, 1)
        ]
        place = len(self.columns) + 1
        cells += [NewCell(row, place, 0, Style.ANSWER, kind) for row, kind in enumerate(self.numbers, 1)]
        return NewSheet(LISTS, tuple(cells), state="veryHidden", protected=True)


_AFTER = ".!:"
"""What people end a word with, and isn't read."""
_TOGETHER = ("{id} {name}", "{id}: {name}", "{id}, {name}", "{id} - {name}", "{id} ({name})", "{name} ({id})")


def _readings(book: Book, column: Column) -> Iterator[str]:
    """A word as it is compared; of a row also its name where only that row has it, and its id and name together."""
    words = allowed(book, column)
    for word in words:
        for text in (tidy(word), folded(word)):
            yield text
            yield from (f"{text}{sign}" for sign in _AFTER)
    if column.type is not CellType.REF:
        return
    names = {word: tidy(book[column.references].by_id[word].title) for word in words}
    times = Counter(map(folded, names.values()))
    for word, name in names.items():
        if folded(name) and times[folded(name)] == 1:
            yield name
            yield folded(name)
        if not any(other.casefold() in name.casefold() for other in words):
            yield from (tidy(way.format(id=word, name=name)) for way in _TOGETHER if name)


def _words_key(column: Column) -> str:
    if column.type is CellType.CHOICE:
        return f"list {column.list}"
    return f"table {column.references}" if column.type is CellType.REF else ""


def _readings_key(column: Column) -> str:
    return f"read {_words_key(column)}"
