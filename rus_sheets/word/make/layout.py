"""What keeps together on a page (a short table, a long one's first rows and its total, the ending), and space."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, el, number_in, q, text_of
from rus_sheets.word.parts.styles import Styles, style_of

_LISTS = ("list bullet", "list number")
_NOTE, _CAPTION, _LABEL, _FACTS = "gruppnot", "caption", "etikett", "faktarad"
_AFTER_LIST = 140
"""Twentieths of a point between a list and the paragraph after it; within a list there is less."""
_SHORT_ROWS, _SHORT_LETTERS = 14, 400
_ENDING = 230.0
"""Points that stand on the last page at least: a third of the text on an A4 page."""
_MOST_ENDING = 450.0
"""As far back as a list, whose items and introduction go together, may lead: no more than two thirds of a page."""
_LINE_WIDTH = 8787
_LETTERS_ON_LINE, _MOST_ON_LINE = 95, 110
_MOST_KEPT = 520.0
"""Points of a chapter with a chart that isn't parted: three quarters of the text on an A4 page."""
_LEFT_ROWS = 3
"""A table that parts leaves at least its head and two rows behind."""


def keep_tables(root: etree._Element) -> None:
    """Set *keep with next* in the rows that mustn't part."""
    for table in root.iter(q("w:tbl")):
        rows = table.findall("w:tr", NS)
        short = len(rows) <= _SHORT_ROWS and len(text_of(table)) <= _SHORT_LETTERS
        total = attribute(table.find("w:tblPr/w:tblLook", NS), "w:lastRow") == "1"
        for number, row in enumerate(rows[:-1]):
            if short or number < _LEFT_ROWS - 1 or (total and number == len(rows) - 2):
                for paragraph in row.iter(q("w:p")):
                    keep_with_next(paragraph)


def keep_ending(root: etree._Element, styles: Styles) -> None:
    """Keep what the document ends with together, so that no line, row or signature stands by itself on a last page.

    It goes back from the end until that is a third of a page, by the length of the texts, or to what begins a page.
    """
    body = root.find("w:body", NS)
    height, in_list = 0.0, False
    strips: list[list[etree._Element]] = []
    for element in reversed([] if body is None else [piece for piece in body if piece.tag in _PIECES]):
        leads = in_list or text_of(element).rstrip().endswith(":")
        if element.tag == q("w:sdt") or (height >= _ENDING and not leads) or height >= _MOST_ENDING:
            break
        if element.tag == q("w:tbl"):
            height = _last_rows(element, strips, height, styles)
            in_list = False
            continue
        strips.append([element])
        height += _height(element, styles)
        if element.find("w:pPr/w:pageBreakBefore", NS) is not None:
            break
        in_list = _is_item(element, styles)
    else:
        return  # all of it is shorter than that
    for strip in strips[1:]:
        for paragraph in strip:
            keep_with_next(paragraph)


_PIECES = (q("w:p"), q("w:tbl"), q("w:sdt"))


def keep_chapters(root: etree._Element, styles: Styles) -> None:
    """Keep a chapter with a table and its chart together, where that is no more than most of a page.

    So it has one page, and begins on the one before where there is room. Of a longer one, the table and the chart stay
    together with what leads to them.
    """
    chapter: list[etree._Element] = []
    for element in [*root.iterfind("w:body/*", NS), el("w:sectPr")]:
        level = styles.heading_level(element) if element.tag == q("w:p") else 0
        if level or element.tag not in (q("w:p"), q("w:tbl")):
            _keep_chapter(chapter, styles)
            chapter = []
        if level == 1 or chapter:
            chapter.append(element)


def _keep_chapter(chapter: Sequence[etree._Element], styles: Styles) -> None:
    """``chapter`` is its heading and all that stands before the next heading."""
    charts = [
        number
        for number, (before, piece) in enumerate(pairwise(chapter), start=1)
        if before.tag == q("w:tbl") and next(piece.iter(q("w:drawing")), None) is not None
    ]
    for kept in (chapter, chapter[: charts[0] + 1]) if charts else ():
        if sum(_height_of(piece, styles) for piece in kept) <= _MOST_KEPT:
            for piece in kept[:-1]:
                for paragraph in piece.iter(q("w:p")):
                    keep_with_next(paragraph)
            return


def _height_of(element: etree._Element, styles: Styles) -> float:
    """About how high a paragraph or a table is."""
    if element.tag == q("w:p"):
        return _height(element, styles)
    return sum(_row_height(row, styles) for row in element.iter(q("w:tr")))


def _row_height(row: etree._Element, styles: Styles) -> float:
    cells = ([_height(line, styles, cell) for line in cell.iter(q("w:p"))] for cell in row.iter(q("w:tc")))
    return max(map(sum, cells), default=0.0)


def _last_rows(table: etree._Element, strips: list[list[etree._Element]], height: float, styles: Styles) -> float:
    """Add the paragraphs of each of the table's last rows to ``strips``; the height with them."""
    rows = table.findall("w:tr", NS)
    for left, row in reversed(list(enumerate(rows))):
        if height >= _ENDING and left >= _LEFT_ROWS:
            break
        strips.append(list(row.iter(q("w:p"))))
        height += _row_height(row, styles)
    return height


def _height(paragraph: etree._Element, styles: Styles, cell: etree._Element | None = None) -> float:
    """About how many points high: so many letters on a line, less in a cell; space as its style says."""
    drawn = sum(number_in(extent.get("cy", "")) for extent in paragraph.iter(q("wp:extent"))) / 12_700
    width = _LINE_WIDTH if cell is None else number_in(attribute(cell.find("w:tcPr/w:tcW", NS), "w:w"))
    lines = 1 + len(text_of(paragraph)) * _LINE_WIDTH // (_LETTERS_ON_LINE * max(width, 500))
    around = 4.0 if cell is not None else styles.space_around(paragraph)
    return drawn + 15 * lines + around + (10 if styles.heading_level(paragraph) else 0)


