"""The rounds of a template's loops, marked in what is rendered: what stands in each of them again is made its own.

A numbered list of the template begins anew in each round, unless its items are the rounds themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from rus_sheets.word.parts.ns import NS, q
from rus_sheets.word.parts.numbering import Numbering
from rus_sheets.word.parts.styles import Styles

_PIECES = re.compile(r"<w:p(?: [^>]*)?/>|(?P<open><w:p[ >])|(?P<close></w:p>)|\{%-?\s*(?P<tag>for|endfor)\b[^%]*%\}")
_ROUND, _DONE = q("w:our-round"), q("w:our-done")

Round = tuple[int, int]
"""A loop's number in its part, and that of the round among all rounds in it."""


def marked(xml: str) -> str:
    """The source of a part, with a mark first in each round of a loop over paragraphs or table rows, and after it."""
    depth = 0
    loops: list[int | None] = []
    number = 0

    def mark(match: re.Match[str]) -> str:
        nonlocal depth, number
        depth += bool(match["open"]) - bool(match["close"])
        if match["tag"] == "for":
            # Within a paragraph nothing of the template's own can be repeated that has a number.
            number += 1
            loops.append(number if depth == 0 else None)
            return match[0] + (_mark("round", number) if depth == 0 else "")
        if match["tag"] == "endfor" and loops:
            begun = loops.pop()
            return match[0] + (_mark("done", begun) if begun is not None and depth == 0 else "")
        return match[0]

    return _PIECES.sub(mark, xml)


def _mark(name: str, number: int) -> str:
    return f'<w:our-{name} n="{number}"/>'


class Rounds:
    """Which rounds each element stands in, outermost first. ``forget`` takes the marks out when all has been seen."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root

    def walk(self, *tags: str) -> Iterator[tuple[etree._Element, tuple[Round, ...]]]:
        """The elements with those tags in reading order."""
        inside: list[Round] = []
        for count, element in enumerate(self._root.iter(_ROUND, _DONE, *tags)):
            if element.tag in (_ROUND, _DONE):
                loop = int(element.get("n", "0"))
                while any(other == loop for other, _ in inside) and inside.pop()[0] != loop:
                    pass
                if element.tag == _ROUND:
                    inside.append((loop, count))
            else:
                yield element, tuple(inside)

    def forget(self) -> None:
        """Take the marks away."""
        for mark in list(self._root.iter(_ROUND, _DONE)):
            parent = mark.getparent()
            if parent is not None:
                parent.remove(mark)


def restart_lists(rounds: Rounds, numbering: Numbering, styles: Styles) -> None:
    """Give each round its own count of the template's numbered lists that stand in it.

    A list of which each round holds one item, outside loops within it, is counted on: there the rounds are its items.
    """
    found = [
        (paragraph, number, inside)
        for paragraph, inside in rounds.walk(q("w:p"))
        if inside and (number := _list_of(paragraph, styles)) and numbering.counts(number)
    ]
    seen: dict[tuple[Round, int], int] = {}
    anew: set[tuple[int, int]] = set()
    for _, number, inside in found:
        for depth, around in enumerate(inside, start=1):
            items = seen[around, number] = seen.get((around, number), 0) + 1
            if items > 1 or depth < len(inside):
                anew.add((around[0], number))
    made: dict[tuple[int, tuple[Round, ...]], int] = {}
    for paragraph, number, inside in found:
        within = tuple(place for place in inside if (place[0], number) in anew)
        if within:
            key = number, within
            made[key] = made.get(key) or numbering.again(number)
            _number(paragraph, made[key])


def _list_of(paragraph: etree._Element, styles: Styles) -> int:
    """The numId of the list that the paragraph is an item of, also by its style; 0 for none and for headings."""
    return 0 if styles.heading_level(paragraph) else styles.numbering_in(paragraph)[0]


def _number(paragraph: etree._Element, number: int) -> None:
    """Make the paragraph an item of that list, on the level it has."""
    properties = paragraph.find("w:pPr", NS)
    if properties is None:
        return
    own = properties.find("w:numPr/w:numId", NS)
    if own is None:
        held = properties.find("w:numPr", NS)
        if held is not None:
            properties.remove(held)
        own = etree.Element(q("w:numId"))
        holder = etree.Element(q("w:numPr"))
        holder.append(own)
        # After the style and what keeps the paragraph on its page (ECMA-376 part 1, 17.3.1.26).
        first = ("w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl")
        position = sum(1 for child in properties if child.tag in [q(name) for name in first])
        properties.insert(position, holder)
    own.set(q("w:val"), str(number))
