"""Lists that are lists. Each numbered list gets a ``w:num`` of its own, or it would go on where the last one ended."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from rus_sheets.errors import UserError
from rus_sheets.word.parts.ns import NS, attribute, el, number_in, q, val
from rus_sheets.word.parts.styles import SWEDISH_NAMES, Styles


class Numbering:
    """The numbering part of one document; new lists are added to it in the order they are asked for."""

    def __init__(self, root: etree._Element, styles: Styles) -> None:
        self._root = root
        self._styles = styles
        self._own = ""

    def bullets(self, style: str) -> int:
        """The numId of a bullet style; bullets don't count, so all lists share it."""
        number, _ = self._list_of(style)
        return number

    def numbers(self, start: int, *, letters: bool, prefix: str = "") -> int:
        """A new numId that counts from ``start``; ``prefix`` stands before each letter."""
        if not self._own:
            _, definition = self._list_of("List Number")
            self._own = self._copied(definition)
        abstract = self._own
        level = el("w:lvlOverride", {"w:ilvl": 0}, val("w:startOverride", start))
        if letters:
            level.append(self._lettered_level(abstract, start, prefix))
        return self._added(abstract, level)

    def counts(self, number: int) -> bool:
        """Is the list with that numId one with numbers or letters?"""
        definition = self._definition(number)
        kind = None if definition is None else definition.find("w:lvl[@w:ilvl='0']/w:numFmt", NS)
        return kind is not None and attribute(kind, "w:val") not in ("bullet", "none")

    def again(self, number: int) -> int:
        """The numId of a new list like that one, which counts from its beginning."""
        definition = self._definition(number)
        assert definition is not None  # noqa: S101 - the caller has asked whether it counts
        levels = [
            el("w:lvlOverride", {"w:ilvl": attribute(level, "w:ilvl")},
               val("w:startOverride", attribute(level.find("w:start", NS), "w:val") or 1))
            for level in definition.iterfind("w:lvl", NS)
        ]  # fmt: skip
        return self._added(attribute(definition, "w:abstractNumId"), *levels)

    def _definition(self, number: int) -> etree._Element | None:
        """The definition of the list with that numId, None where there is none."""
        num = next((e for e in self._root.iterfind("w:num", NS) if attribute(e, "w:numId") == str(number)), None)
        abstract = "" if num is None else attribute(num.find("w:abstractNumId", NS), "w:val")
        definitions = self._root.iterfind("w:abstractNum", NS)
        return next(
            (
                definition
                for definition in definitions
                if abstract and attribute(definition, "w:abstractNumId") == abstract
            ),
            None,
        )

    def _added(self, abstract: str, *levels: etree._Element) -> int:
        """A new list of that definition, with some of its levels in another way; gives its numId."""
        listed = self._root.findall("w:num", NS)
        number = 1 + max(number_in(attribute(num, "w:numId")) for num in listed)
        listed[-1].addnext(el("w:num", {"w:numId": number}, val("w:abstractNumId", abstract), *levels))
        return number

    def _list_of(self, style: str) -> tuple[int, etree._Element]:
        """The numId and the definition of the list that a style has. Raises UserError where there is none."""
        number = self._styles.numbering_of(style)
        definition = self._definition(number)
        if definition is not None:
            return number, definition
        shown = SWEDISH_NAMES.get(style, style)
        remedy = "Koppla formatmallen till en lista i Word, eller utgå från en av mallarna i reports."
        raise UserError(f"Listan som formatmallen {shown} hör till finns inte i mallen.", remedy=remedy)

    def _copied(self, original: etree._Element) -> str:
        """The list's definition once more: lists of one definition share their count, also with the template's own."""
        definitions = self._root.findall("w:abstractNum", NS)
        number = str(1 + max(number_in(attribute(definition, "w:abstractNumId")) for definition in definitions))
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