def keep_lists(root: etree._Element, styles: Styles) -> None:
    """Keep the first two items of each list together, and the last two, and a lone one with what it follows.

    Else one could stand by itself at the foot or on top of a page.
    """
    items = [paragraph for paragraph in root.iter(q("w:p")) if _is_item(paragraph, styles)]
    for item in items:
        before, after = item.getprevious(), item.getnext()
        last = after is None or after.tag != q("w:p") or not _is_item(after, styles)
        first = before is None or before.tag != q("w:p") or not _is_item(before, styles)
        if first and not last:
            keep_with_next(item)
        if last and before is not None and before.tag == q("w:p"):
            keep_with_next(before)


def keep_last_lines(root: etree._Element, styles: Styles) -> None:
    """Keep a text's last paragraph, where it is one line, with the one before: alone on top of a page it looks left."""
    for paragraph in root.iterfind("w:body/w:p", NS):
        before, after = paragraph.getprevious(), paragraph.getnext()
        if before is None or not _is_running(before, styles):
            continue
        goes_on = after is not None and _is_running(after, styles)
        if not goes_on and _is_plain(paragraph, styles) and len(text_of(paragraph)) <= _MOST_ON_LINE:
            keep_with_next(before)


def keep_last_labels(root: etree._Element, styles: Styles) -> None:
    """Keep a section's last label and its only line with what stands before: the two alone on a page look left."""
    for label in root.iterfind("w:body/w:p", NS):
        before, line = label.getprevious(), label.getnext()
        if styles.name_of(style_of(label)) != _LABEL or before is None or line is None or before.tag != q("w:p"):
            continue
        after = line.getnext()
        ends = after is None or after.tag != q("w:p") or styles.heading_level(after) > 0
        if ends and _is_running(line, styles) and len(text_of(line)) <= _MOST_ON_LINE:
            keep_with_next(before)


def keep_introductions(root: etree._Element, styles: Styles) -> None:
    """Keep a line between a heading and a table's caption with the table: else the two are left without it."""
    for paragraph in root.iterfind("w:body/w:p", NS):
        before, after = paragraph.getprevious(), paragraph.getnext()
        if before is None or after is None or {before.tag, after.tag} != {q("w:p")}:
            continue
        leads = styles.name_of(style_of(after)) == _CAPTION and styles.heading_level(before) > 0
        if leads and _is_plain(paragraph, styles) and len(text_of(paragraph)) <= _MOST_ON_LINE:
            keep_with_next(paragraph)


def keep_notes(root: etree._Element, styles: Styles) -> None:
    """Keep a group's note of one line with its first activity. A longer one bears the end of a page."""
    for paragraph in root.iterfind("w:body/w:p", NS):
        if styles.name_of(style_of(paragraph)) == _NOTE and len(text_of(paragraph)) <= _MOST_ON_LINE:
            keep_with_next(paragraph)


def part_facts(root: etree._Element, styles: Styles) -> None:
    """Let a line of facts that ends what its heading is over part from the next heading, though its style keeps it.

    Else a row of headings with nothing but facts is one block, and leaves the page before it empty.
    """
    level = 0
    for paragraph in root.iterfind("w:body/w:p", NS):
        level = styles.heading_level(paragraph) or level
        after = paragraph.getnext()
        heads = styles.heading_level(after) if after is not None and after.tag == q("w:p") else 0
        if styles.name_of(style_of(paragraph)) == _FACTS and 0 < heads <= level:
            keep_with_next(paragraph, kept=False)


def _is_running(element: etree._Element, styles: Styles) -> bool:
    """Is it a paragraph of a text, or an item of a list in one?"""
    return element.tag == q("w:p") and (_is_plain(element, styles) or _is_item(element, styles))


def _is_plain(paragraph: etree._Element, styles: Styles) -> bool:
    plain = styles.name_of(style_of(paragraph)) in ("", "normal") and not _is_item(paragraph, styles)
    return plain and bool(text_of(paragraph)) and paragraph.find(".//w:drawing", NS) is None


def set_lists_apart(root: etree._Element, styles: Styles) -> None:
    """Space after the last item of each list that has numbering and no space of its own; in a cell, half of it."""
    for item in root.iter(q("w:p")):
        following, numbering = item.getnext(), item.find("w:pPr/w:numPr", NS)
        last = following is not None and following.tag == q("w:p") and not _is_item(following, styles)
        if last and numbering is not None and item.find("w:pPr/w:spacing", NS) is None and _is_item(item, styles):
            in_cell = next(item.iterancestors(q("w:tc")), None) is not None
            numbering.addnext(el("w:spacing", {"w:after": _AFTER_LIST // 2 if in_cell else _AFTER_LIST}))


def _is_item(paragraph: etree._Element, styles: Styles) -> bool:
    if paragraph.find("w:pPr/w:numPr", NS) is not None:
        return not styles.heading_level(paragraph)
    return styles.name_of(style_of(paragraph)) in _LISTS


def keep_with_next(paragraph: etree._Element, *, kept: bool = True) -> None:
    """Keep the paragraph on the page of the one after it, or let it part, whatever its style says."""
    properties = paragraph.find("w:pPr", NS)
    if properties is None:
        properties = el("w:pPr")
        paragraph.insert(0, properties)
    mark = properties.find("w:keepNext", NS)
    if mark is None:
        mark = el("w:keepNext")
        style = properties.find("w:pStyle", NS)
        properties.insert(0 if style is None else 1, mark)
    mark.set(q("w:val"), "1" if kept else "0")
