"""What stands in a document that people have edited: its content controls, and the lines outside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lxml import etree
from msgspec import Struct

from rus_sheets.word.chart.chartread import ChartSeen, Picture
from rus_sheets.word.memory.marks import Mark
from rus_sheets.word.parts.contents import Apart
from rus_sheets.word.parts.looks import is_unseen
from rus_sheets.word.parts.ns import NS, q
from rus_sheets.word.read.intable import OUTSIDE, InTable
from rus_sheets.word.read.obstacles import Obstacle

HOLE = "\ufffc"
"""Stands in a line's text for a content control of ours."""

ONE_LINE = {ord("\t"): " ", ord("\n"): " "}
"""For ``str.translate``: tabs and breaks as spaces."""
CONTENT = {q("w:t"), q("w:tab"), q("w:br"), q("w:cr"), q("w:noBreakHyphen")}
"""The elements of a run that a reader sees as text."""


class DocumentPlace(Struct, frozen=True):
    """Where something stands, in the reader's words: the nearest heading above, the table or figure, what is near."""

    heading: str = ""
    table: str = ""
    near: str = ""

    def __str__(self) -> str:
        parts = dict.fromkeys((self.heading, self.table, f"”{self.near}”" if self.near else ""))
        return " › ".join(part for part in parts if part)


class Control(Struct, frozen=True):
    """A content control with a tag. ``number`` is its place among the elements of ``part``.

    ``said`` is what a reader sees once tracked changes are accepted, "" where Word shows its own prompt
    (``prompting``); ``obstacles`` is what else it holds. ``beside`` is what stands right before and after it on its
    line: a few words, with HOLE for each other control of ours that doesn't stand right against it. ``headings`` are
    those that it stands under, outermost first, and ``cell`` is where in a table.
    """

    part: str
    number: int
    tag: str
    said: str
    prompting: bool
    place: DocumentPlace
    obstacles: tuple[Obstacle, ...] = ()
    beside: tuple[str, str] = ("", "")
    headings: tuple[str, ...] = ()
    cell: InTable = OUTSIDE

    @property
    def text(self) -> str:
        """What a reader sees, on one line."""
        return self.said.translate(ONE_LINE).strip(" ")

    @property
    def is_alone_in_cell(self) -> bool:
        """Is it all that stands on its line in a table?"""
        return self.cell is not OUTSIDE and not "".join(self.beside).strip()


class DocumentLine(Struct, frozen=True):
    """A paragraph's text with a HOLE for each control of ours.

    ``holes`` are those controls' tags and texts. ``headings`` are the headings that the line stands under, outermost
    first; a heading stands under itself. A note stands where it is referred to. ``marks`` are the number, start and end
    in ``text`` of each node of the trail that is in the line.
    """

    text: str
    place: DocumentPlace
    headings: tuple[str, ...] = ()
    holes: tuple[tuple[str, str], ...] = ()
    cell: InTable = OUTSIDE
    is_heading: bool = False
    marks: tuple[Mark, ...] = ()

    @property
    def full(self) -> str:
        """The text as a reader sees it."""
        return self.filled([text for _, text in self.holes])

    def filled(self, texts: Sequence[str]) -> str:
        """The text with these in its holes, in their order."""
        pieces = self.text.split(HOLE)
        return "".join(text for pair in zip(pieces, (*texts, ""), strict=True) for text in pair)


class EditedDocument(Struct, frozen=True):
    """What stands in a document.

    ``untagged`` counts content controls within lines that have lost their tag; ``elsewhere`` are tags made like ours
    (``Plan/A03/Dagar``) that aren't; ``pictures`` are pictures, and charts that have lost their part. ``contents`` is
    how the table of contents differs from the headings.
    """

    title: str
    controls: tuple[Control, ...]
    lines: tuple[DocumentLine, ...]
    charts: tuple[ChartSeen, ...]
    untagged: int
    elsewhere: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    contents: Apart = Apart()


def content_of(
    control: etree._Element, unseen: Callable[[etree._Element], bool] = is_unseen
) -> Iterator[tuple[etree._Element, str]]:
    """The pieces of what a reader sees in the control, each with its text; what is ``unseen`` is left out.

    A paragraph after the first is a piece too, with a line break for text.
    """
    content = control.find("w:sdtContent", NS)
    first = True
    for piece in [] if content is None else content.iter(*CONTENT, q("w:p")):
        if piece.tag == q("w:p"):
            if not first:
                yield piece, "\n"
            first = False
        elif is_text(piece) and not unseen(piece):
            yield piece, seen_in(piece)


def seen_in(piece: etree._Element) -> str:
    """What a reader sees of a piece of text: a raised figure is no part of the number that it stands by."""
    if piece.tag != q("w:t"):
        return _SIGN_OF.get(piece.tag, "\n")
    raised = piece.find("../w:rPr/w:vertAlign[@w:val='superscript']", NS) is not None
    text = piece.text or ""
    return text.translate(_RAISED) if raised else text


_SIGN_OF = {q("w:tab"): "\t", q("w:noBreakHyphen"): "-"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def is_text(piece: etree._Element) -> bool:
    """Does the element stand where it is text, in a run?"""
    parent = piece.getparent()
    return parent is not None and parent.tag == q("w:r")  # a w:tab in w:tabs is no text


def is_prompting(control: etree._Element) -> bool:
    """Does Word show its own prompt in the control?"""
    return control.find("w:sdtPr/w:showingPlcHdr", NS) is not None


def said_in(control: etree._Element, unseen: Callable[[etree._Element], bool] = is_unseen) -> str:
    """What a reader sees in the control, "" where Word shows its own prompt."""
    return "" if is_prompting(control) else "".join(text for _, text in content_of(control, unseen))
