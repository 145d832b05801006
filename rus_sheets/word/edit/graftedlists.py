"""Lists of one document that are to count in another: how each counts, and new ones of the other's own definitions."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree
from msgspec import Struct

from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.ns import NS, attribute, el, number_in, val


class CountedList(Struct, frozen=True):
    """How a list counts on its first level: the ``kind`` of its signs (``decimal``), and the number of the first.

    ``looks`` is its sign and indentation, which say if two documents' lists are alike.
    """

    definition: str
    kind: str
    start: str
    looks: tuple[str, ...]


def lists_in(package: WordPackage, part: str) -> dict[str, CountedList]:
    """The lists of a document by numId; not those whose signs are their own and not their definition's."""
    root = package.xml(part) if part else etree.Element("none")
    levels = {
        attribute(definition, "w:abstractNumId"): definition.find("w:lvl[@w:ilvl='0']", NS)
        for definition in root.iterfind("w:abstractNum", NS)
    }
    found = {}
    for num in root.iterfind("w:num", NS):
        definition = attribute(num.find("w:abstractNumId", NS), "w:val")
        level = levels.get(definition)
        if level is None or num.find("w:lvlOverride/w:lvl", NS) is not None:
            continue
        kind = attribute(level.find("w:numFmt", NS), "w:val")
        own = num.find("w:lvlOverride[@w:ilvl='0']/w:startOverride", NS)
        start = attribute(own, "w:val") or attribute(level.find("w:start", NS), "w:val") or "1"
        found[attribute(num, "w:numId")] = CountedList(definition, kind, start, _looks(level))
    return found


def _looks(level: etree._Element) -> tuple[str, ...]:
    indent = level.find("w:pPr/w:ind", NS)
    measures = () if indent is None else tuple(indent.get(key, "") for key in sorted(map(str, indent.attrib)))
    return (attribute(level.find("w:lvlText", NS), "w:val"), *measures)


class AddedLists:
    """New lists of a document, in its numbering ``part``."""

    def __init__(self, package: WordPackage, part: str) -> None:
        self._part = part
        self._root = deepcopy(package.xml(part)) if part else None
        self._added: dict[str, str] = {}

    def add(self, name: str, definition: str, start: str) -> str | None:
        """The numId of a new list of that definition that counts from ``start``: one for each ``name``."""
        if self._root is None:
            return None
        if name not in self._added:
            listed = self._root.findall("w:num", NS)
            number = 1 + max(number_in(attribute(num, "w:numId")) for num in listed)
            level = el("w:lvlOverride", {"w:ilvl": 0}, val("w:startOverride", start))
            listed[-1].addnext(el("w:num", {"w:numId": number}, val("w:abstractNumId", definition), level))
            self._added[name] = str(number)
        return self._added[name]

    def parts(self) -> dict[str, bytes | None]:
        """The numbering part with the new lists, where there are any."""
        if self._root is None or not self._added:
            return {}
        return {self._part: etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)}
