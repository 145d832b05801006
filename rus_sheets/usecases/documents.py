"""Writing Word documents from the canonical workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rus_sheets.book.model import Book
from rus_sheets.documents.application import application_context
from rus_sheets.documents.plan import plan_context
from rus_sheets.documents.report import report_context, short_context
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.atomic import write_atomically
from rus_sheets.libreoffice import program, required_program
from rus_sheets.resources import folder
from rus_sheets.usecases.opening import open_book
from rus_sheets.word.libreoffice import page_numbers, to_pdf
from rus_sheets.word.package import DocumentProperties
from rus_sheets.word.render import render


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A document: its Word template in ``reports/``, what fills it, its title and its file's name.

    ``context`` gets the workbook, and last year's or None.
    """

    template: str
    context: Callable[[Book, Book | None], Mapping[str, object]]
    title: str
    file_name: str


DOCUMENTS: Mapping[str, DocumentKind] = {
    "plan": DocumentKind("verksamhetsplan.docx", plan_context, "Verksamhetsplan {year}", "Verksamhetsplan-{year}"),
    "report": DocumentKind(
        "verksamhetsberattelse.docx",
        lambda book, _: report_context(book),
        "Verksamhetsberättelse {year}",
        "Verksamhetsberattelse-{year}",
    ),
    "application": DocumentKind("ansokan.docx", application_context, "Ansökan {year}", "Ansokan-{year}"),
}
SHORT_REPORT = DocumentKind(
    "arsredovisning-kort.docx",
    lambda book, _: short_context(book),
    "Till länsstyrelsernas årsredovisningar {year}",
    "Arsredovisning-{year}",
)


def write_document(  # noqa: PLR0913 - one for each option of the commands
    kind: DocumentKind,
    workbook: Path,
    *,
    now: dt.datetime,
    output: Path | None = None,
    template: Path | None = None,
    pdf: bool = False,
    previous: Path | None = None,
) -> list[Path]:
    """Write a document beside the workbook (or to ``output``), with ``pdf`` also as PDF; returns the files.

    ``previous`` is last year's workbook, for the documents that compare with it. Page numbers are filled into the
    contents where LibreOffice is found. Raises UnusableInputError for a workbook that can't be used, TemplateError for
    a faulty template, LibreOfficeError when a PDF can't be made.
    """
    if pdf:
        required_program()  # said before anything is written
    book = open_book(workbook)
    year = _year(book, workbook)
    last = _opened_previous(previous, book) if previous else None
    properties = DocumentProperties(
        title=f"{book.setting_text('short_name')} {kind.title.format(year=year)}".strip(),
        author=book.setting_text("organisation"),
        created=now.replace(tzinfo=None, microsecond=0),
    )
    data = render(template or folder("reports") / kind.template, kind.context(book, last), properties)
    if program():
        data = page_numbers(data)
    target = output or workbook.with_name(f"{kind.file_name.format(year=year)}.docx")
    write_atomically(target, data)
    written = [target]
    if pdf:
        written.append(target.with_suffix(".pdf"))
        write_atomically(written[-1], to_pdf(data))
    return written


def _year(book: Book, path: Path) -> int:
    if book.year is None:
        setting = book.declaration.setting_of(book.declaration.year_setting).label
        raise UnusableInputError(f"Inställningen {setting} är tom.", place=path.name, remedy="Fyll i den.")
    return book.year


def _opened_previous(path: Path, book: Book) -> Book:
    """Last year's workbook: of the same kind and from an earlier year, or there is nothing to compare with."""
    previous = open_book(path)
    if previous.declaration.name != book.declaration.name:
        raise UnusableInputError(
            "Arbetsboken är av ett annat slag och kan inte jämföras med årets.",
            place=path.name,
            remedy="Ange en arbetsbok som är gjord med samma mall.",
        )
    year, this_year = _year(previous, path), _year(book, path)
    if year >= this_year:
        raise UnusableInputError(
            f"Arbetsboken gäller {year}, men --previous ska gälla ett år före {this_year}.",
            place=path.name,
            remedy="Ange förra årets arbetsbok.",
        )
    return previous
