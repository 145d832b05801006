"""Styles that a template lacks, taken from one of ours, with the styles and lists that they stand on.

Word keeps a built-in style in a template only once somebody has used it: one in which no list or caption was ever
written has none, and looks in Word as if it had.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.ns import NS, attribute, number_in, q

_POINTS_AT = ("w:basedOn", "w:next", "w:link")


class Lender:
    """The styles and lists of one of our templates."""

    def __init__(self, package: WordPackage) -> None:
        """Raises UnusableInputError when a part can't be read."""
        parts = {
            relationship.kind: relationship.target
            for relationship in package.relationships(package.main_part)
            if not relationship.external
        }
        self._styles = {
            attribute(style.find("w:name", NS), "w:val").lower(): style
            for style in package.xml(parts["styles"]).iterfind("w:style", NS)
        }
        self._names = {attribute(style, "w:styleId"): name for name, style in self._styles.items()}
        self._lists = package.xml(parts["numbering"])
        self._lent: dict[str, str] = {}

    def has(self, name: str) -> bool:
        """Is there a style of that name (in lower case)?"""
        return name in self._styles

    def name_of(self, style_id: str) -> str:
        """The name (in lower case) of our style with that id, "" where there is none."""
        return self._names.get(style_id, "")

    def lend(self, name: str, styles: etree._Element, lists: etree._Element) -> None:
        """Put the style, and what it stands on, into a template's styles and lists; ``name`` is in lower case."""
        style = deepcopy(self._styles[name])
        if q("w:default") in style.attrib:
            del style.attrib[q("w:default")]
        ids = _ids(styles)
        own = attribute(style, "w:styleId")
        while own in ids.values():
            own += "x"
        style.set(q("w:styleId"), own)
        styles.append(style)
        ids[name] = own
        for link in [node for point in _POINTS_AT for node in style.findall(point, NS)]:
            wanted = self._names.get(attribute(link, "w:val"), "")
            if wanted not in ids and link.tag == q("w:basedOn") and self.has(wanted):
                self.lend(wanted, styles, lists)
                ids = _ids(styles)
            if wanted in ids:
                link.set(q("w:val"), ids[wanted])
            else:
                style.remove(link)
        number = style.find("w:pPr/w:numPr/w:numId", NS)
        if number is not None and number_in(attribute(number, "w:val")):  # 0 is none
            number.set(q("w:val"), self._lend_list(attribute(number, "w:val"), name, styles, lists))

    def _lend_list(self, number: str, name: str, styles: etree._Element, lists: etree._Element) -> str:
        """Put one of our lists into the template's, for that style and the others that share it; gives its number."""
        if number in self._lent:
            return self._lent[number]
        num = deepcopy(next(node for node in self._lists.iterfind("w:num", NS) if attribute(node, "w:numId") == number))
        points_at = num.find("w:abstractNumId", NS)
        definition = deepcopy(
            next(
                node
                for node in self._lists.iterfind("w:abstractNum", NS)
                if attribute(node, "w:abstractNumId") == attribute(points_at, "w:val")
            )
        )
        theirs = lists.findall("w:abstractNum", NS)
        abstract = str(1 + max((number_in(attribute(element, "w:abstractNumId")) for element in theirs), default=-1))
        definition.set(q("w:abstractNumId"), abstract)
        if points_at is not None:
            points_at.set(q("w:val"), abstract)
        # Definitions stand before the lists that use them (ECMA-376 part 1, 17.9.17).
        if theirs:
            theirs[-1].addnext(definition)
        else:
            lists.insert(len(lists.findall("w:numPicBullet", NS)), definition)
        numbers = lists.findall("w:num", NS)
        own = str(1 + max((number_in(attribute(number, "w:numId")) for number in numbers), default=0))
        num.set(q("w:numId"), own)
        (numbers or [definition])[-1].addnext(num)
        self._lent[number] = own
        for level in definition.iterfind("w:lvl", NS):
            for node in level.findall("w:pStyle", NS):
                self._link(node, name, styles, lists)
        return own

    def _link(self, mark: etree._Element, name: str, styles: etree._Element, lists: etree._Element) -> None:
        """Point a level of a lent list at its style: the one called so, or another that is lent with it.

        A style that the template has of its own has a list of its own, or none.
        """
        wanted = self.name_of(attribute(mark, "w:val"))
        if wanted != name and (wanted in _ids(styles) or not self.has(wanted)):
            level = mark.getparent()
            if level is not None:
                level.remove(mark)
            return
        if wanted != name:
            self.lend(wanted, styles, lists)
        mark.set(q("w:val"), _ids(styles)[wanted])


def _ids(styles: etree._Element) -> dict[str, str]:
    """The id of each style, by its name in lower case."""
    return {
        attribute(node.find("w:name", NS), "w:val").lower(): attribute(node, "w:styleId")
        for node in styles.iterfind("w:style", NS)
    }
