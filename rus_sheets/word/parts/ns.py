"""WordprocessingML in few words: names with prefixes, and elements made in one call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from rus_sheets.office.ns import RELATION_KINDS
from rus_sheets.office.xmltext import for_xml

NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": RELATION_KINDS,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_OFF = {"0", "false", "off"}
_NUMBER = re.compile("-?[0-9]{1,9}")


@cache
def q(name: str) -> str:
    """``w:p`` as lxml writes it, or a path (``w:pPr/w:pStyle``); asked for 200 000 times in a document.

    ``find`` with a path of these takes half the time of one with prefixes.
    """
    steps = (step.partition(":") for step in name.split("/"))
    return "/".join(f"{{{NS[prefix]}}}{local}" for prefix, _, local in steps)


def el(name: str, attributes: dict[str, object] | None = None, *children: etree._Element) -> etree._Element:
    """An element; attribute names have prefixes too (``w:val``)."""
    prefix = name.partition(":")[0]
    made = etree.Element(q(name), nsmap={prefix: NS[prefix]})
    for key, value in (attributes or {}).items():
        made.set(q(key) if ":" in key else key, for_xml(str(value)))
    made.extend(children)
    return made


def val(name: str, value: object) -> etree._Element:
    """The commonest element of all: ``<w:name w:val="value"/>``."""
    return el(name, {"w:val": value})


def text_of(element: etree._Element) -> str:
    """All text in it, hidden too (tabs and line breaks as spaces), field codes left out."""
    return "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    for node in element.iter(q("w:t"), q("w:tab"), q("w:br"), q("w:noBreakHyphen")):
        if node.tag == q("w:t"):
            yield node.text or ""
        elif node.tag == q("w:noBreakHyphen"):
            yield "-"
        elif node.getparent() is not None and node.getparent().tag == q("w:r"):  # type: ignore[union-attr]
            yield " "


def paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    """Every paragraph in reading order."""
    return root.iter(q("w:p"))


def number_in(text: str) -> int:
    """The whole number that the text is; 0 where it is none, or none that Word takes."""
    return int(text) if _NUMBER.fullmatch(text) else 0


def attribute(element: etree._Element | None, name: str) -> str:
    """An attribute's value, or "" where element or attribute is missing."""
    return "" if element is None else element.get(q(name), "")


def is_on(mark: etree._Element) -> bool:
    """Is a format of the kind that is on or off switched on by its element?"""
    return attribute(mark, "w:val") not in _OFF
