"""What is told of a file by the files beside it: a mail by the form in it, a PDF by the document it was made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec.structs import replace

from rus_sheets.answers.returned import Note, RefusedFile, Returned, differs
from rus_sheets.book.model import Book
from rus_sheets.followup.mail_answer import READ_BESIDE, WrittenMail, mail_answers, names_a_field
from rus_sheets.schema.model import Declaration
from rus_sheets.usecases.inbox.collecting import MailText
from rus_sheets.usecases.inbox.filekinds import FileKind, kind_of
from rus_sheets.usecases.opened.refused_files import File

_READ_IT = "Läs det, och för in svaret för hand om det är ett."


def with_mail_texts(
    files: Sequence[File], mails: Sequence[MailText], declarations: Sequence[Declaration], book: Book | None
) -> list[File]:
    """The files, and what the mails say: an answer in their own lines, a note on the answer that came with them, else
    what may be the answer.
    """
    told = list(files)
    for mail in mails:
        within = [number for number, file in enumerate(told)
                  if file.path.startswith(f"{mail.name}/") and _is_answer(file, declarations)]  # fmt: skip
        written = mail_answers(book, _written(mail)) if book else []
        if mail.pictures and written:
            written[0] = replace(written[0], notes=(*written[0].notes, _pictures(mail)))
        told += written
        if not within and not written:
            told.append(_without_answer(mail))
        elif not written:
            asks = book is not None and names_a_field(book, mail.words)
            words = Note(mail.sender, f"I mejlet står: ”{mail.words}”", READ_BESIDE if asks else "", asks=asks)
            for note in ((words,) if mail.words else ()) + ((_pictures(mail),) if mail.pictures else ()):
                told[within[0]] = _with_note(told[within[0]], note)
    return told


def _pictures(mail: MailText) -> Note:
    """A logotype or a picture of an answer: nobody can tell by the mail."""
    return Note(mail.sender, f"{_counted(mail)} Bilder läses inte.")


def _counted(mail: MailText) -> str:
    return f"Det har {mail.pictures} {'bild' if mail.pictures == 1 else 'bilder'} i texten."


def _with_note(file: File, note: Note) -> File:
    return replace(file, notes=(*file.notes, note)) if isinstance(file, Returned) else file


def _written(mail: MailText) -> WrittenMail:
    from rus_sheets.usecases.inbox.mail import address_of  # noqa: PLC0415 - only where there is a mail

    when = mail.time.astimezone(dt.UTC) if mail.time else None
    who = address_of(mail.sender)
    time = when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""
    day = when.date() if when else dt.date.min
    body = mail.body
    return WrittenMail(
        mail.name, mail.subject, body.text, body.exact, mail.sender, who, time, day, body.other, body.hidden
    )


def _is_answer(file: File, declarations: Sequence[Declaration]) -> bool:
    """Is it a form in which something has been written?"""
    if isinstance(file, RefusedFile):
        return False
    declaration = next((declaration for declaration in declarations if declaration.name == file.declaration), None)
    return declaration is not None and any(
        differs(cell, declaration.table_of(cell.table).column(cell.column).type) for cell in file.cells
    )


def _without_answer(mail: MailText) -> RefusedFile:
    words = f" Det börjar: ”{mail.words}”" if mail.words else ""
    pictures = f" {_counted(mail)}" if mail.pictures else ""
    return RefusedFile(mail.name, f"Mejlet har ingen ifylld uppföljningsfil.{words}{pictures}", _READ_IT)


def as_pdf(files: Sequence[File]) -> list[File]:
    """The files; a PDF with the name of a document of ours beside it is that document, and holds no answer."""
    ours = {
        file.path.rpartition(".")[0]: file for file in files if isinstance(file, RefusedFile) and _is_document(file)
    }
    return [_document(file, ours) if isinstance(file, RefusedFile) else file for file in files]


def _is_document(file: RefusedFile) -> bool:
    return file.other and kind_of(file.path) is FileKind.DOCUMENT


def _document(file: RefusedFile, ours: dict[str, RefusedFile]) -> RefusedFile:
    stem, _, ending = file.path.rpartition(".")
    same = ours.get(stem)
    return replace(same, path=file.path) if same and ending.casefold() == "pdf" else file
