"""What stands before each item of Word's own lists: its number or letter, as Word counts them, or a bullet."""

from __future__ import annotations

import re

from lxml import etree

from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.ns import NS, attribute, number_in

BULLET = "-"
_PLACE = re.compile("%([1-9])")
_LETTERED = {"lowerLetter": "a", "upperLetter": "A"}
_UNCOUNTED = ("bullet", "none", "")


class ListMarks:
    """The lists of one document; items are asked for in reading order."""

    def __init__(self, package: WordPackage) -> None:
        self._root = package.lists()
        self._counts: dict[tuple[int, int], int] = {}

    def mark(self, number: int, level: int) -> str:
        """The mark of the next item of the list with that numId, at that level."""
        described = self._level(number, level)
        form = attribute(None if described is None else described.find("w:numFmt", NS), "w:val")
        if described is None or form in _UNCOUNTED:
            return BULLET
        first = self._start(number, level, described)
        count = self._counts[number, level] = self._counts.get((number, level), first - 1) + 1
        for other in [key for key in self._counts if key[0] == number and key[1] > level]:
            del self._counts[other]
        shown = chr(ord(_LETTERED[form]) + (count - 1) % 26) if form in _LETTERED else str(count)
        pattern = attribute(described.find("w:lvlText", NS), "w:val") or f"%{level + 1}."
        return _PLACE.sub(
            lambda found: shown if int(found[1]) == level + 1 else self._higher(number, found[1]), pattern
        )

    def _higher(self, number: int, place: str) -> str:
        return str(self._counts.get((number, int(place) - 1), 1))

    def _level(self, number: int, level: int) -> etree._Element | None:
        num = self._root.find(f"w:num[@w:numId='{number}']", NS)
        if num is None:
            return None
        own = num.find(f"w:lvlOverride[@w:ilvl='{level}']/w:lvl", NS)
        if own is not None:
            return own
        abstract = attribute(num.find("w:abstractNumId", NS), "w:val")
        return self._root.find(f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl[@w:ilvl='{level}']", NS)

    def _start(self, number: int, level: int, described: etree._Element) -> int:
        override = self._root.find(f"w:num[@w:numId='{number}']/w:lvlOverride[@w:ilvl='{level}']/w:startOverride", NS)
        start = override if override is not None else described.find("w:start", NS)
        return number_in(attribute(start, "w:val") or "1")
