"""Which runs a reader doesn't see as they stand: hidden or struck through, by their own format or by a style.

A toggle is on where it is so in an odd number of the styles of table, paragraph and run, or in all of the document
(ECMA-376 part 1, 17.7.3); a run's own format goes before all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, is_on, q
from rus_sheets.word.parts.styles import Styles, style_of

_HIDDEN = "w:vanish"
_STRIKES = ("w:strike", "w:dstrike")
GONE = {q("w:del"), q("w:moveFrom")}
"""Around what a reader no longer sees once tracked changes are accepted."""


class Looks:
    """The looks of the runs of one document, by its styles."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._default = {kind: styles.default(kind) for kind in ("character", "paragraph", "table")}
        self._by_style = {tag for tag in (_HIDDEN, *_STRIKES) if styles.mentions(tag)}

    def is_hidden(self, run: etree._Element | None) -> bool:
        """Is it a run of hidden text, which no page shows?"""
        return self._has(run, _HIDDEN)

    def is_struck(self, run: etree._Element | None) -> bool:
        """Is there a line, or two, through its text?"""
        return any(self._has(run, tag) for tag in _STRIKES)

    def is_unseen(self, piece: etree._Element) -> bool:
        """Is the piece of a run hidden, or gone with changes tracked?"""
        return is_gone(piece) or self.is_hidden(piece.getparent())

    def seen_text(self, element: etree._Element, length: int | None = None) -> str:
        """The text that a reader sees, tabs and breaks as spaces; at least so many characters, where there are."""
        found = ""
        for node in element.iter(q("w:t"), q("w:tab"), q("w:br"), q("w:noBreakHyphen")):
            parent = node.getparent()
            if parent is None or parent.tag != q("w:r") or self.is_unseen(node):
                continue
            found += (node.text or "") if node.tag == q("w:t") else "-" if node.tag == q("w:noBreakHyphen") else " "
            if length is not None and len(found) >= length:
                break
        return found

    def _has(self, run: etree._Element | None, name: str) -> bool:
        own = _own(run, name)
        if run is None or own is not None or run.tag != q("w:r") or name not in self._by_style:
            return bool(own)
        paragraph, cell = (next(run.iterancestors(q(around)), None) for around in ("w:p", "w:tc"))
        of_run = attribute(run.find("w:rPr/w:rStyle", NS), "w:val") or self._default["character"]
        of_paragraph = "" if paragraph is None else style_of(paragraph)
        by_run = self._styles.toggles(of_run, name)
        by_paragraph = self._styles.toggles(of_paragraph or self._default["paragraph"], name)
        by_table = cell is not None and self._by_table(cell, name)
        return (by_run ^ by_paragraph ^ by_table) or self._styles.toggles_all(name)

    def _by_table(self, cell: etree._Element, name: str) -> bool:
        """Does the style of the table around the cell switch it on, for all of the table or for where the cell is?"""
        row, table = cell.getparent(), next(cell.iterancestors(q("w:tbl")), None)
        if row is None or table is None:
            return False
        style = attribute(table.find("w:tblPr/w:tblStyle", NS), "w:val") or self._default["table"]
        chosen = table.find("w:tblPr/w:tblLook", NS)
        regions = [part for part in _regions(cell, row) if _is_chosen(chosen, part)]
        return self._styles.toggles(style, name, regions)


_LOOKS = {"firstRow": 0x20, "lastRow": 0x40, "firstCol": 0x80, "lastCol": 0x100}
"""The parts of a table that a style may give a look of their own, and their bits in older documents' ``w:val``."""
_COLUMNS = {"firstCol": "firstColumn", "lastCol": "lastColumn"}


def _regions(cell: etree._Element, row: etree._Element) -> Iterator[str]:
    """Where in its table the cell is, the strongest first (ECMA-376 part 1, 17.7.6.6)."""
    for region, element, preceding in (
        ("firstCol", cell, True),
        ("lastCol", cell, False),
        ("firstRow", row, True),
        ("lastRow", row, False),
    ):
        if next(element.itersiblings(element.tag, preceding=preceding), None) is None:
            yield region


def _is_chosen(look: etree._Element | None, region: str) -> bool:
    """Does the table show that part of its style?"""
    own = attribute(look, f"w:{_COLUMNS.get(region, region)}")
    bits = attribute(look, "w:val")
    if own or not re.fullmatch("[0-9A-Fa-f]{1,8}", bits):
        return own in ("1", "true", "on")
    return bool(int(bits, 16) & _LOOKS[region])


def is_unseen(piece: etree._Element) -> bool:
    """Is the piece of a run hidden by its own format, or gone? For documents that nobody has given other styles."""
    return is_gone(piece) or bool(_own(piece.getparent(), _HIDDEN))


def is_gone(element: etree._Element) -> bool:
    """Does it stand in what has been deleted, or moved from here, with changes tracked: in a row of a table, say?"""
    around = element.iterancestors(*GONE, q("w:tr"))
    return any(one.tag in GONE or one.find("w:trPr/w:del", NS) is not None for one in around)


def _own(run: etree._Element | None, name: str) -> bool | None:
    """What the run's own format says (ECMA-376 part 1, 17.3.2.41), None for nothing."""
    mark = None if run is None else run.find(q(f"w:rPr/{name}"))
    return None if mark is None else is_on(mark)
