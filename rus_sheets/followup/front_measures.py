"""How wide and high the form's first sheet is: as its texts need, and on a page where that is possible."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from msgspec import Struct

from rus_sheets.book.raw import Scalar
from rus_sheets.followup.parts import TITLE_HEIGHT, JoinedCells, row_heights
from rus_sheets.layout.blueprint import NewCell
from rus_sheets.layout.heights import AIR, LINE, TALLEST, line_count

LABEL, INPUT, STATE, HELP = 1, 2, 3, 4
HELP_WIDTH = 34.0
_WIDTHS = {LABEL: 19.0, INPUT: 68.0, STATE: 18.0, HELP: HELP_WIDTH}
_WIDER = {**_WIDTHS, INPUT: 100.0}
"""For much text: as wide on paper, since the column of help isn't printed."""
_PAGE = 1095.0
"""Points of rows on an A4 at seven tenths of the size, which is what its width takes."""
_GAP = 6.0


class FrontMeasures(Struct, frozen=True):
    """The sheet's ``widths`` and ``heights``, and what of it is printed: to which row and column."""

    widths: Mapping[int, float]
    heights: Mapping[int, float]
    printed: tuple[int, int]


def rows_for(value: Scalar) -> int:
    """How many rows a text takes: one, but where it needs more than the 409 points that Excel gives a row."""
    return _rows(value, _WIDER)


def measured(cells: Sequence[NewCell], titles: Sequence[str], tall: Sequence[JoinedCells]) -> FrontMeasures:
    """What the sheet with those cells gets; ``titles`` are its first rows, ``tall`` what takes several rows."""
    entries = [cell for cell in cells if cell.column == INPUT]
    ends = {area[0]: area[2] for area in tall}
    if all(_rows(cell.value, _WIDTHS) <= 1 + ends.get(cell.row, cell.row) - cell.row for cell in entries):
        found = _within(cells, titles, tall, _WIDTHS, HELP)
        if sum(found.heights.values()) <= _PAGE:
            return found
    return _within(cells, titles, tall, _WIDER, STATE)


def _rows(value: Scalar, widths: Mapping[int, float]) -> int:
    return max(1, math.ceil((line_count(value, widths[INPUT]) * LINE + AIR) / TALLEST))


def _within(
    cells: Sequence[NewCell],
    titles: Sequence[str],
    tall: Sequence[JoinedCells],
    widths: Mapping[int, float],
    printed: int,
) -> FrontMeasures:
    """In columns of those widths, of which those to ``printed`` are."""
    last = max(cell.row for cell in cells)
    named = {row: TITLE_HEIGHT if line else _GAP for row, line in enumerate(titles, 1)}
    heights = dict.fromkeys(range(1, last), _GAP) | row_heights(cells, widths, tall) | named
    return FrontMeasures(widths, heights, (last, printed))
