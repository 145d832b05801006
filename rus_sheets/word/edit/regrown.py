"""Lines of a document written anew where they stand: a short text exchanged, a row or item copied, moved or taken out.

Only what a template made and nobody has changed; the caller knows that. All other bytes stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from zlib import crc32

from lxml import etree
from msgspec import Struct

from rus_sheets.office.markup import Splice, as_utf8, spliced, with_attribute
from rus_sheets.texts.content import MAX_TAG
from rus_sheets.texts.text import tame
from rus_sheets.word.memory.edges import PREFIX, number_in_name
from rus_sheets.word.memory.record import plain_text
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.elements import Elements
from rus_sheets.word.parts.ns import NS, attribute, number_in, q, text_of
from rus_sheets.word.parts.runs import bind
from rus_sheets.word.read.bookmarks import Spot
from rus_sheets.word.read.intable import tag_of

_START, _END = q("w:bookmarkStart"), q("w:bookmarkEnd")
_WITHIN_A_TEXT = {q(name) for name in ("w:r", "w:t", "w:br", "w:tab", "w:proofErr", "w:noBreakHyphen")}
_NOT_COPIED = tuple(
    q(name)
    for name in ("w:drawing", "w:pict", "w:object", "w:instrText", "w:fldSimple", "w:footnoteReference", "w:ins",
                 "w:endnoteReference", "w:commentReference", "w:commentRangeStart", "w:del", "w:moveFrom", "w:moveTo",
                 "w:hyperlink", "w:sectPr", "w:permStart")
)  # fmt: skip
"""What a copy would double, lose or change the meaning of."""
_PARAGRAPH_IDS = ("{http://schemas.microsoft.com/office/word/2010/wordml}paraId",
                  "{http://schemas.microsoft.com/office/word/2010/wordml}textId")  # fmt: skip


class NewText(Struct, frozen=True):
    """What a copied bookmark is to hold and be called: from the node ``old`` to the node ``new``."""

    old: int
    new: int
    text: str | None = None


class NewFigure(Struct, frozen=True):
    """What a copied control is to hold, and its tag and title."""

    tag: str
    title: str
    text: str


def pieces_of(spot: Spot) -> list[etree._Element] | None:
    """The pieces of text between a spot's edges, when it is one line in one look; None for anything else."""
    return _pieces(spot.start, spot.end)


def pieces_by_line(spot: Spot) -> list[list[etree._Element] | None]:
    """The pieces of each paragraph between a spot's edges that says something; None for one in several looks."""
    first, last = _paragraph(spot.start), None if spot.end is None else _paragraph(spot.end)
    parent = None if first is None else first.getparent()
    if first is None or last is None or parent is None or last.getparent() is not parent:
        return []
    found = []
    for paragraph in list(parent)[parent.index(first) : parent.index(last) + 1]:
        if paragraph.tag != q("w:p"):
            return []
        inside = list(paragraph)
        begin = inside.index(spot.start) + 1 if spot.start in inside else 0
        end = inside.index(spot.end) if spot.end in inside else len(inside)
        if plain_text("".join(map(text_of, inside[begin:end]))):
            found.append(_in_one_look(inside[begin:end]))
    return found


def pieces_of_caption(spot: Spot) -> list[etree._Element] | None:
    """The pieces of the caption that a spot ends with, after its number; None for one in several looks."""
    parent = None if spot.end is None else spot.end.getparent()
    ends = [] if parent is None else parent.findall("w:r/w:fldChar[@w:fldCharType='end']", NS)
    run = ends[-1].getparent() if ends else None
    return None if run is None else _pieces(run, spot.end)


def _pieces(start: etree._Element, end: etree._Element | None) -> list[etree._Element] | None:
    parent = start.getparent()
    if end is None or parent is None or end.getparent() is not parent or parent.tag != q("w:p"):
        return None
    return _in_one_look(list(parent)[parent.index(start) + 1 : parent.index(end)])


def _in_one_look(elements: Sequence[etree._Element]) -> list[etree._Element] | None:
    found: list[etree._Element] = []
    looks: set[bytes] = set()
    for element in elements:
        if element.tag in (_START, _END, q("w:proofErr"), q("w:pPr")):
            continue
        if element.tag != q("w:r") or any(
            child.tag not in _WITHIN_A_TEXT for child in element if child.tag != q("w:rPr")
        ):
            return None
        look = element.find("w:rPr", NS)
        looks.add(b"" if look is None else etree.tostring(look, method="c14n"))
        found += [child for child in element if child.tag in _WITHIN_A_TEXT]
    texts = [element for element in found if element.tag == q("w:t")]
    return found if texts and len(looks) == 1 else None


