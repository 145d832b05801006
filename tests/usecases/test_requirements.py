"""What a document is declared to need is all that it prints: without the rest it is the same, to the byte."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from rus_sheets.book.build import build_book, find_table
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawSheet
from rus_sheets.documents.contexts import names_for
from rus_sheets.resources import folder
from rus_sheets.schema.model import Document, TableKind
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.opened.requirements import to_write
from rus_sheets.word.make.render import render
from rus_sheets.word.parts.package import DocumentProperties

BOOKS = [
    open_book(folder("examples") / name / f"{kind}.xlsx")
    for name, kind in (("2022", "verksamhet-2022"), ("2026", "verksamhet-2026"), ("bidrag-2026", "bidrag-2026"))
]
DOCUMENTS = [(book, each) for book in BOOKS for each in book.declaration.document]


@pytest.mark.parametrize(
    ("book", "document"),
    DOCUMENTS,
    ids=[f"{book.declaration.name}-{book.year}-{each.command}" for book, each in DOCUMENTS],
)
def test_what_is_not_needed_is_not_printed(book: Book, document: Document) -> None:
    assert _written(document, _without_the_rest(book, document)) == _written(document, book)


def _written(document: Document, book: Book) -> bytes:
    properties = DocumentProperties(title="t", author="a", created=dt.datetime(2026, 1, 1))  # noqa: DTZ001 - a document's own time
    return render(folder("reports") / document.template, names_for(document, book), properties)


def _without_the_rest(book: Book, document: Document) -> Book:
    """The workbook in which every column that isn't needed has another header, and is blank."""
    needs = to_write(book.declaration, document)
    raw = book.raw
    for table in book.declaration.tables(TableKind.ROWS):
        found = find_table(table, raw)
        assert found
        kept = needs.get(table.sheet, frozenset())
        gone = [each.header for each in table.columns if each.header not in kept and not each.optional]
        new = _blanked(found[0], gone)
        raw = replace(raw, sheets=tuple(new if each is found[0] else each for each in raw.sheets))
    return build_book(book.declaration, raw)


def _blanked(sheet: RawSheet, headers: list[str]) -> RawSheet:
    table = sheet.tables[0]
    places = {table.first_column + table.columns.index(header) for header in headers if header in table.columns}
    body = range(table.first_row + 1, table.last_row + 1)
    cells = {at: cell for at, cell in sheet.cells.items() if not (at[0] in body and at[1] in places)}
    columns = tuple(f"Egen {name}" if name in headers else name for name in table.columns)
    return replace(sheet, cells=cells, tables=(replace(table, columns=columns),))
