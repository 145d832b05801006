"""Reading a document that people have edited: its content controls, and the text and charts outside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from lxml import etree
from msgspec.structs import replace

from rus_sheets.word.chart.chartread import ChartSeen, Picture, read_chart
from rus_sheets.word.memory.marks import EDGES, PartMarks
from rus_sheets.word.parts.contents import apart
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.looks import GONE, Looks
from rus_sheets.word.parts.ns import NS, attribute, q
from rus_sheets.word.parts.outline import heading_numbers
from rus_sheets.word.parts.styles import Styles, style_of
from rus_sheets.word.read.controls import (
    CONTENT,
    HOLE,
    ONE_LINE,
    Control,
    DocumentLine,
    DocumentPlace,
    EditedDocument,
    is_prompting,
    is_text,
    said_in,
    seen_in,
)
from rus_sheets.word.read.intable import OUTSIDE, InTable, Surroundings, tag_of
from rus_sheets.word.read.obstacles import obstacles

_LIKE_OURS = re.compile("[^/]+(?:/[^/]+){1,3}")
_SHORT = 60
_BESIDE = 40
"""How much of a line is kept on each side of a control."""
# Word keeps a text box twice, for old and new programs; a paragraph in one is a paragraph of its own.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DRAWN = {q("w:drawing"), q("w:pict"), q("w:object")}
_APART = {_FALLBACK, q("w:txbxContent")}


def read_document(package: WordPackage, is_ours: Callable[[str], bool]) -> EditedDocument:
    """Everything in the document; ``is_ours`` tells our tags from others'. Raises UnusableInputError."""
    styles = package.styles()
    controls: list[Control] = []
    lines: list[DocumentLine] = []
    charts: list[ChartSeen] = []
    untagged = 0
    elsewhere: list[str] = []
    notes: dict[tuple[str, str], tuple[str, ...]] = {}
    pictures: list[Picture] = []
    tables = 0
    for part in package.text_parts:
        reader = _PartReader(package, part, styles, is_ours, notes, tables)
        reader.read(package.xml(part))
        tables += reader.tables
        controls += reader.controls
        lines += reader.lines
        charts += reader.charts
        untagged += reader.untagged
        elsewhere += reader.elsewhere
        pictures += reader.pictures
    body = package.xml(package.main_part)
    return EditedDocument(
        package.title,
        tuple(controls),
        tuple(lines),
        tuple(charts),
        untagged,
        tuple(elsewhere),
        tuple(pictures),
        apart(body, styles, heading_numbers(body, package.lists(), styles)),
    )


def lines_in(roots: Sequence[etree._Element], styles: Styles, is_ours: Callable[[str], bool]) -> list[DocumentLine]:
    """The lines of a document that is being made: its body, then its headers and footers.

    They don't say how a person finds them (``place``): nobody is told of them.
    """
    lines: list[DocumentLine] = []
    tables = 0
    for root in roots:
        reader = _PartReader(None, "", styles, is_ours, {}, tables)
        reader.read(root)
        tables += reader.tables
        lines += reader.lines
    return lines


