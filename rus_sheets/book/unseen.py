"""Cells that nobody sees as they stand: on a hidden sheet, row or column, in the fill's own colour, without a size.

What stands there may be what somebody wanted away. Rows that a filter has taken away are another matter: who filters
has seen them, and gets them back with a click.
"""

from __future__ import annotations

from rus_sheets.book.display import quoted, seen
from rus_sheets.book.raw import RawCell, RawSheet, RawWorkbook, Scalar
from rus_sheets.book.tidy import tidy
from rus_sheets.book.units import text_shown

SMALLEST = 4.0
"""Points: what is smaller is a mark and no text."""
_SHEET = "Bladet är dolt i filen."
_ROW = "Raden är dold i filen."
_COLUMN = "Kolumnen är dold i filen."
_FAINT = "Texten har samma färg som cellen, så den syns inte."
_SMALL = "Texten är för liten för att läsas ({size} punkter)."
_FORMAT = "Cellen {shows} men innehåller {text}."
_LONGEST = 60  # characters that are quoted


def why_unseen(raw: RawWorkbook, sheet: RawSheet, cell: RawCell) -> str:
    """Why a person doesn't see what stands in the cell, or sees something else; "" for nearly all."""
    if sheet.state != "visible":
        return _SHEET
    if cell.row in sheet.hidden_rows and not sheet.filtered:
        return _ROW
    if cell.column in sheet.hidden_columns:
        return _COLUMN
    style = raw.style_of(cell)
    if style.faint:
        return _FAINT
    if 0 < style.size < SMALLEST:
        return _SMALL.format(size=seen(style.size))
    return _shown_as(cell.value, style.number_format)


def _shown_as(value: Scalar, code: str) -> str:
    """What a format makes of a text. What it makes of a number is told where the number is read."""
    if not isinstance(value, str) or not (";" in code or "@" in code):
        return ""
    shown, text = tidy(text_shown(value, code)), tidy(value)
    shows = f"visar {quoted(shown, _LONGEST)}" if shown else "visar ingenting"
    return _FORMAT.format(shows=shows, text=quoted(text, _LONGEST)) if shown != text else ""


def filtered_rows(sheet: RawSheet) -> tuple[int, ...]:
    """The rows with something in them that a filter has taken away."""
    return tuple(sorted({row for row, _ in sheet.cells if row in sheet.hidden_rows})) if sheet.filtered else ()
