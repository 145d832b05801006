"""Reading the files that came in: each as it was returned, or why it isn't an answer."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.answers.returned import RefusedFile, Returned
from rus_sheets.answers.saved import answered, utc
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawWorkbook
from rus_sheets.errors import UserError
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.exchange.read import sheet_table, text_table
from rus_sheets.exchange.table import OutsideTable
from rus_sheets.followup.apart import forms_in
from rus_sheets.followup.base import find_base
from rus_sheets.followup.read import read_form
from rus_sheets.merge.conflicts import is_conflict_workbook
from rus_sheets.office.package import ZIP_FAULTS
from rus_sheets.schema.model import Declaration
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.changing.backupnotes import FOLDER, fingerprint, read_notes
from rus_sheets.usecases.inbox.calculated import calculated
from rus_sheets.usecases.inbox.collecting import Candidate, Collected, MailText
from rus_sheets.usecases.inbox.companions import as_pdf, with_mail_texts
from rus_sheets.usecases.inbox.containers import is_workbook, let_go
from rus_sheets.usecases.inbox.copies import as_copy
from rus_sheets.usecases.inbox.exchanged import exchanged
from rus_sheets.usecases.inbox.filekinds import FileKind, kind_of, not_read
from rus_sheets.usecases.opened.opening import declaration_of
from rus_sheets.usecases.opened.opening import declarations as known_declarations
from rus_sheets.usecases.opened.owners_page import owners_pages
from rus_sheets.usecases.opened.parallel import Workers
from rus_sheets.usecases.opened.refused_files import File, unexpected, unreadable

_MAIN_PART = "word/document.xml"


class Asked(Struct, frozen=True):
    """What the files are read for: the declarations they may belong to, by name, and the canonical workbook.

    ``copies`` are the fingerprints of the workbook as it is and as commands have found and left it, which tell a mere
    copy from one that somebody has written in; ``pages`` those of what goes with the mails.
    """

    declarations: frozenset[str]
    workbook_id: str = ""
    copies: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()

    @staticmethod
    def by(book: Book, content: bytes) -> Asked:
        """For the workbook with that content."""
        notes = read_notes(Path(book.raw.path).parent / FOLDER)
        copies = {fingerprint(content), *(value for note in notes for value in (note.before, note.after))}
        pages = frozenset(fingerprint(read_bytes(page)) for page in owners_pages(book))
        return Asked(frozenset([book.declaration.name]), book.workbook_id, frozenset(copies), pages)


ReadJob = tuple[Asked, Candidate | RefusedFile]
Files = Sequence[File | OutsideTable]
"""What came of a file: one for each form in it, or the rows of another system."""


def readers(candidates: Sequence[Collected], processes: int) -> Workers[ReadJob, Files]:
    """What ``read_candidates`` does its work with: up to that many processes (``parallel``), started at once."""
    return Workers(_reader, processes=processes, jobs=len(candidates))


def read_candidates(
    candidates: Sequence[Collected],
    declarations: Sequence[Declaration],
    on_done: Callable[[], None] = lambda: None,
    *,
    asked: Asked | None = None,
    book: Book | None = None,
    workers: Workers[ReadJob, Files] | None = None,
) -> list[File]:
    """Each form as it was returned, or why a file can't be used. Never raises for what is in a file.

    Cells that hold the very value that was handed out are left out. An answer in a mail's own lines is read against the
    ``book``. ``workers``: see ``readers``.
    """
    names = frozenset(declaration.name for declaration in declarations)
    mails = [candidate for candidate in candidates if isinstance(candidate, MailText)]
    jobs = [(asked or Asked(names), candidate) for candidate in candidates if not isinstance(candidate, MailText)]
    try:
        with readers((), 1) as here:
            chosen = workers if workers and workers.elsewhere and _ours(names) else here
            found = list(chain.from_iterable(chosen.for_each(jobs, partial(_read, tuple(declarations)), on_done)))
    finally:
        let_go()
    read = list(chain.from_iterable(exchanged(file, book) if isinstance(file, OutsideTable) else (file,)
                                    for file in found))  # fmt: skip
    return with_mail_texts(as_pdf(read), mails, declarations, book)


def _ours(names: frozenset[str]) -> bool:
    """A declaration holds read-only views, which can't be handed to another process: it loads its own."""
    return names <= {declaration.name for declaration in known_declarations()}


