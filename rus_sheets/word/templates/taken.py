"""What a tag takes with it out of the document besides its own text: all that its paragraph or table row holds."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from rus_sheets.word.parts.ns import attribute, q, text_of
from rus_sheets.word.templates.alone import tag_with
from rus_sheets.word.templates.check import Fault, words
from rus_sheets.word.templates.unfilled import in_fallback, text_of_own

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_THINGS = {
    q("w:sectPr"): "en avsnittsbrytning",
    q("w:drawing"): "en bild eller en textruta",
    q("w:pict"): "en bild eller en textruta",
    q("w:object"): "ett inbäddat objekt",
    q("w:footnoteReference"): "en fotnot",
    q("w:endnoteReference"): "en slutnot",
    q("w:fldChar"): "ett fält",
    q("w:fldSimple"): "ett fält",
    _MATH: "en formel",
}
_BREAKS = {"page": "en sidbrytning", "column": "en spaltbrytning"}
_HOLDERS = (("p", "w:p", "ett annat stycke"), ("tr", "w:tr", "en annan rad"))


def taken(root: etree._Element) -> Iterator[Fault]:
    """Tags whose paragraph or row holds more than text."""
    for kind, name, elsewhere in _HOLDERS:
        for holder in root.iter(q(name)):
            text = text_of_own(holder) if kind == "p" else text_of(holder)
            tag = tag_with(kind, text)
            thing = _thing_in(holder) if tag and not in_fallback(holder) else ""
            if thing:
                message = f"{tag} tar med sig {thing} ur dokumentet."
                yield Fault(words(text), message, f"Flytta det som ska vara kvar till {elsewhere}.")


def _thing_in(holder: etree._Element) -> str:
    """The first of what it holds that is no text, "" where there is nothing."""
    for node in holder.iter(*_THINGS, q("w:br")):
        found = _BREAKS.get(attribute(node, "w:type"), "") if node.tag == q("w:br") else _THINGS[str(node.tag)]
        if found:
            return found
    return ""