class _PartReader:
    """Goes through one part in reading order and remembers the nearest heading and caption."""

    def __init__(
        self,
        package: WordPackage | None,
        part: str,
        styles: Styles,
        is_ours: Callable[[str], bool],
        notes: dict[tuple[str, str], tuple[str, ...]],
        first_table: int,
    ) -> None:
        self._package = package
        self._part = part
        self._styles = styles
        self._looks = Looks(styles)
        self._is_ours = is_ours
        self._notes = notes  # the headings where each note is referred to, filled by the body's reader
        self._heading = _PARTS.get(_kind(package, part), "") if package else ""
        self._above: list[tuple[int, str]] = []
        self._caption = ""
        self._tables: dict[etree._Element, Surroundings] = {}
        self._first_table = first_table
        self._beside: dict[etree._Element, tuple[str, str]] = {}
        self._marks = PartMarks()
        self.controls: list[Control] = []
        self.lines: list[DocumentLine] = []
        self.charts: list[ChartSeen] = []
        self.untagged = 0
        self.elsewhere: list[str] = []
        self.pictures: list[Picture] = []

    @property
    def tables(self) -> int:
        """How many tables have been read."""
        return len(self._tables)

    def read(self, root: etree._Element) -> None:
        for number, element in enumerate(root.iter()):
            if element.tag == q("w:p"):
                self._paragraph(element)
            elif element.tag in EDGES and not any(_within(element, q("w:p"))):
                self._marks.edge(element)
            elif element.tag == q("w:sdt") and self._package:
                self._control(element, number)
            elif element.tag in _DRAWN and self._package and not any(_within(element, _FALLBACK)):
                self._drawn(self._package, element)

    def _paragraph(self, paragraph: etree._Element) -> None:
        style = self._styles.name_of(style_of(paragraph))
        level = self._styles.heading_level(paragraph)
        if level and (text := self._looks.seen_text(paragraph).strip()):
            self._heading, self._caption = text, ""
            self._above = [*(heading for heading in self._above if heading[0] < level), (level, text)]
        elif style == "caption":
            self._caption = self._looks.seen_text(paragraph).strip()
        if style.startswith("toc ") or any(_within(paragraph, _FALLBACK)):
            for element in paragraph.iter(*EDGES):
                self._marks.edge(element)
            return
        headings = tuple(heading for _, heading in self._above)
        for note in paragraph.iter(*_REFERENCES):
            self._notes[_REFERENCES[note.tag], attribute(note, "w:id")] = headings
        for note in paragraph.iterancestors(*_NOTES):
            headings = self._notes.get((_NOTES[note.tag], attribute(note, "w:id")), ())
        holes: list[tuple[str, str]] = []
        found: list[etree._Element] = []
        seen = ""
        for piece in self._outside(paragraph, holes, found):
            if isinstance(piece, str):
                seen += piece
            else:
                self._marks.edge(piece, len(seen))
        marks = self._marks.end_line(len(seen))
        self._remember_beside(seen, [text for _, text in holes], found)
        said = seen.translate(ONE_LINE)
        if said.strip():
            place, cell = self._place(paragraph) if self._package else DocumentPlace(), self._in_table(paragraph)
            self.lines.append(DocumentLine(said, place, headings, tuple(holes), cell, bool(level), marks))

    def _outside(
        self, element: etree._Element, holes: list[tuple[str, str]], found: list[etree._Element]
    ) -> Iterator[str | etree._Element]:
        """The text of a paragraph outside our controls (``found``, their tags and texts in ``holes``) and outside what
        is a paragraph of its own; and the bookmarks in it.
        """
        for child in element:
            if child.tag in EDGES:
                yield child
            elif child.tag in _APART:
                continue
            elif child.tag in GONE or self._looks.is_hidden(child):
                yield from child.iter(*EDGES)
            elif child.tag == q("w:sdt") and self._is_ours(tag_of(child)):
                holes.append((tag_of(child), said_in(child, self._looks.is_unseen).translate(ONE_LINE).strip(" ")))
                found.append(child)
                yield HOLE
                yield from child.iter(*EDGES)
            elif child.tag == q("w:t") or (child.tag in CONTENT and is_text(child)):
                yield seen_in(child)
            else:
                yield from self._outside(child, holes, found)

    def _remember_beside(self, seen: str, texts: list[str], found: list[etree._Element]) -> None:
        """What stands beside each of these controls; ``seen`` is their line, ``texts`` what they say."""
        places = [place for place, sign in enumerate(seen) if sign == HOLE]
        for number, (place, control) in enumerate(zip(places, found, strict=True)):
            before, after = seen[max(0, place - _BESIDE) : place], seen[place + 1 : place + 1 + _BESIDE]
            if before.endswith(HOLE):
                before = before[:-1] + texts[number - 1]
            if after.startswith(HOLE):
                after = texts[number + 1] + after[1:]
            self._beside[control] = before, after

    def _control(self, control: etree._Element, number: int) -> None:
        tag = tag_of(control)
        within_line = control.find("w:sdtContent/w:r", NS) is not None
        if not tag:
            self.untagged += within_line
        elif not self._is_ours(tag) and _LIKE_OURS.fullmatch(tag):
            self.elsewhere.append(tag)
        elif self._is_ours(tag) and self._says_itself(control):
            prompting, said = is_prompting(control), said_in(control, self._looks.is_unseen)
            around = next(control.iterancestors(q("w:p")), None)
            if around is None:
                around = next(control.iter(q("w:p")), None)
            place, holds = self._place(around), obstacles(control, self._looks)
            beside, headings = self._beside.get(control, ("", "")), tuple(heading for _, heading in self._above)
            cell = OUTSIDE if around is None else self._in_table(around)
            self.controls.append(
                Control(self._part, number, tag, said, prompting, place, holds, beside, headings, cell)
            )

    def _says_itself(self, control: etree._Element) -> bool:
        """Does it say more than the controls of ours within it? One that is only around them says nothing itself."""
        inner = [node for node in control.iterfind(".//w:sdt", NS) if self._is_ours(tag_of(node))]
        texts = (text for text in control.iter(q("w:t")) if not any(node in inner for node in text.iterancestors()))
        return not inner or any((text.text or "").strip() for text in texts)

    def _drawn(self, package: WordPackage, element: etree._Element) -> None:
        """A chart, or a picture that may have been one."""
        properties = next(element.iter(q("wp:docPr")), None)
        shape = next((node for node in element.iter() if node.get("alt")), None)  # VML
        alt = "" if properties is None else properties.get("descr", "")
        name = "" if properties is None else properties.get("name", "")
        place = str(DocumentPlace(self._heading, name))
        chart = next(element.iter(q("c:chart")), None)
        part = package.related(self._part, attribute(chart, "r:id"))
        line = next(element.iterancestors(q("w:p")), None)
        below = None if line is None else line.getnext()
        caption = "" if below is None else " ".join(self._looks.seen_text(below).split())
        if part:
            self.charts.append(replace(read_chart(package, part, place, alt, self._part), caption=caption))
            return
        alt = alt or ("" if shape is None else shape.get("alt", ""))
        self.pictures.append(Picture(place, alt, caption, lost=chart is not None))

    def _place(self, paragraph: etree._Element | None) -> DocumentPlace:
        if paragraph is None:
            return DocumentPlace(self._heading)
        table, row = next(paragraph.iterancestors(q("w:tbl")), None), next(paragraph.iterancestors(q("w:tr")), None)
        if table is None or row is None:
            return DocumentPlace(self._heading, "", self._shortened(paragraph))
        caption = attribute(table.find("w:tblPr/w:tblCaption", NS), "w:val") or self._caption
        first = next(row.iter(q("w:tc")), None)
        return DocumentPlace(self._heading, caption, "" if first is None else self._shortened(first))

    def _in_table(self, paragraph: etree._Element) -> InTable:
        """Where in a table the paragraph stands; nothing outside tables and in the header row itself."""
        cell, table = next(paragraph.iterancestors(q("w:tc")), None), next(paragraph.iterancestors(q("w:tbl")), None)
        if cell is None or table is None:
            return OUTSIDE
        if table not in self._tables:
            self._tables[table] = Surroundings(table, self._is_ours, self._looks, self._first_table + len(self._tables))
        return self._tables[table].around(cell)

    def _shortened(self, element: etree._Element) -> str:
        # Not the whole text, which a paragraph with thousands of controls would be asked for as often.
        words = " ".join(self._looks.seen_text(element, 4 * _SHORT).replace("\u00a0", " ").split())
        return words if len(words) <= _SHORT else f"{words[: _SHORT - 1].rstrip()}…"


_PARTS = {"header": "Sidhuvud", "footer": "Sidfot", "footnotes": "Fotnot", "endnotes": "Slutnot"}


_NOTES = {q("w:footnote"): "footnotes", q("w:endnote"): "endnotes"}
_REFERENCES = {q("w:footnoteReference"): "footnotes", q("w:endnoteReference"): "endnotes"}


def _kind(package: WordPackage, part: str) -> str:
    return next(
        (relationship.kind for relationship in package.relationships(package.main_part) if relationship.target == part),
        "",
    )


def _within(element: etree._Element, name: str) -> Iterator[bool]:
    yield from (True for _ in element.iterancestors(name))
