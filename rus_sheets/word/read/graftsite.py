"""Where a piece of one document belongs in another: what stands beside it, what it says, what it is part of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from copy import deepcopy

from lxml import etree

from rus_sheets.word.memory.edges import number_in_name
from rus_sheets.word.memory.record import bare
from rus_sheets.word.parts.fields import number_captions
from rus_sheets.word.parts.looks import Looks
from rus_sheets.word.parts.ns import NS, attribute, q
from rus_sheets.word.parts.styles import style_of
from rus_sheets.word.read.bookmarks import Spot, said_in
from rus_sheets.word.read.intable import tag_of

Element = etree._Element  # noqa: SLF001 - lxml has no other name for it
ElementList = Sequence[Element]

START, END = q("w:bookmarkStart"), q("w:bookmarkEnd")
BLOCKS = (q("w:p"), q("w:tbl"), q("w:tr"))
_BREAKS = {q("w:tab"), q("w:br"), q("w:noBreakHyphen")}
_COUNTED = re.compile(r"\s*SEQ\s+\w+\s+\\\*\s+ARABIC\s*")
_HEADING = "_Toc"
"""How the names of the bookmarks begin that the contents lead to."""
NOTHING: Set[Element] = frozenset()


def pieces_of(spot: Spot, *, row: bool) -> list[ElementList]:
    """What the spot is in the document, the narrowest first: within its paragraph, its blocks, its whole ``row``.

    A caption and its table are one: neither is anything without the other.
    """
    if row:
        return [[spot.row]] if spot.row is not None else []
    blocks = _blocks(spot)
    narrow = [] if blocks and blocks[-1].tag == q("w:tbl") else _within(spot)
    return [sequence for sequence in (narrow, blocks) if sequence]


def _within(spot: Spot) -> ElementList:
    """From edge to edge in one paragraph."""
    parent = spot.start.getparent()
    if parent is None or spot.end is None or not spot.is_within_a_line:
        return []
    return list(parent)[parent.index(spot.start) : parent.index(spot.end) + 1]


def _blocks(spot: Spot) -> ElementList:
    """The paragraphs and tables that say what it says, and nothing else."""
    first, last = paragraph_of(spot.start), None if spot.end is None else paragraph_of(spot.end)
    parent = None if first is None else first.getparent()
    if first is None or last is None or parent is None or last.getparent() is not parent:
        return []
    found = [element for element in list(parent)[parent.index(first) : parent.index(last) + 1] if element.tag in BLOCKS]
    if bare("".join(said_in(block, spot.looks) for block in found)) != bare(spot.text):
        return []
    following = next_to(found[-1], 1)
    # Edges don't go into a table, nor past one that stands last.
    ends = following is not None and following.tag == q("w:tbl") and _is_caption(found[-1])
    return [*found, following] if ends and following is not None else found


def _is_caption(paragraph: Element) -> bool:
    return any(_COUNTED.fullmatch(instruction.text or "") for instruction in paragraph.iter(q("w:instrText")))


def table_at(spot: Spot) -> ElementList:
    """A table that code has made, after its caption: that is all that lies between the edges."""
    caption = paragraph_of(spot.start)
    table = None if caption is None else next_to(caption, 1)
    alone = caption is not None and bare(said_in(caption, spot.looks)) == bare(spot.text)
    return [caption, table] if alone and table is not None and table.tag == q("w:tbl") else []  # type: ignore[list-item]


def said_in_table(piece: ElementList, looks: Looks) -> str:
    """What the table and its caption say, as ``spoken.spoken`` has it."""
    caption, table = piece
    name = "".join(text for _, text in _said(caption, NOTHING)).partition(". ")[2]
    return "\n".join((name, *(said_in(cell, looks) for cell in table.iter(q("w:tc")))))


def controls_in(piece: ElementList) -> list[Element]:
    """The controls of figures in it."""
    return [control for one in piece for control in one.iter(q("w:sdt")) if "/" in tag_of(control)]


def paragraph_of(element: Element) -> Element | None:
    """The paragraph that it stands in, or is."""
    return next((element for element in (element, *element.iterancestors()) if element.tag == q("w:p")), None)


def key_of(element: Element, without: Collection[Element] = NOTHING) -> tuple[str, tuple[str, ...], str, int]:
    """What tells a block from others: its kind, styles, text and pictures; numbers of captions come and go."""
    styles = tuple(style_of(paragraph) for paragraph in element.iter(q("w:p")) if paragraph not in without)
    said = "".join(text for _, text in _said(element, without))
    return (
        str(element.tag),
        styles,
        said.strip(),
        sum(1 for drawing in element.iter(q("w:drawing")) if drawing not in without),
    )


def numbers_in(element: Element) -> set[int]:
    """The numbers of the nodes that begin in it."""
    return {number for start in element.iter(START) if (number := number_in_name(start)) is not None}


def next_to(element: Element, step: int, without: Collection[Element] = NOTHING) -> Element | None:
    """The block after it (or before it, ``step`` -1) that isn't one of those; None where the story ends."""
    found = element
    while (found := found.getnext() if step > 0 else found.getprevious()) is not None:  # type: ignore[assignment]
        if found.tag in BLOCKS and found not in without:
            return found
    return None


