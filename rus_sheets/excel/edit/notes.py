"""Notes on cells (in the file: legacy comments and their VML shapes), added beside those that a sheet has already.

A cell that has a note, or a thread of comments, keeps it and gets no other: Excel allows one a cell, and a person's
words are not mixed with ours. What stands in the comments part and the drawing is left as it is, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from msgspec import Struct

from rus_sheets.book.raw import Position, position_of, ref_of
from rus_sheets.excel.edit.new_parts import HEAD, Additions
from rus_sheets.excel.edit.notebox import Grid, size_for
from rus_sheets.excel.read.cell_formats import number_of
from rus_sheets.excel.read.escapes import escape
from rus_sheets.excel.read.ns import MAIN, REL_ATTRIBUTE
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.workbook_part import SheetPart, sheet_root
from rus_sheets.office.markup import (
    Splice,
    as_utf8,
    escape_attribute,
    escape_text,
    opened_tag,
    prefix_of,
    spans,
    spliced,
)
from rus_sheets.office.ns import RELATION_KINDS

AUTHOR = "rus-sheets"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BLOCK = 1024
"""Shape ids come in blocks of 1024; each drawing has blocks of its own, told by its idmap."""
_IDMAP = re.compile(rb"(<o:idmap\b[^>]*?\bdata=[\"'])([0-9, ]*)")
_VML_NAMESPACES = (b"urn:schemas-microsoft-com:vml", b"urn:schemas-microsoft-com:office:excel")

# The elements that stand before legacyDrawing in a worksheet (ECMA-376 part 1, CT_Worksheet).
_BEFORE = frozenset(
    {
        "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
        "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
        "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
        "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
        "smartTags", "drawing",
    }
)  # fmt: skip


class CellNote(Struct, frozen=True):
    """A note's text in runs of (text, is bold)."""

    runs: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """Without marks."""
        return "".join(text for text, _ in self.runs)


