"""Formula texts that follow when a table's rows move: in cells, rules, names and charts."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from lxml import etree
from msgspec import Struct, field

from rus_sheets.book.raw import Position
from rus_sheets.excel.edit import remedies
from rus_sheets.excel.edit.editable_sheet import OpenSheet
from rus_sheets.excel.edit.rowmap import RowMap
from rus_sheets.excel.read.sheetxml import CELL, FORMULA, cells_of, numbered, rows_of
from rus_sheets.office.markup import Span, Splice, escape_text, prefix_of, spans

_TEXTS = re.compile(
    rb"<((?:[\w.-]+:)?(?:f|formula|formula1|formula2|definedName|calculatedColumnFormula|totalsRowFormula))"
    rb"(?:\s[^>]*)?(?<!/)>([^<]*)</\1>"
)
_SQREF = re.compile(rb"<((?:[\w.-]+:)?sqref)>([^<]*)</\1>")
_CELLS_END = re.compile(rb"</(?:[\w.-]+:)?sheetData>|<(?:[\w.-]+:)?sheetData\s*/>")
_SHARED = re.compile(rb"\s(?:t|ref|si)=(?:\"[^\"]*\"|'[^']*')")


class Rewritten(Struct):
    """Formula elements that read differently: by the cell they stand in, and as changes to the part."""

    by_place: dict[Position, bytes] = field(default_factory=dict)
    splices: list[Splice] = field(default_factory=list)


class _Place(Struct, frozen=True):
    """A formula as it stands in a sheet."""

    position: Position
    span: Span
    element: etree._Element
    text: str
    new: str


def mentions(data: bytes, sheet: str) -> bool:
    """May the part refer to cells on that sheet? True once too often does no harm."""
    forms = {sheet, sheet.replace("'", "''"), escape_text(sheet), escape_text(sheet).replace("'", "&apos;")}
    return any(form.encode() in data for form in forms)


def text_splices(
    data: bytes, rows: RowMap, sheet: str, *, trimmed: bool = False, rules_only: bool = False
) -> list[Splice]:
    """Formula texts of a part: names, charts, table columns; of a sheet (``rules_only``) those outside its cells."""
    splices: list[Splice] = []
    cells = _CELLS_END.search(data) if rules_only else None
    end = cells.end() if cells else 0
    if rules_only and sheet == rows.sheet:
        for match in _SQREF.finditer(data, end):
            old = match[2].decode()
            splices += _if_new(match, old, rows.refs(old) or old)
    for match in _TEXTS.finditer(data, end):
        old = html.unescape(match[2].decode())
        new = rows.formula(old, sheet, trimmed=trimmed)
        if trimmed and "#REF!" in new and "#REF!" not in old:
            new = rows.formula(old, sheet)  # a name of vacated rows only stays as it is
        splices += _if_new(match, old, new)
    return splices


def _if_new(match: re.Match[bytes], old: str, new: str) -> list[Splice]:
    return [] if new == old else [(match.start(2), match.end(2), escape_text(new).encode())]


def rewritten(sheet: OpenSheet, rows: RowMap, moves: Callable[[Position], bool] = lambda _: False) -> Rewritten:
    """The sheet's formulas that read differently afterwards; those in cells that move are written out in full.

    A shared formula of which a cell moves or reads differently is parted into formulas of their own. Raises
    PatchRefusedError for one that can't be told.
    """
    found = Rewritten()
    for places in _groups(sheet, rows):
        shared = places[0].element.get("t") == "shared"
        parted = shared and any(moves(place.position) or place.new != place.text for place in places)
        for place in places:
            if parted and not place.new:
                raise sheet.editor.refusal("Cellens delade formel kan inte tolkas", remedies.SHARED, place.position)
            if parted or place.new != place.text:
                element = _written(sheet, place, own=parted)
                found.by_place[place.position] = element
                found.splices.append((place.span.start, place.span.end, element))
    return found


def _groups(sheet: OpenSheet, rows: RowMap) -> list[list[_Place]]:
    """Formulas that hang together: those of a shared formula, any other by itself."""
    groups: list[list[_Place]] = []
    latest: dict[str, list[_Place]] = {}
    for place in _places(sheet, rows):
        if place.element.get("t") != "shared":
            groups.append([place])
            continue
        identity = place.element.get("si", "")
        if place.element.text:
            latest[identity] = []
            groups.append(latest[identity])
        latest[identity].append(place)
    return groups


def _places(sheet: OpenSheet, rows: RowMap) -> Iterator[_Place]:
    editor = sheet.editor
    prefix = prefix_of(editor.root)
    written = spans(editor.data, prefix + b"row")
    for (number, row), span in zip(numbered(rows_of(editor.root)), written, strict=True):
        if not any(cell.find(FORMULA) is not None for cell in row.iterchildren(CELL)):
            continue
        cells = spans(editor.data, prefix + b"c", span.open_end, span.close_start)
        for (column, cell), where in zip(cells_of(row, number), cells, strict=True):
            element = cell.find(FORMULA)
            if element is None:
                continue
            position = (number, column)
            known = editor.cells.cells.get(position)
            text = element.text or (known.formula if known is not None else "") or ""
            at = spans(editor.data, prefix + b"f", where.open_end, where.close_start)[0]
            yield _Place(position, at, element, text, rows.formula(text, sheet.part.name))


def _written(sheet: OpenSheet, place: _Place, *, own: bool) -> bytes:
    """The formula's element with its new text; ``own`` makes it a formula by itself."""
    data = sheet.editor.data
    name = prefix_of(sheet.editor.root) + b"f"
    tag = data[place.span.start : place.span.open_end]
    if own:
        tag = _SHARED.sub(b"", tag)
    if tag.endswith(b"/>"):
        tag = tag[:-2].rstrip() + b">"
    return tag + escape_text(place.new).encode() + b"</" + name + b">"