def _reader() -> Callable[[ReadJob], Files]:
    return partial(_read, tuple(known_declarations()))


def _read(declarations: Sequence[Declaration], job: ReadJob) -> Files:
    asked, candidate = job
    if isinstance(candidate, RefusedFile):
        return (candidate,)
    try:
        return _read_file(
            candidate, [declaration for declaration in declarations if declaration.name in asked.declarations], asked
        )
    except UserError as error:
        return (RefusedFile(candidate.name, error.message, error.remedy),)
    except OSError as error:
        return (unreadable(candidate.name, error),)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the others
        return (unexpected(candidate.name, error),)


def _read_file(candidate: Candidate, declarations: Sequence[Declaration], asked: Asked) -> Files:
    data = candidate.content()
    if fingerprint(data) in asked.pages:
        return [RefusedFile(candidate.name, "Det är sidan till de ansvariga, inget svar.", "", other=True)]
    if kind_of(candidate.name) is FileKind.DOCUMENT:
        return [_document(candidate.name, data, declarations)]
    if fingerprint(data) in asked.copies:
        return [RefusedFile(candidate.name, "Det är en kopia av arbetsboken.", "", other=True)]
    if kind_of(candidate.name) is FileKind.TABLE and not is_workbook(data):
        rows = text_table(candidate.name, data, declarations)
        when = utc(candidate.time) if candidate.time else ""
        return [
            replace(rows, when=when, sender=candidate.sender, copied=candidate.copied)
            if rows
            else not_read(candidate.name)
        ]
    raw = read_package(Package(candidate.name, data))
    if find_base(raw) is None and _other_workbook(raw, asked) is None:
        rows = sheet_table(raw, declarations)
        if rows:
            when = answered(raw.properties, candidate.time)
            return [replace(rows, when=when, sender=candidate.sender, copied=candidate.copied)]
    return [calculated(_form(candidate, form, declarations, asked), raw, data) for form in forms_in(raw)]


def _form(candidate: Candidate, raw: RawWorkbook, declarations: Sequence[Declaration], asked: Asked) -> File:
    read = read_form(raw, declarations, file_time=candidate.time, untouched=False)
    if isinstance(read, Returned):
        named = replace(read, sender=candidate.sender, who=read.who or _address(candidate.sender))
        return as_copy(named, candidate.copied)
    return _other_workbook(raw, asked) or read


def _address(sender: str) -> str:
    if not sender:
        return ""
    from rus_sheets.usecases.inbox.mail import address_of  # noqa: PLC0415 - only for files that came in a mail

    return address_of(sender)


def _other_workbook(raw: RawWorkbook, asked: Asked) -> RefusedFile | None:
    """What a workbook that is no form is, where it is one of ours."""
    if is_conflict_workbook(raw):
        remedy = "Läs in valen i den med rus-sheets merge … --decisions."
        return RefusedFile(raw.path, "Det är en konfliktfil, inget svar.", remedy, other=True)
    remedy = "Har någon svarat i den, för över svaren till uppföljningsfilen. rus-sheets compare visar vad som skiljer."
    if asked.workbook_id and raw.properties.get("rus-sheets id") == asked.workbook_id:
        return RefusedFile(raw.path, "Det är en annan utgåva av arbetsboken, inget svar.", remedy)
    try:
        declaration_of(raw)
    except UserError:
        return None
    return RefusedFile(raw.path, "Det är en samlad arbetsbok, inget svar.", remedy)


def _document(name: str, data: bytes, declarations: Sequence[Declaration]) -> RefusedFile:
    """A Word file: one that the toolkit has written has fields that know their cells."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            text = archive.read(_MAIN_PART) if archive.getinfo(_MAIN_PART).file_size < _LARGEST_TEXT else b""
    except (*ZIP_FAULTS, KeyError, OSError, RuntimeError):
        return not_read(name)
    tags = (f'w:val="{sheet}/'.encode() for declaration in declarations for sheet in declaration.sheets)
    if any(tag in text for tag in tags):
        return RefusedFile(name, "Det är ett dokument som rus-sheets har skrivit, inget svar.", "", other=True)
    return not_read(name)


_LARGEST_TEXT = 64 * 2**20
