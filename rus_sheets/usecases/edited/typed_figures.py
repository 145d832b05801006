"""Figures that are typed by hand in a document, beside the workbook's of the same unit under the same heading.

A heading that is the name of a row (an activity, a group, an area) stands for that row; all other headings, up to the
outermost, stand for the document and the totals. What is said in the sentence itself counts too: a row or a choice that
it names, the whole plan. A figure that the workbook's own texts state in such a sentence is left to ``validate``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import chain

from msgspec import Struct

from rus_sheets.book.convert import read_number
from rus_sheets.book.model import Book
from rus_sheets.documents.sources import Source, Sources
from rus_sheets.texts.bare_figures import bare_figures
from rus_sheets.texts.declared_units import DeclaredUnits
from rus_sheets.texts.other_numbers import other_numbers
from rus_sheets.texts.stated import Stated
from rus_sheets.usecases.edited.figure_verdicts import FigureVerdicts
from rus_sheets.usecases.edited.headings import RowNames
from rus_sheets.usecases.edited.line_figures import (
    FiguresOfLine,
    LineFigures,
    Stretch,
    touches,
    whole_stretch,
)
from rus_sheets.usecases.edited.own_sentences import OwnSentences
from rus_sheets.usecases.edited.row_counts import RowCounts
from rus_sheets.usecases.edited.text_counts import Counts
from rus_sheets.usecases.edited.typed_rows import ALONE
from rus_sheets.usecases.edited.typed_words import (
    is_beyond_plan,
)
from rus_sheets.usecases.edited.under_headings import UnderHeadings
from rus_sheets.word.memory.record import plain_text, words_in
from rus_sheets.word.read.controls import DocumentLine, EditedDocument

_Counted = dict[int, tuple[Stated, bool | None]]
"""Counts told by what is counted, by where they stand, and whether each is right; None where nothing tells."""


class Typed(Struct, frozen=True):
    """A typed figure that isn't the workbook's. ``source`` is the one that stood in its cell, where that is known.

    ``tied`` is false where nothing in the workbook tells what it is about: then nothing says that it is wrong.
    ``reason`` says why, in Swedish, where that is known.
    ``is_there`` is true where it is another of the workbook's figures there than the sentence says: the plan's, say.
    """

    text: str
    line: DocumentLine
    value: float
    tied: bool
    source: Source | None = None
    unit: str | None = None
    reason: str = ""
    is_there: bool = False

    def as_json(self) -> dict[str, str]:
        """For ``--format json``."""
        return {"document": self.text, "place": str(self.line.place), "reason": self.reason}


class TypedFigures:
    """The figures typed by hand in a document. ``books`` is this year's workbook, and last year's if it is given.

    ``made`` are the nodes of the document's trail that stand as the workbook gave them: nobody has typed those.
    ``skeleton`` are the parts of its template, whose own words nobody has typed either.
    """

    def __init__(
        self,
        document: EditedDocument,
        sources: Sources,
        books: Sequence[Book],
        made: Collection[int] = (),
        skeleton: Sequence[str] = (),
    ) -> None:
        self.figures = LineFigures(DeclaredUnits(books[0].declaration), frozenset(made))
        self._skeleton = skeleton
        self._document = document
        self._sources = sources
        self._rows = [RowNames(book) for book in books]
        self._counts = [Counts(book) for book in books]
        self._rows_counted = [RowCounts(book) for book in books]
        texts = (text for row in self._rows for text in row.texts())
        self._own = OwnSentences(chain(sources.texts, texts), self._every_figure)
        self.under = UnderHeadings(document, sources, self._rows, self.figures)
        self._verdicts = FigureVerdicts(self._rows, self.figures, self.under, self._own)

    def find(self) -> Iterator[Typed]:
        """Those that are wrong or can't be tied to the workbook, in reading order."""
        for line in self._document.lines:
            alone = ALONE.fullmatch(line.text.strip())
            if alone and self.figures.is_made(line):
                continue
            in_cell = self._of_cell(line) if alone else None
            if in_cell is not None:
                number = read_number(line.text.rstrip("% "))
                if number is not None and not _is(in_cell, float(number)):
                    yield Typed(self.figures.with_unit(line), line, float(number), tied=True, source=in_cell)
                continue
            yield from (figure for figure in self._in_line(line) if not self._is_of_template(figure))

    def _in_line(self, line: DocumentLine) -> Iterator[Typed]:
        figures = self.figures.of(line)
        counted = self._counted(line, figures.given)
        told: list[Stretch] = []
        for stated, tied in (*self._counts_told(line, counted), *self._units_told(line, figures, counted)):
            if not touches((stated.start, stated.end), told):  # "fjorton aktiviteter" of "tolv av fjorton aktiviteter"
                told.append(whole_stretch(line.full, stated))
                reason = "" if tied else self._verdicts.reason_untied(line, stated)
                is_there = tied and self._verdicts.is_there(line, stated)
                yield Typed(stated.text, line, stated.value, tied, unit=stated.unit, reason=reason, is_there=is_there)
        read = (*(stated for stated, _ in counted.values()), *figures.stated(), *figures.bare())
        for stated in figures.others(read):
            if not self._own.state(stated):
                yield Typed(stated.text, line, stated.value, tied=False, unit=stated.unit)

    def _counts_told(self, line: DocumentLine, counted: _Counted) -> Iterator[tuple[Stated, bool]]:
        """The counts that aren't right, each with whether it is tied."""
        for stated, is_known in counted.values():
            if not is_known:
                yield stated, is_known is False and not self._verdicts.is_about_another_year(line, stated)

    def _units_told(
        self, line: DocumentLine, figures: FiguresOfLine, counted: _Counted
    ) -> Iterator[tuple[Stated, bool]]:
        """The figures that have a unit, and those that have that of the figure beside them, if they aren't right."""
        yield from self._verdicts.exchanged(line, figures)
        parts = [whole_stretch(line.full, stated) for stated, _ in counted.values()]
        for stated in figures.stated():
            tied = None if touches((stated.start, stated.end), parts) else self._verdicts.compared(line, stated)
            if tied is not None:
                yield stated, tied
        for stated in figures.bare():
            tied = None if stated.start in counted else self._verdicts.compared(line, stated)
            if tied is not None:
                yield stated, tied and self._is_sure(line, stated)
        yield from self._verdicts.wholly_used(line, figures)

    def _is_sure(self, line: DocumentLine, stated: Stated) -> bool:
        """Can a number without a unit be nothing else than what it was compared as?"""
        beyond = is_beyond_plan(line.full, stated) and self._has_outcome(line, stated.unit)
        return beyond or self._verdicts.is_cost_of_row(line.full, stated)

    def is_of_cell(self, line: DocumentLine) -> bool:
        """Is there a figure in the workbook for just that cell of the table?"""
        return self._of_cell(line) is not None

    def _is_of_template(self, typed: Typed) -> bool:
        """Is it the template's own words, which stand as they were written?"""
        said, line = plain_text(typed.text), plain_text(typed.line.full)
        return any(said in words and words in line for words in self._template)

    @cached_property
    def _template(self) -> frozenset[str]:
        """What the template says between its tags, line by line."""
        pieces = (piece for part in self._skeleton for piece in words_in(part))
        return frozenset(piece for piece in map(plain_text, pieces) if " " in piece)

    def _counted(self, line: DocumentLine, ours: Sequence[Stretch]) -> _Counted:
        """Counts told by what is counted, by where they stand, and whether each is right; None where nothing tells."""
        found: _Counted = {}
        _, of_heading = self.under.owner(line.headings)
        for number, counts in enumerate(self._counts):
            keys = of_heading[number] if of_heading else ()
            for stated, is_right in (*self._rows_counted[number].find(line.full, keys), *counts.find(line.full, keys)):
                if not touches((stated.start, stated.end), ours):
                    before = found.get(stated.start, (stated, is_right))[1]
                    is_known = is_right or before or self._own.state(stated)
                    found[stated.start] = stated, is_known or before
        return found

    def _of_cell(self, line: DocumentLine) -> Source | None:
        """The figure that belongs in the table cell: of the row and the column that the controls beside it tell."""
        columns = {(sheet, header) for sheet, _, header in map(_parts, line.cell.column) if header}
        ids = {row for _, row, header in map(_parts, line.cell.row) if header}
        if not ids:
            ids = {row_id for _, row_id in self._rows[0].named(line.cell.label, ())}
        found = [self._sources.find(f"{sheet}/{row}/{header}") for sheet, header in columns for row in ids]
        there = [source for source in found if source]
        known = [source for source in there if source.text] or there
        return known[0] if len(known) == 1 else None

    def _has_outcome(self, line: DocumentLine, unit: str) -> bool:
        """Has the row whose heading the line stands under an outcome beside its plan, and not the same?"""
        return len(self._verdicts.of_rows(self.under.owner(line.headings)[1], unit)) > 1

    def _every_figure(self, text: str) -> Iterator[Stated]:
        """All that a text of the workbook states."""
        stated_in = list(self.figures.stated_in(text))
        yield from (*stated_in, *bare_figures(text, stated_in), *other_numbers(text, ()))
        for counts in (self._counts[0], self._rows_counted[0]):
            yield from (stated for stated, _ in counts.find(text, ()))


def _parts(tag: str) -> tuple[str, str, str]:
    """Sheet, row and header; no header for a total."""
    sheet, _, rest = tag.partition("/")
    row, _, header = rest.partition("/")
    return sheet, row, header


def _is(source: Source, number: float) -> bool:
    today = read_number(source.text.rstrip("% "))
    return today is not None and abs(float(today) - number) < 0.005  # the documents have two decimals
