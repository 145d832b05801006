"""The edges of a trail's nodes in a document: from characters in rendered XML to bookmarks that Word keeps.

A bookmark follows its text through every program and is seen by nobody; its name is ``_rus`` and the node's number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from rus_sheets.word.parts.ns import attribute, number_in, q
from rus_sheets.word.templates.trail import EDGE, OPEN

PREFIX = "_rus"
EDGE_TAG = q("w:our-edge")

_MARKUP_OR_EDGE = re.compile(f"{EDGE.pattern}|<[^>]*{OPEN}[^>]*>")
_CONTENT = {q(name) for name in ("w:t", "w:tab", "w:br", "w:noBreakHyphen", "w:drawing", "w:our-value")}
_HOLDERS = {q(name) for name in ("w:body", "w:hdr", "w:ftr", "w:tbl", "w:tr", "w:tc", "w:p", "w:txbxContent",
                                 "w:sdtContent", "w:hyperlink", "w:t")}  # fmt: skip
_STORIES = {q(name) for name in ("w:tc", "w:txbxContent")}


def planted(xml: str) -> str:
    """The rendered XML with elements for the edges that stand as characters; attributes can't have any."""
    return _MARKUP_OR_EDGE.sub(_element, xml)


def _element(match: re.Match[str]) -> str:
    if match[1] is None:
        return EDGE.sub("", match[0])
    return f'<w:our-edge n="{match[1]}{match[2]}"/>'  # one attribute: a large document has a million edges


def misplaced(root: etree._Element) -> None:
    """Take away the edges that stand where no text does, such as in a field's code."""
    for edge in list(root.iter(EDGE_TAG)):
        parent = edge.getparent()
        if parent is not None and parent.tag not in _HOLDERS:
            _move(edge)


def settled(root: etree._Element) -> None:
    """Move each edge into a paragraph, and take away those of nodes that hold nothing.

    A node ends in the cell that it begins in, or outside tables if it begins there: not every program keeps a bookmark
    from one cell to another.
    """
    _into_paragraphs(root)
    _end_where_begun(root)
    _without_the_empty(root)


# A large document has a million edges. They are moved when all have been looked at, so that no list of all is needed.


def _into_paragraphs(root: etree._Element) -> None:
    waiting: dict[str, etree._Element] = {}
    following: list[tuple[etree._Element, list[etree._Element]]] = []
    empty: list[etree._Element] = []
    for element in root.iter(q("w:p"), EDGE_TAG):
        if element.tag == q("w:p"):
            if waiting:
                following.append((element, list(waiting.values())))
                waiting.clear()
        elif _paragraph(element) is None:
            number = _number(element)
            if not _is_end(element):
                waiting[number] = element
            elif number in waiting:
                empty += (waiting.pop(number), element)
    for paragraph, edges in following:
        first = 1 if len(paragraph) and paragraph[0].tag == q("w:pPr") else 0
        for position, edge in enumerate(edges):
            _move(edge)
            paragraph.insert(first + position, edge)
    for edge in empty:
        _move(edge)


def _end_where_begun(root: etree._Element) -> None:
    begun: dict[str, etree._Element] = {}
    last: dict[etree._Element | None, etree._Element] = {}
    homeless: list[etree._Element] = []
    elsewhere: list[tuple[etree._Element, etree._Element]] = []
    for element in root.iter(q("w:p"), EDGE_TAG):
        if element.tag == q("w:p"):
            last[_story(element)] = element
        elif not _is_end(element):
            begun[_number(element)] = element
        else:
            start = begun.pop(_number(element), None)
            home = None if start is None else _story(start)
            inside = _paragraph(element)
            if start is None or home not in last:
                homeless.append(element)
            elif inside is None or _story(element) is not home:
                elsewhere.append((element, last[home]))
    for edge in homeless:
        _move(edge)
    for edge, paragraph in elsewhere:
        _move(edge)
        paragraph.append(edge)


def _without_the_empty(root: etree._Element) -> None:
    said = 0
    begun: dict[str, tuple[int, etree._Element]] = {}
    empty: list[etree._Element] = []
    for element in root.iter(*_CONTENT, EDGE_TAG):
        if element.tag != EDGE_TAG:
            said += element.tag != q("w:t") or bool((element.text or "").strip() or len(element))
        elif not _is_end(element):
            begun[_number(element)] = (said, element)
        else:
            before, start = begun.pop(_number(element))
            if before == said:
                empty += (start, element)
    for edge in (*empty, *(start for _, start in begun.values())):
        _move(edge)


def bookmarked(roots: Sequence[etree._Element], *, keep: bool = True) -> None:
    """Make bookmarks of the edges in all parts of a document, or take them away; those of an earlier time go."""
    for root in roots:
        _without_the_old(root)
        for edge in list(root.iter(EDGE_TAG)) if not keep else ():
            _move(edge)
    ids = [number_in(attribute(mark, "w:id")) for root in roots for mark in root.iter(q("w:bookmarkStart"))]
    first = max(ids, default=0) + 1
    for edge in [edge for root in roots for edge in root.iter(EDGE_TAG)]:
        number, is_end = int(_number(edge)), _is_end(edge)
        edge.tag = q("w:bookmarkEnd" if is_end else "w:bookmarkStart")
        del edge.attrib["n"]
        edge.set(q("w:id"), str(first + number))
        if not is_end:
            edge.set(q("w:name"), f"{PREFIX}{number}")


def _without_the_old(root: etree._Element) -> None:
    """A document that was made from a template may be the template of another."""
    old = [start for start in root.iter(q("w:bookmarkStart")) if number_in_name(start) is not None]
    ids = {attribute(element, "w:id") for element in old}
    for end in old + [end for end in root.iter(q("w:bookmarkEnd")) if attribute(end, "w:id") in ids]:
        _move(end)


def number_in_name(start: etree._Element) -> int | None:
    """The number of the node that a bookmark of ours begins; None for anything else."""
    name = attribute(start, "w:name")
    number = name.removeprefix(PREFIX)
    return int(number) if name.startswith(PREFIX) and number.isdecimal() else None


def _is_end(edge: etree._Element) -> bool:
    return edge.get("n", "").startswith("-")


def _number(edge: etree._Element) -> str:
    """Of the node that it begins or ends."""
    return edge.get("n", "").removeprefix("-")


def _move(edge: etree._Element) -> None:
    """Take the edge out of its place; what stands after it stays."""
    parent = edge.getparent()
    if parent is None:
        return
    if edge.tail and edge.tail.strip():  # within a piece of text
        before = edge.getprevious()
        if before is None:
            parent.text = (parent.text or "") + edge.tail
        else:
            before.tail = (before.tail or "") + edge.tail
        edge.tail = None
    parent.remove(edge)


def _paragraph(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(q("w:p")), None)


def _story(element: etree._Element) -> etree._Element | None:
    """The cell or text box that it stands in."""
    return next((node for node in element.iterancestors() if node.tag in _STORIES), None)
