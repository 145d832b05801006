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
    """A document: its Word template in ``reports/``, what fills it, its title and its file's name."""

    template: str
    context: Callable[[Book], Mapping[str, object]]
    title: str
    file_name: str


DOCUMENTS: Mapping[str, DocumentKind] = {
    "plan": DocumentKind("verksamhetsplan.docx", plan_context, "Verksamhetsplan {year}", "Verksamhetsplan-{year}"),
    "report": DocumentKind(
        "verksamhetsberattelse.docx", report_context, "Verksamhetsberättelse {year}", "Verksamhetsberattelse-{year}"
    ),
    "application": DocumentKind("ansokan.docx", application_context, "Ansökan {year}", "Ansokan-{year}"),
}
SHORT_REPORT = DocumentKind(
    "arsredovisning-kort.docx", short_context, "Till länsstyrelsernas årsredovisningar {year}", "Arsredovisning-{year}"
)


def write_document(
    kind: DocumentKind,
    workbook: Path,
    *,
    now: dt.datetime,
    output: Path | None = None,
    template: Path | None = None,
    pdf: bool = False,
) -> list[Path]:
    """Write a document beside the workbook (or to ``output``), with ``pdf`` also as PDF; returns the files.

    Page numbers are filled into the contents where LibreOffice is found. Raises UnusableInputError for a workbook
    that can't be used, TemplateError for a faulty template, LibreOfficeError when a PDF can't be made.
    """
    if pdf:
        required_program()  # said before anything is written
    book = open_book(workbook)
    if book.year is None:
        setting = book.declaration.setting_of(book.declaration.year_setting).label
        raise UnusableInputError(f"Inställningen {setting} är tom.", place=workbook.name, remedy="Fyll i den.")
    properties = DocumentProperties(
        title=f"{book.setting_text('short_name')} {kind.title.format(year=book.year)}".strip(),
        author=book.setting_text("organisation"),
        created=now.replace(tzinfo=None, microsecond=0),
    )
    data = render(template or folder("reports") / kind.template, kind.context(book), properties)
    if program():
        data = page_numbers(data)
    target = output or workbook.with_name(f"{kind.file_name.format(year=book.year)}.docx")
    write_atomically(target, data)
    written = [target]
    if pdf:
        written.append(target.with_suffix(".pdf"))
        write_atomically(written[-1], to_pdf(data))
    return written
