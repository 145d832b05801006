"""An extract of a workbook: the cells that a document was made of, small enough for the document to carry along.

Addresses of e-mail never come along, nor what a formula says: that is reckoned anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book, BookTable
from rus_sheets.book.raw import RawCell, RawSheet, RawTable, RawWorkbook
from rus_sheets.schema.model import CellType, Declaration, TableKind

_KINDS = (TableKind.ROWS, TableKind.SETTINGS)
_TEXTS = (CellType.TEXT, CellType.LONGTEXT, CellType.ANY)


def extract(book: Book, wanted: Mapping[str, Collection[str]]) -> dict[str, object]:
    """Every figure, date and choice, and the texts of some columns, as JSON can hold them.

    ``wanted`` are the headers of those columns by declared sheet; what a workbook may lack there comes along too.
    """
    tables = [table for table in book.tables.values() if table.raw and table.table.kind in _KINDS]
    packed = [_packed(table, wanted.get(table.table.sheet, ()), table.table.sheet in wanted) for table in tables]
    return {"date1904": book.raw.date1904, "tables": packed}


def restored(declaration: Declaration, extracted: object) -> Book | None:
    """The workbook as far as the extract goes; None for what is none."""
    if not isinstance(extracted, dict):
        return None
    try:
        sheets = tuple(map(_sheet, extracted["tables"]))
        return build_book(declaration, RawWorkbook("", sheets, date1904=bool(extracted["date1904"])))
    except (KeyError, TypeError, ValueError, LookupError, AttributeError):
        return None


def _packed(table: BookTable, headers: Collection[str], optional: bool) -> list[object]:
    columns = [
        column
        for column in table.table.columns
        if column.key in table.columns
        and column.type is not CellType.EMAIL
        and (column.type not in _TEXTS or column.header in headers or (optional and column.optional))
    ]
    every = list(table)
    if table.table.kind is TableKind.SETTINGS:  # whom to ask, say: no document prints that
        every = [row for row in every if not any("@" in str(cell.raw.value) for cell in row.cells.values())]
    rows = [[None if column.formula else _plain(row.cells[column.key].raw) for column in columns] for row in every]
    return [table.table.sheet, table.table.excel_name, [column.header for column in columns], rows]


def _plain(cell: RawCell) -> str | float | int | bool | None:
    return cell.value if isinstance(cell.value, (str, float, int)) else None


def _sheet(packed: list[object]) -> RawSheet:
    sheet, name, headers, rows = packed
    if not isinstance(headers, list) or not isinstance(rows, list):
        raise TypeError
    lines = [headers, *rows]
    cells = {
        (row, column): RawCell(row, column, value)
        for row, line in enumerate(lines, start=1)
        for column, value in enumerate(line, start=1)
        if isinstance(value, (str, float, int))
    }
    table = RawTable(str(name), 1, len(lines), 1, len(headers), tuple(map(str, headers)))
    return RawSheet(str(sheet), "visible", cells, (table,))
