"""What in a content control keeps ``refresh`` from putting a figure in it without destroying what people have made."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from lxml import etree

from rus_sheets.word.ns import NS, attribute, q

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


class Obstacle(StrEnum):
    """What stands in a control beside its figure, in the words that a reader meets."""

    TRACKED = "en spårad ändring"
    HIDDEN = "dold text"
    BLOCK = "flera stycken"
    PARAGRAPH = "ett helt stycke"
    FIELD = "ett Word-fält"
    NOTE = "en not"
    PICTURE = "en bild eller ett annat objekt"
    CONTROL = "ett annat fält"
    BOUND = "en koppling till andra data"


_INSIDE = {
    q("w:ins"): Obstacle.TRACKED,
    q("w:del"): Obstacle.TRACKED,
    q("w:moveFrom"): Obstacle.TRACKED,
    q("w:moveTo"): Obstacle.TRACKED,
    q("w:tbl"): Obstacle.BLOCK,
    q("w:fldChar"): Obstacle.FIELD,
    q("w:fldSimple"): Obstacle.FIELD,
    q("w:instrText"): Obstacle.FIELD,
    q("w:footnoteReference"): Obstacle.NOTE,
    q("w:endnoteReference"): Obstacle.NOTE,
    q("w:drawing"): Obstacle.PICTURE,
    q("w:pict"): Obstacle.PICTURE,
    q("w:object"): Obstacle.PICTURE,
    q("w:ruby"): Obstacle.PICTURE,
    _MATH: Obstacle.PICTURE,
    _ALTERNATE: Obstacle.PICTURE,
    q("w:sdt"): Obstacle.CONTROL,
}
_OF_NO_KIND = {q("w:id"), q("w:rPr"), q("w:alias"), q("w:text"), q("w:richText"), q("w:lock"), q("w:placeholder")}
_OFF = {"0", "false", "off"}
GONE = {q("w:del"), q("w:moveFrom")}
"""Around what a reader no longer sees once tracked changes are accepted."""


def obstacles(control: etree._Element) -> tuple[Obstacle, ...]:
    """Everything in the control that is more than its figure, each kind once. Formats and comments are no hindrance."""
    return tuple(dict.fromkeys(_found(control)))


def _found(control: etree._Element) -> Iterator[Obstacle]:
    if control.find("w:sdtPr/w:dataBinding", NS) is not None:
        yield Obstacle.BOUND
    content = control.find("w:sdtContent", NS)
    if content is None:
        return
    paragraphs = sum(1 for _ in content.iter(q("w:p")))
    if paragraphs:
        yield Obstacle.PARAGRAPH if paragraphs == 1 else Obstacle.BLOCK
    if any(is_hidden(run) and run.find("w:t", NS) is not None for run in content.iter(q("w:r"))):
        yield Obstacle.HIDDEN
    for element in content.iter(*_INSIDE):
        if element.tag != q("w:sdt") or not _says_nothing(element):
            yield _INSIDE[element.tag]


def _says_nothing(control: etree._Element) -> bool:
    """Is it a control of no kind and no name? LibreOffice leaves such a one within each rich-text control."""
    return all(each.tag in _OF_NO_KIND for each in control.iterfind("w:sdtPr/*", NS))


def is_hidden(run: etree._Element | None) -> bool:
    """Is it a run of hidden text (ECMA-376 part 1, 17.3.2.41), which no page shows?"""
    mark = None if run is None else run.find("w:rPr/w:vanish", NS)
    return mark is not None and attribute(mark, "w:val") not in _OFF


def is_unseen(piece: etree._Element) -> bool:
    """Is the piece of a run hidden or gone?"""
    return is_gone(piece) or is_hidden(piece.getparent())


def is_gone(element: etree._Element) -> bool:
    """Does it stand in what has been deleted, or moved from here, with changes tracked?"""
    return any(True for _ in element.iterancestors(*GONE))
