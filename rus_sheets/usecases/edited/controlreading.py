"""A content control beside what its tag stands for today: what does it say, and may the figure be exchanged?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, auto

from msgspec import Struct

from rus_sheets.documents.sources import Source, Sources
from rus_sheets.word.edit.refill import as_printed
from rus_sheets.word.read.adjoining import choice_read_as, read_as
from rus_sheets.word.read.controls import Control
from rus_sheets.word.read.figuretext import FigureText, Own, TextSpan, compared, whole
from rus_sheets.word.read.obstacles import Obstacle
from rus_sheets.word.read.written import own

_SHOWN = (Obstacle.STRUCK, Obstacle.PICTURE)
"""What a reader sees of a control beside its text, and may make it say something else."""


class Says(Enum):
    """What a control says, in the order that it is asked."""

    GONE = auto()
    """What it stands for is no longer in the workbook."""
    TRACKED = auto()
    """What it says hangs on a tracked change."""
    BLANK = auto()
    """A figure where the workbook's cell is blank."""
    EMPTIED = auto()
    """The same, as it was written and all that its table cell says: that can be blank too."""
    NOTHING = auto()
    """Nothing, as the workbook."""
    HIDDEN = auto()
    """A figure that no reader sees."""
    BESIDE = auto()
    """Another figure with what stands beside it."""
    MIXED = auto()
    """More than a figure."""
    SHOWN = auto()
    """A figure that is struck through, or stands by a picture."""
    SAME = auto()
    """The workbook's figure."""
    HELD = auto()
    """Another figure, with something that a new one could harm."""
    TYPED = auto()
    """Another figure, which a person has typed."""
    UNFIT = auto()
    """Another figure, which the words around it don't fit."""
    OTHER = auto()
    """Another figure, which the workbook's can take the place of."""


class ControlReading(Struct, frozen=True):
    """``source`` is None when it is gone; ``today`` is what the control would say today, "" for a blank cell.

    ``reads`` is the figure as it reads with what people have typed right beside it, "" where that leaves it the same.
    """

    control: Control
    source: Source | None
    today: str
    says: Says
    reads: str = ""

    @property
    def span(self) -> TextSpan:
        """Where in the control its figure stands."""
        return whole(self.control.said)

    @property
    def figure(self) -> str:
        """The figure that it says, "" where it says more than one."""
        is_figure = self.says in (Says.SAME, Says.OTHER, Says.EMPTIED, Says.HELD, Says.UNFIT)
        return self.control.said.strip() if is_figure else ""

    @property
    def differs(self) -> bool:
        """Does it say another figure than the workbook?"""
        return self.says in (Says.OTHER, Says.EMPTIED, Says.HELD, Says.UNFIT)

    @property
    def can_be_filled(self) -> bool:
        """Can today's figure be put in, or taken out, and nothing else be changed?"""
        return self.says in (Says.OTHER, Says.EMPTIED)


def read(control: Control, sources: Sources, known: Mapping[str, str], beside: Iterable[str] = ()) -> ControlReading:
    """The control beside its source. ``known`` is what was written in the controls last, as the record has it;
    ``beside`` are the tags on its line.
    """
    source = sources.find(sources.meant(control.tag, beside))
    if source is None:
        return ControlReading(control, None, "", Says.GONE)
    today = as_printed(source.text)
    words = source.choices if source.choice else sources.unknown
    last = own(control.said, known, control.tag)
    text = compared(control.said, today, words, choice=source.choice, own=last) if today else FigureText.MIXED
    reads = _reads(control, source, today) if text is not FigureText.MIXED else ""
    says = _says(control, today, text, reads)
    if says is Says.BLANK and last is Own.ALL and control.is_alone_in_cell and not control.obstacles:
        says = Says.EMPTIED
    return ControlReading(control, source, today, says, reads)


def _says(control: Control, today: str, text: FigureText, reads: str) -> Says:  # noqa: PLR0911 - one for each
    holds = control.obstacles
    if Obstacle.TRACKED in holds:
        return Says.TRACKED
    if not today:
        return Says.BLANK if control.text else Says.NOTHING
    if Obstacle.HIDDEN in holds and not control.text:
        return Says.HIDDEN
    if reads:
        return Says.BESIDE
    if text is FigureText.MIXED:
        return Says.MIXED
    if any(says in holds for says in _SHOWN):
        return Says.SHOWN
    if text is FigureText.SAME:
        return Says.SAME
    if holds:
        return Says.HELD
    return Says.TYPED if text is FigureText.TYPED else Says.OTHER


def _reads(control: Control, source: Source, today: str) -> str:
    before, after = control.beside
    start, end = whole(control.said)
    figure = control.said[start:end] or today  # an emptied control: where the new figure would stand
    before, after = before + control.said[:start], control.said[end:] + after
    return choice_read_as(figure, before, after) if source.choice else read_as(figure, before, after, source.title)
