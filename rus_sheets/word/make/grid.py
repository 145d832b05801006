"""A table's grid has a column for each cell of its widest row: tags can give a row more cells, or fewer.

docxtpl's own way counts the rows of tables within cells, misses cells in content controls and those that a row leaves
out, and stops at widths that aren't whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, number_in, q

_LEFT_OUT = ("w:trPr/w:gridBefore", "w:trPr/w:gridAfter")


def fit_grid(table: etree._Element) -> None:
    """Add the columns that the table's rows need and take away those that none has; the table stays as wide."""
    grid = table.find("w:tblGrid", NS)
    needed = max((_breadth(row) for row in _own(table, "w:tr", "w:tbl")), default=0)
    columns = [] if grid is None else grid.findall("w:gridCol", NS)
    if grid is None or not needed or needed == len(columns):
        return
    widths = [number_in(attribute(column, "w:w")) for column in columns]
    kept = columns[:needed]
    for column in columns[needed:]:
        grid.remove(column)
    added = [etree.Element(q("w:gridCol")) for _ in range(needed - len(kept))]
    grid[len(kept) : len(kept)] = added
    if widths and all(widths):
        shared = [*widths[:needed], *[sum(widths) // len(widths)] * len(added)]
        for column, width in zip((*kept, *added), shared, strict=True):
            column.set(q("w:w"), str(width * sum(widths) // sum(shared)))


def _breadth(row: etree._Element) -> int:
    """How many columns of the grid a row takes."""
    left_out = sum(number_in(attribute(row.find(name, NS), "w:val")) for name in _LEFT_OUT)
    return left_out + sum(_span(cell) for cell in _own(row, "w:tc", "w:tr"))


def _span(cell: etree._Element) -> int:
    return max(1, number_in(attribute(cell.find("w:tcPr/w:gridSpan", NS), "w:val")))


def _own(holder: etree._Element, name: str, kind: str) -> Iterator[etree._Element]:
    """What is the holder's itself, also in content controls, and not another's of its kind within it."""
    return (node for node in holder.iter(q(name)) if next(node.iterancestors(q(kind)), None) is holder)
