"""Where in a table something stands: what heads its column and its row, and our controls beside it."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree
from msgspec import Struct

from rus_sheets.word.parts.looks import Looks
from rus_sheets.word.parts.ns import attribute, q


class InTable(Struct, frozen=True):
    """The table cell that a line stands in: the ``header`` of its column, the first text of its row (``label``), and
    the tags of our controls in its row and in its column. ``place`` is the number of its table and of its row there,
    ``beside`` the text of the next cell in its row.
    """

    header: str = ""
    label: str = ""
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    place: tuple[int, int] = (-1, -1)
    beside: str = ""


OUTSIDE = InTable()
"""Of a line outside tables, or in a table's header row."""


class Surroundings:
    """A table's headers, and the tags of our controls in each of its rows and columns."""

    def __init__(self, table: etree._Element, is_ours: Callable[[str], bool], looks: Looks, number: int) -> None:
        rows = [list(row.iter(q("w:tc"))) for row in table.iter(q("w:tr"))]
        headers = [looks.seen_text(element).strip() for element in rows[0]] if rows else []
        by_column: dict[int, list[str]] = {}
        tags = [[tag for cell in cells for tag in _tags(cell, is_ours)] for cells in rows]
        for cells in rows:
            for column, cell in enumerate(cells):
                by_column.setdefault(column, []).extend(_tags(cell, is_ours))
        columns = {column: tuple(cells) for column, cells in by_column.items()}
        self._of: dict[etree._Element, InTable] = {}
        for place, (cells, in_row) in enumerate(zip(rows[1:], map(tuple, tags[1:]), strict=True), 1):
            texts = [looks.seen_text(cell).strip() for cell in cells]
            for column, cell in enumerate(cells):
                header = headers[column] if column < len(headers) else ""
                beside = texts[column + 1] if column + 1 < len(texts) else ""
                self._of[cell] = InTable(header, texts[0], in_row, columns[column], (number, place), beside)

    def around(self, cell: etree._Element) -> InTable:
        """Where the cell stands; nothing for one in the header row."""
        return self._of.get(cell, OUTSIDE)


def tag_of(control: etree._Element) -> str:
    """The control's tag, "" if it has none."""
    return attribute(control.find(q("w:sdtPr/w:tag")), "w:val")


def _tags(cell: etree._Element, is_ours: Callable[[str], bool]) -> list[str]:
    return [tag for control in cell.iter(q("w:sdt")) if is_ours(tag := tag_of(control))]
