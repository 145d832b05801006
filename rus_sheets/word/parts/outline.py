"""The numbers of numbered headings, as Word counts them: the contents are written before Word has seen the document."""

from __future__ import annotations

import re

from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, paragraphs
from rus_sheets.word.parts.styles import Styles

_LEVELS = 9
_PLACE = re.compile("%([1-9])")


def heading_numbers(root: etree._Element, lists: etree._Element, styles: Styles) -> dict[etree._Element, str]:
    """What stands before each numbered heading, such as ``2.1`` or ``Bilaga 1.``; headings without number are left out.

    ``lists`` is the numbering part's root. Counted as in ECMA-376 part 1, 17.9: a level begins anew after a higher one.
    """
    definitions = _definitions(lists)
    counts: dict[str, list[int]] = {}
    found: dict[etree._Element, str] = {}
    for paragraph in paragraphs(root):
        if not styles.heading_level(paragraph):
            continue
        number, level = styles.numbering_in(paragraph)
        definition = definitions.get(str(number))
        described = None if definition is None else definition.find(f"w:lvl[@w:ilvl='{level}']", NS)
        if definition is None or described is None:
            continue
        count = counts.setdefault(attribute(definition, "w:abstractNumId"), [0] * _LEVELS)
        count[level] += 1
        count[level + 1 :] = [0] * (_LEVELS - level - 1)
        pattern = attribute(described.find("w:lvlText", NS), "w:val")
        found[paragraph] = _PLACE.sub(lambda match, count=count: str(count[int(match[1]) - 1]), pattern)  # type: ignore[misc]
    return found


def _definitions(lists: etree._Element) -> dict[str, etree._Element]:
    """Each list's definition by its numId; of several with one id the first. A long document has thousands of lists."""
    by_id: dict[str, etree._Element] = {}
    for definition in lists.iterfind("w:abstractNum", NS):
        by_id.setdefault(attribute(definition, "w:abstractNumId"), definition)
    found: dict[str, etree._Element] = {}
    for num in lists.iterfind("w:num", NS):
        wanted = attribute(num.find("w:abstractNumId", NS), "w:val")
        if wanted in by_id:
            found.setdefault(attribute(num, "w:numId"), by_id[wanted])
    return found
