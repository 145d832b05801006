"""Tags that belong together and stand in different places: one in a cell, a text box or a control, the other outside.

What lies between them would be written again or left out, and with it half of the cell: a file that is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

from rus_sheets.word.parts.ns import q
from rus_sheets.word.templates.check import CLOSED_BY, Fault, words
from rus_sheets.word.templates.unfilled import text_of_own

_TAG = re.compile(r"\{%-?\s*(?:(p|tr|tc|r)\s)?\s*(\w+)")
_ONE = "bara det ena står i en tabellcell, en textruta eller en innehållskontroll"
_WITHIN = {"tr": "w:tr", "tc": "w:tc"}


class _Begun(Struct, frozen=True):
    tag: str
    line: str
    place: etree._Element | None


def apart(root: etree._Element) -> Iterator[Fault]:
    """The beginnings whose ends stand elsewhere."""
    opened: list[_Begun] = []
    for paragraph in root.iter(q("w:p")):
        line = text_of_own(paragraph)
        for match in _TAG.finditer(line):
            seen = _Begun(match[2], line, _place(paragraph, match[1] or ""))
            if seen.tag in CLOSED_BY:
                opened.append(seen)
            elif opened and CLOSED_BY[opened[-1].tag] == seen.tag:
                begun = opened.pop()
                if begun.place is not seen.place:
                    fault = f"{begun.tag} börjar och {seen.tag} slutar på olika ställen: {_ONE}."
                    yield Fault(words(begun.line), fault, "Flytta dem till samma ställe.")


def _place(paragraph: etree._Element, kind: str) -> etree._Element | None:
    """What holds the paragraph, or the row or cell that the tag takes with it."""
    taken = next(paragraph.iterancestors(q(_WITHIN[kind])), None) if kind in _WITHIN else paragraph
    return None if taken is None else taken.getparent()