class Extent(Struct, frozen=True):
    """The row, or the paragraphs, that an item is; ``own`` are the numbers of its node and those within."""

    elements: Sequence[etree._Element]
    own: frozenset[int]

    def others(self, names: Mapping[str, int | None]) -> list[etree._Element]:
        """The edges in it that are of what is around it; ``names`` gives the number of a bookmark by id."""
        edges = [mark for element in self.elements for mark in element.iter(_START, _END)]
        return [edge for edge in edges if names.get(attribute(edge, "w:id")) not in self.own]


def extent_of(spot: Spot, own: frozenset[int], others: frozenset[int]) -> Extent | None:
    """Where an item stands; None where it holds what can't be copied or taken out, or some of the ``others``.

    Those are the numbers of the items beside it, which stand in the same sentence then; its ``own`` may be among them.
    """
    row = spot.row
    if row is not None:
        extent = [row]
    else:
        first, last = _paragraph(spot.start), None if spot.end is None else _paragraph(spot.end)
        parent = None if first is None else first.getparent()
        if first is None or last is None or parent is None or last.getparent() is not parent:
            return None
        extent = [first]
        while extent[-1] is not last:  # not by place, which is counted from the parent's first
            following = extent[-1].getnext()
            if following is None:
                return None
            extent.append(following)
    if any(_is_foreign(node, own, others) for element in extent for node in element.iter()):
        return None
    return Extent(extent, own)


def _is_foreign(element: etree._Element, own: frozenset[int], others: frozenset[int]) -> bool:
    if element.tag == _START:
        number = number_in_name(element)
        return number is None or (number in others and number not in own)
    return element.tag in _NOT_COPIED


def _paragraph(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(q("w:p")), None)


