"""The figures that people have typed in a line of a document, by what tells their unit.

What the workbook has given (our controls, and texts that nobody has edited) nobody has typed. A number alone in a table
cell has the unit that its column's header or its row's label tells, or that stands in the cell beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from rus_sheets.texts.bare_figures import bare_figures
from rus_sheets.texts.declared_units import DeclaredUnits
from rus_sheets.texts.known_figures import COUNTED
from rus_sheets.texts.no_figures import no_figures
from rus_sheets.texts.other_numbers import other_numbers
from rus_sheets.texts.share_figures import shares_in_words
from rus_sheets.texts.stated import Stated
from rus_sheets.texts.text_figures import stated_figures
from rus_sheets.usecases.edited.typed_rows import ALONE
from rus_sheets.usecases.edited.typed_words import counted_in, is_a_time, with_unit
from rus_sheets.word.read.controls import HOLE, DocumentLine

Stretch = tuple[int, int]
"""Where in a line's full text something stands."""

_NUMBERING = re.compile(r"(?:nr|nummer|#|id|kod|år|sida|sid|datum|vecka|kl(?:ockan)?|tid|dnr)\.?", re.IGNORECASE)
"""A header over numbers that are no figures."""
_PAGE_PARTS = ("Sidhuvud", "Sidfot")
_A_PAGE = re.compile(r"\W*\d+(?:\s*(?:av|\(|/)\s*\d+)?\W*")
"""There, a number with nothing beside it is a page's."""
_HEADING_NUMBER = re.compile(r"\s*\d+(?:\.\d+)*\.?(?=\s)")


class LineFigures:
    """Reads a document's lines. ``made`` are the nodes of its trail that stand as the workbook gave them."""

    def __init__(self, units: DeclaredUnits, made: Collection[int]) -> None:
        self.units = units
        self._made = made

    def is_made(self, line: DocumentLine) -> bool:
        """Has the workbook given any of the line?"""
        return any(number in self._made for number, *_ in line.marks)

    def with_unit(self, line: DocumentLine, text: str | None = None) -> str:
        """The number that stands alone in a table cell, with its unit where any is told."""
        return with_unit(line, text, self.units)

    def stated_in(self, text: str) -> Iterator[Stated]:
        """Every figure of a text that has a unit of the workbook's."""
        yield from stated_figures(text)
        numbering = no_figures(text)
        yield from (one for one in self.units.find(text) if not touches((one.start, one.end), numbering))
        yield from shares_in_words(text, self.units)

    def of(self, line: DocumentLine) -> FiguresOfLine:
        """Those of the line."""
        alone = bool(ALONE.fullmatch(line.text.strip()))
        every = tuple(self.stated_in(self.with_unit(line) if alone else line.full))
        return FiguresOfLine(line, alone, every, tuple(self.given(line)), self.units)

    def given(self, line: DocumentLine) -> list[Stretch]:
        """Where in the full line what the workbook has given stands."""
        found = list(holes(line, [text for _, text in line.holes]))
        places = [place for place, sign in enumerate(line.text) if sign == HOLE]

        def filled(at: int) -> int:
            texts = (text for place, (_, text) in zip(places, line.holes, strict=True) if place < at)
            return at + sum(len(text) - len(HOLE) for text in texts)

        return [*found, *((filled(start), filled(end)) for number, start, end in line.marks if number in self._made)]


class FiguresOfLine(Struct, frozen=True):
    """The figures of one line. ``every`` is all that have a unit, also those that the workbook has given; ``given`` is
    where in the full line what it has given stands. ``alone`` tells that there is a number and nothing more.
    """

    line: DocumentLine
    alone: bool
    every: tuple[Stated, ...]
    given: tuple[Stretch, ...]
    units: DeclaredUnits

    def stated(self) -> Iterator[Stated]:
        """Those typed in the line."""
        full = self.line.full
        for stated in self.every:
            numbering = self.line.is_heading and not full[: stated.start].strip()
            typed = (
                not is_a_time(full, stated) and not numbering and not touches((stated.start, stated.end), self.given)
            )
            if self.alone or typed:
                yield stated

    def bare(self) -> Iterator[Stated]:
        """The numbers typed in the line that have the unit of the figure beside them."""
        if self.line.is_heading or self.alone:
            return
        full = self.line.full
        beside = [one for one in self.every if is_counted(one, self.units) and not is_a_time(full, one)]
        within = [(one.start, one.end) for one in self.every if one not in beside]
        for bare in bare_figures(full, beside):
            if not touches((bare.start, bare.end), [*self.given, *within]):
                yield bare

    def others(self, read: Iterable[Stated]) -> Iterator[Stated]:
        """The numbers typed in the line that no unit of the workbook's tells, but those that are ``read`` already."""
        line, cell = self.line, self.line.cell
        if line.place.heading in _PAGE_PARTS and _A_PAGE.fullmatch(line.full.strip()):
            return
        if line.is_heading:
            numbering = _HEADING_NUMBER.match(line.full)
            given = [*self.given, numbering.span()] if numbering else self.given
            yield from other_numbers(
                line.full, [*given, *(whole_stretch(line.full, one) for one in (*read, *self.every))]
            )
            return
        if not self.alone:
            stated = (whole_stretch(line.full, one) for one in (*read, *self.every))
            yield from other_numbers(line.full, [*self.given, *stated])
        elif cell.label and cell.label != line.text.strip() and not (self.every or _NUMBERING.fullmatch(cell.header)):
            yield from other_numbers(f"{with_unit(line, None, self.units)} {counted_in(cell)}", ())


def is_counted(stated: Stated, units: DeclaredUnits) -> bool:
    """Does the workbook have figures of its unit?"""
    return stated.unit in COUNTED or stated.unit in units.units


def holes(line: DocumentLine, texts: Iterable[str]) -> Iterator[Stretch]:
    """Where the holes are once they are filled."""
    start = 0
    for piece, text in zip(line.text.split(HOLE), texts, strict=False):
        start += len(piece)
        yield start, start + len(text)
        start += len(text)


def touches(place: Stretch, spans: Iterable[Stretch]) -> bool:
    """Does it stand in any of these?"""
    return any(start < place[1] and place[0] < end for start, end in spans)


def whole_stretch(text: str, stated: Stated) -> Stretch:
    """Where all that is said of the figure stands: ``40 av 49 aktiviteter``."""
    begin = text.rfind(stated.text, 0, stated.start + len(stated.text))
    return (min(begin, stated.start), begin + len(stated.text)) if begin >= 0 else (stated.start, stated.end)
