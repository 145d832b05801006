"""The numbers of numbered headings, as Word counts them: the contents are written before Word has seen the document."""

from __future__ import annotations

import re

from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, number_in, paragraphs
from rus_sheets.word.parts.styles import Styles

_LEVELS = 9
_PLACE = re.compile("%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


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
        shown = [_shown(definition, place, said) for place, said in enumerate(count)]
        found[paragraph] = _PLACE.sub(lambda match, shown=shown: shown[int(match[1]) - 1], pattern)  # type: ignore[misc]
    return found


def _shown(definition: etree._Element, level: int, count: int) -> str:
    """The number of a level as it is written there: ``3``, ``C`` or ``iii``."""
    described = definition.find(f"w:lvl[@w:ilvl='{level}']", NS)
    start = None if described is None else described.find("w:start", NS)
    number = max(count, 1) - 1 + (1 if start is None else number_in(attribute(start, "w:val")))
    kind = "" if described is None else attribute(described.find("w:numFmt", NS), "w:val")
    written = {"Letter": _lettered, "Roman": _roman}.get(kind.removeprefix("upper").removeprefix("lower"))
    said = str(number) if written is None or number < 1 else written(number)
    return said.upper() if kind.startswith("upper") else said


def _lettered(number: int) -> str:
    """After z comes aa, then bb."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _roman(number: int) -> str:
    said = ""
    for value, sign in _ROMAN:
        said, number = said + sign * (number // value), number % value
    return said


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
