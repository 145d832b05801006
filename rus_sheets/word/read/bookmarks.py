"""Where the nodes of a document's trail stand today: what can be read between the edges of our bookmarks."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from lxml import etree
from msgspec import Struct, field

from rus_sheets.word.memory.edges import number_in_name
from rus_sheets.word.memory.record import bare, uncounted
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.looks import Looks
from rus_sheets.word.parts.ns import attribute, q
from rus_sheets.word.parts.styles import Styles, style_of
from rus_sheets.word.read.controls import DocumentPlace, content_of
from rus_sheets.word.read.intable import tag_of
from rus_sheets.word.templates.spoken import FIGURE_CLOSE, FIGURE_OPEN
from rus_sheets.word.templates.trail import What

_NEAR = 60
_DEEPEST = 100
"""Spots within each other; ours are at most some twenty."""
_TEXT = (q("w:t"), q("w:tab"), q("w:br"), q("w:noBreakHyphen"))


class Spot(Struct):
    """What stands between the edges of a node: ``text`` has figures between their characters.

    ``place`` is where it begins, ``order`` its place among all spots, ``heading`` and ``table`` what it stands under;
    ``looks`` tells what is hidden in its document.
    """

    number: int
    part: str
    order: int
    heading: str
    table: str
    place: DocumentPlace
    looks: Looks
    start: etree._Element
    end: etree._Element | None = None
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What can be read in it."""
        return "".join(self.pieces)

    @property
    def tags(self) -> list[str]:
        """The tags of the figures' controls in it, or in the row that it begins in."""
        if self.row is not None:
            return [tag for control in self.row.iter(q("w:sdt")) if "/" in (tag := tag_of(control))]
        if self.is_within_a_line:
            return [tag for control in self._between() if "/" in (tag := tag_of(control))]
        first, last = _line(self.start), self.start if self.end is None else _line(self.end)
        parent = first.getparent()
        if parent is None or last.getparent() is not parent:
            return []
        lines = list(parent)[parent.index(first) : parent.index(last) + 1]
        return [tag for line in lines for control in line.iter(q("w:sdt")) if "/" in (tag := tag_of(control))]

    def _between(self) -> Iterator[etree._Element]:
        """The controls between its edges, where both stand in one paragraph."""
        for element in self.start.itersiblings():
            if element is self.end:
                return
            yield from element.iter(q("w:sdt"))

    @property
    def row(self) -> etree._Element | None:
        """The table row that it begins in."""
        return next(self.start.iterancestors(q("w:tr")), None)

    @property
    def is_within_a_line(self) -> bool:
        """Does it begin and end in one paragraph?"""
        parent = self.start.getparent()
        return parent is not None and self.end is not None and self.end.getparent() is parent and parent.tag == q("w:p")

    @property
    def around(self) -> str:
        """What can be read in it, or in the whole row that it begins in."""
        return self.text if self.row is None else said_in(self.row, self.looks)

    def seen_as(self, what: What) -> str:
        """What can be read of a node of that kind; of an item that is a table row the whole row."""
        return self.around if what is What.ITEM else self.text


class Spots(Struct, frozen=True):
    """All spots of a document by number; ``said`` is all that can be read, ``typed`` the lines without a spot.

    ``typed_text`` is those lines one after the other. All are without spaces and the numbers of captions. ``looks``
    tells what is hidden in the document, ``marked`` are the paragraphs and rows with spots, and their numbers.
    """

    by_number: Mapping[int, Spot]
    said: str
    typed: frozenset[str]
    typed_text: str
    looks: Looks
    marked: Sequence[tuple[etree._Element, frozenset[int]]] = ()

    def line_of(self, element: etree._Element) -> str:
        """What a paragraph or row says, without spaces and the numbers of captions."""
        return bare(uncounted(said_in(element, self.looks)))


