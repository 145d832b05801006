"""A template that is at fault where it is used, since it is made for another document."""

from __future__ import annotations

from pathlib import Path

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.documents.contexts import names_for
from rus_sheets.errors import UserError
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.schema.model import Declaration, Document, DocumentCommand
from rus_sheets.usecases.opened.opening import declarations, open_book
from rus_sheets.word.make.template import TemplateError, check_template

WORDS = {DocumentCommand.SHORT: "report --short"}
"""How the command of a document is written, where its name isn't it."""


def _blank(declaration: Declaration) -> Book:
    """An empty workbook of the declaration: its documents' names without anything in them."""
    from rus_sheets.excel.make.workbook import make_workbook  # noqa: PLC0415 - only when a template is at fault

    made = make_workbook(canonical_workbook(declaration, {}), lambda _: {})
    return build_book(declaration, read_package(Package(f"{declaration.name}.xlsx", made)))


def of_another(template: Path | None, document: Document, workbook: Path) -> UserError | None:
    """The error of a template that fits another document, of this declaration or another; None where it fits none.

    The workbook is read once more for it, since the one who fills in a template is done with it by then.
    """
    if template is None:
        return None
    book = open_book(workbook)
    if not check_template(template, names_for(document, book)):
        return None  # what only shows when it is filled in says nothing of which document it is for
    for other in (known for known in book.declaration.document if known.command is not document.command):
        if not check_template(template, names_for(other, book)):
            fault = f"Mallen är inte gjord för det här dokumentet utan för {other.title.format(year='').strip()}."
            remedy = f"Kör rus-sheets {WORDS.get(other.command, other.command)} med den mallen."
            return TemplateError(fault, place=template.name, remedy=remedy)
    own = book.declaration.name
    for declaration in declarations():
        if declaration.name == own:
            continue
        blank = _blank(declaration)
        if any(not check_template(template, names_for(document, blank)) for document in declaration.document):
            fault = f"Mallen är till arbetsböcker av slaget {declaration.name}, men {workbook.name} är av slaget {own}."
            return TemplateError(fault, place=template.name, remedy="Ange en mall till den här arbetsboken.")
    return None
