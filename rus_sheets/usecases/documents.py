"""Writing Word documents from the canonical workbook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from rus_sheets.book.model import Book
from rus_sheets.documents.contexts import document_title, names_for
from rus_sheets.errors import UsageError
from rus_sheets.excel.atomic import write_atomically
from rus_sheets.libreoffice import program, required_program
from rus_sheets.resources import folder
from rus_sheets.schema.model import Document, DocumentCommand, DocumentContext
from rus_sheets.usecases import needs
from rus_sheets.usecases.backupnotes import FOLDER, fingerprint, read_notes
from rus_sheets.usecases.backups import exclusive
from rus_sheets.usecases.lastyear import ensure_same_ids, opened_last_year, year_of
from rus_sheets.usecases.opening import open_book
from rus_sheets.word.adopted import adopted
from rus_sheets.word.libreoffice import page_numbers, to_pdf
from rus_sheets.word.opened import WordPackage
from rus_sheets.word.package import DocumentProperties
from rus_sheets.word.render import render
from rus_sheets.word.stamp import is_as_written, stamped

_BY_ID = (DocumentContext.PLAN,)
"""What compares this year's rows with last year's by their ids; an application takes last year's totals only."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A document or PDF that was written. ``earlier`` is the copy of the one whose place it took, if any.

    ``edited`` tells that somebody had changed that one since it was written, or may have. ``notes`` says in Swedish
    what of the template didn't come along.
    """

    path: Path
    earlier: Path | None = None
    edited: bool = False
    notes: tuple[str, ...] = ()


def write_document(  # noqa: PLR0913 - one for each option of the commands
    command: DocumentCommand,
    workbook: Path,
    *,
    now: dt.datetime,
    output: Path | None = None,
    template: Path | None = None,
    pdf: bool = False,
    previous: Path | None = None,
) -> list[WrittenFile]:
    """Write the document that the workbook's declaration has for the command; with ``pdf`` also as PDF.

    It lies beside the workbook, or is ``output``. Returns the files; of one that was there already a copy is kept.

    ``previous`` is last year's workbook, for the documents that compare with it. Page numbers are filled into the
    contents where LibreOffice is found. Raises UsageError when the declaration has no such document, UnusableInputError
    for a workbook that can't be used, TemplateError for a faulty template, LibreOfficeError when a PDF can't be made.
    """
    if pdf:
        required_program()  # said before anything is written
    book = open_book(workbook)
    document = _declared(book, command, workbook)
    wanted = needs.to_write(book.declaration, document, own_template=template is not None)
    needs.ensure(book, wanted, workbook)
    if output and output.suffix.lower() != ".docx":  # else a slip of the keyboard would put a document over a workbook
        raise UsageError("Dokumentet måste heta något på .docx.", place=str(output), remedy="Byt ändelse.")
    year = year_of(book, workbook)
    last = opened_last_year(previous, book) if previous else None
    if last and previous:
        needs.ensure(last, wanted, previous)
        if document.context in _BY_ID:
            ensure_same_ids(last, book, previous)
    properties = DocumentProperties(
        title=f"{book.setting_text('short_name')} {document_title(document, book)}".strip(),
        author=book.setting_text("organisation"),
        created=now.replace(tzinfo=None, microsecond=0),
    )
    ours = folder("reports") / document.template
    data = render(template or ours, names_for(document, book, last), properties, ours)
    if program():
        data = page_numbers(data)
    data = stamped(data)
    target = output or workbook.with_name(f"{document.file_name.format(year=year)}.docx")
    notes = adopted(WordPackage(template)).notes if template else ()
    written = [replace(_put(target, data, document.command, now), notes=notes)]
    if pdf:
        written.append(_put(target.with_suffix(".pdf"), to_pdf(data), document.command, now))
    return written


def _put(target: Path, data: bytes, operation: str, now: dt.datetime) -> WrittenFile:
    """Write the file; people edit documents, so one that is there already is kept as a copy."""
    if not target.exists():
        write_atomically(target, data)
        return WrittenFile(target)
    with exclusive(target) as held:
        before = target.read_bytes()
        if before == data:
            return WrittenFile(target)
        edited = target.suffix.lower() == ".docx" and not _is_ours(held.workbook.parent, before)
        return WrittenFile(target, held.replace(before, data, operation, now), edited)


def _is_ours(folder: Path, before: bytes) -> bool:
    """Whether the document is as a command of ours left it."""
    known = fingerprint(before)
    return is_as_written(before) or any(note.after == known for note in read_notes(folder / FOLDER))


_WORDS = {DocumentCommand.SHORT: "report --short"}


def _declared(book: Book, command: DocumentCommand, path: Path) -> Document:
    document = book.declaration.document_of(command)
    if document is None:
        known = ", ".join(f"rus-sheets {_WORDS.get(each.command, each.command)}" for each in book.declaration.document)
        raise UsageError(
            f"Mallen {book.declaration.name} har inget dokument för kommandot {_WORDS.get(command, command)}.",
            place=path.name,
            remedy=f"Den har: {known}." if known else "Den har inga dokument alls.",
        )
    return document
