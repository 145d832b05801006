"""A content control beside what its tag stands for today: which part of it is the figure, and may it be exchanged?"""

from __future__ import annotations

from dataclasses import dataclass

from rus_sheets.documents.sources import Source, Sources
from rus_sheets.word.adjoining import choice_read_as, read_as
from rus_sheets.word.controls import Control
from rus_sheets.word.figuretext import Span, figure_in, same
from rus_sheets.word.obstacles import Obstacle
from rus_sheets.word.refill import as_printed


@dataclass(frozen=True, slots=True)
class Reading:
    """``span`` is where in the control its figure stands, None where that can't be told; ``source`` None when gone.

    ``today`` is what it would say today, "" for a blank cell; ``reads`` is the figure as it reads with what people have
    typed right beside it, where that makes another of it ("" where it doesn't): then ``span`` is None too.
    """

    control: Control
    source: Source | None
    today: str
    span: Span | None
    reads: str = ""

    @property
    def figure(self) -> str:
        """What the control says, without what people have typed beside it."""
        return "" if self.span is None else self.control.said[slice(*self.span)]

    @property
    def agrees(self) -> bool:
        """Does it say what the workbook says?"""
        return self.span is not None and same(self.figure, self.today)

    @property
    def differs(self) -> bool:
        """Does the workbook say something, and something else?"""
        return bool(self.today) and not self.agrees

    @property
    def hindering(self) -> tuple[Obstacle, ...]:
        """What it holds that a new figure could harm; a paragraph with nothing but the figure in it isn't that."""
        alone = self.figure.strip() == self.control.said.strip()
        return tuple(each for each in self.control.obstacles if each is not Obstacle.PARAGRAPH or not alone)

    @property
    def can_be_filled(self) -> bool:
        """Can today's figure be put in, and nothing else be changed?"""
        return self.span is not None and not self.hindering


def read(control: Control, sources: Sources) -> Reading:
    """The control beside its source."""
    source = sources.find(control.tag)
    if source is None:
        return Reading(control, None, "", None)
    today = as_printed(source.text)
    words = source.choices if source.choice else sources.unknown
    span = figure_in(control.said, today, words, choice=source.choice)
    reads = _reads(control, source, today, span) if span else ""
    return Reading(control, source, today, None if reads else span, reads)


def _reads(control: Control, source: Source, today: str, span: Span) -> str:
    before, after = control.beside
    start, end = span
    figure = control.said[start:end] or today  # an emptied control: where the new figure would stand
    before, after = before + control.said[:start], control.said[end:] + after
    return choice_read_as(figure, before, after) if source.choice else read_as(figure, before, after, source.title)