@dataclass
class PartEdit:
    """What is to be changed in one part. ``root`` is the tree that the spots were read from."""

    package: WordPackage
    part: str
    root: etree._Element
    splices: list[Splice] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._elements = Elements(as_utf8(self.package.read(self.part), self.root), self.root)
        marks = {attribute(start, "w:id"): start for start in self.root.iter(_START)}
        self._names = {key: number_in_name(mark) for key, mark in marks.items()}
        self._last_mark = max(map(number_in, marks), default=0)
        self._controls = {attribute(node, "w:val") for node in self.root.iterfind(".//w:sdtPr/w:id", NS)}

    def retext(self, pieces: Sequence[etree._Element], text: str) -> None:
        """Give a line another text in the same look; a caption's table follows."""
        first = next(piece for piece in pieces if piece.tag == q("w:t"))
        self._follow(pieces, first, bind(tame(text)))
        for piece in pieces:
            if piece is first:
                self.splices.append(self._elements.with_text(piece, bind(tame(text))))
            else:
                self.splices.append(self._elements.removed(piece))

    def _follow(self, pieces: Sequence[etree._Element], first: etree._Element, text: str) -> None:
        paragraph = _paragraph(first)
        if paragraph is None:
            return
        others = {id(piece) for piece in pieces if piece is not first}
        said = [(text, text.text or "") for text in paragraph.iter(q("w:t"))]
        before = "".join(own for _, own in said)
        after = "".join(text if piece is first else own for piece, own in said if id(piece) not in others)
        self._in_caption(paragraph, before, after)

    def _in_caption(self, paragraph: etree._Element, before: str, after: str) -> None:
        """What a screen reader calls the table is what stands above it."""
        following = paragraph.getnext()
        called = None if following is None else following.find("w:tblPr/w:tblCaption", NS)
        name = attribute(called, "w:val")
        if called is None or not name or not before.endswith(name) or self._elements.name(called)[:2] != b"w:":
            return
        span = self._elements.span(called)
        new = after[len(before) - len(name) :]
        self.splices.append((span.start, span.open_end, with_attribute(self._elements.tag(called), "w:val", new)))

    def remove(self, extent: Extent) -> None:
        """Take the elements out; edges of what is around them stay."""
        starts, ends = self._edges_around(extent)
        self.splices.append((*self._stands(extent), starts + ends))

    def reorder(self, extents: Sequence[Extent], order: Sequence[int]) -> None:
        """Put the ``order[n]``:th extent in the place of the n:th."""
        for place, wanted in enumerate(order):
            if place != wanted:
                starts, ends = self._edges_around(extents[place])
                self.splices.append((*self._stands(extents[place]), starts + self._bare(extents[wanted]) + ends))

    def _stands(self, extent: Extent) -> tuple[int, int]:
        return self._elements.span(extent.elements[0]).start, self._elements.span(extent.elements[-1]).end

    def _edges_around(self, extent: Extent) -> tuple[bytes, bytes]:
        """What begins, and what ends, in the elements without being of their own."""
        data = self._elements.data
        starts, ends = b"", b""
        for edge in extent.others(self._names):
            span = self._elements.span(edge)
            if edge.tag == _START:
                starts += data[span.start : span.end]
            else:
                ends += data[span.start : span.end]
        return starts, ends

    def _bare(self, extent: Extent) -> bytes:
        """The elements' bytes without the edges of what is around them."""
        start, end = self._stands(extent)
        cut = [self._elements.removed(edge) for edge in extent.others(self._names)]
        moved = [(one - start, other - start, new) for one, other, new in cut]
        return spliced(self._elements.data[start:end], moved)

    def copy(
        self,
        extent: Extent,
        beside: etree._Element,
        texts: Sequence[NewText],
        figures: Sequence[NewFigure],
        *,
        before: bool = False,
    ) -> bool:
        """Put a copy of the elements after ``beside`` (or before it) with other texts; False if that can't be done."""
        others = {(other.tag, attribute(other, "w:id")) for other in extent.others(self._names)}
        copies = [deepcopy(element) for element in extent.elements]
        for edge in [element for copy in copies for element in copy.iter(_START, _END)]:
            parent = edge.getparent()
            if (edge.tag, attribute(edge, "w:id")) in others and parent is not None:
                parent.remove(edge)
        if not (self._renamed(copies, texts) and self._refigured(copies, figures)):
            return False
        for copy in copies:
            copy.tail = None
            for element in copy.iter():
                for name in _PARAGRAPH_IDS:
                    if name in element.attrib:
                        del element.attrib[name]
        span = self._elements.span(beside)
        place = span.start if before else span.end
        self.splices.append((place, place, b"".join(etree.tostring(copy) for copy in copies)))
        return True

    def made(self) -> bytes:
        """The part with all that."""
        return spliced(self._elements.data, self.splices)

    def _renamed(self, copies: Sequence[etree._Element], texts: Sequence[NewText]) -> bool:
        starts = {number_in_name(start): start for copy in copies for start in copy.iter(_START)}
        ends = {attribute(end, "w:id"): end for copy in copies for end in copy.iter(_END)}
        for text in texts:
            start = starts.pop(text.old, None)
            if start is None:
                return False
            end = ends.get(attribute(start, "w:id"))
            if end is None:
                return False
            if text.text is not None:
                pieces = _pieces(start, end)
                if pieces is None:
                    return False
                _write(pieces, text.text)
            self._last_mark += 1
            for half in (start, end):
                half.set(q("w:id"), str(self._last_mark))
            start.set(q("w:name"), f"{PREFIX}{text.new}")
        return not starts

    def _refigured(self, copies: Sequence[etree._Element], figures: Sequence[NewFigure]) -> bool:
        controls = [control for copy in copies for control in copy.iter(q("w:sdt")) if "/" in tag_of(control)]
        if len(controls) != len(figures):
            return False
        for control, figure in zip(controls, figures, strict=True):
            pieces = control.findall("w:sdtContent/w:r/w:t", NS)
            if not pieces or control.find("w:sdtPr/w:tag", NS) is None:
                return False
            _write(pieces, figure.text)
            _set(control, "w:tag", figure.tag)
            _set(control, "w:alias", (tame(figure.title) or figure.tag)[:MAX_TAG])
            _set(control, "w:id", self._new_id(figure.tag))
        return True

    def _new_id(self, tag: str) -> str:
        number = 1
        while (made := str(crc32(f"{tag} {number}".encode()) & 0x7FFFFFFF or 1)) in self._controls:
            number += 1
        self._controls.add(made)
        return made


def _set(control: etree._Element, name: str, value: str) -> None:
    found = control.find(f"w:sdtPr/{name}", NS)
    if found is not None:
        found.set(q("w:val"), value)


def _write(pieces: Sequence[etree._Element], text: str) -> None:
    """The text in the first piece, and none of the others."""
    first = next(piece for piece in pieces if piece.tag == q("w:t"))
    for piece in pieces:
        parent = piece.getparent()
        if piece is first:
            piece.text = bind(tame(text))
            piece.set(q("xml:space"), "preserve")
        elif parent is not None:
            parent.remove(piece)
