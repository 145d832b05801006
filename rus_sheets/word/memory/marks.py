"""Which nodes of a document's trail a line of it stands in, and where: found while the line is read."""

from __future__ import annotations

from lxml import etree

from rus_sheets.word.memory.edges import number_in_name
from rus_sheets.word.parts.ns import attribute, q

EDGES = (q("w:bookmarkStart"), q("w:bookmarkEnd"))

Mark = tuple[int, int, int]
"""The number of a node, and where in the line's text it begins and ends."""


class PartMarks:
    """The bookmarks of ours in one part, given in reading order."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._open: dict[int, int] = {}
        self._closed: list[Mark] = []

    def edge(self, element: etree._Element, at: int = 0) -> None:
        """A bookmark begins or ends at this place in the line."""
        own = attribute(element, "w:id")
        number = number_in_name(element)
        if number is not None:
            self._numbers[own] = number
            self._open[number] = at
        elif element.tag == q("w:bookmarkEnd") and own in self._numbers:
            number = self._numbers.pop(own)
            self._closed.append((number, self._open.pop(number, 0), at))

    def end_line(self, length: int) -> tuple[Mark, ...]:
        """The nodes that the line has something of; those that go on do so from the next line's beginning."""
        found = (*self._closed, *((number, at, length) for number, at in self._open.items()))
        self._closed = []
        self._open = dict.fromkeys(self._open, 0)
        return tuple(span for span in found if span[1] < span[2])
