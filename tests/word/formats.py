"""What a run looks like once styles are applied: language, size, colour, and the ground it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, q


class Formats:
    """Effective properties by the order of ECMA-376 17.7.2: run, run style, paragraph style, table style, defaults."""

    def __init__(self, styles: etree._Element) -> None:
        self._styles = {attribute(each, "w:styleId"): each for each in styles.iterfind("w:style", NS)}
        self._defaults = styles.find("w:docDefaults/w:rPrDefault/w:rPr", NS)
        self._default_paragraph = next(
            (
                attribute(each, "w:styleId")
                for each in styles.iterfind("w:style", NS)
                if attribute(each, "w:type") == "paragraph" and attribute(each, "w:default") == "1"
            ),
            "",
        )
        self.chain = cache(self._chain)

    def language(self, run: etree._Element) -> str:
        return self._first(run, "w:lang", "w:val")

    def size(self, run: etree._Element) -> float:
        return float(self._first(run, "w:sz", "w:val") or 20) / 2

    def is_bold(self, run: etree._Element) -> bool:
        found = self._element(run, "w:b")
        return found is not None and attribute(found, "w:val") not in ("0", "false")

    def colour(self, run: etree._Element) -> str:
        return _rgb(self._first(run, "w:color", "w:val"), "000000")

    def ground(self, run: etree._Element) -> str:
        """The nearest shading: of the run, its style, its paragraph, its cell, its table's style; else white."""
        for shade in self._shades(run):
            fill = attribute(shade, "w:fill")
            if fill and fill != "auto":
                return fill
        return "FFFFFF"

    def _shades(self, run: etree._Element) -> Iterator[etree._Element]:
        yield from run.iterfind("w:rPr/w:shd", NS)
        for style in self.chain(attribute(run.find("w:rPr/w:rStyle", NS), "w:val")):
            yield from style.iterfind("w:rPr/w:shd", NS)
        for paragraph in _above(run, "w:p"):
            yield from paragraph.iterfind("w:pPr/w:shd", NS)
            for style in self.chain(self._paragraph_style(paragraph)):
                yield from style.iterfind("w:pPr/w:shd", NS)
        for cell in _above(run, "w:tc"):
            yield from cell.iterfind("w:tcPr/w:shd", NS)
        for part in self._table_parts(run):
            yield from part.iterfind("w:tcPr/w:shd", NS)

    def _first(self, run: etree._Element, name: str, key: str) -> str:
        return attribute(self._element(run, name), key)

    def _element(self, run: etree._Element, name: str) -> etree._Element | None:
        for properties in self._properties(run):
            found = properties.find(name, NS)
            if found is not None:
                return found
        return None

    def _properties(self, run: etree._Element) -> Iterator[etree._Element]:
        yield from run.iterfind("w:rPr", NS)
        for style in self.chain(attribute(run.find("w:rPr/w:rStyle", NS), "w:val")):
            yield from style.iterfind("w:rPr", NS)
        for paragraph in _above(run, "w:p"):
            for style in self.chain(self._paragraph_style(paragraph)):
                yield from style.iterfind("w:rPr", NS)
        for part in self._table_parts(run):
            yield from part.iterfind("w:rPr", NS)
        if self._defaults is not None:
            yield self._defaults

    def _paragraph_style(self, paragraph: etree._Element) -> str:
        return attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val") or self._default_paragraph

    def _table_parts(self, run: etree._Element) -> Iterator[etree._Element]:
        """The conditional parts of the table's style that hold for the run's row."""
        for row in _above(run, "w:tr"):
            table = row.getparent()
            rows = table.findall("w:tr", NS)
            parts = {"firstRow": row is rows[0], "lastRow": row is rows[-1]}
            look = table.find("w:tblPr/w:tblLook", NS)
            for style in self.chain(attribute(table.find("w:tblPr/w:tblStyle", NS), "w:val")):
                for part in style.iterfind("w:tblStylePr", NS):
                    kind = attribute(part, "w:type")
                    if parts.get(kind) and attribute(look, f"w:{kind}") == "1":
                        yield part

    def _chain(self, style_id: str) -> tuple[etree._Element, ...]:
        found = []
        while style_id in self._styles and len(found) < 20:
            found.append(self._styles[style_id])
            style_id = attribute(found[-1].find("w:basedOn", NS), "w:val")
        return tuple(found)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.1, 1.4.3)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(rgb: str) -> float:
    channels = [int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rgb(value: str, automatic: str) -> str:
    return automatic if value in ("", "auto") else value


def _above(element: etree._Element, name: str) -> Iterator[etree._Element]:
    found = next(element.iterancestors(q(name)), None)
    if found is not None:
        yield found
