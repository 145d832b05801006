"""Which names a declared document's template can use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rus_sheets.book.model import Book
from rus_sheets.documents.application import application_context
from rus_sheets.documents.general import general_context
from rus_sheets.documents.plan import plan_context
from rus_sheets.documents.report import report_context, short_context
from rus_sheets.documents.views import Names
from rus_sheets.schema.model import Document, DocumentContext

_CONTEXTS: Mapping[DocumentContext, Callable[[Book, Book | None], Names]] = {
    DocumentContext.GENERAL: lambda book, _: general_context(book),
    DocumentContext.PLAN: plan_context,
    DocumentContext.REPORT: lambda book, _: report_context(book),
    DocumentContext.APPLICATION: application_context,
    DocumentContext.SHORT: lambda book, _: short_context(book),
}


def names_for(document: Document, book: Book, previous: Book | None = None) -> Names:
    """The names of a document. ``previous`` is last year's workbook, for those that compare with it.

    ``titel`` is the declared one where the context has none of its own.
    """
    declared = document.title.format(year=book.year or "").strip()
    return {"titel": declared} | _CONTEXTS[document.context](book, previous)