class _Above:
    """The heading and the table's caption that what is read stands under; ``before`` is the heading before the line."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.looks = Looks(styles)
        self.heading = self.before = self.table = ""
        self._line: etree._Element | None = None
        self._near = ""

    def read(self, paragraph: etree._Element) -> None:
        self.before = self.heading
        is_heading = self._styles.heading_level(paragraph) > 0
        if not is_heading and self._styles.name_of(style_of(paragraph)) != "caption":
            return
        text = " ".join(self.looks.seen_text(paragraph).split())
        if text and is_heading:
            self.heading, self.table = text, ""
        elif text:
            self.table = text

    def spot(self, start: etree._Element, part: str, order: int) -> Spot:
        line = _line(start)
        if line is not self._line:  # a line may have thousands of spots
            self._line, self._near = line, " ".join(self.looks.seen_text(line, 4 * _NEAR).split())[:_NEAR]
        near = self._near
        table = self.table if next(start.iterancestors(q("w:tbl")), None) is not None else ""
        place = DocumentPlace(self.heading, table, "" if near == self.heading else near)
        return Spot(number_in_name(start) or 0, part, order, self.before, table, place, self.looks, start)


def spots_in(root: etree._Element, part: str, styles: Styles, first: int = 0) -> Iterator[Spot]:
    """Every spot of one part, in the order that they end; ``first`` is the order of the first that begins."""
    above = _Above(styles)
    opened: dict[str, Spot] = {}
    order = first
    for element in root.iter(q("w:p"), q("w:bookmarkStart"), q("w:bookmarkEnd"), q("w:sdt"), *_TEXT):
        if element.tag == q("w:bookmarkStart") and number_in_name(element) is not None:
            opened[attribute(element, "w:id")] = above.spot(element, part, order)
            order += 1
            if len(opened) > _DEEPEST:  # of a bookmark that never ends nothing can be told
                del opened[next(iter(opened))]
        elif element.tag == q("w:bookmarkEnd"):
            ended = opened.pop(attribute(element, "w:id"), None)
            if ended:
                ended.end = element
                yield ended
        elif element.tag == q("w:p"):
            above.read(element)
        said = _said(element, above.looks) if opened else ""
        for spot in opened.values() if said else ():
            spot.pieces.append(said)


def said_in(element: etree._Element, looks: Looks) -> str:
    """What can be read in an element, a line for each paragraph."""
    return "".join(_said(piece, looks) for piece in element.iter(q("w:p"), q("w:sdt"), *_TEXT))


def _said(element: etree._Element, looks: Looks) -> str:
    if element.tag == q("w:p"):
        return "\n"
    if element.tag == q("w:sdt"):
        return f"{FIGURE_OPEN}{_text(element, looks)}{FIGURE_CLOSE}" if "/" in tag_of(element) else ""
    if any("/" in tag_of(control) for control in element.iterancestors(q("w:sdt"))):
        return ""
    if element.tag == q("w:t"):
        return "" if looks.is_unseen(element) else element.text or ""
    parent = element.getparent() if element.tag in _TEXT else None
    return " " if parent is not None and parent.tag == q("w:r") else ""


def _text(control: etree._Element, looks: Looks) -> str:
    return "".join(text for _, text in content_of(control, looks.is_unseen))


def _line(element: etree._Element) -> etree._Element:
    return next(element.iterancestors(q("w:p")), element)


def _is_elsewhere(line: etree._Element, holders: Container[etree._Element], styles: Styles) -> bool:
    """Is it a cell of a row of ours, or a line of the contents? Those say what a line says elsewhere."""
    in_row = any(row in holders for row in line.iterancestors(q("w:tr")))
    return in_row or styles.name_of(style_of(line)).startswith("toc ")


def read_spots(package: WordPackage) -> Spots:
    """The spots of a document."""
    styles = package.styles()
    looks = Looks(styles)
    found: dict[int, Spot] = {}
    said: list[str] = []
    typed: list[str] = []
    paragraphs: list[str] = []
    marked: list[tuple[etree._Element, frozenset[int]]] = []
    for part in package.text_parts:
        root = package.xml(part)
        for spot in spots_in(root, part, styles, len(found)):
            found.setdefault(spot.number, spot)
        said.append(bare(uncounted(said_in(root, looks))))
        holders: dict[etree._Element, set[int]] = {}
        for mark in root.iter(q("w:bookmarkStart")):
            number = number_in_name(mark)
            for holder in mark.iterancestors(q("w:p"), q("w:tr")) if number is not None else ():
                holders.setdefault(holder, set()).add(number or 0)
        marked += ((holder, frozenset(numbers)) for holder, numbers in holders.items())
        lines = [element for element in root.iter(q("w:p"), q("w:tr")) if element not in holders]
        lines = [line for line in lines if not _is_elsewhere(line, holders, styles)]
        typed += (bare(uncounted(said_in(line, looks))) for line in lines)
        paragraphs += (said_in(line, looks) for line in lines if line.tag == q("w:p"))
    return Spots(found, "\n".join(said), frozenset(typed), bare(uncounted("".join(paragraphs))), looks, marked)
