"""What has been declared since a workbook was made, and that it lacks: columns, sheets, lists and settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from rus_sheets.book.build import find_table
from rus_sheets.book.model import Book, BookTable
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
    columns = {found.table.key: tuple(_missing(found)) for found in rows if found.raw}
    headers = {
        header
        for table in book.declaration.tables(TableKind.LISTS)
        for _, excel in filter(None, [find_table(table, book.raw)])
        for header in excel.columns
    }
    return Lacking(
        columns={key: some for key, some in columns.items() if some},
        sheets=tuple(found.table for found in rows if found.raw is None and found.table.optional),
        lists=tuple(choices for choices in book.declaration.list if choices.optional and choices.header not in headers),
        settings=tuple(setting for setting in book.declaration.setting if setting.key not in book.settings),
    )


def _missing(found: BookTable) -> Iterator[Column]:
    return (column for column in found.table.columns if column.optional and column.key not in found.columns)
