"""A figure that isn't known any more, or is known again: do the words around it in the document still fit it?

``755 arbetsdagar`` can't become ``ännu inte känt arbetsdagar``. A template writes another sentence then, which
``refresh`` puts in where nobody has edited the one that stands. In one that somebody has, the figure is put in only
where it reads as in the template's own sentence of today, stands alone, or follows a colon (``Dagar: 755``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rus_sheets.documents.figures import NO_POST, NOBODY
from rus_sheets.usecases.edited.controlreading import ControlReading, Says
from rus_sheets.word.memory.record import bare
from rus_sheets.word.read.controls import HOLE, Control
from rus_sheets.word.read.figuretext import is_figure

WordsAround = tuple[str, str, str]
"""The tag of a control, and what stands before and after it in its sentence, with HOLE for other controls."""

_ENDS = re.compile(r"[.!?](?=\s)|\n")
_MOST_OF_ANOTHER = 200
"""Characters of another figure in the sentence, which may be names."""


def words_around(control: Control) -> WordsAround:
    """What tells a control from others with its tag: the words of its sentence, as far as they are remembered."""
    before, after = control.beside
    begins = max((end.end() for end in _ENDS.finditer(before)), default=0)
    end = _ENDS.search(after)
    return control.tag, before[begins:], after[: end.end()] if end else after


def stands_among(words: WordsAround, figure: str, line: str) -> bool:
    """Does the figure stand among those words in a line, which is given without spaces?"""
    _, before, after = words
    return bare(f"{before.rpartition(HOLE)[2]}{figure}{after.partition(HOLE)[0]}") in line


def turns(reading: ControlReading) -> bool:
    """Would today's figure be of another kind than the one that stands: not known, or nobody's, or a figure again?"""
    return reading.says is Says.OTHER and bool(reading.figure) and _kind(reading.figure) != _kind(reading.today)


def _kind(text: str) -> str:
    return text if text in (NOBODY, NO_POST) else "figure" if is_figure(text) else "words"


def misfits(turned: Iterable[ControlReading], after: Iterable[ControlReading], today: str) -> frozenset[WordsAround]:
    """The words around those of the figures that have ``turned`` which don't fit them in the document ``after``.

    ``today`` is all that the template would say.
    """
    said = bare(today)
    words: dict[str, set[WordsAround]] = {}
    for reading in turned:
        words.setdefault(reading.control.tag, set()).add(words_around(reading.control))
    found = set[WordsAround]()
    for reading in after:
        of_tag = words.get(reading.control.tag, set())
        if of_tag and reading.says is Says.SAME and not _fits(reading, said):
            mine = words_around(reading.control)
            found |= {mine} if mine in of_tag else of_tag  # what stands around it may have been put right since
    return frozenset(found)


def _fits(reading: ControlReading, said: str) -> bool:
    _, before, after = words_around(reading.control)
    if not re.search(r"\w|%", after) and (not before.strip() or before.rstrip().endswith(":")):
        return True
    return stands_in(said, bare(before), bare(reading.today), bare(after))


def stands_in(text: str, before: str, figure: str, after: str) -> bool:
    """Does the figure stand in the text between those words, where each HOLE may be any short text?

    A pattern for the same would try every way for every place; here each piece is looked for once.
    """
    (*earlier, close_before), (close_after, *later) = before.split(HOLE), after.split(HOLE)
    core = f"{close_before}{figure}{close_after}"
    backwards = [piece[::-1] for piece in reversed(earlier)]
    return any(
        _follow(text[max(0, at - _reach(earlier)) : at][::-1], backwards)
        and _follow(text[at + len(core) :][: _reach(later)], later)
        for at in _places(core, text)
    )


def _reach(pieces: Iterable[str]) -> int:
    return sum(_MOST_OF_ANOTHER + len(piece) for piece in pieces)


def _follow(text: str, pieces: Iterable[str]) -> bool:
    """Do the pieces stand in the text, each near where the one before it ended?"""
    ends = {0}
    for piece in pieces:
        near = _MOST_OF_ANOTHER + len(piece)
        ends = {at + len(piece) for end in ends for at in _places(piece, text, end, end + near)}
    return bool(ends)


def _places(piece: str, text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    at = text.find(piece, start, end)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1, end)
