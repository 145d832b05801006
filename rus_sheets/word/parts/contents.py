"""The table of contents: Word's field for it, with a link to each heading.

Word shows a field's stored value until someone updates it, and asks a question if a document says that it must
(``updateFields``). So what stands in a document is right as it leaves us, and nobody is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from lxml import etree
from msgspec import Struct

from rus_sheets.word.parts.fields import label_in, set_result
from rus_sheets.word.parts.looks import Looks
from rus_sheets.word.parts.ns import NS, attribute, el, number_in, paragraphs, q, text_of, val
from rus_sheets.word.parts.runs import text_run
from rus_sheets.word.parts.styles import Styles, style_of
from rus_sheets.word.parts.tables import field

_TOC = re.compile(r"\s*TOC\b")
_PAGE = re.compile(r"\s*PAGEREF\s")
_LEVELS = re.compile(r'\\o\s+"?(\d)-(\d)"?')
_SWITCH = re.compile(r"\\(\w)")
_OURS = set("ohzu")
"""The switches of a field that lists headings and nothing else: those of some levels, as links."""
_NO_HEADINGS = set("acf")
"""The switches of one that lists captions, with or without their label, or the words that are marked for it."""
_CAPTIONS = re.compile(r'\\c\s+"?([^"\\]+)')
_OF_CAPTIONS = "table of figures"
_LAST_TAB = re.compile(r"\t\s*[\divxlc]*\s*$", re.IGNORECASE)
_MARK = "_Toc"
"""How the names of the bookmarks begin that the contents lead to."""


class ContentsField(Struct, frozen=True):
    """The ``paragraphs`` that the field stands in, and its ``code``."""

    paragraphs: tuple[etree._Element, ...]
    code: str

    @property
    def lowest(self) -> int:
        """The level of the least heading in it."""
        levels = _LEVELS.search(self.code)
        return int(levels[2]) if levels else 3

    @property
    def stands_alone(self) -> bool:
        """Is nothing said in its paragraphs before it begins or after it ends?"""
        every = [node for paragraph in self.paragraphs for node in paragraph.iter(q("w:t"), q("w:fldChar"))]
        ends = [node.tag == q("w:fldChar") for node in every]
        return bool(every) and ends[0] and ends[-1]

    @property
    def label(self) -> str:
        """What the captions begin with (Tabell, Figur) that it lists; "" for a field that lists something else."""
        found = _CAPTIONS.search(self.code)
        return found[1].strip() if found else ""

    @property
    def lists_others(self) -> bool:
        """Does it list captions or marked words, and no headings?"""
        return bool(_NO_HEADINGS & set(_SWITCH.findall(self.code)))

    @property
    def has_pages(self) -> bool:
        """Has it page numbers?"""
        return bool(_pages(self))

    @property
    def lists_headings(self) -> bool:
        """Does it list the headings, by their level alone? Others are told by their template what they list."""
        return set(_SWITCH.findall(self.code)) <= _OURS


class Heading(Struct, frozen=True):
    """A heading as it is to be listed: its ``text`` begins with its number. A caption is one of level 0."""

    paragraph: etree._Element
    level: int
    text: str


class Apart(Struct, frozen=True):
    """How contents and headings differ: the texts of the lines that lack, are no headings, or stand in another place.

    ``astray`` are those that lead nowhere or to another heading.
    """

    lacking: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    astray: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Do they differ?"""
        return any((self.lacking, self.extra, self.moved, self.astray))


_NO_NUMBERS: Mapping[etree._Element, str] = {}
_SAME = Apart()


def contents_in(root: etree._Element) -> ContentsField | None:
    """The first table of contents; None where there is none."""
    return next((found for found in _lists_in(root) if not found.lists_others), None)


def _lists_in(root: etree._Element) -> Iterator[ContentsField]:
    """Every field that lists what stands in the document: headings, captions or marked words."""
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
            yield ContentsField(tuple(inside), code)
            inside = []


