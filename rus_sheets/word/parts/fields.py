"""Fields with their values filled in: numbers of captions and the table of contents.

Word shows a field's stored value until someone updates it, and asks a question if a document says that it must
(``updateFields``). So what stands in a new document is right from the start, and nobody is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, el, number_in, paragraphs, q, text_of, val
from rus_sheets.word.parts.runs import text_run
from rus_sheets.word.parts.styles import Styles, style_of
from rus_sheets.word.parts.tables import field

_SEQ = re.compile(r"\s*SEQ\s+(\w+)")
_TOC = re.compile(r"\s*TOC\b")
_LEVELS = re.compile(r'\\o\s+"?(\d)-(\d)"?')


_NO_NUMBERS: Mapping[etree._Element, str] = {}


def number_captions(root: etree._Element) -> None:
    """Give each SEQ field its number, counted in reading order."""
    counts: Counter[str] = Counter()
    for code in root.iter(q("w:instrText")):
        match = _SEQ.match(code.text or "")
        if match:
            counts[match[1]] += 1
            _set_result(code, str(counts[match[1]]))


def _set_result(code: etree._Element, value: str) -> None:
    """Replace the text between the field's ``separate`` and ``end``."""
    shown: etree._Element | None = None
    run = code.getparent()
    separated = False
    while run is not None and (run := run.getnext()) is not None:
        kind = attribute(run.find("w:fldChar", NS), "w:fldCharType")
        if kind == "end":
            break
        text = run.find("w:t", NS)
        if separated and text is not None:
            text.text = value if shown is None else ""
            shown = text
        separated = separated or kind == "separate"


def fill_contents(root: etree._Element, styles: Styles, numbers: Mapping[etree._Element, str] = _NO_NUMBERS) -> None:
    """Fill in the table of contents, if there is one: a link to each heading, as yet without page numbers.

    ``numbers`` are those of numbered headings (``outline.heading_numbers``).
    """
    found = _contents(root)
    if found is None:
        return
    first, between, last, code = found
    levels = _LEVELS.search(code)
    lowest = int(levels[2]) if levels else 3
    entries = list(_entries(root, styles, lowest, numbers, skip={first, *between, last}))
    lines = [_entry(text, level, bookmark, styles) for text, level, bookmark in entries]
    for paragraph in between:
        _remove(paragraph)
    head, tail = lines[:1], lines[1:]
    begin = [_mark("begin"), _code(code), _mark("separate")]
    opening = head[0] if head else el("w:p")
    position = 1 if opening.find("w:pPr", NS) is not None else 0
    opening[position:position] = begin
    for line in (opening, *tail, el("w:p", None, _mark("end"))):
        first.addprevious(line)
    if last is not first:
        _remove(last)
    _remove(first)


def add_page_numbers(root: etree._Element, pages: Mapping[str, int]) -> None:
    """Put page numbers into a table of contents that ``fill_contents`` made; ``pages`` has them by bookmark."""
    for link in root.iter(q("w:hyperlink")):
        page = pages.get(attribute(link, "w:anchor"))
        if page is not None and link.find("w:r/w:tab", NS) is None:
            link.append(el("w:r", None, el("w:tab")))
            link.extend(field(f" PAGEREF {attribute(link, 'w:anchor')} \\h ", str(page)))


def without_third_level(root: etree._Element, styles: Styles) -> None:
    """Make the contents two levels deep, where they are three: those are for a long document."""
    found = _contents(root)
    if found is None or not _LEVELS.search(found[3]):
        return
    first, between, last, code = found
    for entry in between:
        if styles.name_of(style_of(entry)) == "toc 3":
            _remove(entry)
    for node in (node for paragraph in (first, last) for node in paragraph.iter(q("w:instrText"))):
        if node.text == code:
            node.text = _LEVELS.sub(r'\\o "\1-2"', code)


def _contents(
    root: etree._Element,
) -> tuple[etree._Element, list[etree._Element], etree._Element, str] | None:
    """The field's first paragraph, those between, the last one, and its code."""
    inside: list[etree._Element] = []
    depth, code = 0, ""
    for paragraph in paragraphs(root):
        for node in paragraph.iter(q("w:fldChar"), q("w:instrText")):
            if node.tag == q("w:instrText") and not inside and _TOC.match(node.text or ""):
                code, depth = node.text or "", 1
                inside.append(paragraph)
            elif inside and attribute(node, "w:fldCharType"):
                depth += {"begin": 1, "end": -1}.get(attribute(node, "w:fldCharType"), 0)
        if inside and paragraph is not inside[-1]:
            inside.append(paragraph)
        if inside and depth == 0:
            return inside[0], inside[1:-1], inside[-1], code
    return None


def _entries(
    root: etree._Element,
    styles: Styles,
    lowest: int,
    numbers: Mapping[etree._Element, str],
    skip: set[etree._Element],
) -> Iterator[tuple[str, int, str]]:
    """Text, level and bookmark of each heading; the bookmark is put round it on the way."""
    ids = [number_in(attribute(mark, "w:id")) for mark in root.iter(q("w:bookmarkStart"))]
    number = max(ids, default=0)
    for paragraph in paragraphs(root):
        level = styles.heading_level(paragraph)
        text = " ".join(text_of(paragraph).split(" ")).strip()
        if not 1 <= level <= lowest or not text or paragraph in skip:
            continue
        number += 1
        bookmark = f"_Toc{200_000_000 + number}"
        position = 1 if paragraph.find("w:pPr", NS) is not None else 0
        paragraph.insert(position, el("w:bookmarkStart", {"w:id": number, "w:name": bookmark}))
        paragraph.append(el("w:bookmarkEnd", {"w:id": number}))
        yield f"{numbers.get(paragraph, '')} {text}".strip(), level, bookmark


def _entry(text: str, level: int, bookmark: str, styles: Styles) -> etree._Element:
    style = el("w:pPr", None, val("w:pStyle", styles.id_of(f"toc {level}")))
    return el("w:p", None, style, el("w:hyperlink", {"w:anchor": bookmark, "w:history": 1}, text_run(text)))


def _mark(kind: str) -> etree._Element:
    return el("w:r", None, el("w:fldChar", {"w:fldCharType": kind}))


def _code(code: str) -> etree._Element:
    instruction = el("w:instrText", {"xml:space": "preserve"})
    instruction.text = code
    return el("w:r", None, instruction)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