class NoteWriter:
    """Adds notes to the sheets of one package."""

    def __init__(self, package: Package, additions: Additions) -> None:
        self._package = package
        self._additions = additions
        self._next_block = max(_blocks_taken(package), default=0) + 1

    def occupied(self, sheet: SheetPart) -> frozenset[Position]:
        """The cells that have a note or a thread of comments. Raises UnusableInputError."""
        found = set()
        for relationship in self._package.relationships(sheet.part):
            if relationship.kind in ("comments", "threadedComment") and self._package.has(relationship.target):
                found |= {
                    place_in(element.get("ref", "")) for element in self._package.xml(relationship.target).iter("{*}*")
                }
        return frozenset(position for position in found if position)

    def write(self, sheet: SheetPart, notes: Mapping[Position, CellNote]) -> bool:
        """Put the notes on the sheet, on cells that aren't occupied.

        False, and nothing done, where the sheet's drawing of notes is written in a way that isn't understood.
        """
        if not notes:
            return True
        root = sheet_root(self._package, sheet)
        drawing = self._drawing(sheet, root)
        if drawing is None:
            return False
        old = self._package.read(drawing) if drawing else b""
        if drawing and (b"</xml>" not in old or any(namespace not in old for namespace in _VML_NAMESPACES)):
            return False
        blocks = range(self._next_block, self._next_block + -(-len(notes) // (_BLOCK - 1)))
        self._next_block = blocks.stop
        shapes = "".join(_shapes(notes, Grid(root), blocks))
        if drawing:
            self._additions.change(drawing, _drawing_with(old, shapes, blocks))
        else:
            part = self._additions.free_name(f"{_folder(self._package)}drawings/vmlDrawing{{}}.vml")
            self._additions.add_by_extension(part, _new_drawing(shapes, blocks), _VML)
            self._refer_to_drawing(sheet, root, self._additions.relate(sheet.part, "vmlDrawing", part))
        self._write_comments(sheet, notes)
        return True

    def _drawing(self, sheet: SheetPart, root: etree._Element) -> str | None:
        """The part that the sheet's notes are drawn in, "" where it has none, None where it should be and isn't."""
        element = root.find(f"{{{MAIN}}}legacyDrawing")
        if element is None:
            return ""
        related = self._package.relationships(sheet.part)
        part = next((r.target for r in related if r.id == element.get(REL_ATTRIBUTE)), "")
        return part if part and self._package.has(part) else None

    def _write_comments(self, sheet: SheetPart, notes: Mapping[Position, CellNote]) -> None:
        relationships = self._package.relationships(sheet.part)
        part = next((r.target for r in relationships if r.kind == "comments" and not r.external), "")
        if part:
            root = self._package.xml(part)
            self._additions.change(part, self._comments_with(part, root, notes))
            return
        part = self._additions.free_name(f"{_folder(self._package)}comments{{}}.xml")
        written = "".join(_comments(notes, 0, ""))
        content = f"<authors><author>{AUTHOR}</author></authors><commentList>{written}</commentList>"
        content = f'<comments xmlns="{MAIN}">{content}</comments>'
        self._additions.add(part, HEAD + content.encode(), _COMMENTS)
        self._additions.relate(sheet.part, "comments", part)

    def _comments_with(self, part: str, root: etree._Element, notes: Mapping[Position, CellNote]) -> bytes:
        """The part with an author, unless it is there, and the notes added last."""
        p, data = prefix_of(root).decode(), as_utf8(self._package.read(part), root)
        authors = [element.text or "" for element in root.iterfind(f"{{{MAIN}}}authors/{{{MAIN}}}author")]
        splices: list[Splice] = []
        if AUTHOR not in authors:
            splices.append(self._appended(part, data, f"{p}authors", f"<{p}author>{AUTHOR}</{p}author>"))
        index = authors.index(AUTHOR) if AUTHOR in authors else len(authors)
        splices.append(self._appended(part, data, f"{p}commentList", "".join(_comments(notes, index, p))))
        return spliced(data, splices)

    def _appended(self, part: str, data: bytes, container: str, content: str) -> Splice:
        span = self._additions.span_in(part, data, container)
        if not span.empty_tag:
            return span.close_start, span.close_start, content.encode()
        tag = opened_tag(data[span.start : span.end])
        return span.start, span.end, tag + f"{content}</{container}>".encode()

    def _refer_to_drawing(self, sheet: SheetPart, root: etree._Element, relationship: str) -> None:
        data = self._additions.read(sheet.part)
        prefix = prefix_of(root)
        before = [etree.QName(child).localname for child in root if etree.QName(child).localname in _BEFORE]
        at = spans(data, prefix + before[-1].encode())[-1].end
        own = next((p for p, uri in root.nsmap.items() if uri == RELATION_KINDS and p), "")
        declared = "" if own else f' xmlns:r="{RELATION_KINDS}"'
        element = b"<" + prefix + f'legacyDrawing{declared} {own or "r"}:id="{relationship}"/>'.encode()
        self._additions.change(sheet.part, spliced(data, [(at, at, element)]))


def _folder(package: Package) -> str:
    """The workbook part's folder, with a slash at its end: ``xl/``."""
    return package.workbook_part[: package.workbook_part.rfind("/") + 1]


def _blocks_taken(package: Package) -> Iterator[int]:
    for info in package.infos:
        if info.filename.lower().endswith(".vml"):
            for match in _IDMAP.finditer(package.read(info.filename)):
                yield from map(number_of, match[2].decode().replace(" ", "").split(","))


def place_in(ref: str) -> Position | None:
    """The cell that a note says it belongs to, None where it says something else."""
    try:
        return position_of(ref)
    except ValueError:
        return None


# ---------------------------------------------------------------- comments


def _comments(notes: Mapping[Position, CellNote], author: int, p: str) -> Iterator[str]:
    for position, note in sorted(notes.items()):
        runs = "".join(_run(text, p, bold=bold) for text, bold in note.runs)
        yield f'<{p}comment ref="{ref_of(*position)}" authorId="{author}"><{p}text>{runs}</{p}text></{p}comment>'


def _run(text: str, p: str, *, bold: bool) -> str:
    mark = f"<{p}b/>" if bold else ""
    look = f'{mark}<{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="Tahoma"/><{p}family val="2"/>'
    written = escape_text(escape(text))
    return f'<{p}r><{p}rPr>{look}</{p}rPr><{p}t xml:space="preserve">{written}</{p}t></{p}r>'


# ---------------------------------------------------------------- shapes

_SHAPE_TYPE = """<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"""

_SHAPE = """<v:shape id="_x0000_s{id}" type="#_x0000_t202" style='position:absolute;margin-left:60pt;margin-top:2pt;\
width:{width}pt;height:{height}pt;z-index:{order};visibility:hidden' fillcolor="#ffffe1" o:insetmode="auto">
<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>
<v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"""


def _shapes(notes: Mapping[Position, CellNote], grid: Grid, blocks: Sequence[int]) -> Iterator[str]:
    for number, (position, note) in enumerate(sorted(notes.items())):
        block, place = divmod(number, _BLOCK - 1)
        size = size_for(note.text)
        yield _SHAPE.format(
            id=blocks[block] * _BLOCK + place + 1, order=number + 1, width=size[0] * 0.75, height=size[1] * 0.75,
            anchor=escape_attribute(grid.anchor(position, size)), row=position[0] - 1, column=position[1] - 1,
        )  # fmt: skip


def _new_drawing(shapes: str, blocks: Sequence[int]) -> bytes:
    ids = ",".join(map(str, blocks))
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{ids}"/></o:shapelayout>{_SHAPE_TYPE}{shapes}</xml>'
    ).encode()


def _drawing_with(old: bytes, shapes: str, blocks: Sequence[int]) -> bytes:
    """A drawing with more shapes. Excel doesn't always write VML as well-formed XML, so it isn't parsed."""
    kind = "" if b'id="_x0000_t202"' in old else _SHAPE_TYPE
    end = old.rfind(b"</xml>")
    new = old[:end] + (kind + shapes).encode() + old[end:]
    more = "".join(f",{block}" for block in blocks).encode()
    return _IDMAP.sub(lambda match: match[0] + (more if match[2].strip() else more[1:]), new, count=1)
