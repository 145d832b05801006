"""Writing Word documents from the canonical workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book.another_plan import names as names_of
from rus_sheets.documents.contexts import names_for
from rus_sheets.documents.workbook_extract import extract
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.libreoffice import LibreOfficeError, program, required_program
from rus_sheets.resources import folder
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases.changing.backupnotes import state_of
from rus_sheets.usecases.changing.put_in_place import WrittenFile, plain_name, put
from rus_sheets.usecases.foreseen import Prepared, Warned, prepare
from rus_sheets.usecases.othertemplate import of_another
from rus_sheets.word.edit.plain import is_plain, without_controls
from rus_sheets.word.make.render import finished
from rus_sheets.word.make.template import FilledIn, TemplateError, fill
from rus_sheets.word.memory.record import OWN, Origin, checksum, fingerprint, record_part
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.package import DocumentProperties
from rus_sheets.word.parts.stamp import stamped
from rus_sheets.word.pdf.libreoffice import page_numbers

BEFORE = (DocumentCommand.PLAN, DocumentCommand.APPLICATION)
AFTER = (DocumentCommand.REPORT, DocumentCommand.SHORT)
"""The documents that are written before the year begins, and when it is over."""


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
    seen: str = "",
    on_warned: Callable[[Warned], None] = lambda _: None,
    on_wait: Callable[[str], None] = lambda _: None,
) -> list[WrittenFile]:
    """Write the document that the workbook's declaration has for the command; with ``pdf`` also as PDF.

    It lies beside the workbook, or is ``output``. Returns the files; of one that was there already a copy is kept.
    With ``plain`` it is for publication, without content controls, and its name says so.

    ``previous`` is last year's workbook, for the documents that compare with it. ``on_warned`` is told, before
    anything is written, of amounts that the plan lacks, of what is missing from the outcome that the document tells of,
    from which workbook, and why ``previous`` may not be the one that was meant.

    ``seen`` is the ``state`` that a person has looked at and agreed to (``foreseen.foresee``).

    Page numbers are filled into the contents where LibreOffice is found, unless ``pages`` is false. ``on_wait`` is told
    (in Swedish) what LibreOffice is waited for, which takes longer than all the rest.

    Raises UsageError when the declaration has no such document, UnusableInputError for a workbook that can't be used,
    or is another than was ``seen``,
    TemplateError for a faulty template, LibreOfficeError when a PDF can't be made.
    """
    if pdf:
        required_program()  # said before anything is written
    prepared = prepare(command, workbook, previous, own_template=template is not None)
    target = _asked_for(output, plain=plain)
    document = prepared.document
    beside = prepared.beside(workbook)
    target = target or (plain_name(beside) if plain else beside)
    pdfs = (target.with_suffix(".pdf"),) if pdf else ()
    if seen and seen != state_of(workbook, previous, template, target, *pdfs):
        fault = "Arbetsboken eller dokumentet har ändrats sedan du såg vad som skulle göras. Inget har skrivits."
        raise UnusableInputError(fault, place=workbook.name, remedy="Se efter igen vad som skulle skrivas.")
    for warning in prepared.warnings:
        on_warned(warning)
    ours = folder("reports") / document.template
    try:
        said = _said(prepared, template or ours, now)
        del prepared  # the workbook of a large year takes as much memory as its document
        data = finished(said.filled, said.properties, ours, said.made)
    except TemplateError as error:
        raise of_another(template, document, workbook) or error from error
    notes = said.filled.notes
    del said
    if pages and program():
        on_wait("Räknar ut sidnummer med LibreOffice")
        data, told = _numbered(data)
        notes += told
    if plain:
        data = without_controls(WordPackage(document.template, data))
    data = stamped(data)
    written = [replace(put(target, data, document.command, now), notes=notes)]
    for path in pdfs:
        on_wait("Gör PDF med LibreOffice")
        written.append(put(path, _as_pdf(data, path, written), document.command, now))
    return written


def _asked_for(output: Path | None, *, plain: bool) -> Path | None:
    """Where the document is to lie, if that is said. Raises UserError for a place where it can't."""
    _ensure_no_fields(output if plain else None)
    if output and output.suffix.lower() != ".docx":  # else a slip of the keyboard would put a document over a workbook
        raise UsageError("Dokumentet måste heta något på .docx.", place=str(output), remedy="Byt ändelse.")
    return output


class _Said(Struct, frozen=True):
    """All that a document says, and what it will tell of itself."""

    filled: FilledIn
    properties: DocumentProperties
    made: Origin


def _said(prepared: Prepared, template: Path, now: dt.datetime) -> _Said:
    """The template filled in. Raises TemplateError."""
    book, last = prepared.book, prepared.last
    names = names_for(prepared.document, book, last)
    properties = DocumentProperties(
        title=f"{book.setting_text('short_name')} {names['titel']}".strip(),
        author=book.setting_text("organisation"),
        created=now.replace(tzinfo=None, microsecond=0),
    )
    extracted = extract(last, prepared.wanted) if last else None
    units = {id_: checksum(name) for id_, name in names_of(book[book.declaration.followup.unit]).items()}
    ours = folder("reports") / prepared.document.template
    mark = fingerprint(ours) if template == ours else OWN
    made = Origin(prepared.document.command, book.declaration.name, str(prepared.year), extracted, units, mark)
    return _Said(fill(template, names), properties, made)


def _numbered(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The document with page numbers in its contents; without them where LibreOffice fails, and a note on it."""
    try:
        return page_numbers(data), ()
    except LibreOfficeError as error:
        fault = f"Innehållsförteckningen fick inga sidnummer: {error.message}"
        return data, (f"{fault} Högerklicka på den i Word och välj Uppdatera fält.",)


def _as_pdf(data: bytes, path: Path, written: Sequence[WrittenFile]) -> bytes:
    """Raises LibreOfficeError that says what has been ``written`` before."""
    from rus_sheets.word.pdf.pdf import to_pdf  # noqa: PLC0415 - 0.1 s that other documents do without

    try:
        return to_pdf(data)
    except LibreOfficeError as error:
        also = [line for made in written for line in (f"Dokumentet är skrivet: {made.path}", *made.notes)]
        raise LibreOfficeError(error.message, place=str(path), remedy=error.remedy, also=also) from error


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
