"""Room for the longest word of each column: a program cuts a word that is wider than its cell, without a hyphen."""

from __future__ import annotations

from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, number_in, q, text_of

_SIZE = 10
"""Points: the size of the text in the tables."""
_CELL_MARGINS = 180
"""Twentieths of a point, both sides together."""


def make_room(root: etree._Element) -> None:
    """Widen the columns that can't hold their longest word, by what the others can spare.

    Tables with joined cells are left as they are, and so are those that can't hold the words at all.
    """
    for table in root.iter(q("w:tbl")):
        rows = [row.findall("w:tc", NS) for row in table.findall("w:tr", NS)]
        columns = table.findall("w:tblGrid/w:gridCol", NS)
        if next(table.iter(q("w:gridSpan"), q("w:hMerge")), None) is not None:
            continue
        widths = [number_in(attribute(column, "w:w")) for column in columns]
        if not all(widths) or any(len(cells) != len(columns) for cells in rows):
            continue
        needs = [max((_need(cells[place]) for cells in rows), default=0) for place in range(len(columns))]
        if all(need <= width for need, width in zip(needs, widths, strict=True)) or sum(needs) > sum(widths):
            continue
        _set(rows, columns, _shared(needs, widths))


def _shared(needs: list[int], widths: list[int]) -> list[int]:
    """Widths of the same sum, none under its need: what is lacking is taken from each in proportion to its spare."""
    spare = [max(width - need, 0) for need, width in zip(needs, widths, strict=True)]
    lacking = sum(max(need - width, 0) for need, width in zip(needs, widths, strict=True))
    made = [
        max(need, width - left * lacking // sum(spare)) for need, width, left in zip(needs, widths, spare, strict=True)
    ]
    made[spare.index(max(spare))] += sum(widths) - sum(made)
    return made


def _set(rows: list[list[etree._Element]], columns: list[etree._Element], widths: list[int]) -> None:
    for column, width in zip(columns, widths, strict=True):
        column.set(q("w:w"), str(width))
    for cells in rows:
        for cell, width in zip(cells, widths, strict=True):
            size = cell.find("w:tcPr/w:tcW", NS)
            if size is not None:
                size.set(q("w:w"), str(width))


def _need(cell: etree._Element) -> int:
    """The width of the longest word in the cell, in bold, with its margins."""
    words = (word for paragraph in cell.iter(q("w:p")) for word in _words(text_of(paragraph)))
    return round(max(map(_breadth, words), default=0) * _SIZE * 20) + _CELL_MARGINS


def _words(text: str) -> list[str]:
    """A program breaks lines at spaces that aren't hard ones, and after a hyphen."""
    return text.replace("-", "- ").replace("\n", " ").replace("\t", " ").split(" ")


def _breadth(word: str) -> float:
    """How many times its size a word in bold Calibri is at most wide."""
    return sum(0.36 if sign in "fijlrt.,-()" else 0.85 if sign in "mwMW" else 0.63 if sign.isupper() else 0.55
               for sign in word)  # fmt: skip
