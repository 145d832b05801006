"""How large a note's box must be to show its text, and where on the sheet it stands.

Excel places a note by the cells under its corners (the ``Anchor``), so the box's size follows from the sheet's own
column widths and row heights. Measures are pixels at 96 to the inch.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from lxml import etree

from rus_sheets.book.raw import Position
from rus_sheets.excel.read.cell_formats import number_of
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.sheetxml import flag
from rus_sheets.formulas.areas import MAX_COLUMN, MAX_ROW

_WIDTHS = ((300, 44), (480, 74))
"""Widths to choose from, and how many characters of Tahoma 9 a line of that width surely holds."""
_LINE = 15
_MARGIN = 12
_HIGHEST = 540
_CHARACTER = 7
_COLUMN = 64
_ROW = 20
_FARTHEST_RIGHT = 8  # columns that a box may need to the right of where it begins


def size_for(text: str) -> tuple[int, int]:
    """Width and height that hold the text; at most what fits on a small screen."""
    for width, characters in _WIDTHS:
        height = lines_of(text, characters) * _LINE + _MARGIN
        if height <= _HIGHEST:
            return width, height
    return width, _HIGHEST


def lines_of(text: str, characters: int) -> int:
    """How many lines the text takes where a line holds so many characters."""
    return sum(len(textwrap.wrap(line, characters)) if len(line) > characters else 1 for line in text.split("\n"))


class Grid:
    """The column widths and row heights of a sheet."""

    def __init__(self, root: etree._Element) -> None:
        formats = root.find(f"{{{MAIN}}}sheetFormatPr")
        self._column, self._row = _COLUMN, _ROW
        if formats is not None:
            self._column = _pixels(formats.get("defaultColWidth"), _CHARACTER, _COLUMN)
            self._row = _pixels(formats.get("defaultRowHeight"), 96 / 72, _ROW)
        self._columns: list[tuple[int, int, int]] = []
        for node in root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
            width = 0 if flag(node, "hidden") else _pixels(node.get("width"), _CHARACTER, self._column)
            self._columns.append((number_of(node.get("min")), number_of(node.get("max")), width))
        self._rows: dict[int, int] = {}
        for node in root.iterfind(f"{{{MAIN}}}sheetData/{{{MAIN}}}row"):
            if flag(node, "hidden"):
                self._rows[number_of(node.get("r"))] = 0
            elif node.get("ht"):
                self._rows[number_of(node.get("r"))] = _pixels(node.get("ht"), 96 / 72, self._row)

    def anchor(self, cell: Position, size: tuple[int, int]) -> str:
        """The anchor of a box of that size, to the right of the cell and a little above its lower edge.

        Eight numbers: column, offset, row, offset of the upper left corner, then of the lower right, all from 0.
        """
        row, column = max(cell[0] - 1, 1), min(cell[1] + 1, MAX_COLUMN - _FARTHEST_RIGHT)
        across, down = min(15, self._width(column)), min(10 if cell[0] > 1 else 2, self._height(row))
        right = _walk(column, across + size[0], self._width, MAX_COLUMN)
        bottom = _walk(row, down + size[1], self._height, MAX_ROW)
        corners = (column - 1, across, row - 1, down, right[0] - 1, right[1], bottom[0] - 1, bottom[1])
        return ", ".join(map(str, corners))

    def _width(self, column: int) -> int:
        return next((width for first, last, width in self._columns if first <= column <= last), self._column)

    def _height(self, row: int) -> int:
        return self._rows.get(row, self._row)


def _walk(start: int, length: int, size_of: Callable[[int], int], last: int) -> tuple[int, int]:
    """The column (or row) and the offset in it that lie ``length`` from where ``start`` begins."""
    at = start
    while at < last and length >= size_of(at):
        length -= size_of(at)
        at += 1
    return at, max(0, min(length, size_of(at)))


def _pixels(written: str | None, factor: float, default: int) -> int:
    try:
        value = float(written or "")
    except ValueError:
        return default
    return round(value * factor) if 0 <= value < 1000 else default
