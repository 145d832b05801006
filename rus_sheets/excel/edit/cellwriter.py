"""Cells as they are written: new ones, and those that get another value; what isn't decided keeps its bytes."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from lxml import etree
from msgspec import Struct

from rus_sheets.book.raw import Position, RichText, ref_of
from rus_sheets.excel.edit.cell_content import (
    Cached,
    CellValue,
    Formula,
    cell_content,
    formula_text,
    looks_like_formula,
    serial_of,
)
from rus_sheets.excel.edit.sharedformulas import Handover
from rus_sheets.excel.edit.styles_part import StyleSheet
from rus_sheets.excel.read.cell_formats import number_of
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.sheetxml import SheetCells, flag
from rus_sheets.office.markup import escape_text, opened_tag, prefix_of, spans, with_attribute

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


class CellWriter:
    """Writes the cells of one worksheet part, whose root and cells were read."""

    def __init__(self, root: etree._Element, cells: SheetCells, book: WorkbookTraits) -> None:
        """``book``: what the workbook is like."""
        self._root = root
        self._cells = cells
        self._book = book
        self._prefix = prefix_of(root)
        self._name = self._prefix.decode()
        # The elements of texts in a style, after their place. A log has the same file, name and day in row after row.
        self._text_cells: dict[tuple[CellValue, int | None], str] = {}

    def in_new_row(self, position: Position, edit: CellEdit) -> str:
        """A cell of a row that is new."""
        known = self._text_cells.get((edit.value, edit.style))
        if known is None:
            return self.new(position, edit, None)
        return f'<{self._name}c r="{ref_of(*position)}"{known}'  # most, and quickly

    def new(self, position: Position, edit: CellEdit, row: etree._Element | None) -> str:
        """A cell where none was, in that row if there is one."""
        style = self._default_style(row, position[1]) if edit.style is None else edit.style
        p = self._name
        new_style, kind, content = self._content(edit.value, style)
        styled = f' s="{new_style}"' if new_style else ""
        typed = f' t="{kind}"' if kind else ""
        rest = f"{styled}{typed}>{content}</{p}c>" if content else f"{styled}{typed}/>"
        if isinstance(edit.value, str) and edit.style is not None:
            self._text_cells[edit.value, edit.style] = rest
        return f'<{p}c r="{ref_of(*position)}"{rest}'

    def changed(
        self, raw: bytes, open_end: int, position: Position, edit: CellEdit | None, handover: Handover | None
    ) -> bytes:
        """The cell that is written ``raw``, whose tag ends at ``open_end``, after the edit and with a formula that it
        takes over.
        """
        formulas = spans(raw, self._prefix + b"f")
        formula = raw[formulas[0].start : formulas[0].end] if formulas else b""
        if handover is not None:
            formula = handover.written(raw[formulas[0].start : formulas[0].open_end], self._prefix)
        if edit is None:
            return raw[: formulas[0].start] + formula + raw[formulas[0].end :] if handover else raw
        if edit.keeps:
            return with_attribute(raw[:open_end], "s", str(edit.style)) + raw[open_end:]
        if _BLANK.fullmatch(raw):  # most, and quickly
            return self.new(position, CellEdit(edit.value, self._cells.style_at(position)), None).encode()
        tag = raw[:open_end]
        # vm (a rich value), cm (how a formula spills) and ph (show phonetics) belong to what is replaced.
        gone = ("t", "vm", "ph") if isinstance(edit.value, Cached) else ("t", "vm", "ph", "cm")
        for name in gone:
            tag = with_attribute(tag, name, None)
        kept = b"".join(raw[part.start : part.end] for part in spans(raw, self._prefix + b"extLst"))
        old = self._cells.style_at(position) or 0
        style, kind, content = self._content(edit.value, old, formula.decode())
        if style != old:
            tag = with_attribute(tag, "s", str(style))
        if kind:
            tag = with_attribute(tag, "t", kind)
        inner = content.encode() + kept
        return opened_tag(tag) + inner + b"</" + self._prefix + b"c>" if inner else opened_tag(tag)[:-1] + b"/>"

    def _default_style(self, row: etree._Element | None, column: int) -> int:
        """What Excel gives a new cell: the row's format, else the column's."""
        if row is not None and flag(row, "customFormat"):
            return number_of(row.get("s"))
        for element in self._root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
            if number_of(element.get("min")) <= column <= number_of(element.get("max")):
                return number_of(element.get("style"))
        return 0

    def _content(self, value: CellValue, style: int, formula: str = "") -> tuple[int, str, str]:
        """Style, type and content of a cell with that value; a Cached one's ``formula`` is the element that stays."""
        p = self._name
        new_style = _style_for(value, style, self._book.styles)
        if isinstance(value, str):  # most, and quickly
            return new_style, *cell_content(value, p, [], formula=False)
        if isinstance(value, Formula):
            formula = f"<{p}f>{escape_text(formula_text(value))}</{p}f>"
        elif not isinstance(value, Cached):
            formula = ""
        plain = value.cached if isinstance(value, Formula) else value.value if isinstance(value, Cached) else value
        if isinstance(plain, dt.date):
            plain = serial_of(plain, date1904=self._book.date1904)
        runs = plain.runs if isinstance(plain, RichText) else ()
        properties = [self._book.styles.run_properties(style, marks, p) for _, marks in runs]
        kind, content = cell_content(plain, p, properties, formula=bool(formula) or isinstance(value, Cached))
        return new_style, kind, formula + content


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
