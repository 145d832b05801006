"""Lines of facts (``● Har skett som planerat · Prioritet 2 · Ansvarig: …``) that people have copied in a document.

A copy has no mark of ours. With its fields it goes on telling of its row, also under the heading of another; the words
beside its fields, and all of a copy without fields, stay as they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from rus_sheets.book.choices import allowed
from rus_sheets.book.model import Book
from rus_sheets.documents.sources import Sources
from rus_sheets.schema.columns import CellType, Column
from rus_sheets.texts.known_figures import FigureKey
from rus_sheets.usecases.edited.disagreement import Disagreement, DisagreementKind
from rus_sheets.usecases.edited.headings import RowNames
from rus_sheets.usecases.edited.line_figures import LineFigures, touches
from rus_sheets.usecases.edited.typed_choices import TypedChoice
from rus_sheets.word.read.controls import DocumentLine

_PIECE = re.compile(r"[^·\n]+")
"""What stands between the dots of such a line."""
_A_DOT = re.compile(r"[\s\u2002]·[\s\u2002]")
_SIGNS = re.compile(r"^\W+|\W+$")
_SPACES = re.compile(r"\s+")
_REMEDY = "Flytta raden till sin egen rubrik, eller ta bort den. Uppgifter om {} står redan under rubriken."


class MisplacedFields(Struct, frozen=True):
    """A copied line whose fields are those of a row, ``title``, under the ``heading`` of another."""

    line: DocumentLine
    tag: str
    title: str
    heading: str

    def told(self) -> Disagreement:
        """What is wrong with it, and what to do."""
        message = f"Raden säger uppgifter om {self.title}, men står under rubriken ”{self.heading}”."
        remedy = _REMEDY.format(f"”{self.heading}”")
        place, said = str(self.line.place), self.line.full.strip()
        return Disagreement(DisagreementKind.TYPED, place, self.tag, "", said, "", message, remedy)


class CopiedFacts:
    """Finds them. ``figures`` knows what in a line nobody has typed."""

    def __init__(self, book: Book, sources: Sources, figures: LineFigures) -> None:
        self._sources, self._figures, self._names = sources, figures, RowNames(book)
        followup = book.declaration.followup
        self._tables = [book.tables[key] for key in (followup.unit, followup.answer) if key in book.tables]
        self._book = book

    def misplaced(self, lines: Sequence[DocumentLine]) -> Iterator[MisplacedFields]:
        """The lines with fields of one unit, that they don't name, under the heading of another."""
        for line in self._copies(lines):
            row_id, heading = self._of_fields(line), self._under(line)
            row = next((table.by_id[row_id] for table in self._tables if row_id in table.by_id), None)
            if row is None or heading is None or row.id in heading[1]:
                continue
            said = self._labelled.sub("", line.full)  # who is responsible may be called as the row
            if row.title.casefold() not in said.casefold() and not re.search(rf"\b{row.id}\b", said):
                yield MisplacedFields(line, line.holes[0][0], f"{row.id} ”{row.title}”", heading[0])

    def stale(self, lines: Sequence[DocumentLine]) -> Iterator[TypedChoice]:
        """The choices and texts in such lines that their row doesn't have; not tied where nothing tells the row."""
        for line in self._copies(lines):
            ours, full = self._figures.given(line), line.full
            if not _A_DOT.search(full):
                continue
            heading = self._under(line)
            own = self._of_fields(line)
            ids = (own,) if own else heading[1] if heading else ()
            pieces = [match for match in _PIECE.finditer(full) if not touches(match.span(), ours)]
            for said in (_SIGNS.sub("", match[0]) for match in pieces):
                yield from self._judged(line, said, said, self._choices.get(_plain(said), ()), ids)
            for match in self._labelled.finditer(full):
                if not touches(match.span("said"), ours):
                    columns = self._texts[_plain(match["header"])]
                    yield from self._judged(line, match[0], match["said"].strip(), columns, ids)

    def _judged(
        self, line: DocumentLine, text: str, said: str, columns: Sequence[Column], ids: Sequence[str]
    ) -> Iterator[TypedChoice]:
        rows = [row for table in self._tables for row in table.rows if row.id in ids]
        today = [(row, column) for row in rows for column in columns if column.key in row.cells]
        if not columns or any(_plain(row.text(column.key)) == _plain(said) for row, column in today):
            return
        if not today:
            yield TypedChoice(text, said, "", line, tied=False)
        for row, column in today[:1]:
            source = self._sources.find(f"{row.table.sheet}/{row.id}/{column.header}")
            yield TypedChoice(text, said, row.text(column.key), line, tied=True, source=source)

    # -------------------------------------------------------------- lines

    @staticmethod
    def _copies(lines: Sequence[DocumentLine]) -> Iterator[DocumentLine]:
        """The lines in which there is nothing of a generated one but what it is in the midst of."""
        for line in lines:
            around = all((start, end) == (0, len(line.text)) for _, start, end in line.marks)
            if around and not line.is_heading and line.cell.place[0] < 0:
                yield line

    def _of_fields(self, line: DocumentLine) -> str:
        """The id of the unit that all of the line's fields are of, "" where they are of none or several."""
        sheets = {table.table.sheet for table in self._tables}
        rows = {tag.split("/")[1] for tag, _ in line.holes if tag.split("/")[0] in sheets and tag.count("/") > 1}
        return next(iter(rows)) if len(rows) == 1 else ""

    def _under(self, line: DocumentLine) -> tuple[str, list[str]] | None:
        """The innermost heading that is the name of units, and their ids."""
        keys = {table.table.key for table in self._tables}
        for count in range(len(line.headings), 0, -1):
            found: list[FigureKey] = self._names.named(line.headings[count - 1], line.headings[: count - 1])
            ids = [row_id for table, row_id in found if table in keys]
            if ids:
                return line.headings[count - 1], ids
        return None

    # -------------------------------------------------------------- columns

    @cached_property
    def _columns(self) -> list[Column]:
        return [column for table in self._tables for column in table.table.columns]

    @cached_property
    def _choices(self) -> dict[str, list[Column]]:
        """The columns by each choice of theirs."""
        found: dict[str, list[Column]] = {}
        for column in self._columns:
            for word in allowed(self._book, column) if column.type is CellType.CHOICE else ():
                found.setdefault(_plain(word), []).append(column)
        return found

    @cached_property
    def _texts(self) -> dict[str, list[Column]]:
        """The columns of short texts by their header."""
        found: dict[str, list[Column]] = {}
        for column in self._columns:
            if column.type is CellType.TEXT:
                found.setdefault(_plain(column.header), []).append(column)
        return found

    @cached_property
    def _labelled(self) -> re.Pattern[str]:
        headers = "|".join(re.escape(header) for header in sorted(self._texts, key=len, reverse=True)) or "(?!)"
        return re.compile(rf"\b(?P<header>{headers}): (?P<said>[^·\n]+)", re.IGNORECASE)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip().casefold()
