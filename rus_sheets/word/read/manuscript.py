"""Any Word document as its paragraphs and tables, with what of their look tells a heading from a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from rus_sheets.texts.listsigns import signs
from rus_sheets.texts.manuscript import Manuscript, TypedCell, TypedLine, TypedTable
from rus_sheets.word.memory.record import read_record
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.looks import GONE, Looks, is_gone
from rus_sheets.word.parts.ns import NS, attribute, is_on, number_in, q
from rus_sheets.word.parts.styles import Styles
from rus_sheets.word.read.controls import CONTENT, is_text, said_in, seen_in
from rus_sheets.word.read.intable import tag_of
from rus_sheets.word.read.listmarks import ListMarks

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = q("w:txbxContent")
_NOTES = ("footnotes", "endnotes")
_MARGINS = ("header", "footer")
_LISTS = ("list bullet", "list number", "list paragraph")
_SPACES = str.maketrans("\t\u00a0\u202f", "   ")


def manuscript(package: WordPackage) -> Manuscript:
    """The document's body; notes, text boxes, headers and footers aside. Raises UnusableInputError."""
    reader = _Paragraphs(package.styles(), ListMarks(package), _addresses(package, package.main_part))
    body = package.xml(package.main_part).find("w:body", NS)
    blocks = tuple(reader.blocks(body)) if body is not None else ()
    boxes = [box for box in package.xml(package.main_part).iter(_BOX) if not _in_fallback(box)]
    aside = [line for box in boxes for line in reader.lines_in(box)]
    for part in package.text_parts[1:]:
        if part.rpartition("/")[2].startswith(_NOTES):
            aside += reader.lines_in(package.xml(part))
    known = {" ".join(line.text.split()) for line in (*aside, *blocks) if isinstance(line, TypedLine)}
    for part in package.text_parts[1:]:
        if part.rpartition("/")[2].startswith(_MARGINS):
            for line in reader.lines_in(package.xml(part)):
                if line.text not in known and any(character.isalpha() for character in line.text):
                    aside.append(line)
                    known.add(line.text)  # the same stands over page after page
    record = read_record(package)
    made = record.made if record else None
    ours = (made.form, made.document) if made else ("", "")
    return Manuscript(package.path, blocks, tuple(aside), *ours, unseen=tuple(reader.unseen), links=tuple(reader.links))


def _addresses(package: WordPackage, part: str) -> dict[str, str]:
    """The addresses outside the file that the part's links go to, by their relationships."""
    links = (made for made in package.relationships(part) if made.kind == "hyperlink" and made.external)
    return {made.id: made.target for made in links}


