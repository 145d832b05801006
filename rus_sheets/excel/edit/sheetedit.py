"""Changing cells in a worksheet part: the tree tells what stands where, the bytes are changed only where decided."""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from rus_sheets.book.raw import Position, RawCell, RichText, Scalar, ref_of
from rus_sheets.excel.edit import remedies
from rus_sheets.excel.edit.cell_content import (
    Cached,
    CellValue,
    Formula,
    PatchRefusedError,
    formula_text,
    serial_of,
)
from rus_sheets.excel.edit.cellwriter import CellEdit, CellWriter, WorkbookTraits
from rus_sheets.excel.edit.rowheights import RowHeights
from rus_sheets.excel.edit.sharedformulas import Handover
from rus_sheets.excel.read.badsheet import BadSheetError
from rus_sheets.excel.read.sheetxml import Rectangle, SheetCells, cells_of, numbered, rectangle_of, rows_of
from rus_sheets.formulas.areas import MAX_COLUMN
from rus_sheets.office.markup import (
    Splice,
    attribute,
    opened_tag,
    prefix_of,
    spans,
    with_attribute,
)


class _RowWriter(NamedTuple):
    """What writes the cells of a sheet's rows, and makes the rows higher if that is asked for."""

    cells: CellWriter
    heights: RowHeights | None

    def higher(self, tag: bytes, edits: Mapping[Position, CellEdit | None]) -> bytes:
        """A row's tag as it is to be written."""
        return self.heights.higher(tag, edits) if self.heights else tag


