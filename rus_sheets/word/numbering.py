"""Lists that are lists. Each numbered list gets a ``w:num`` of its own, or it would go on where the last one ended."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from rus_sheets.errors import UserError
from rus_sheets.word.ns import NS, attribute, el, number_in, q, val
from rus_sheets.word.styles import Styles


class Numbering:
    """The numbering part of one document; new lists are added to it in the order they are asked for."""

    def __init__(self, root: etree._Element, styles: Styles) -> None:
        self._root = root
        self._styles = styles
        self._own = ""
        self._next = 1 + max((number_in(attribute(num, "w:numId")) for num in root.iterfind("w:num", NS)), default=0)

    def bullets(self) -> int:
        """The numId of the bullet style; bullets don't count, so all lists share it."""
        return self._styles.numbering_of("List Bullet")

    def numbers(self, start: int, *, letters: bool, prefix: str = "") -> int:
        """A new numId that counts from ``start``; ``prefix`` stands before each letter."""
        if not self._own:
            self._own = self._copied(self._abstract_of(self._styles.numbering_of("List Number")))
        abstract = self._own
        level = el("w:lvlOverride", {"w:ilvl": 0}, val("w:startOverride", start))
        if letters:
            level.append(self._lettered_level(abstract, start, prefix))
        num = el("w:num", {"w:numId": self._next}, val("w:abstractNumId", abstract), level)
        last = self._root.findall("w:num", NS)[-1]
        last.addnext(num)
        self._next += 1
        return self._next - 1

    def _abstract_of(self, number: int) -> str:
        for num in self._root.iterfind("w:num", NS):
            if attribute(num, "w:numId") == str(number):
                return attribute(num.find("w:abstractNumId", NS), "w:val")
        raise _damaged()

    def _copied(self, abstract: str) -> str:
        """The list's definition once more: lists of one definition share their count, also with the template's own."""
        definitions = self._root.findall("w:abstractNum", NS)
        original = next((each for each in definitions if attribute(each, "w:abstractNumId") == abstract), None)
        if original is None:
            raise _damaged()
        number = str(1 + max(number_in(attribute(each, "w:abstractNumId")) for each in definitions))
        copy = deepcopy(original)
        copy.set(q("w:abstractNumId"), number)
        # A style points back at one definition only, and an identity belongs to one.
        for extra in copy.findall("w:nsid", NS) + copy.findall("w:styleLink", NS):
            copy.remove(extra)
        for level in copy.iterfind("w:lvl", NS):
            for style in level.findall("w:pStyle", NS):
                level.remove(style)
        definitions[-1].addnext(copy)
        return number

    def _lettered_level(self, abstract: str, start: int, prefix: str) -> etree._Element:
        indent = self._root.find(f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl[@w:ilvl='0']/w:pPr/w:ind", NS)
        place = el("w:ind") if indent is None else deepcopy(indent)
        if prefix:  # needs more room than a number
            for side in ("w:left", "w:hanging"):
                place.set(q(side), str(number_in(place.get(q(side), "397")) + 60 + 60 * len(prefix)))
        properties = el("w:pPr", None, place)
        return el(
            "w:lvl",
            {"w:ilvl": 0},
            val("w:start", start),
            val("w:numFmt", "lowerLetter"),
            val("w:lvlText", f"{prefix.replace('%', '')}%1)"),
            val("w:lvlJc", "left"),
            properties,
        )


def _damaged() -> UserError:
    remedy = "Gör om formatmallen Numrerad lista i Word, eller utgå från en av mallarna i reports."
    return UserError("Den numrerade listan i mallen är skadad.", remedy=remedy)
