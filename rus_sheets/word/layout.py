"""What keeps together on a page (a short table as a whole, a long one's last row with its total), and space."""

from __future__ import annotations

from lxml import etree

from rus_sheets.word.ns import NS, attribute, el, q, text_of
from rus_sheets.word.styles import Styles

_LISTS = ("list bullet", "list number")
_AFTER_LIST = 140
"""Twentieths of a point between a list and the paragraph after it; within a list there is less."""
_SHORT_ROWS, _SHORT_LETTERS = 14, 400


def keep_tables(root: etree._Element) -> None:
    """Set *keep with next* in the rows that mustn't part."""
    for table in root.iter(q("w:tbl")):
        rows = table.findall("w:tr", NS)
        short = len(rows) <= _SHORT_ROWS and len(text_of(table)) <= _SHORT_LETTERS
        total = attribute(table.find("w:tblPr/w:tblLook", NS), "w:lastRow") == "1"
        for number, row in enumerate(rows[:-1]):
            if short or (total and number == len(rows) - 2):
                for paragraph in row.iter(q("w:p")):
                    keep_with_next(paragraph)


def keep_lists(root: etree._Element, styles: Styles) -> None:
    """Keep the first two items of each list together, and the last two, and a lone one with what it follows.

    Else one could stand by itself at the foot or on top of a page.
    """
    items = [paragraph for paragraph in root.iter(q("w:p")) if _is_item(paragraph, styles)]
    for item in items:
        before, after = item.getprevious(), item.getnext()
        last = after is None or after.tag != q("w:p") or not _is_item(after, styles)
        first = before is None or before.tag != q("w:p") or not _is_item(before, styles)
        if first and not last:
            keep_with_next(item)
        if last and before is not None and before.tag == q("w:p"):
            keep_with_next(before)


def set_lists_apart(root: etree._Element, styles: Styles) -> None:
    """Space after the last item of each list that has numbering and no space of its own; in a cell, half of it."""
    for item in root.iter(q("w:p")):
        following, numbering = item.getnext(), item.find("w:pPr/w:numPr", NS)
        last = following is not None and following.tag == q("w:p") and not _is_item(following, styles)
        if last and numbering is not None and item.find("w:pPr/w:spacing", NS) is None and _is_item(item, styles):
            in_cell = next(item.iterancestors(q("w:tc")), None) is not None
            numbering.addnext(el("w:spacing", {"w:after": _AFTER_LIST // 2 if in_cell else _AFTER_LIST}))


def _is_item(paragraph: etree._Element, styles: Styles) -> bool:
    if paragraph.find("w:pPr/w:numPr", NS) is not None:
        return not styles.heading_level(paragraph)
    return styles.name_of(attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val")) in _LISTS


def keep_with_next(paragraph: etree._Element) -> None:
    """Keep the paragraph on the page of the one after it."""
    properties = paragraph.find("w:pPr", NS)
    if properties is None:
        properties = el("w:pPr")
        paragraph.insert(0, properties)
    if properties.find("w:keepNext", NS) is None:
        style = properties.find("w:pStyle", NS)
        properties.insert(0 if style is None else 1, el("w:keepNext"))
