"""What has been declared since a workbook was made, and that it lacks: columns, sheets, lists and settings."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from rus_sheets.book.build import find_table
from rus_sheets.book.model import Book
from rus_sheets.schema.model import ChoiceList, Column, Setting, Table, TableKind


class Lacking(Struct, frozen=True):
    """``columns`` by table key, of tables that the workbook has."""

    columns: Mapping[str, tuple[Column, ...]]
    sheets: tuple[Table, ...]
    lists: tuple[ChoiceList, ...]
    settings: tuple[Setting, ...]


def lacking(book: Book) -> Lacking:
    """What the workbook lacks of what is optional; what it must have the checks tell of, but settings."""
    rows = [book[table.key] for table in book.declaration.tables(TableKind.ROWS)]
    columns = {
        found.table.key: tuple(each for each in found.table.columns if each.optional and each.key not in found.columns)
        for found in rows
        if found.raw
    }
    headers = {
        header
        for table in book.declaration.tables(TableKind.LISTS)
        for _, excel in filter(None, [find_table(table, book.raw)])
        for header in excel.columns
    }
    return Lacking(
        columns={key: some for key, some in columns.items() if some},
        sheets=tuple(found.table for found in rows if found.raw is None and found.table.optional),
        lists=tuple(each for each in book.declaration.list if each.optional and each.header not in headers),
        settings=tuple(each for each in book.declaration.setting if each.key not in book.settings),
    )
