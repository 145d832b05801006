"""How high a row has to be for its texts. Programs measure anew when a row is edited; this is for the rest."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping

from rus_sheets.layout.blueprint import WRAPPED, NewCell

LINE = 15.0
"""Points for a line of Calibri 11, which is also what a row has by itself."""
AIR = 4.0
"""Points above and below a text."""
TALLEST = 409.0
"""Points: Excel has no higher rows."""
_LETTER = 0.86  # of a figure's width, which columns are measured in
_WORD_LOST = 2.5  # characters of a line that the next word had no room in


def height(text: Hashable, width: float) -> float:
    """Points that a wrapped text needs in a column of that width, with a little air."""
    return min(line_count(text, width) * LINE + AIR, TALLEST)


def line_count(text: Hashable, width: float) -> int:
    """How many lines a wrapped text is in a column of that width."""
    shown = "" if text is None else str(text)
    if len(shown) * _LETTER <= width - 1 and "\n" not in shown:
        return 1
    room = max(width - _WORD_LOST, 1) / _LETTER
    return sum(max(1, math.ceil(len(line) / room)) for line in shown.split("\n"))


def heights(cells: Iterable[NewCell], widths: Mapping[int, float]) -> dict[int, float]:
    """By row what the texts of its cells need; a row of one line is left out."""
    tall: dict[int, float] = {}
    for row, column, value, style, *_ in cells:
        if not isinstance(value, str) or style not in WRAPPED or column not in widths:
            continue
        needed = height(value, widths[column])
        if needed > tall.get(row, 2 * LINE - 1):
            tall[row] = needed
    return tall
