"""Puts real elements where the marks stand: runs, paragraphs, lists, tables and charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy

from lxml import etree

from rus_sheets.texts.content import (
    Block,
    BulletList,
    Chart,
    DataTable,
    Figure,
    Inline,
    NumberedList,
    Paragraph,
    Run,
    Text,
)
from rus_sheets.word.make.layout import keep_with_next
from rus_sheets.word.make.template import TemplateError
from rus_sheets.word.memory.edges import EDGE_TAG, misplaced, settled
from rus_sheets.word.parts.ns import NS, el, q, val
from rus_sheets.word.parts.numbering import Numbering
from rus_sheets.word.parts.runs import Inlines, Links
from rus_sheets.word.parts.styles import Styles
from rus_sheets.word.parts.tables import CELL_STYLE, caption, table

_MARK = q("w:our-value")


class BlockWriter:
    """Writes values into the parts of one document. ``chart`` makes a paragraph that shows a chart."""

    def __init__(
        self, styles: Styles, numbering: Numbering, inlines: Inlines, chart: Callable[[Chart], etree._Element]
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._inlines = inlines
        self._chart = chart

    def expand(self, root: etree._Element, values: Sequence[Figure | Text], links: Links) -> None:
        """Replace every mark under ``root``; ``links`` belongs to its part. Raises TemplateError."""
        misplaced(root)
        for mark in list(root.iter(_MARK, EDGE_TAG)):
            holder = _parent(mark)
            if holder.tag == q("w:t"):
                run = _parent(holder)
                if root in run.iterancestors():  # else it went with another mark of the same run or paragraph
                    self._expand_run(run, values, links)
            elif mark.tag == _MARK:
                value = values[int(mark.get("n", "0"))]
                text = value if isinstance(value, Text) else Text((Paragraph((value,)),))
                self._replace(mark, self.blocks(text, links, None, in_cell=_in_cell(mark)))
        settled(root)
        for rows in root.iter(q("w:tbl")):
            following = rows.getnext()
            if following is None or following.tag in (q("w:tbl"), q("w:sectPr")):
                # Word makes one table of two that meet, and a body doesn't end with a table.
                rows.addnext(el("w:p"))
        for cell in root.iter(q("w:tc")):
            # Word refuses a cell that doesn't end with a paragraph.
            if len(cell) == 0 or cell[-1].tag != q("w:p"):
                cell.append(el("w:p"))

    def blocks(
        self, text: Text, links: Links, base: etree._Element | None, *, in_cell: bool = False
    ) -> list[etree._Element]:
        """The blocks as body elements; ``base`` is the paragraph they stand in for, whose style plain ones keep."""
        made: list[etree._Element] = []
        for number, block in enumerate(text.blocks, start=1):
            made += self._block(block, links, base, in_cell)
            if number == len(text.blocks):
                break
            if _leads_on(block):
                keep_with_next(made[-1])
        return made

    def _block(self, block: Block, links: Links, base: etree._Element | None, in_cell: bool) -> list[etree._Element]:
        match block:
            case Paragraph():
                return [self._paragraph(block, links, base, in_cell)]
            case BulletList(items=items):
                style = self._list_style("List Bullet", in_cell)
                return [self._item(item, style, self._numbering.bullets(style), links) for item in items]
            case NumberedList(items=items):
                number = self._numbering.numbers(block.start, letters=block.letters, prefix=block.prefix)
                style = self._list_style("List Number", in_cell)
                return [self._item(item, style, number, links) for item in items]
            case DataTable():
                rows = table(block, self._styles, lambda cell: self.blocks(cell, links, None, in_cell=True))
                return [caption(block.caption, "Tabell", self._styles), rows]
            case Chart():
                return [self._chart(block), caption(block.title, "Figur", self._styles)]

    def _list_style(self, name: str, in_cell: bool) -> str:
        in_table = {"List Bullet": "Tabellpunkt", "List Number": "Tabellnummer"}[name]
        return in_table if in_cell and self._styles.has(in_table) else name

    def _paragraph(self, block: Paragraph, links: Links, base: etree._Element | None, in_cell: bool) -> etree._Element:
        paragraph = el("w:p")
        properties = None if base is None else base.find("w:pPr", NS)
        style = block.style or (CELL_STYLE if base is None and in_cell and self._styles.has(CELL_STYLE) else "")
        if style:
            paragraph.append(el("w:pPr", None, val("w:pStyle", self._styles.id_of(style))))
        elif properties is not None:
            paragraph.append(deepcopy(properties))
        look = None if base is None else base.find("w:r/w:rPr", NS)
        paragraph.extend(self._inlines.make(block.runs, links, look))
        return paragraph

    def _item(self, item: tuple[Inline, ...], style: str, number: int, links: Links) -> etree._Element:
        properties = el(
            "w:pPr",
            None,
            val("w:pStyle", self._styles.id_of(style)),
            el("w:numPr", None, val("w:ilvl", 0), val("w:numId", number)),
        )
        return el("w:p", None, properties, *self._inlines.make(item, links))

    def _expand_run(self, run: etree._Element, values: Sequence[Figure | Text], links: Links) -> None:
        marks = list(run.iter(_MARK))
        paragraph = _ancestor(run, "w:p")
        if len(marks) == 1 and paragraph is not None:
            value = values[int(marks[0].get("n", "0"))]
            alone = not _said(paragraph).strip() and sum(1 for _ in paragraph.iter(_MARK)) == 1
            if alone and isinstance(value, Text) and not value and _in_cell(paragraph):
                self._replace(run, _edges(run))  # a blank cell keeps its paragraph, and with it its size
                return
            if alone and isinstance(value, Text):
                made = self.blocks(value, links, paragraph, in_cell=_in_cell(paragraph))
                before = _place_of(marks[0], paragraph)
                edges = _edges(paragraph)
                self._replace(paragraph, [*edges[:before], *made, *edges[before:]])
                return
        self._replace(run, self._pieces(run, values, links))

    def _pieces(self, run: etree._Element, values: Sequence[Figure | Text], links: Links) -> list[etree._Element]:
        """The run cut at its marks; what stands before and after keeps its look."""
        look = run.find("w:rPr", NS)
        made: list[etree._Element] = []
        for child in list(run):
            if child.tag == q("w:rPr"):
                continue
            if child.tag != q("w:t") or len(child) == 0:
                if child.tag != q("w:t") or child.text:
                    made.append(_loose(child) if child.tag == EDGE_TAG else _again(look, child))
                continue
            if child.text:
                made.append(_again(look, _text(child.text)))
            for mark in list(child):
                following = mark.tail
                if mark.tag == EDGE_TAG:
                    made.append(_loose(mark))
                else:
                    inline = self._inline(values[int(mark.get("n", "0"))], run)
                    made += self._inlines.make(inline, links, look)
                if following:
                    made.append(_again(look, _text(following)))
        return made

    def _inline(self, value: Figure | Text, run: etree._Element) -> tuple[Inline, ...]:
        if isinstance(value, Figure):
            return (value,)
        match value.blocks:
            case ():
                return ()
            case (Paragraph(runs=runs),):
                return runs
        around = _ancestor(run, "w:p")
        holder = run if around is None else around
        for mark in holder.iter(_MARK):
            mark.text = "{{ … }}"
        raise TemplateError(
            "En text med flera stycken eller listor måste stå ensam i sitt stycke.",
            place=f"stycket ”{_said(holder).strip()[:80]}”",
            remedy="Flytta taggen till ett eget stycke i mallen.",
        )

    @staticmethod
    def _replace(old: etree._Element, new: Sequence[etree._Element]) -> None:
        old.tail = None
        for element in new:
            old.addprevious(element)
        _parent(old).remove(old)


def _said(paragraph: etree._Element) -> str:
    """The text in it, also what stands between marks."""
    return "".join(str(text) for piece in paragraph.iter(q("w:t")) for text in piece.itertext())


def _loose(edge: etree._Element) -> etree._Element:
    """The edge without the text that follows it, to be put elsewhere."""
    edge.tail = None
    return edge


def _edges(element: etree._Element) -> list[etree._Element]:
    """The edges of what will go."""
    return [_loose(edge) for edge in element.iter(EDGE_TAG)]


def _place_of(mark: etree._Element, paragraph: etree._Element) -> int:
    """How many edges of the paragraph stand before the mark."""
    return next(place for place, edge in enumerate(paragraph.iter(_MARK, EDGE_TAG)) if edge is mark)


def _leads_on(block: Block) -> bool:
    """Does the paragraph introduce what comes after: a line in bold, or one that ends with a colon?

    One line at most: LibreOffice leaves the heading behind when a longer paragraph must stay with the next.
    """
    if not isinstance(block, Paragraph):
        return False
    words = [run for run in block.runs if run.text.strip()]
    text = "".join(run.text for run in words).rstrip()
    return len(text) < 90 and (text.endswith(":") or all(isinstance(run, Run) and run.bold for run in words))


def _again(look: etree._Element | None, child: etree._Element) -> etree._Element:
    made = el("w:r")
    if look is not None:
        made.append(deepcopy(look))
    made.append(child)
    return made


def _text(text: str) -> etree._Element:
    piece = el("w:t", {"xml:space": "preserve"})
    piece.text = text
    return piece


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    if parent is None:
        raise ValueError(f"{element.tag} has no parent")
    return parent


def _ancestor(element: etree._Element, name: str) -> etree._Element | None:
    return next(element.iterancestors(q(name)), None)


def _in_cell(element: etree._Element) -> bool:
    return _ancestor(element, "w:tc") is not None
