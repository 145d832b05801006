"""Rows as a template sees them: each column by its header's name, as text, figure or blocks by its type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from msgspec import Struct

from rus_sheets.book.model import Book, Cell, Row
from rus_sheets.documents.figures import figure, name_of, number, shown, tagged
from rus_sheets.schema.model import CellType, Column, Table
from rus_sheets.texts.content import ITEM, BulletList, Figure, Inline, Paragraph, Run, Said, Text
from rus_sheets.texts.text import one_line, parse, parse_inline

Names = dict[str, object]
"""What a template can ask for, by name."""

_FIGURES = {
    CellType.DAYS,
    CellType.MONEY,
    CellType.INTEGER,
    CellType.NUMBER,
    CellType.DATE,
    CellType.CHOICE,
}


def row_names(row: Row) -> Names:
    """Every declared column of the row by its name; ``namn`` is what people call the row."""
    names: Names = {"namn": said(row.cells.get(row.table.title), shown(row.title))}
    names |= {name_of(column.header): value_of(column, row.cells.get(column.key)) for column in row.table.columns}
    names[ITEM] = "/".join((row.table.sheet, row.id)) if row.id else ""
    return names


def blank_names(table: Table) -> Names:
    """The names of a row that isn't there: all blank."""
    return {"namn": ""} | {name_of(column.header): value_of(column, None) for column in table.columns}


def value_of(column: Column, cell: Cell | None) -> str | Figure | Text:
    """A long text is blocks, a number, date or choice is a figure that knows its cell, anything else is text."""
    if column.type is CellType.LONGTEXT:
        return text_of(cell)
    if column.type in _FIGURES:
        return figure(cell)
    return "" if cell is None else said(cell, shown(cell.value))


def said(cell: Cell | None, text: str) -> Said:
    """A short text that knows its cell."""
    return Said(text, cell.tag, title_of(cell)) if cell else Said(text)


def title_of(cell: Cell) -> str:
    """The cell in words: ``Plan A03, Ansvarig``."""
    return one_line(f"{cell.sheet} {cell.row_id}, {cell.column.header}")


def text_of(cell: Cell | None) -> Text:
    """The cell's text as blocks; empty for a blank or missing cell."""
    if cell is None or cell.value is None:
        return Text()
    return Text(parse(shown_text(cell), cell.runs).blocks, cell.tag, title_of(cell))


def shown_text(cell: Cell) -> str:
    """The cell's text with its line breaks."""
    return cell.value if isinstance(cell.value, str) else shown(cell.value)


def inline_of(cell: Cell) -> tuple[Inline, ...]:
    """The cell's text as one paragraph's runs, the first of which knows the cell."""
    runs = parse_inline(shown_text(cell), cell.runs)
    first = (replace(run, tag=cell.tag, title=title_of(cell)) if isinstance(run, Run) else run for run in runs[:1])
    return (*first, *runs[1:])


def in_one_line(row: Row, key: str) -> Text:
    """A cell's text as one paragraph, however many it has; empty for a blank cell."""
    cell = row.cell(key)
    runs = parse_inline(shown_text(cell), cell.runs)
    return Text((Paragraph(runs),), cell.tag, title_of(cell)) if row.text(key) else Text()


def bullets(rows: Iterable[Row], key: str) -> Text:
    """One bullet a row."""
    items = tuple(inline_of(row.cell(key)) for row in rows if row.text(key))
    return Text((BulletList(items),)) if items else Text()


class Roles(Struct, frozen=True):
    """The choices by what they stand for, so that the code needs no Swedish word."""

    book: Book

    def of(self, name: str, value: object) -> str:
        """The role of a choice in the list of that key, "" for one without."""
        roles = next((list_.roles for list_ in self.book.declaration.list if list_.key == name), {})
        return next((role for role, choice in roles.items() if choice == value), "")

    def choice(self, name: str, role: str) -> str:
        """The choice that plays a role, "" where none does."""
        roles = next((list_.roles for list_ in self.book.declaration.list if list_.key == name), {})
        return roles.get(role, "")


def sum_of(book: Book, row_id: str, block: str, column: str, value: float) -> Figure:
    """A sum that stands on the summary sheet: ``Summering/O1/Dagar``."""
    summary = book.declaration.summary
    header = next(
        (
            summed.header
            for part in summary.block
            if part.key == block
            for summed in (*part.columns, *part.extra_columns)
            if summed.key == column
        ),
        column,
    )
    return tagged(number(value), f"{summary.sheet}/{row_id}/{header}", f"{summary.sheet} {row_id}, {header}")


def in_order(rows: Sequence[Row], key: str, wanted: str) -> list[Row]:
    """The rows whose column has that value, in the order of the sheet."""
    return [row for row in rows if row.text(key) == wanted]
