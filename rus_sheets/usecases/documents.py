"""Writing Word documents from the canonical workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rus_sheets.book.model import Book
from rus_sheets.documents.contexts import document_title, names_for
from rus_sheets.documents.unreported import Unreported, unplanned, unreported
from rus_sheets.documents.workbook_extract import extract
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.libreoffice import program, required_program
from rus_sheets.resources import folder
from rus_sheets.schema.model import Document, DocumentCommand
from rus_sheets.usecases import requirements
from rus_sheets.usecases.lastyear import ensure_comparable, opened_last_year, year_of
from rus_sheets.usecases.opening import open_book
from rus_sheets.usecases.othertemplate import WORDS, of_another
from rus_sheets.usecases.put_in_place import WrittenFile, plain_name, put
from rus_sheets.word.edited_package import WordPackage
from rus_sheets.word.libreoffice import page_numbers
from rus_sheets.word.package import DocumentProperties
from rus_sheets.word.plain import is_plain, without_controls
from rus_sheets.word.record import Origin, record_part
from rus_sheets.word.render import render
from rus_sheets.word.stamp import stamped
from rus_sheets.word.template import TemplateError


def write_document(  # noqa: PLR0913 - one for each option of the commands
    command: DocumentCommand,
    workbook: Path,
    *,
    now: dt.datetime,
    output: Path | None = None,
    template: Path | None = None,
    pdf: bool = False,
    previous: Path | None = None,
    plain: bool = False,
    pages: bool = True,
    on_unreported: Callable[[Path, tuple[Unreported, ...]], None] = lambda *_: None,
    on_wait: Callable[[str], None] = lambda _: None,
) -> list[WrittenFile]:
    """Write the document that the workbook's declaration has for the command; with ``pdf`` also as PDF.

    It lies beside the workbook, or is ``output``. Returns the files; of one that was there already a copy is kept.
    With ``plain`` it is for publication, without content controls, and its name says so.

    ``previous`` is last year's workbook, for the documents that compare with it. ``on_unreported`` is told, before
    anything is written, of amounts that the plan lacks, and of what is missing from the outcome that the document tells
    of, and from which workbook.

    Page numbers are filled into the contents where LibreOffice is found, unless ``pages`` is false. ``on_wait`` is told
    (in Swedish) what LibreOffice is waited for, which takes longer than all the rest.

    Raises UsageError when the declaration has no such document, UnusableInputError for a workbook that can't be used,
    TemplateError for a faulty template, LibreOfficeError when a PDF can't be made.
    """
    _ensure_no_fields(output if plain else None)
    if pdf:
        required_program()  # said before anything is written
    book = open_book(workbook)
    document = _declared(book, command, workbook)
    wanted = requirements.to_write(book.declaration, document, own_template=template is not None)
    requirements.ensure(book, wanted, workbook)
    if output and output.suffix.lower() != ".docx":  # else a slip of the keyboard would put a document over a workbook
        raise UsageError("Dokumentet måste heta något på .docx.", place=str(output), remedy="Byt ändelse.")
    year = year_of(book, workbook)
    last = opened_last_year(previous, book) if previous else None
    if last and previous:
        requirements.ensure(last, wanted, previous)
        ensure_comparable(document, last, book, previous)
    amounts = unplanned(book)
    if amounts:
        on_unreported(workbook, amounts)
    missing = unreported(document, book, last)
    if missing:
        on_unreported(previous if previous and command is DocumentCommand.APPLICATION else workbook, missing)
    properties = DocumentProperties(
        title=f"{book.setting_text('short_name')} {document_title(document, book)}".strip(),
        author=book.setting_text("organisation"),
        created=now.replace(tzinfo=None, microsecond=0),
    )
    ours = folder("reports") / document.template
    names = names_for(document, book, last)
    made = Origin(document.command, book.declaration.name, str(year), extract(last, wanted) if last else None)
    notes: list[str] = []
    try:
        data = render(template or ours, names, properties, ours, remembered=made, on_adopted=notes.extend)
    except TemplateError as error:
        raise of_another(template, document, book, workbook) or error from error
    if pages and program():
        on_wait("Räknar ut sidnummer med LibreOffice")
        data = page_numbers(data)
    if plain:
        data = without_controls(WordPackage(document.template, data))
    data = stamped(data)
    target = workbook.with_name(f"{document.file_name.format(year=year)}.docx")
    target = output or (plain_name(target) if plain else target)
    written = [replace(put(target, data, document.command, now), notes=tuple(notes))]
    if pdf:
        from rus_sheets.word.pdf import to_pdf  # noqa: PLC0415 - 0.1 s that other documents do without

        on_wait("Gör PDF med LibreOffice")
        written.append(put(target.with_suffix(".pdf"), to_pdf(data), document.command, now))
    return written


def _declared(book: Book, command: DocumentCommand, path: Path) -> Document:
    document = book.declaration.document_of(command)
    if document is None:
        known = ", ".join(
            f"rus-sheets {WORDS.get(document.command, document.command)}" for document in book.declaration.document
        )
        raise UsageError(
            f"Mallen {book.declaration.name} har inget dokument för kommandot {WORDS.get(command, command)}.",
            place=path.name,
            remedy=f"Den har: {known}." if known else "Den har inga dokument alls.",
        )
    return document


def _ensure_no_fields(path: Path | None) -> None:
    """Raises UsageError if the file is a document whose figures know their cells: a copy is no replacement for it."""
    if path is None:
        return
    try:
        package = WordPackage(path)
        fields = bool(record_part(package)) and not is_plain(package)
    except UnusableInputError:  # no file, or no document of ours
        return
    if fields:
        fault = "Där ligger ett dokument med fält, som en kopia utan fält inte ska ersätta."
        raise UsageError(fault, place=str(path), remedy="Ange ett annat namn.")