def fill_contents(root: etree._Element, styles: Styles, numbers: Mapping[etree._Element, str] = _NO_NUMBERS) -> None:
    """Fill in the table of contents, if there is one: a link to each heading, with the page it had if it had one.

    ``numbers`` are those of numbered headings (``outline.heading_numbers``).
    """
    contents = contents_in(root)
    if contents is None:
        return
    _fill(root, contents, list(_headings(root, contents, styles, numbers)), styles)


def fill_caption_lists(root: etree._Element, styles: Styles) -> None:
    """Fill in the lists of tables and of figures that a template has: a link to each caption."""
    for listed in [found for found in _lists_in(root) if found.label]:
        captions = (paragraph for paragraph in paragraphs(root) if listed.label in _labels_in(paragraph))
        _fill(root, listed, [Heading(caption, 0, text_of(caption)) for caption in captions], styles)


def _labels_in(paragraph: etree._Element) -> Iterator[str]:
    codes = (node.text or attribute(node, "w:instr") for node in paragraph.iter(q("w:instrText"), q("w:fldSimple")))
    return map(label_in, codes)


def _fill(root: etree._Element, contents: ContentsField, listed: list[Heading], styles: Styles) -> None:
    """Put a line for each of what is listed in place of the field's."""
    pages = _pages(contents)
    marks = _Bookmarks(root)
    lines = [_entry(heading, marks.around(heading.paragraph), styles) for heading in listed]
    opening = lines[0] if lines else el("w:p")
    position = 1 if opening.find("w:pPr", NS) is not None else 0
    opening[position:position] = [_half("begin"), _code(contents.code), _half("separate")]
    for line in (opening, *lines[1:], el("w:p", None, _half("end"))):
        contents.paragraphs[0].addprevious(line)
    for paragraph in contents.paragraphs:
        _remove(paragraph)
    add_page_numbers(root, pages)


def add_page_numbers(root: etree._Element, pages: Mapping[str, int]) -> None:
    """Put page numbers into the table of contents; ``pages`` has them by bookmark."""
    for link in root.iter(q("w:hyperlink")):
        page = pages.get(attribute(link, "w:anchor"))
        if page is None:
            continue
        codes = [code for code in link.iter(q("w:instrText")) if _PAGE.match(code.text or "")]
        for code in codes:
            set_result(code, str(page))
        if not codes and link.find("w:r/w:tab", NS) is None:
            link.append(el("w:r", None, el("w:tab")))
            link.extend(field(f" PAGEREF {attribute(link, 'w:anchor')} \\h ", str(page)))


def without_third_level(root: etree._Element, styles: Styles) -> None:
    """Make the contents two levels deep, where they are three: those are for a long document."""
    contents = contents_in(root)
    if contents is None or not _LEVELS.search(contents.code):
        return
    for entry in contents.paragraphs[1:-1]:
        if styles.name_of(style_of(entry)) == "toc 3":
            _remove(entry)
    ends = contents.paragraphs[0], contents.paragraphs[-1]
    for node in (node for paragraph in ends for node in paragraph.iter(q("w:instrText"))):
        if node.text == contents.code:
            node.text = _LEVELS.sub(r'\\o "\1-2"', contents.code)


def apart(root: etree._Element, styles: Styles, numbers: Mapping[etree._Element, str]) -> Apart:
    """How the contents differ from the headings; nothing where there are none, or they list something else."""
    contents = contents_in(root)
    if contents is None or not contents.lists_headings:
        return _SAME
    headings = list(_headings(root, contents, styles, numbers))
    lines = [(said, line) for line in contents.paragraphs if (said := _said(line))]
    before, after = [said for said, _ in lines], [" ".join(heading.text.split()) for heading in headings]
    lacking: list[str] = []
    extra: list[str] = []
    for kind, start, end, first, last in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind != "equal":
            extra += before[start:end]
            lacking += after[first:last]
    moved = [text for text in lacking if text in extra]
    return Apart(
        tuple(text for text in lacking if text not in moved),
        tuple(text for text in extra if text not in moved),
        tuple(moved),
        () if lacking or extra else tuple(_astray(root, lines, headings)),
    )


