"""What in a content control keeps ``refresh`` from putting a figure in it without destroying what people have made."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from lxml import etree

from rus_sheets.word.parts.looks import Looks, is_gone
from rus_sheets.word.parts.ns import NS, q

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


class Obstacle(StrEnum):
    """What stands in a control beside its figure, in the words that a reader meets."""

    TRACKED = "en spårad ändring"
    HIDDEN = "dold text"
    STRUCK = "genomstruken text"
    BLOCK = "flera stycken"
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
    q("w:sym"): Obstacle.PICTURE,
    _MATH: Obstacle.PICTURE,
    _ALTERNATE: Obstacle.PICTURE,
    q("w:sdt"): Obstacle.CONTROL,
}
_OF_NO_KIND = {q("w:id"), q("w:rPr"), q("w:alias"), q("w:text"), q("w:richText"), q("w:lock"), q("w:placeholder")}


def obstacles(control: etree._Element, looks: Looks) -> tuple[Obstacle, ...]:
    """Everything in the control that is more than its figure, each kind once. Other formats and comments are none."""
    struck = (Obstacle.TRACKED,) if is_gone(control) else ()  # it comes back if the change is rejected
    return tuple(dict.fromkeys((*struck, *_found(control, looks))))


def _found(control: etree._Element, looks: Looks) -> Iterator[Obstacle]:
    if control.find("w:sdtPr/w:dataBinding", NS) is not None:
        yield Obstacle.BOUND
    content = control.find("w:sdtContent", NS)
    if content is None:
        return
    if sum(1 for _ in content.iter(q("w:p"))) > 1:
        yield Obstacle.BLOCK
    for run in content.iter(q("w:r")):
        if not any((node.text or "").strip() for node in run.iterfind("w:t", NS)) or is_gone(run):
            continue
        if looks.is_hidden(run):
            yield Obstacle.HIDDEN
        elif looks.is_struck(run):
            yield Obstacle.STRUCK
    for element in content.iter(*_INSIDE):
        if element.tag != q("w:sdt") or not _says_nothing(element):
            yield _INSIDE[element.tag]


def _says_nothing(control: etree._Element) -> bool:
    """Is it a control of no kind and no name? LibreOffice leaves such a one within each rich-text control."""
    return all(node.tag in _OF_NO_KIND for node in control.iterfind("w:sdtPr/*", NS))
