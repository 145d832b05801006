"""What makes a Word file hard to use for somebody: the union of Word's and LibreOffice's accessibility rules.

Word's are those of its Accessibility Checker (errors, warnings and tips); LibreOffice's those of
``sw/source/core/access/AccessibilityCheck.cxx``. Only rules that need a program running are left out. A rule is a
function from a document to what is wrong; ``problems`` asks all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, q, text_of
from rus_sheets.word.parts.styles import Styles
from tests.word.formats import Formats, contrast

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_TYPED_LIST = re.compile(r"^\s*(?:[-–•*·▪]\s|\(?(?:\d{1,2}|[a-zA-Z])[.)]\s)")
_SAYS_NOTHING = {"här", "klicka här", "läs mer", "mer", "länk", "här.", "this", "link"}
_FORM_BY_TEXT = re.compile(r"_{3,}|\.{5,}|…{3,}|\[ ?\]")


@dataclass(frozen=True)
class Document:
    parts: dict[str, bytes]

    @cached_property
    def body(self) -> etree._Element:
        return etree.fromstring(self.parts["word/document.xml"])

    @cached_property
    def texts(self) -> list[etree._Element]:
        """The body, headers and footers."""
        names = [name for name in self.parts if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)]
        return [self.body, *(etree.fromstring(self.parts[name]) for name in sorted(names))]

    @cached_property
    def formats(self) -> Formats:
        return Formats(etree.fromstring(self.parts["word/styles.xml"]))

    @cached_property
    def styles(self) -> Styles:
        return Styles(etree.fromstring(self.parts["word/styles.xml"]))

    @cached_property
    def paragraphs(self) -> list[etree._Element]:
        return list(self.body.iter(q("w:p")))

    def runs(self) -> Iterator[etree._Element]:
        for text in self.texts:
            yield from (run for run in text.iter(q("w:r")) if text_of(run).strip())


def problems(document: bytes) -> list[str]:
    """Everything that is wrong, a line each."""
    with ZipFile(BytesIO(document)) as archive:
        opened = Document({name: archive.read(name) for name in archive.namelist()})
    return [f"{rule.__name__}: {found}" for rule in RULES for found in rule(opened)]


def title(doc: Document) -> Iterator[str]:
    """Word: no document title. LibreOffice: DocumentTitleCheck."""
    core = doc.parts["docProps/core.xml"].decode()
    found = re.search(r"<dc:title>(.+?)</dc:title>", core)
    if not found or "python-docx" in found[1]:
        yield "no title"
    if "<dc:language>sv-SE</dc:language>" not in core:
        yield "no language"


def language(doc: Document) -> Iterator[str]:
    """LibreOffice: DocumentDefaultLanguageCheck; WCAG 3.1.1 and 3.1.2. An address is in no language."""
    for run in doc.runs():
        said = doc.formats.language(run)
        if said != "sv-SE" and not (said == "x-none" and run.getparent().tag == q("w:hyperlink")):
            yield f"{said or 'none'}: {text_of(run)[:40]}"


def headings(doc: Document) -> Iterator[str]:
    """Both: headings begin with 1, don't jump, aren't empty and don't stand in tables."""
    levels = [0]
    for paragraph in doc.paragraphs:
        level = doc.styles.heading_level(paragraph)
        if not level:
            continue
        said = text_of(paragraph).strip()
        if not said:
            yield "an empty heading"
        if next(paragraph.iterancestors(q("w:tbl")), None) is not None:
            yield f"a heading in a table: {said}"
        levels.append(level)
        if level > levels[-2] + 1:
            yield f"from level {levels[-2]} to {level}: {said}"
    if len(doc.paragraphs) > 60 and len(levels) == 1:
        yield "a long document without headings"


def lists(doc: Document) -> Iterator[str]:
    """LibreOffice: NumberingCheck (simulated numbering); Word: real lists."""
    for paragraph in doc.paragraphs:
        in_list = paragraph.find("w:pPr/w:numPr", NS) is not None
        if _TYPED_LIST.match(text_of(paragraph)) and not in_list:
            yield text_of(paragraph)[:50]
        if in_list and not text_of(paragraph).strip():
            yield "an empty item"


def tables(doc: Document) -> Iterator[str]:
    """Word: header row, merged, split and nested cells. LibreOffice: TableNodeMergeSplitCheck."""
    for name, table, _ in _tables(doc):
        if table.find("w:tr/w:trPr/w:tblHeader", NS) is None:
            yield f"no header row: {name}"
        if attribute(table.find("w:tblPr/w:tblCaption", NS), "w:val") == "":
            yield f"no alternative text: {name}"
        if next(table.iterancestors(q("w:tbl")), None) is not None:
            yield f"a table in a table: {name}"
        if list(table.iter(q("w:gridSpan"), q("w:vMerge"), q("w:hMerge"))):
            yield f"merged cells: {name}"
        if any(row.find("w:trPr/w:cantSplit", NS) is None for row in table.findall("w:tr", NS)):
            yield f"a row that may split: {name}"


def cells(doc: Document) -> Iterator[str]:
    """Word: blank rows and columns, tables for layout. LibreOffice: TableFormattingCheck."""
    for name, _, rows in _tables(doc):
        if len({len(row) for row in rows}) != 1:
            yield f"rows of different lengths: {name}"
        if len(rows) < 2:
            yield f"only a header row: {name}"
        if not all(rows[0]):
            yield f"a column without header: {name}"
        if not all(any(row) for row in rows):
            yield f"a blank row: {name}"
        if sum(not cell for row in rows for cell in row) > sum(len(row) for row in rows) / 2:
            yield f"mostly blank: {name}"