def _said(element: Element, without: Collection[Element] = NOTHING) -> Iterator[tuple[Element, str]]:
    """Each piece of text that a reader sees, without the counted numbers of captions."""
    counted = _results(element)
    for piece in element.iter(q("w:t"), *_BREAKS):
        if piece in without or piece in counted:
            continue
        if piece.tag == q("w:t"):
            yield piece, piece.text or ""
        elif (parent := piece.getparent()) is not None and parent.tag == q("w:r"):
            yield piece, " "


def length_of(element: Element, without: Collection[Element] = NOTHING) -> int:
    """How many characters can be read in it."""
    return sum(len(text) for _, text in _said(element, without))


def split_at(
    paragraph: Element, count: int, passed: Collection[tuple[object, int]], names: Mapping[str, int]
) -> int | None:
    """The place among its children after so many characters, and after the edges ``passed`` (tag and number).

    ``names`` are the numbers of our bookmarks by id. A run is cut where it falls within one; None where nothing can be
    put in.
    """
    read = 0
    for place, child in enumerate(list(paragraph)):
        length = length_of(child)
        if read == count and not length:
            number = names.get(attribute(child, "w:id"), -2)
            if child.tag not in (q("w:pPr"), q("w:proofErr")) and (child.tag, number) not in passed:
                return place
        elif read == count:
            return place
        elif read + length > count:
            return _cut(paragraph, child, count - read)
        read += length
    return len(paragraph) if read == count else None


def _cut(paragraph: Element, run: Element, count: int) -> int | None:
    """Make two runs of one; the place of the second."""
    texts = [child for child in run if child.tag != q("w:rPr")]
    if run.tag != q("w:r") or len(texts) != 1 or texts[0].tag != q("w:t"):
        return None
    said, rest = texts[0].text or "", deepcopy(run)
    texts[0].text, texts[0].attrib[q("xml:space")] = said[:count], "preserve"
    other = next(character for character in rest if character.tag == q("w:t"))
    other.text, other.attrib[q("xml:space")] = said[count:], "preserve"
    rest.tail = None
    run.addnext(rest)
    return paragraph.index(rest)


# ------------------------------------------------------------------ headings and captions


def is_of_heading(mark: Element) -> bool:
    """Is it the beginning of a bookmark that the contents lead to?"""
    return mark.tag == START and attribute(mark, "w:name").startswith(_HEADING)


def has_heading(piece: ElementList) -> bool:
    """Do the contents lead to it?"""
    return any(is_of_heading(start) for one in piece for start in one.iter(START))


def _results(element: Element) -> set[Element]:
    """The stored numbers of captions' fields."""
    found: set[Element] = set()
    for code in element.iter(q("w:instrText")):
        run = code.getparent()
        while run is not None and attribute(run.find("w:fldChar", NS), "w:fldCharType") != "end":
            found.update(run.iter(q("w:t")))
            run = run.getnext()
    return found


def count_captions(root: Element) -> None:
    """Number the captions as they stand, if all are counted the common way."""
    codes = [instruction.text or "" for instruction in root.iter(q("w:instrText")) if "SEQ" in (instruction.text or "")]
    if all(map(_COUNTED.fullmatch, codes)):
        number_captions(root)