class _Paragraphs:
    """Goes through the document and numbers its paragraphs and tables."""

    def __init__(self, styles: Styles, lists: ListMarks, addresses: Mapping[str, str]) -> None:
        self._styles = styles
        self._lists = lists
        self._looks = Looks(styles)
        self._paragraphs = 0
        self._tables = 0
        self._addresses = addresses
        self.unseen: list[TypedLine] = []
        self.links: list[TypedLine] = []

    def blocks(self, parent: etree._Element) -> Iterator[TypedLine | TypedTable]:
        """What stands in the body, or in a field or control around several paragraphs of it."""
        for child in parent:
            if child.tag == q("w:p"):
                yield from self._lines(child)
            elif child.tag == q("w:tbl"):
                yield self._grid(child)
            elif child.tag == q("w:sdt") and not _is_contents(child):
                content = child.find("w:sdtContent", NS)
                yield from self.blocks(content) if content is not None else ()
            elif child.tag in (q("w:ins"), q("w:moveTo"), q("w:customXml"), q("w:smartTag")):
                yield from self.blocks(child)

    def lines_in(self, parent: etree._Element) -> list[TypedLine]:
        """The paragraphs anywhere in a part, or in a cell and in tables within it, but not in a box of its own."""
        around = parent if parent.tag == q("w:tc") else None
        return [line for node in parent.iter(q("w:p")) if _belongs(node, around) for line in self._lines(node)]

    def _grid(self, table: etree._Element) -> TypedTable:
        before = self._paragraphs
        self._tables += 1
        number = self._tables
        rows = []
        for row in table.iterfind("w:tr", NS):
            cells = [cell for cell in row.iter(q("w:tc")) if next(cell.iterancestors(q("w:tr"))) is row]
            rows.append(tuple(TypedCell(tuple(self.lines_in(cell))) for cell in cells))
        return TypedTable(number, before, tuple(rows))

    def _lines(self, paragraph: etree._Element) -> Iterator[TypedLine]:
        """The lines of a paragraph that says something; a heading is one line whatever breaks it has."""
        style_id = attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val") or self._styles.default("paragraph")
        style = self._styles.name_of(style_id)
        pieces = [] if style.startswith(("toc ", "toa ")) else list(self._pieces(paragraph))
        text = "".join(piece for _, piece in pieces).translate(_SPACES)
        self._paragraphs += bool(text.strip())
        if unseen := " ".join("".join(self._unseen_in(paragraph)).translate(_SPACES).split()):
            self.unseen.append(TypedLine(self._paragraphs, unseen))
        if not text.strip():
            return
        level = self._styles.heading_level(paragraph) or _outline_level(paragraph)
        runs = [run for run, piece in pieces if piece.strip()]
        bold = [self._is(run, style_id, "w:b") for run in runs]
        slanted = all(self._is(run, style_id, "w:i") or self._is(run, style_id, "w:u") for run in runs)
        number, depth = self._styles.numbering_in(paragraph)
        listed = (number or style.startswith(_LISTS[:2])) and not level
        item = self._lists.mark(number, depth) if listed else ""
        tags = tuple(self._tags(paragraph))
        for said in [" ".join(text.split())] if level else text.split("\n"):
            plain = " ".join(said.split())
            sign = signs([said])[0] if not item and not level and not all(bold) else None
            own = plain if sign is None else " ".join(said[sign.end :].split())
            if own:
                mark = item or ("" if sign is None else said[: sign.end].strip())
                lead = "" if all(bold) else _lead(pieces, bold)
                size = self._size(runs, style_id)
                look = (level, size, all(bold), slanted, lead, mark, depth, style)
                yield TypedLine(self._paragraphs, own, *look, tags)

    def _pieces(self, element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        """The runs of a paragraph with what a reader sees of each, outside boxes and what is deleted or hidden."""
        for child in element:
            if child.tag in (_FALLBACK, _BOX) or child.tag in GONE or self._is_unseen(child):
                continue
            if child.tag == q("w:hyperlink") and (address := self._addresses.get(attribute(child, "r:id"), "")):
                yield from self._linked(list(self._pieces(child)), address)
            elif child.tag in CONTENT and is_text(child):
                yield element, seen_in(child)
            else:
                yield from self._pieces(child)

    def _linked(self, pieces: list[tuple[etree._Element, str]], address: str) -> list[tuple[etree._Element, str]]:
        """A link's text; the address itself where its text is that without its beginning. Others are told apart."""
        shown = "".join(piece for _, piece in pieces).strip()
        if shown and address.rstrip("/").endswith(shown.rstrip("/")):
            return [(pieces[0][0], address)]
        if shown:
            self.links.append(TypedLine(self._paragraphs + 1, f"{shown}: {address}"))
        return pieces

    def _is_unseen(self, run: etree._Element) -> bool:
        return self._looks.is_hidden(run) or self._looks.is_struck(run)

    def _unseen_in(self, paragraph: etree._Element) -> Iterator[str]:
        """What a paragraph has that counts no more: hidden, struck through or deleted with changes tracked."""
        for node in paragraph.iter(q("w:t"), q("w:delText")):
            run = next(node.iterancestors(q("w:r")), None)
            around = next(node.iterancestors(q("w:p"), _FALLBACK), None)
            if around is paragraph and run is not None and (self._is_unseen(run) or is_gone(node)):
                yield node.text or ""

    def _tags(self, paragraph: etree._Element) -> Iterator[tuple[str, str]]:
        for control in paragraph.iter(q("w:sdt")):
            if tag := tag_of(control):
                yield tag, " ".join(said_in(control, self._looks.is_unseen).translate(_SPACES).split())

    def _is(self, run: etree._Element, style_id: str, name: str) -> bool:
        """Has the run that format, by itself or by its own style or its paragraph's?"""
        own = run.find(f"w:rPr/{name}", NS)
        if own is not None:
            return is_on(own) and attribute(own, "w:val") != "none"
        by_run = attribute(run.find("w:rPr/w:rStyle", NS), "w:val")
        return bool(by_run and self._styles.toggles(by_run, name)) or self._styles.toggles(style_id, name)

    def _size(self, runs: list[etree._Element], style_id: str) -> float:
        """The height of the paragraph's letters in points: those of its first run that says it."""
        own = next((size for run in runs if (size := attribute(run.find("w:rPr/w:sz", NS), "w:val"))), "")
        return number_in(own or self._styles.value_of(style_id, "w:rPr/w:sz")) / 2


def _lead(pieces: list[tuple[etree._Element, str]], bold: list[bool]) -> str:
    """The bold text that the paragraph begins with."""
    said = [piece for _, piece in pieces if piece.strip()]
    count = next((number for number, is_bold in enumerate(bold) if not is_bold), len(bold))
    return " ".join("".join(said[:count]).split())


def _outline_level(paragraph: etree._Element) -> int:
    """The level that a paragraph has been given without a heading's style; 0 for body text."""
    own = attribute(paragraph.find("w:pPr/w:outlineLvl", NS), "w:val")
    return number_in(own) + 1 if own and number_in(own) < 9 else 0


def _is_contents(control: etree._Element) -> bool:
    """Is it the table of contents?"""
    return attribute(control.find("w:sdtPr/w:docPartObj/w:docPartGallery", NS), "w:val") == "Table of Contents"


def _belongs(paragraph: etree._Element, around: etree._Element | None) -> bool:
    if _in_fallback(paragraph):
        return False
    if around is None:
        return True
    holders = paragraph.iterancestors(q("w:tc"), _BOX)
    return next((holder is around for holder in holders if holder is around or holder.tag == _BOX), False)


def _in_fallback(element: etree._Element) -> bool:
    return next(element.iterancestors(_FALLBACK), None) is not None
