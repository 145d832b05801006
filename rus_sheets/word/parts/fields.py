"""Fields with their values filled in: the numbers of captions."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, q

_SEQ = re.compile(r"\s*SEQ\s+(\w+)")


def number_captions(root: etree._Element) -> None:
    """Give each SEQ field its number, counted in reading order."""
    counts: Counter[str] = Counter()
    for code in root.iter(q("w:instrText")):
        match = _SEQ.match(code.text or "")
        if match:
            counts[match[1]] += 1
            set_result(code, str(counts[match[1]]))


def set_result(code: etree._Element, value: str) -> None:
    """Replace the text between the field's ``separate`` and ``end``."""
    shown: etree._Element | None = None
    run = code.getparent()
    separated = False
    while run is not None and (run := run.getnext()) is not None:
        kind = attribute(run.find("w:fldChar", NS), "w:fldCharType")
        if kind == "end":
            break
        text = run.find("w:t", NS)
        if separated and text is not None:
            text.text = value if shown is None else ""
            shown = text
        separated = separated or kind == "separate"
