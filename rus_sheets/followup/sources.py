"""The dropdowns' words, and the names of what is chosen by its id, on a very hidden sheet of the form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rus_sheets.book.blueprint import NewCell, NewSheet, Style
from rus_sheets.book.choices import allowed
from rus_sheets.book.model import Book
from rus_sheets.book.raw import column_letters
from rus_sheets.book.tidy import tidy
from rus_sheets.schema.model import CellType, Column

LISTS = "rus-val"


@dataclass(frozen=True)
class Sources:
    """One column of the sheet for each list of words that the form uses, and one for the names of each list of ids."""

    columns: tuple[tuple[str, tuple[str, ...]], ...]

    @staticmethod
    def of(book: Book, columns: Iterator[Column]) -> Sources:
        """The words of all choice and reference columns."""
        found: dict[str, tuple[str, ...]] = {}
        for column in columns:
            words = allowed(book, column)
            if column.type is CellType.REF:
                rows = book[column.references].by_id
                found[_names_key(column)] = tuple(tidy(rows[word].title) for word in words)
            if _words_key(column):
                found[_words_key(column)] = words
        return Sources(tuple(found.items()))

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

    def names(self, column: Column) -> str:
        """Where the names of the rows stand that a reference can point at, in the order of the ids."""
        return self._area(_names_key(column))

    def _area(self, wanted: str) -> str:
        for number, (key, words) in enumerate(self.columns, 1):
            if key == wanted and words:
                letters = column_letters(number)
                return f"'{LISTS}'!${letters}$1:${letters}${len(words)}"
        return ""

    def sheet(self) -> NewSheet:
        """The sheet that holds the words."""
        cells = [
            NewCell(row, place, word, Style.PLAIN)
            for place, (_, words) in enumerate(self.columns, 1)
            for row, word in enumerate(words, 1)
        ]
        return NewSheet(LISTS, tuple(cells), state="veryHidden", protected=True)


def _words_key(column: Column) -> str:
    if column.type is CellType.CHOICE:
        return f"list {column.list}"
    return f"table {column.references}" if column.type is CellType.REF else ""


def _names_key(column: Column) -> str:
    return f"names {column.references}"
