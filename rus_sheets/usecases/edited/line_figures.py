"""The figures that people have typed in a line of a document, by what tells their unit.

What the workbook has given (our controls, and texts that nobody has edited) nobody has typed. A number alone in a table
cell has the unit that its column's header or its row's label tells, or that stands in the cell beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from rus_sheets.texts.bare_figures import bare_figures
from rus_sheets.texts.declared_units import DeclaredUnits
from rus_sheets.texts.known_figures import COUNTED
from rus_sheets.texts.other_numbers import other_numbers
from rus_sheets.texts.text_figures import Stated, stated_figures
from rus_sheets.usecases.edited.typed_rows import ALONE
from rus_sheets.usecases.edited.typed_words import counted_in, is_a_time, with_unit
from rus_sheets.word.read.controls import HOLE, DocumentLine

Stretch = tuple[int, int]
"""Where in a line's full text something stands."""

_NUMBERING = re.compile(r"(?:nr|nummer|#|id|kod|år|sida|sid|datum|vecka|kl(?:ockan)?|tid|dnr)\.?", re.IGNORECASE)
"""A header over numbers that are no figures."""
_PAGE_PARTS = ("Sidhuvud", "Sidfot")
"""There, a number without a unit is a page's."""


class LineFigures:
    """Reads them. ``made`` are the nodes of the document's trail that stand as the workbook gave them."""

    def __init__(self, units: DeclaredUnits, made: Collection[int]) -> None:
        self._units = units
        self._made = made

    def is_made(self, line: DocumentLine) -> bool:
        """Has the workbook given any of the line?"""
        return any(number in self._made for number, *_ in line.marks)

    def with_unit(self, line: DocumentLine, text: str | None = None) -> str:
        """The number that stands alone in a table cell, with its unit where any is told."""
        return with_unit(line, text, self._units)

    def stated_in(self, text: str) -> Iterator[Stated]:
        """Every figure of a text that has a unit of the workbook's."""
        yield from stated_figures(text)
        yield from self._units.find(text)

    def stated(self, line: DocumentLine) -> Iterator[Stated]:
        """Those typed in the line."""
        if ALONE.fullmatch(line.text.strip()):
            yield from self.stated_in(self.with_unit(line))
            return
        ours = self.given(line)
        for stated in self.stated_in(line.full):
            numbering = line.is_heading and not line.full[: stated.start].strip()
            if not is_a_time(line.full, stated) and not numbering and not touches((stated.start, stated.end), ours):
                yield stated

    def bare(self, line: DocumentLine) -> Iterator[Stated]:
        """The numbers typed in the line that have the unit of the figure beside them."""
        if line.is_heading or ALONE.fullmatch(line.text.strip()):
            return
        ours = self.given(line)
        stated = list(self.stated_in(line.full))
        beside = [one for one in stated if is_counted(one, self._units) and not is_a_time(line.full, one)]
        within = [(one.start, one.end) for one in stated if one not in beside]
        for bare in bare_figures(line.full, beside):
            if not touches((bare.start, bare.end), [*ours, *within]):
                yield bare

    def others(self, line: DocumentLine, read: Iterable[Stated]) -> Iterator[Stated]:
        """The numbers typed in the line that no unit of the workbook's tells, but those that are ``read`` already."""
        if line.is_heading or line.place.heading in _PAGE_PARTS:
            return
        if not ALONE.fullmatch(line.text.strip()):
            stated = [*read, *self.stated_in(line.full)]
            yield from other_numbers(line.full, [*self.given(line), *(_whole(line.full, one) for one in stated)])
        elif line.cell.label and line.cell.label != line.text.strip() and not _NUMBERING.fullmatch(line.cell.header):
            text = self.with_unit(line)
            if not any(self.stated_in(text)):
                yield from other_numbers(f"{text} {counted_in(line.cell)}", ())

    def given(self, line: DocumentLine) -> list[Stretch]:
        """Where in the full line what the workbook has given stands."""
        found = list(holes(line, [text for _, text in line.holes]))
        places = [place for place, sign in enumerate(line.text) if sign == HOLE]

        def filled(at: int) -> int:
            texts = (text for place, (_, text) in zip(places, line.holes, strict=True) if place < at)
            return at + sum(len(text) - len(HOLE) for text in texts)

        return [*found, *((filled(start), filled(end)) for number, start, end in line.marks if number in self._made)]


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


def _whole(text: str, stated: Stated) -> Stretch:
    """Where all that is said of the figure stands: ``40 av 49 aktiviteter``."""
    begin = text.rfind(stated.text, 0, stated.start + len(stated.text))
    return (min(begin, stated.start), begin + len(stated.text)) if begin >= 0 else (stated.start, stated.end)
