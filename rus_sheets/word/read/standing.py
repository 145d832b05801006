"""How the controls of a document stand in it: line by line, and in tables row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from rus_sheets.texts.measures import measure_after, measure_in, measure_of
from rus_sheets.word.memory.homes import Home
from rus_sheets.word.memory.record import checksum
from rus_sheets.word.read.controls import HOLE, DocumentLine


class Stand(Struct, frozen=True):
    """A line, or the lines of a table row, and its ``home``: where its controls stand."""

    lines: tuple[DocumentLine, ...]
    home: Home


def stands_in(lines: Iterable[DocumentLine]) -> Iterator[Stand]:
    """Every line with controls, and every row."""
    for place, group in groupby(enumerate(lines), key=lambda pair: _place(*pair)):
        found = tuple(line for _, line in group)
        if any(line.holes for line in found):
            yield Stand(found, _row(found) if place[0] >= 0 else _line(found[0]))


def _place(number: int, line: DocumentLine) -> tuple[int, int]:
    return line.cell.place if line.cell.place[0] >= 0 else (-1, number)


def _heading(line: DocumentLine) -> str:
    return checksum(line.headings[-1]) if line.headings else ""


def _line(line: DocumentLine) -> Home:
    pieces = line.text.split(HOLE)
    tags = tuple(tag for tag, _ in line.holes)
    return Home(_heading(line), tags, tuple(map(checksum, pieces)), tuple(map(measure_after, pieces[1:])))


def _row(lines: Sequence[DocumentLine]) -> Home:
    label = lines[0].cell.label
    texts = [text for line in lines if (text := checksum(line.text.replace(HOLE, " ")))]
    places = [
        (tag, line.cell.header, measure_after(after) or measure_in(line.cell.header) or measure_of(label))
        for line in lines
        for (tag, _), after in zip(line.holes, line.text.split(HOLE)[1:], strict=True)
    ]
    tags, heads, measures = zip(*places, strict=True)
    return Home(_heading(lines[0]), tags, tuple(texts), measures, tuple(map(checksum, heads)))
