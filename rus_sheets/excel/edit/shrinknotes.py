"""Notes and threads of comments that follow the rows they stand on; those on rows that go, go too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rus_sheets.book.raw import ref_of
from rus_sheets.excel.edit.notes import place_in
from rus_sheets.excel.edit.rowmap import RowMap
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.workbook_part import SheetPart
from rus_sheets.office.markup import Splice, as_utf8, attribute, prefix_of, spans, spliced, with_attribute

_ELEMENTS = {"comments": b"comment", "threadedComment": b"threadedComment"}
_SHAPE = re.compile(rb"<v:shape\s(?:[^<]++|<(?!/?v:shape[\s>]))*+</v:shape>")
_ROW = re.compile(rb"(<x:Row>\s*)([0-9]{1,9})(\s*</x:Row>)")
_COLUMN = re.compile(rb"<x:Column>\s*([0-9]{1,9})\s*</x:Column>")
_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_NUMBER = re.compile(rb"\s*[0-9]{1,9}\s*")
_ANCHOR_ROWS = (2, 6)
"""The places of the upper and lower row among an anchor's eight numbers."""


def moved_notes(package: Package, sheet: SheetPart, rows: RowMap) -> dict[str, bytes | None]:
    """The sheet's parts of notes, threads and the drawing of notes, as they read afterwards."""
    found: dict[str, bytes | None] = {}
    for relationship in package.relationships(sheet.part):
        part = relationship.target
        if relationship.external or not package.has(part):
            continue
        if relationship.kind in _ELEMENTS:
            root = package.xml(part)
            data = as_utf8(package.read(part), root)
            name = prefix_of(root) + _ELEMENTS[relationship.kind]
            found[part] = spliced(data, _elements(data, name, rows))
        elif relationship.kind == "vmlDrawing":
            data = package.read(part)
            found[part] = spliced(data, _shapes(data, rows))
    return found


def _elements(data: bytes, name: bytes, rows: RowMap) -> Iterator[Splice]:
    for span in spans(data, name):
        tag = data[span.start : span.open_end]
        place = place_in(attribute(tag, "ref") or "")
        if place is None or place[1] not in rows.columns:
            continue
        new = rows.at(place[0])
        if new is None:
            yield span.start, span.end, b""
        elif new != place[0]:
            yield span.start, span.open_end, with_attribute(tag, "ref", ref_of(new, place[1]))


def _shapes(data: bytes, rows: RowMap) -> Iterator[Splice]:
    """A shape's row and column count from 0."""
    for match in _SHAPE.finditer(data):
        row, column = _ROW.search(match[0]), _COLUMN.search(match[0])
        if row is None or column is None or int(column[1]) + 1 not in rows.columns:
            continue
        old = int(row[2]) + 1
        new = rows.at(old)
        if new is None:
            yield match.start(), match.end(), b""
        elif new != old:
            yield match.start(), match.end(), _shape(match[0], new - 1, old - new)


def _shape(shape: bytes, row: int, by: int) -> bytes:
    """The shape in another row, its anchor moved up."""
    shape = _ROW.sub(lambda found: found[1] + str(row).encode() + found[3], shape)
    return _ANCHOR.sub(lambda found: _raised(found, by), shape)


def _raised(anchor: re.Match[bytes], by: int) -> bytes:
    """The anchor moved up."""
    numbers = anchor[2].split(b",")
    if len(numbers) != 8 or not all(_NUMBER.fullmatch(number) for number in numbers):
        return anchor[0]
    for place in _ANCHOR_ROWS:
        numbers[place] = b" " + str(max(int(numbers[place]) - by, 0)).encode()
    return anchor[1] + b",".join(numbers) + anchor[3]