def _tables(doc: Document) -> Iterator[tuple[str, etree._Element, list[list[str]]]]:
    """Each table with a name and its texts."""
    for table in doc.body.iter(q("w:tbl")):
        rows = [[text_of(cell).strip() for cell in row.findall("w:tc", NS)] for row in table.findall("w:tr", NS)]
        yield attribute(table.find("w:tblPr/w:tblCaption", NS), "w:val") or str(rows[0]), table, rows


def pictures(doc: Document) -> Iterator[str]:
    """Word: alternative text; not inline. LibreOffice: NoTextNodeAltText, FloatingText, BackgroundImage."""
    for text in doc.texts:
        for node in text.iter(f"{{{_DRAWING}}}docPr"):
            decorative = any("decorative" in str(each.tag) and each.get("val") == "1" for each in node.iter())
            if not (node.get("descr") or decorative):
                yield f"no alternative text: {node.get('name')}"
            if node.getparent().tag != f"{{{_DRAWING}}}inline" and not decorative:
                yield f"not in line with the text: {node.get('name')}"
        yield from ("a picture of the old kind" for _ in text.iter(q("w:pict")))
        yield from ("a background" for _ in text.iter(q("w:background")))


def links(doc: Document) -> Iterator[str]:
    """Word: unclear link text. LibreOffice: HyperlinkCheck. Links within the document lead somewhere."""
    relations = etree.fromstring(doc.parts["word/_rels/document.xml.rels"])
    targets = {each.get("Id"): each.get("Target") for each in relations}
    marks = {attribute(mark, "w:name") for mark in doc.body.iter(q("w:bookmarkStart"))}
    for link in doc.body.iter(q("w:hyperlink")):
        said, anchor = text_of(link).strip(), attribute(link, "w:anchor")
        if anchor and anchor not in marks:
            yield f"leads nowhere: {said}"
        if said.casefold() in _SAYS_NOTHING or (not anchor and len(said) <= 5 and not said.isupper()):
            yield f"says nothing: {said!r}"
        if not anchor and said == targets.get(attribute(link, "r:id")):
            yield f"is its own address: {said}"


def colours(doc: Document) -> Iterator[str]:
    """Both: contrast, 4.5 : 1, or 3 : 1 from 18 points or 14 points bold (WCAG 2.1, 1.4.3)."""
    for run in doc.runs():
        size = doc.formats.size(run)
        least = 3 if size >= 18 or (size >= 14 and doc.formats.is_bold(run)) else 4.5
        seen = contrast(doc.formats.colour(run), doc.formats.ground(run))
        if seen < least:
            yield f"{seen:.1f} : 1 in {text_of(run)[:40]}"


def looks(doc: Document) -> Iterator[str]:
    """Both: small or blinking text; LibreOffice: TextFormattingCheck (a look given by hand that carries meaning)."""
    for run in doc.runs():
        if doc.formats.size(run) < 9:
            yield f"{doc.formats.size(run)} points: {text_of(run)[:40]}"
        by_hand = [
            name
            for name in ("w:b", "w:i", "w:u", "w:color", "w:highlight")
            if run.find(f"w:rPr/{name}", NS) is not None
        ]
        if by_hand and run.getparent().tag != q("w:hyperlink"):
            yield f"{by_hand} by hand: {text_of(run)[:40]}"
    for text in doc.texts:
        yield from ("blinking text" for _ in text.iter(q("w:effect")))
        yield from ("justified text" for each in text.iter(q("w:jc")) if attribute(each, "w:val") == "both")


def spacing(doc: Document) -> Iterator[str]:
    """Both: blanks, tabs, line breaks and empty paragraphs used for space; forms and columns made of characters."""
    for one, other in pairwise(doc.paragraphs):
        if one.getnext() is other and not (_holds(one) or _holds(other)):
            yield "two empty paragraphs in a row"
    for paragraph in doc.paragraphs:
        said = text_of(paragraph)
        if re.search(r" {3}|\S {2,}\S", said.replace("\u2002", "x")):
            yield f"several spaces: {said[:50]}"
        if len(list(paragraph.iter(q("w:tab")))) - len(paragraph.findall("w:pPr/w:tabs/w:tab", NS)) > 1:
            yield f"several tabs: {said[:50]}"
        breaks = [run.find("w:br", NS) is not None for run in paragraph.iter(q("w:r"))]
        if any(one and other for one, other in pairwise(breaks)):
            yield f"line breaks in a row: {said[:50]}"
        if _FORM_BY_TEXT.search(said):
            yield f"a form made of characters: {said[:50]}"


def _holds(paragraph: etree._Element) -> bool:
    kinds = (q("w:drawing"), q("w:fldChar"), q("w:sectPr"))
    return bool(text_of(paragraph).strip()) or next(paragraph.iter(*kinds), None) is not None


def notes(doc: Document) -> Iterator[str]:
    """LibreOffice: FootnoteEndnoteCheck, FakeFootnoteCheck; nothing asks the reader to update fields."""
    yield from ("a footnote" for _ in doc.body.iter(q("w:footnoteReference"), q("w:endnoteReference")))
    if b"w:updateFields" in doc.parts["word/settings.xml"]:
        yield "asks the reader to update fields"


RULES: tuple[Callable[[Document], Iterator[str]], ...] = (
    title, language, headings, lists, tables, cells, pictures, links, colours, looks, spacing, notes,
)  # fmt: skip
