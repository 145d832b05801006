"""The documents that a workbook's declaration has: which are there, since when, and whether they still agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book.model import Book
from rus_sheets.errors import UsageError, UserError
from rus_sheets.office.atomic import real_path
from rus_sheets.schema.model import Document, DocumentCommand
from rus_sheets.usecases.changing.backupnotes import state_of
from rus_sheets.usecases.changing.put_in_place import is_edited, plain_name
from rus_sheets.usecases.documents import BEFORE
from rus_sheets.usecases.opened.lastyear import year_of
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.verify import Verified, verify
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.stamp import written_when

"""The commands that have ``--previous``."""


class WrittenDocument(Struct, frozen=True):
    """A document of the workbook's, beside it at ``path``. ``made`` is None where it isn't there (or doesn't say).

    ``edited`` tells whether somebody has changed it since, or may have, None where it can't be read. ``verified`` is
    what ``verify`` says of it, ``fault`` why it can't say anything.
    """

    command: DocumentCommand
    title: str
    path: Path
    made: dt.datetime | None = None
    edited: bool | None = None
    verified: Verified | None = None
    fault: UserError | None = None

    @property
    def is_there(self) -> bool:
        """Whether it has been written."""
        return self.path.is_file()

    @property
    def plain(self) -> Path:
        """Where a copy of it without content controls lies, once one has been written."""
        return plain_name(self.path)

    @property
    def compares(self) -> bool:
        """Whether last year's workbook makes a difference to it."""
        return self.command in BEFORE


def documents_of(
    workbook: Path,
    previous: Path | None = None,
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
) -> tuple[WrittenDocument, ...]:
    """All that the declaration has, in its order. Raises UnusableInputError for a workbook that can't be used.

    ``on_start`` is told how many there are and gives what is called after each.
    """
    return documents_in(open_book(workbook), workbook, previous, on_start)


def documents_in(
    book: Book,
    workbook: Path,
    previous: Path | None = None,
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
) -> tuple[WrittenDocument, ...]:
    """The same where the workbook has been read."""
    year = year_of(book, workbook)
    on_done = on_start(len(book.declaration.document))
    found = []
    for document in book.declaration.document:
        found.append(_found(document, year, workbook, previous))
        on_done()
    return tuple(found)


def named_documents(workbook: Path) -> dict[str, WrittenDocument]:
    """Those that are there, by their command, without looking into them. Raises UnusableInputError as above."""
    book = open_book(workbook)
    year = year_of(book, workbook)
    named = (_named(document, year, workbook) for document in book.declaration.document)
    return {document.command.value: document for document in named if document.is_there}


def named_document(command: str, workbook: Path) -> WrittenDocument:
    """The one that a command writes, without looking into it. Raises UsageError where there is none."""
    return _named(*_declared(command, workbook), workbook)


def document_of(command: str, workbook: Path, previous: Path | None = None) -> WrittenDocument:
    """The one that a command writes. Raises UsageError where there is none, UnusableInputError as above."""
    return _found(*_declared(command, workbook), workbook, previous)


def _declared(command: str, workbook: Path) -> tuple[Document, int]:
    book = open_book(workbook)
    document = next((document for document in book.declaration.document if document.command.value == command), None)
    if document is None:
        raise UsageError("Arbetsboken har inget sådant dokument.", place=workbook.name, remedy="Välj ett annat.")
    return document, year_of(book, workbook)


def _named(document: Document, year: int, workbook: Path) -> WrittenDocument:
    path = workbook.with_name(f"{document.file_name.format(year=year)}.docx")
    return WrittenDocument(document.command, document.title.format(year=year), path)


def _found(document: Document, year: int, workbook: Path, previous: Path | None) -> WrittenDocument:
    named = _named(document, year, workbook)
    if not named.is_there:
        return named
    path = named.path
    try:
        package = WordPackage(path)
        made, edited = written_when(package), is_edited(real_path(path), package.data)
    except UserError as error:
        return replace(named, fault=error)
    try:
        verified = _verified(path, workbook, previous, state_of(path, workbook, previous))
    except UserError as error:
        return replace(named, made=made, edited=edited, fault=error)
    return replace(named, made=made, edited=edited, verified=verified)


@lru_cache(maxsize=16)
def _verified(document: Path, workbook: Path, previous: Path | None, _state: str) -> Verified:
    """Once for each state of the files: it takes the greater part of a second, and a page asks for all of them."""
    return verify(document, workbook, previous)