def _astray(root: etree._Element, lines: list[tuple[str, etree._Element]], headings: list[Heading]) -> Iterator[str]:
    """The lines that lead nowhere, or to a heading that isn't theirs."""
    every = {attribute(mark, "w:name") for mark in root.iter(q("w:bookmarkStart"))}
    within = [_marks_in(heading.paragraph) for heading in headings]
    for place, (said, line) in enumerate(lines):
        link = line.find(".//w:hyperlink[@w:anchor]", NS)
        name = attribute(link, "w:anchor")
        others = {mark for other, marks in enumerate(within) if other != place for mark in marks}
        if link is not None and (name not in every or (name in others and name not in within[place])):
            yield said


def _headings(
    root: etree._Element, contents: ContentsField, styles: Styles, numbers: Mapping[etree._Element, str]
) -> Iterator[Heading]:
    """The headings that are to be listed, in the document's order."""
    looks, own = Looks(styles), set(contents.paragraphs)
    level_of = styles.outline_level if "u" in _SWITCH.findall(contents.code) else styles.heading_level
    for paragraph in paragraphs(root):
        level = level_of(paragraph)
        if 1 <= level <= contents.lowest and paragraph not in own:
            text = " ".join(looks.seen_text(paragraph).split(" ")).strip()
            if text:
                yield Heading(paragraph, level, f"{numbers.get(paragraph, '')} {text}".strip())


def _said(line: etree._Element) -> str:
    """What a line of the contents says, without the number of its page."""
    return " ".join(_LAST_TAB.sub("", _with_tabs(line)).split())


def _pages(contents: ContentsField) -> dict[str, int]:
    """The pages that its lines have, by bookmark."""
    links = [link for paragraph in contents.paragraphs for link in paragraph.iter(q("w:hyperlink"))]
    shown = {attribute(link, "w:anchor"): _LAST_TAB.search(_with_tabs(link)) for link in links}
    return {name: page for name, found in shown.items() if found and (page := number_in(found[0].strip()))}


def _with_tabs(element: etree._Element) -> str:
    runs = element.iter(q("w:r"))
    pieces = (piece for run in runs for piece in run.iterchildren(q("w:t"), q("w:tab")))
    return "".join("\t" if piece.tag == q("w:tab") else piece.text or "" for piece in pieces)


class _Bookmarks:
    """The bookmarks of a tree, where headings get one each."""

    def __init__(self, root: etree._Element) -> None:
        marks = list(root.iter(q("w:bookmarkStart")))
        self._last = max((number_in(attribute(mark, "w:id")) for mark in marks), default=0)
        self._names = {attribute(mark, "w:name") for mark in marks}

    def around(self, heading: etree._Element) -> str:
        """The name of the bookmark that the contents can lead to; made where there is none."""
        for name in _marks_in(heading):
            if name.startswith(_MARK):
                return name
        self._last += 1
        number = 200_000_000 + self._last
        while (name := f"{_MARK}{number}") in self._names:
            number += 1
        self._names.add(name)
        position = 1 if heading.find("w:pPr", NS) is not None else 0
        heading.insert(position, el("w:bookmarkStart", {"w:id": self._last, "w:name": name}))
        heading.append(el("w:bookmarkEnd", {"w:id": self._last}))
        return name


def _marks_in(paragraph: etree._Element) -> list[str]:
    return [attribute(mark, "w:name") for mark in paragraph.iter(q("w:bookmarkStart"))]


def _entry(heading: Heading, bookmark: str, styles: Styles) -> etree._Element:
    name = f"toc {heading.level}" if heading.level else _OF_CAPTIONS
    has_style = heading.level or styles.has(_OF_CAPTIONS)
    style = el("w:pPr", None, *([val("w:pStyle", styles.id_of(name))] if has_style else []))
    link = el("w:hyperlink", {"w:anchor": bookmark, "w:history": 1}, text_run(heading.text))
    return el("w:p", None, style, link)


def _half(kind: str) -> etree._Element:
    return el("w:r", None, el("w:fldChar", {"w:fldCharType": kind}))


def _code(code: str) -> etree._Element:
    instruction = el("w:instrText", {"xml:space": "preserve"})
    instruction.text = code
    return el("w:r", None, instruction)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
