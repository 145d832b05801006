"""Texts in next year's workbook that still name the old year. They are listed and never changed: a person decides.

A span ("2024–2026"), a date and a reference number name the year as well; whether they should is not for us to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from rus_sheets.book.convert import tidy
from rus_sheets.book.model import Book, BookTable
from rus_sheets.book.raw import RawCell, RawSheet
from rus_sheets.intake.rules import read_rules
from rus_sheets.resources import folder
from rus_sheets.schema.model import Editor, TableKind

_AROUND = 30
"""Characters of the text that are shown on each side of the year."""
_SHOWN = 3
"""Places in one text that are quoted."""


class OldYear(Struct, frozen=True):
    """A cell that names the year. ``row`` is its row's id and ``field`` its header, "" where it has none."""

    sheet: str
    cell: str
    row: str
    field: str
    words: str


def naming(book: Book, year: int) -> Iterator[OldYear]:
    """Every text of the workbook that names ``year``, but those that the toolkit has put there itself."""
    # "2025/26" names it too.
    pattern = re.compile(rf"(?<!\d){year}(?!\d)|(?<!\d)(?:19|20)\d\d\s?[-–/]\s?{year % 100:02}(?![\d-])")
    headers = _review_headers(book)
    for sheet in book.raw.sheets:
        if any(headers and headers <= set(table.columns) for table in sheet.tables):
            continue  # how an older document was read: it is about that document
        tables = [table for table in book.tables.values() if table.raw in sheet.tables]
        for cell in sheet.cells.values():
            if not isinstance(cell.value, str) or cell.formula is not None:
                continue
            found = list(pattern.finditer(cell.value))
            if found and not any(_is_toolkits(table, cell) for table in tables):
                row, field = _place(tables, sheet, cell)
                yield OldYear(sheet.name, cell.ref, row, field, _words(cell.value, found))


def _review_headers(book: Book) -> set[str]:
    """The headers of the sheet that tells how an older document was read; none where it has no rules for that."""
    path = folder("workbook_templates") / "import" / f"{book.declaration.name}.toml"
    return set(read_rules(path).review.headers.values()) if path.is_file() else set()


def _covers(table: BookTable, cell: RawCell) -> bool:
    return table.raw is not None and table.raw.first_row <= cell.row <= table.raw.last_row


def _is_toolkits(table: BookTable, cell: RawCell) -> bool:
    """A header, the log, or a column that nobody else writes in: what is shown of last year should name it."""
    if not table.raw or not _covers(table, cell):
        return False
    columns = {number: key for key, number in table.columns.items()}
    key = columns.get(cell.column)
    inside = table.raw.first_column <= cell.column <= table.raw.last_column
    by_toolkit = key is not None and table.table.column(key).edited_by is Editor.TOOLKIT
    return inside and (table.table.kind is TableKind.LOG or cell.row == table.raw.first_row or by_toolkit)


def _place(tables: list[BookTable], sheet: RawSheet, cell: RawCell) -> tuple[str, str]:
    """The row's id and the column's header, also of a column of people's own."""
    for table in tables:
        if table.raw and _covers(table, cell):
            row = next((row for row in table.rows if row.number == cell.row), None)
            return row.id if row else "", tidy(str(sheet.at(table.raw.first_row, cell.column).value or ""))
    return "", ""


def _words(text: str, found: list[re.Match[str]]) -> str:
    """The places where the year stands, with some words around each; places near each other in one."""
    spans: list[tuple[int, int]] = []
    for match in found:
        start, end = max(0, match.start() - _AROUND), min(len(text), match.end() + _AROUND)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    quoted = [_whole_words(text, *span) for span in spans[:_SHOWN]]
    more = len(spans) - _SHOWN
    return " ".join(quoted) + (f" och {more} ställen till" if more > 0 else "")


def _whole_words(text: str, start: int, end: int) -> str:
    """From the beginning of a word to the end of one; "…" where the text goes on."""
    before, after = start > 0, end < len(text)
    words = text[start:end]
    if before:
        words = words.partition(" ")[2] or words
    if after:
        words = words.rpartition(" ")[0] or words
    return f"{'…' if before else ''}{tidy(words)}{'…' if after else ''}"
