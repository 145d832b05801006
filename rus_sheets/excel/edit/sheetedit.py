"""Changing cells in a worksheet part: the tree tells what stands where, the bytes are changed only where decided."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from lxml import etree
from msgspec import Struct

from rus_sheets.book.raw import Position, RawCell, RichText, Scalar, ref_of
from rus_sheets.excel.edit import remedies
from rus_sheets.excel.edit.cell_content import (
    Cached,
    CellValue,
    Formula,
    PatchRefusedError,
    cell_content,
    formula_text,
    looks_like_formula,
    serial_of,
)
from rus_sheets.excel.edit.sharedformulas import Handover
from rus_sheets.excel.edit.styles_part import StyleSheet
from rus_sheets.excel.read.badsheet import BadSheetError
from rus_sheets.excel.read.cell_formats import number_of
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.sheetxml import Rectangle, SheetCells, cells_of, flag, numbered, rectangle_of, rows_of
from rus_sheets.formulas.areas import MAX_COLUMN
from rus_sheets.layout.heights import LINE, height
from rus_sheets.office.markup import (
    Span,
    Splice,
    attribute,
    escape_text,
    opened_tag,
    prefix_of,
    spans,
    with_attribute,
)

_NUMBER = re.compile(r"[0-9]{1,4}(?:\.[0-9]*)?")
_FEW = 200
"""Columns of one width that are looked at: some programs say it of all that a sheet can have."""
_BLANK = re.compile(rb'<c r="[A-Z]+[0-9]+" s="[0-9]+"/>')


class CellEdit(NamedTuple):
    """A value for a cell. ``style`` is set for cells of appended rows only; others keep what they have.

    With ``keeps`` it is the other way round: what stands in the cell stays, and only the format is another.
    """

    value: CellValue
    style: int | None = None
    keeps: bool = False


class WorkbookTraits(Struct, frozen=True):
    """What cell edits need to know of the workbook; ``fits_rows``: a row becomes as high as a new text needs."""

    styles: StyleSheet
    date1904: bool
    fits_rows: bool = False


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
        # The elements of texts in a style, after their place. A log has the same file, name and day in row after row.
        self._text_cells: dict[tuple[CellValue, int | None], str] = {}
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

    def style_at(self, position: Position) -> int | None:
        """The style that the cell has, None if there is no such cell."""
        if position in self.cells.cells:
            return self.cells.cells[position].style
        return self.cells.blank_styles.get(position)

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
        existing = {number: index for index, (number, _) in enumerate(self._elements)}
        splices: list[Splice] = []
        added: list[tuple[int, bytes]] = []
        for number, row_edits in by_row.items():
            if number in existing:
                splices += self._row_splices(existing[number], row_edits, handovers, book)
            else:
                added.append((number, self._new_row(number, row_edits, book)))
        splices += self._insertions(added)
        return splices + self._dimension(edits)

    def _is_there(self, position: Position, edit: CellEdit, book: WorkbookTraits) -> bool:
        cell = self.cells.cells.get(position) or RawCell(*position, None)
        value = edit.value
        if edit.style and self.style_at(position) is None:
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
                dated = book.styles.is_date(self.style_at(position) or 0)
                return cell.formula is None and dated and same_value(cell.value, serial)
        return cell.formula is None and not cell.shared_or_array and same_value(cell.value, value)

    def _row_splices(
        self,
        index: int,
        edits: Mapping[Position, CellEdit | None],
        handovers: Mapping[Position, Handover],
        book: WorkbookTraits,
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
                raw = self._changed_cell(place, position, edit, handovers.get(position), book)
                splices.append((place.start, place.end, raw))
            elif edit is not None:
                new.append((position[1], self._new_cell(position, edit, element, book).encode()))
        written = self.data[span.start : span.open_end]
        tag = self._higher(written, edits, book)
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

    def _new_row(self, number: int, edits: Mapping[Position, CellEdit | None], book: WorkbookTraits) -> bytes:
        p = self._name
        cells = []
        for position, edit in edits.items():
            if edit is None:
                continue
            text_cell = self._text_cells.get((edit.value, edit.style))
            if text_cell is None:
                cells.append(self._new_cell(position, edit, None, book))
            else:  # most, and quickly
                cells.append(f'<{p}c r="{ref_of(*position)}"{text_cell}')
        tag = self._higher(f'<{p}row r="{number}">'.encode(), edits, book)
        return tag + f"{''.join(cells)}</{p}row>".encode()

    def _higher(self, tag: bytes, edits: Mapping[Position, CellEdit | None], book: WorkbookTraits) -> bytes:
        """The row's tag with the height that its new texts need, if it has less."""
        if not book.fits_rows:
            return tag
        needed = max((self._height(place, edit, book) for place, edit in edits.items() if edit), default=0.0)
        now = attribute(tag, "ht")
        has = float(now) if now and _NUMBER.fullmatch(now) else LINE
        return with_attribute(tag, "ht", f"{needed:g}") if needed > max(has, 2 * LINE) else tag

    def _height(self, place: Position, edit: CellEdit, book: WorkbookTraits) -> float:
        """What a text that goes on on more lines needs, 0 for all else."""
        text = edit.value.text if isinstance(edit.value, RichText) else edit.value
        width = self._widths.get(place[1])
        if not isinstance(text, str) or not width:
            return 0.0
        needed = height(text, width)
        style = self.style_at(place) if edit.style is None else edit.style
        return needed if style is not None and book.styles.wraps(style) else 0.0

    @cached_property
    def _widths(self) -> dict[int, float]:
        """The widths of the columns that have one and are seen."""
        found: dict[int, float] = {}
        for column in self.root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
            first, last, width = number_of(column.get("min")), number_of(column.get("max")), column.get("width") or ""
            if _NUMBER.fullmatch(width) and not flag(column, "hidden"):
                found |= dict.fromkeys(range(first, min(last, first + _FEW) + 1), float(width))
        return found

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

    def _default_style(self, row: etree._Element | None, column: int) -> int:
        """What Excel gives a new cell: the row's format, else the column's."""
        if row is not None and flag(row, "customFormat"):
            return number_of(row.get("s"))
        for element in self.root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
            if number_of(element.get("min")) <= column <= number_of(element.get("max")):
                return number_of(element.get("style"))
        return 0

    def _new_cell(self, position: Position, edit: CellEdit, row: etree._Element | None, book: WorkbookTraits) -> str:
        """A cell where none was, in that row if there is one."""
        style = self._default_style(row, position[1]) if edit.style is None else edit.style
        p = self._name
        new_style, kind, content = self._content(edit.value, style, book)
        styled = f' s="{new_style}"' if new_style else ""
        typed = f' t="{kind}"' if kind else ""
        rest = f"{styled}{typed}>{content}</{p}c>" if content else f"{styled}{typed}/>"
        if isinstance(edit.value, str) and edit.style is not None:
            self._text_cells[edit.value, edit.style] = rest
        return f'<{p}c r="{ref_of(*position)}"{rest}'

    def _changed_cell(
        self, span: Span, position: Position, edit: CellEdit | None, handover: Handover | None, book: WorkbookTraits
    ) -> bytes:
        raw = self.data[span.start : span.end]
        if edit is not None and edit.keeps:
            tag = with_attribute(raw[: span.open_end - span.start], "s", str(edit.style))
            return tag + raw[span.open_end - span.start :]
        if edit is not None and _BLANK.fullmatch(raw):
            own = CellEdit(edit.value, self.style_at(position))  # most, and quickly
            return self._new_cell(position, own, None, book).encode()
        formulas = spans(raw, self._prefix + b"f")
        if handover is not None:
            formula = handover.written(raw[formulas[0].start : formulas[0].open_end], self._prefix)
            if edit is None:
                return raw[: formulas[0].start] + formula + raw[formulas[0].end :]
        else:
            formula = raw[formulas[0].start : formulas[0].end] if formulas else b""
        if edit is None:
            return raw
        tag = raw[: span.open_end - span.start]
        # vm (a rich value), cm (how a formula spills) and ph (show phonetics) belong to what is replaced.
        gone = ("t", "vm", "ph") if isinstance(edit.value, Cached) else ("t", "vm", "ph", "cm")
        for name in gone:
            tag = with_attribute(tag, name, None)
        kept = b"".join(raw[part.start : part.end] for part in spans(raw, self._prefix + b"extLst"))
        old = self.style_at(position) or 0
        style, kind, content = self._content(edit.value, old, book, formula.decode())
        if style != old:
            tag = with_attribute(tag, "s", str(style))
        if kind:
            tag = with_attribute(tag, "t", kind)
        inner = content.encode() + kept
        return opened_tag(tag) + inner + b"</" + self._prefix + b"c>" if inner else opened_tag(tag)[:-1] + b"/>"

    def _content(self, value: CellValue, style: int, book: WorkbookTraits, formula: str = "") -> tuple[int, str, str]:
        """Style, type and content of a cell with that value; a Cached one's ``formula`` is the element that stays."""
        p = self._name
        new_style = _style_for(value, style, book.styles)
        if isinstance(value, str):  # most, and quickly
            return new_style, *cell_content(value, p, [], formula=False)
        if isinstance(value, Formula):
            formula = f"<{p}f>{escape_text(formula_text(value))}</{p}f>"
        elif not isinstance(value, Cached):
            formula = ""
        plain = value.cached if isinstance(value, Formula) else value.value if isinstance(value, Cached) else value
        if isinstance(plain, dt.date):
            plain = serial_of(plain, date1904=book.date1904)
        runs = plain.runs if isinstance(plain, RichText) else ()
        properties = [book.styles.run_properties(style, marks, p) for _, marks in runs]
        kind, content = cell_content(plain, p, properties, formula=bool(formula) or isinstance(value, Cached))
        return new_style, kind, formula + content


def same_value(stored: Scalar, value: CellValue) -> bool:
    """Is it the same value of the same kind? True is not 1, and a text never a number; 1 and 1.0 are the same."""
    if isinstance(stored, bool) or isinstance(value, bool):
        return stored is value
    return bool(stored == value)


def _style_for(value: CellValue, style: int, styles: StyleSheet) -> int:
    if isinstance(value, str):  # most, and quickly
        return styles.quoted(style, on=True) if looks_like_formula(value) else style
    match value:
        case None | Cached():
            return style
        case RichText():
            return styles.quoted(style, on=True) if looks_like_formula(value.text) else style
        case dt.date():
            style = styles.quoted(style, on=False)
            return styles.dated(style, with_time=isinstance(value, dt.datetime))
    return styles.quoted(style, on=False)


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
