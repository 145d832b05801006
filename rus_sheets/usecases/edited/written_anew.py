"""A document as its template gives it today, for what is moved over from it."""

from __future__ import annotations

import datetime as dt

from rus_sheets.book.model import Book
from rus_sheets.documents.contexts import names_for
from rus_sheets.errors import UserError
from rus_sheets.resources import folder
from rus_sheets.schema.model import Document
from rus_sheets.word.memory.record import Record, read_record
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.package import DocumentProperties


def written_anew(declared: Document, record: Record, book: Book, previous: Book | None) -> WordPackage | None:
    """The document as its template gives it today; None where that template isn't ours as it is."""
    from rus_sheets.word.make.render import render  # noqa: PLC0415 - only when there is something to put in place

    last = previous if record.made.previous is not None else None
    properties = DocumentProperties("", "", dt.datetime(book.year or 1, 1, 1))  # noqa: DTZ001 - it is never saved
    template = folder("reports") / declared.template
    try:
        data = render(template, names_for(declared, book, last), properties, remembered=record.made)
    except UserError:
        return None
    made = WordPackage(declared.template, data)
    own = read_record(made)
    return made if own and own.skeleton == record.skeleton else None