class SheetEditor:
    """One worksheet part being changed. ``root`` and ``cells`` are the part as it was read; ``data`` its bytes."""

    def __init__(self, name: str, data: bytes, root: etree._Element, cells: SheetCells) -> None:
        """Raises PatchRefusedError when the part is written in a way that can't be changed safely."""
        self.name = name
        self.data = data
        self.root = root
        self.cells = cells
        self._prefix = prefix_of(root)
        self._name = self._prefix.decode()
        found = spans(data, self._prefix + b"sheetData")
        if len(found) != 1:
            raise self.refusal("Bladet har ett ovanligt format", remedies.SAVE_AGAIN)
        self._sheet_data = found[0]
        self._rows = spans(data, self._prefix + b"row", found[0].open_end, found[0].close_start)
        self._elements = list(numbered(rows_of(root)))
        numbers = [number for number, _ in self._elements]
        if len(numbers) != len(self._rows) or numbers != sorted(set(numbers)):
            raise self.refusal("Bladets rader står inte i ordning", remedies.SAVE_AGAIN)

    def refusal(self, fault: str, remedy: str, position: Position | None = None) -> PatchRefusedError:
        """The error that this sheet, or a cell in it, can't be changed; to be raised by the caller."""
        place = self.name if position is None else f"{self.name}!{ref_of(*position)}"
        return PatchRefusedError(f"{fault}.", place=place, remedy=remedy)

    def effective(self, edits: Mapping[Position, CellEdit], book: WorkbookTraits) -> dict[Position, CellEdit]:
        """The edits that change anything; a value that is there already is left as it is written."""
        known = self.cells.cells
        return {
            place: edit
            for place, edit in sorted(edits.items())
            if (place not in known and isinstance(edit.value, str)) or not self._is_there(place, edit, book)
        }

    def splices(
        self, edits: Mapping[Position, CellEdit], handovers: Mapping[Position, Handover], book: WorkbookTraits
    ) -> list[Splice]:
        """The changes to ``data`` that make these (effective) edits and shared formula hand-overs."""
        by_row: dict[int, dict[Position, CellEdit | None]] = {}
        for position in sorted({*edits, *handovers}) if handovers else edits:
            by_row.setdefault(position[0], {})[position] = edits.get(position)
        writer = _RowWriter(
            CellWriter(self.root, self.cells, book),
            RowHeights(self.root, self.cells, book.styles) if book.fits_rows else None,
        )
        existing = {number: index for index, (number, _) in enumerate(self._elements)}
        splices: list[Splice] = []
        added: list[tuple[int, bytes]] = []
        for number, row_edits in by_row.items():
            if number in existing:
                splices += self._row_splices(existing[number], row_edits, handovers, writer)
            else:
                added.append((number, self._new_row(number, row_edits, writer)))
        splices += self._insertions(added)
        return splices + self._dimension(edits)

    def _is_there(self, position: Position, edit: CellEdit, book: WorkbookTraits) -> bool:
        cell = self.cells.cells.get(position) or RawCell(*position, None)
        value = edit.value
        if edit.style and self.cells.style_at(position) is None:
            return False
        match value:
            case Cached():
                return (cell.formula is not None or cell.shared_or_array) and same_value(cell.value, value.value)
            case Formula():
                return cell.formula == formula_text(value) and same_value(cell.value, value.cached)
            case RichText():
                return cell.formula is None and cell.runs == value.runs
            case dt.date():
                serial = serial_of(value, date1904=book.date1904)
                dated = book.styles.is_date(self.cells.style_at(position) or 0)
                return cell.formula is None and dated and same_value(cell.value, serial)
        return cell.formula is None and not cell.shared_or_array and same_value(cell.value, value)

    def _row_splices(
        self,
        index: int,
        edits: Mapping[Position, CellEdit | None],
        handovers: Mapping[Position, Handover],
        writer: _RowWriter,
    ) -> list[Splice]:
        span = self._rows[index]
        number, element = self._elements[index]
        cells = spans(self.data, self._prefix + b"c", span.open_end, span.close_start)
        columns = [column for column, _ in cells_of(element, number)]
        if len(cells) != len(columns) or columns != sorted(set(columns)):
            raise self.refusal(f"Cellerna på rad {number} står inte i ordning", remedies.SAVE_AGAIN)
        at_column = dict(zip(columns, cells, strict=True))
        splices: list[Splice] = []
        new: list[tuple[int, bytes]] = []
        for position, edit in edits.items():
            if position[1] in at_column:
                place = at_column[position[1]]
                written = self.data[place.start : place.end]
                tag_end = place.open_end - place.start
                raw = writer.cells.changed(written, tag_end, position, edit, handovers.get(position))
                splices.append((place.start, place.end, raw))
            elif edit is not None:
                new.append((position[1], writer.cells.new(position, edit, element).encode()))
        written = self.data[span.start : span.open_end]
        tag = writer.higher(written, edits)
        if not new:
            return splices if tag == written else [*splices, (span.start, span.open_end, tag)]
        tag = _wider_spans(tag, [column for column, _ in new])
        if span.empty_tag:
            content = b"".join(raw for _, raw in new)
            return [*splices, (span.start, span.end, opened_tag(tag) + content + b"</" + self._prefix + b"row>")]
        splices.append((span.start, span.open_end, tag))
        for column, raw in new:
            after = next((at_column[other].start for other in columns if other > column), span.close_start)
            splices.append((after, after, raw))
        return splices

    def _new_row(self, number: int, edits: Mapping[Position, CellEdit | None], writer: _RowWriter) -> bytes:
        cells = "".join(writer.cells.in_new_row(place, edit) for place, edit in edits.items() if edit is not None)
        tag = writer.higher(f'<{self._name}row r="{number}">'.encode(), edits)
        return tag + f"{cells}</{self._name}row>".encode()

    def _insertions(self, added: list[tuple[int, bytes]]) -> list[Splice]:
        data = self._sheet_data
        if not added:
            return []
        if data.empty_tag:
            tag = opened_tag(self.data[data.start : data.end])
            rows = b"".join(row for _, row in added)
            return [(data.start, data.end, tag + rows + b"</" + self._prefix + b"sheetData>")]
        splices = []
        for number, row in added:
            after = bisect.bisect(self._elements, number, key=lambda element: element[0])
            at = self._rows[after].start if after < len(self._rows) else data.close_start
            splices.append((at, at, row))
        return splices

    def _dimension(self, edits: Mapping[Position, CellEdit]) -> list[Splice]:
        filled = [position for position, edit in edits.items() if edit.value is not None]
        found = spans(self.data, self._prefix + b"dimension", 0, self._sheet_data.start)
        if not filled or not found:
            return []
        tag = self.data[found[0].start : found[0].open_end]
        try:
            old = rectangle_of(attribute(tag, "ref") or "A1")
        except BadSheetError:
            return []  # only a hint, so one that makes no sense is left alone
        rows, columns = [row for row, _ in filled], [column for _, column in filled]
        new = Rectangle(
            min(old.first_row, *rows), min(old.first_column, *columns),
            max(old.last_row, *rows), max(old.last_column, *columns),
        )  # fmt: skip
        return [] if new == old else [(found[0].start, found[0].open_end, with_attribute(tag, "ref", str(new)))]


def same_value(stored: Scalar, value: CellValue) -> bool:
    """Is it the same value of the same kind? True is not 1, and a text never a number; 1 and 1.0 are the same."""
    if isinstance(stored, bool) or isinstance(value, bool):
        return stored is value
    return bool(stored == value)


def _wider_spans(tag: bytes, columns: list[int]) -> bytes:
    """The row's tag with ``spans`` (a hint that must not be too narrow) widened to hold the columns."""
    written = attribute(tag, "spans")
    if not written:
        return tag
    ends = [int(end) for pair in written.split() for end in pair.split(":") if end.isascii() and end.isdigit()]
    new = f"{min([*ends, *columns])}:{min(max([*ends, *columns]), MAX_COLUMN)}"
    if ends and min(ends) <= min(columns) and max(columns) <= max(ends):
        return tag
    return with_attribute(tag, "spans", new)
