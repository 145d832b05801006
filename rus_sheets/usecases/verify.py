"""``verify``: what an edited document says that the workbook doesn't."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rus_sheets.book.model import Book
from rus_sheets.documents.sources import Sources, sources
from rus_sheets.usecases import needs
from rus_sheets.usecases.agreement import Comparison, Disagreement
from rus_sheets.usecases.lastyear import opened_last_year
from rus_sheets.usecases.opening import open_book
from rus_sheets.usecases.rightbook import ensure_right_workbook
from rus_sheets.usecases.typed import Typed
from rus_sheets.word.controls import read_document
from rus_sheets.word.opened import WordPackage
from rus_sheets.word.plain import is_plain


@dataclass(frozen=True, slots=True)
class Verified:
    """``figures`` is how many content controls of ours were compared.

    ``untied`` are the figures typed by hand that nothing in the workbook could be compared with.
    """

    figures: int
    disagreements: tuple[Disagreement, ...]
    untied: tuple[Typed, ...] = ()


def verify(document: Path, workbook: Path, previous: Path | None = None) -> Verified:
    """Compare the document with the workbook.

    ``previous`` is last year's workbook, whose figures may stand in the text too. Raises UnusableInputError when a file
    can't be used, or the document was made of another workbook.
    """
    package = WordPackage(document)
    book = open_book(workbook)
    last = opened_last_year(previous, book) if previous else None
    comparison = compare(package, book, sources(book), last)
    ensure_right_workbook(comparison, package, workbook)
    ensure_sources(comparison, workbook)
    return verified(comparison)


def compare(package: WordPackage, book: Book, known: Sources, previous: Book | None = None) -> Comparison:
    """The document beside the workbook. Raises UnusableInputError for a document without figures of ours."""
    document = read_document(package, known.is_ours)
    if is_plain(package):
        raise package.fault(
            "Dokumentet är en kopia utan fält, för publicering: dess uppgifter är inte kopplade till arbetsboken.",
            "Ange dokumentet som kopian är gjord av.",
        )
    if document.controls or document.elsewhere:
        return Comparison(document, known, book, previous)
    if document.untagged:
        raise package.fault(
            "Dokumentets uppgifter har förlorat kopplingen till arbetsboken.",
            "Det händer när det sparas i LibreOffice före 7.5. Utgå från en kopia från Word, eller skriv det på nytt.",
        )
    raise package.fault(
        "Dokumentet har inga uppgifter som är kopplade till arbetsboken.",
        "Ange ett dokument som är skrivet med rus-sheets.",
    )


def verified(comparison: Comparison) -> Verified:
    """The outcome of a comparison."""
    figures = len(comparison.document.controls)
    return Verified(figures, comparison.disagreements(), comparison.untied)


def ensure_sources(comparison: Comparison, workbook: Path) -> None:
    """Raise UnusableInputError where the workbook lacks a sheet or column that the document's figures come from."""
    tags = (control.tag for control in comparison.document.controls)
    needs.ensure(comparison.book, needs.of_sources(comparison.book, tags), workbook)
