"""A template's styles, found by name: Word renames the ids of its built-in styles with the language it runs in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from lxml import etree

from rus_sheets.errors import UserError
from rus_sheets.word.parts.ns import NS, attribute, is_on, number_in, q

_HEADING = re.compile("heading ([1-9])")
_BODY_TEXT = 10
"""The level of what is no heading, counted from 1 (ECMA-376 part 1, 17.3.1.20)."""

SWEDISH_NAMES = {
    "List Bullet": "Punktlista",
    "List Number": "Numrerad lista",
    "caption": "Beskrivning",
    "Hyperlink": "Hyperlänk",
    "toc 1": "Innehåll 1",
    "toc 2": "Innehåll 2",
    "toc 3": "Innehåll 3",
}
"""What Swedish Word shows for the built-in styles that are needed; others keep their name."""


def style_of(paragraph: etree._Element) -> str:
    """The id of the paragraph's style, "" for none."""
    return attribute(paragraph.find(q("w:pPr/w:pStyle")), "w:val")


class Styles:
    """The styles part of one template. ``lend`` adds what it lacks, and says whether it could; without it, nothing."""

    def __init__(self, root: etree._Element, lend: Callable[[str], bool] = lambda _: False) -> None:
        self._root = root
        self._lend = lend
        self._read()

    def _read(self) -> None:
        self._ids: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._elements: dict[str, etree._Element] = {}
        for style in self._root.iterfind("w:style", NS):
            style_id = attribute(style, "w:styleId")
            self._elements[style_id] = style
            self._names[style_id] = attribute(style.find("w:name", NS), "w:val").lower()
            self._ids.setdefault(self._names[style_id], style_id)

    def has(self, name: str) -> bool:
        """Is there a style of that name, or can it be added?"""
        if name.lower() not in self._ids and self._lend(name.lower()):
            self._read()
        return name.lower() in self._ids

    def id_of(self, name: str) -> str:
        """The id to write in ``w:pStyle``. Raises UserError if the template has no such style."""
        self.has(name)
        try:
            return self._ids[name.lower()]
        except KeyError:
            shown = SWEDISH_NAMES.get(name, name)
            raise UserError(
                f"Mallen saknar formatmallen {shown}.",
                remedy=f"Lägg till formatmallen {shown} i Word eller utgå från den mall som följer med.",
            ) from None

    def name_of(self, style_id: str) -> str:
        """The style's name in lower case, "" for an unknown id."""
        return self._names.get(style_id, "")

    def heading_level(self, paragraph: etree._Element) -> int:
        """1-9 for a heading, 0 for other paragraphs. A style based on a heading counts as that heading."""
        style_id = style_of(paragraph)
        for _ in range(10):
            name = self.name_of(style_id)
            if heading := _HEADING.fullmatch(name):
                return int(heading[1])
            element = self._elements.get(style_id)
            style_id = "" if element is None else attribute(element.find("w:basedOn", NS), "w:val")
            if not style_id:
                break
        return 0

    def outline_level(self, paragraph: etree._Element) -> int:
        """1-9 as Word's own outline has it, 0 for body text: what isn't a heading by its style may have a level too."""
        style = style_of(paragraph)
        if heading := _HEADING.fullmatch(self.name_of(style)):
            return int(heading[1])
        for element in (paragraph, *self._based(style)):
            level = element.find("w:pPr/w:outlineLvl", NS)
            if level is not None:
                return (number_in(attribute(level, "w:val")) + 1) % _BODY_TEXT
            if heading := _HEADING.fullmatch(self.name_of(attribute(element, "w:styleId"))):
                return int(heading[1])
        return 0

    def default(self, kind: str) -> str:
        """The id of the style of what names none (``paragraph``, ``character``, ``table``), "" for none."""
        return next((style_id for style_id, style in self._elements.items() if _is_default(style, kind)), "")

    def mentions(self, name: str) -> bool:
        """Does any style say something of that format?"""
        return next(self._root.iter(q(name)), None) is not None

    def toggles(self, style_id: str, name: str, regions: Sequence[str] = ()) -> bool:
        """Does the style, or one that it is based on, switch on that format (``w:vanish``)?

        ``regions`` are the parts of a table that it is asked of (``firstRow``), the strongest first.
        """
        own = [f"w:tblStylePr[@w:type='{region}']/w:rPr/{name}" for region in regions]
        for path in (*own, f"w:rPr/{name}", f"w:tblStylePr[@w:type='wholeTable']/w:rPr/{name}"):
            for element in self._based(style_id):
                found = element.find(path, NS)
                if found is not None:
                    return is_on(found)
        return False

    def _based(self, style_id: str) -> Iterator[etree._Element]:
        """The style and those that it is based on."""
        passed: set[str] = set()
        while style_id in self._elements and style_id not in passed:
            passed.add(style_id)
            yield self._elements[style_id]
            style_id = attribute(self._elements[style_id].find("w:basedOn", NS), "w:val")

    def value_of(self, style_id: str, path: str) -> str:
        """What the style, or the nearest that it is based on, says at that path (``w:rPr/w:sz``), else the document.

        "" where none says anything.
        """
        own = (element.find(path, NS) for element in self._based(style_id))
        found = next((element for element in own if element is not None), None)
        if found is None:
            found = self._root.find(f"w:docDefaults/w:rPrDefault/{path}", NS)
        return attribute(found, "w:val")

    def space_around(self, paragraph: etree._Element) -> float:
        """Points above and below the paragraph, by itself or its style."""
        style = style_of(paragraph) or self.default("paragraph")
        said = [paragraph.find("w:pPr/w:spacing", NS), *(e.find("w:pPr/w:spacing", NS) for e in self._based(style))]
        points = 0.0
        for side in ("w:before", "w:after"):
            own = next((attribute(spacing, side) for spacing in said if attribute(spacing, side)), "")
            points += number_in(own) / 20
        return points

    def toggles_all(self, name: str) -> bool:
        """Is that format on in all of the document where no style says otherwise?"""
        own = self._root.find(f"w:docDefaults/w:rPrDefault/w:rPr/{name}", NS)
        return own is not None and is_on(own)

    def numbering_in(self, paragraph: etree._Element) -> tuple[int, int]:
        """The numId and the level of the list that the paragraph belongs to, also by its style; 0 and 0 for none."""
        own = paragraph.find("w:pPr/w:numPr", NS)
        style = style_of(paragraph)
        if own is not None and own.find("w:numId", NS) is not None:
            return _numbered(own)
        for _ in range(10):
            element = self._elements.get(style)
            if element is None:
                break
            own = element.find("w:pPr/w:numPr", NS)
            if own is not None and own.find("w:numId", NS) is not None:
                return _numbered(own)
            style = attribute(element.find("w:basedOn", NS), "w:val")
        return 0, 0

    def numbering_of(self, name: str) -> int:
        """The numId that the list style points at. Raises UserError if the style is missing or isn't a list."""
        style_id = self.id_of(name)  # adds it, if it was missing
        element = self._elements[style_id]
        number = attribute(element.find("w:pPr/w:numPr/w:numId", NS), "w:val")
        if not number:
            shown = SWEDISH_NAMES.get(name, name)
            raise UserError(
                f"Formatmallen {shown} i mallen är ingen lista.",
                remedy="Koppla den till en punktlista eller numrerad lista i Word.",
            )
        return number_in(number)


def _is_default(style: etree._Element, kind: str) -> bool:
    return attribute(style, "w:type") == kind and attribute(style, "w:default") in ("1", "true", "on")


def _numbered(numbering: etree._Element) -> tuple[int, int]:
    level = number_in(attribute(numbering.find("w:ilvl", NS), "w:val"))
    return number_in(attribute(numbering.find("w:numId", NS), "w:val")), min(max(level, 0), 8)
