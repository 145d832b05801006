"""Choices typed by hand beside the name of their column: ``Status: Har ej skett`` under an activity's heading.

In a table the column's name may head the column, with the row's name first, or stand first in the row itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from rus_sheets.book.choices import allowed
from rus_sheets.book.model import Book, Row
from rus_sheets.documents.sources import Source, Sources
from rus_sheets.schema.columns import CellType, Column
from rus_sheets.texts.known_figures import FigureKey
from rus_sheets.texts.stated import is_about_other_year
from rus_sheets.usecases.edited.headings import RowNames
from rus_sheets.usecases.edited.line_figures import LineFigures, touches
from rus_sheets.word.read.controls import DocumentLine

_SAYS = r"\s?(?:[:=]|[–—-](?=\s)|\b(?:är|blev)\b)\s*"
_ENDS = r"(?=\s*(?:$|[.;,|·)\n\t]))"
_FEW_WORDS = r"[^\W\d]+(?:[ \u00a0][^\W\d]+){0,5}"
_NONE = ("nej", "ingen", "inget", "inte", "saknas", "–", "-")
"""Words for a blank cell."""
_SPACES = re.compile(r"\s+")


_Held = tuple[str, Column, list[Row]]
"""A table with a column of choices, and rows of it."""


class TypedChoice(Struct, frozen=True):
    """A choice that isn't the workbook's. ``today`` is what the workbook says, "" for nothing.

    ``tied`` is false where what is said is none of the column's choices: then nothing tells what it means.
    """

    text: str
    said: str
    today: str
    line: DocumentLine
    tied: bool
    source: Source | None = None


class TypedChoices:
    """Finds them. ``figures`` knows what in a line nobody has typed."""

    def __init__(self, book: Book, sources: Sources, figures: LineFigures) -> None:
        self._book = book
        self._sources = sources
        self._figures = figures
        self._names = RowNames(book)
        followup = book.declaration.followup
        self._same = (followup.unit, followup.answer)

    def find(self, lines: Sequence[DocumentLine]) -> Iterator[TypedChoice]:
        """Those in the lines that differ from the workbook, in reading order."""
        for line in lines if self._columns else ():
            if not line.is_heading:
                yield from self._in_line(line)

    def _in_line(self, line: DocumentLine) -> Iterator[TypedChoice]:
        ours = self._figures.given(line)
        text, header = line.full.strip(), _plain(line.cell.header)
        label = _plain(line.cell.label)
        in_cell = header if header in self._columns else label if label in self._columns else ""
        if in_cell and text and _plain(text) != in_cell:
            if not touches((0, len(line.full)), ours):
                rows = self._names.named(line.cell.label, ()) if in_cell == header else None
                yield from self._judged(line, text, text.rstrip(" ."), in_cell, rows)
            return
        for match in self._labelled.finditer(line.full):
            rest = line.full.replace(match["header"], "")  # a column may itself be last year's
            if not touches(match.span("said"), ours) and not is_about_other_year(rest, self._book.year):
                yield from self._judged(line, match[0].strip(), match["said"].strip(), _plain(match["header"]), None)

    def _judged(
        self, line: DocumentLine, text: str, said: str, header: str, rows: Sequence[FigureKey] | None
    ) -> Iterator[TypedChoice]:
        """Nothing where it is the workbook's, or is said of no row; ``rows`` are None for those of the heading."""
        held = self._of_label(header, rows) if rows is not None else self._under(line, header)
        if any(self._is_so(said, row, column) for _, column, found in held for row in found):
            return
        for table, column, found in held:
            known = _plain(said) in map(_plain, allowed(self._book, column))
            tag = f"{self._book.tables[table].table.sheet}/{found[0].id}/{column.header}"
            today = found[0].text(column.key)
            yield TypedChoice(text, said, today, line, known and len(found) == 1, self._sources.find(tag))
            return

    @staticmethod
    def _is_so(said: str, row: Row, column: Column) -> bool:
        """Does the row say that, or nothing where nothing is said?"""
        today = row.text(column.key) or _reckoned(row, said)
        return _plain(said) == _plain(today) or (not today and _plain(said) in _NONE)

    def _under(self, line: DocumentLine, header: str) -> list[_Held]:
        """The rows that the innermost heading with any is the name of, in the tables with such a column."""
        for count in range(len(line.headings), 0, -1):
            keys = self._names.named(line.headings[count - 1], line.headings[: count - 1])
            found = self._of_label(header, keys)
            if found:
                return found
        return []

    def _of_label(self, header: str, keys: Sequence[FigureKey]) -> list[_Held]:
        """Those of the rows that have such a column, by table."""
        every = ((table, column, self._rows(table, keys)) for table, column in self._columns[header])
        return [(table, column, rows) for table, column, rows in every if rows]

    def _rows(self, table: str, keys: Sequence[FigureKey]) -> list[Row]:
        """Those of the table among the rows; an activity and its answer are one."""
        same = self._same if table in self._same else (table,)
        by_id = self._book.tables[table].by_id
        ids = dict.fromkeys(row_id for key, row_id in keys if key in same)
        return [by_id[row_id] for row_id in ids if row_id in by_id]

    @cached_property
    def _columns(self) -> dict[str, list[tuple[str, Column]]]:
        """The columns of choices by their header, each with its table."""
        found: dict[str, list[tuple[str, Column]]] = {}
        for key, table in self._book.tables.items():
            for column in table.table.columns if table.table.id else ():
                if column.type is CellType.CHOICE and allowed(self._book, column):
                    found.setdefault(_plain(column.header), []).append((key, column))
        return found

    @cached_property
    def _labelled(self) -> re.Pattern[str]:
        headers = "|".join(re.escape(header) for header in sorted(self._columns, key=len, reverse=True)) or "(?!)"
        words = {
            word for columns in self._columns.values() for _, column in columns for word in allowed(self._book, column)
        }
        choices = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"
        begins = r"(?:^|(?<=[.;,|·(\n\t]\s)|(?<=[|·(\n\t]))"
        return re.compile(
            rf"{begins}(?P<header>{headers}){_SAYS}(?P<said>(?:{choices}){_ENDS}|{_FEW_WORDS}(?=[.]?\s*$))",
            re.IGNORECASE,
        )


def _reckoned(row: Row, said: str) -> str:
    """What a blank choice comes to by another row: the priority of an activity's group."""
    reckoned = (row.text(key) for key, cell in row.cells.items() if cell.column.formula)
    return next((text for text in reckoned if _plain(text) == _plain(said)), "")


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip().casefold()
