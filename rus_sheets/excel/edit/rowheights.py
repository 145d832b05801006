"""Rows that get higher where a text that is written in them goes on on more lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from rus_sheets.book.raw import Position, RichText
from rus_sheets.excel.edit.cellwriter import CellEdit
from rus_sheets.excel.edit.styles_part import StyleSheet
from rus_sheets.excel.read.cell_formats import number_of
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.sheetxml import SheetCells, flag
from rus_sheets.layout.heights import LINE, height
from rus_sheets.office.markup import attribute, with_attribute

_NUMBER = re.compile(r"[0-9]{1,4}(?:\.[0-9]*)?")
_FEW = 200
"""Columns of one width that are looked at: some programs say it of all that a sheet can have."""


class RowHeights:
    """What the rows of one sheet, whose root and cells were read, need."""

    def __init__(self, root: etree._Element, cells: SheetCells, styles: StyleSheet) -> None:
        """``styles`` tell which cells wrap their text."""
        self._cells = cells
        self._styles = styles
        self._widths = _widths(root)

    def higher(self, tag: bytes, edits: Mapping[Position, CellEdit | None]) -> bytes:
        """A row's tag with the height that its new texts need, if it has less."""
        needed = max((self._height(place, edit) for place, edit in edits.items() if edit), default=0.0)
        now = attribute(tag, "ht")
        has = float(now) if now and _NUMBER.fullmatch(now) else LINE
        return with_attribute(tag, "ht", f"{needed:g}") if needed > max(has, 2 * LINE) else tag

    def _height(self, place: Position, edit: CellEdit) -> float:
        """What a text that goes on on more lines needs, 0 for all else."""
        text = edit.value.text if isinstance(edit.value, RichText) else edit.value
        width = self._widths.get(place[1])
        if not isinstance(text, str) or not width:
            return 0.0
        needed = height(text, width)
        style = self._cells.style_at(place) if edit.style is None else edit.style
        return needed if style is not None and self._styles.wraps(style) else 0.0


def _widths(root: etree._Element) -> dict[int, float]:
    """The widths of the columns that have one and are seen."""
    found: dict[int, float] = {}
    for column in root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        first, last, width = number_of(column.get("min")), number_of(column.get("max")), column.get("width") or ""
        if _NUMBER.fullmatch(width) and not flag(column, "hidden"):
            found |= dict.fromkeys(range(first, min(last, first + _FEW) + 1), float(width))
    return found
