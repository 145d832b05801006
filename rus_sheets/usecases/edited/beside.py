"""An edited document beside its workbook, and last year's where it was made with that."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from rus_sheets.book.model import Book
from rus_sheets.documents.contexts import names_for
from rus_sheets.documents.sources import Sources
from rus_sheets.documents.views import Names
from rus_sheets.documents.workbook_extract import restored
from rus_sheets.office.strict import is_strict
from rus_sheets.schema.model import Document
from rus_sheets.usecases.edited.agreement import DocumentComparison
from rus_sheets.usecases.edited.trails import Trails
from rus_sheets.usecases.opened import requirements
from rus_sheets.usecases.opened.lastyear import ensure_comparable, ensure_same_year, opened_last_year
from rus_sheets.word.edit.plain import is_plain
from rus_sheets.word.memory.record import Record, followed, read_record
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.read.bookmarks import read_spots
from rus_sheets.word.read.reading import read_document
from rus_sheets.word.templates.trail import TrailNode


def compare(
    package: WordPackage,
    book: Book,
    known: Sources,
    previous: Book | None = None,
    like: DocumentComparison | None = None,
) -> DocumentComparison:
    """The document beside the workbook. ``like`` is the comparison of an earlier state of it with the same workbooks.

    Raises UnusableInputError for a document without figures of ours.
    """
    if is_strict(package, package.main_part):
        raise package.fault(
            "Dokumentet är sparat som Strikt Open XML-dokument, och där hittas inte uppgifterna.",
            "Öppna det i Word och spara det som Word-dokument (*.docx).",
        )
    document = read_document(package, known.is_ours)
    if is_plain(package):
        raise package.fault(
            "Dokumentet är en kopia utan fält, för publicering: dess uppgifter är inte kopplade till arbetsboken.",
            "Ange dokumentet som kopian är gjord av.",
        )
    record = read_record(package)
    if document.controls or document.elsewhere or (record and not document.untagged):
        written = record.written if record else {}
        given = (
            {*written, *(control.tag for control in document.controls)} if record and record.controls else set[str]()
        )
        trails, remembered = _trails(package, record, book, known, previous, like, given)
        unfit = like.unfit if like else frozenset()
        return DocumentComparison(document, known, book, previous, trails, written, remembered, unfit, record)
    if document.untagged:
        raise package.fault(
            "Dokumentets uppgifter har förlorat kopplingen till arbetsboken.",
            "Det händer när det sparas i LibreOffice före 7.5. Utgå från en kopia från Word, eller skriv det på nytt.",
        )
    raise package.fault(
        "Dokumentet har inga uppgifter som är kopplade till arbetsboken.",
        "Ange ett dokument som är skrivet med rus-sheets.",
    )


def last_year_of(package: WordPackage, book: Book, given: Path | None) -> Book | None:
    """Last year's workbook: the ``given``, or as much of it as the document remembers that it was made of.

    Raises UnusableInputError when it can't be used.
    """
    record = read_record(package)
    remembered = restored(book.declaration, record.made.previous) if record else None
    if given:
        last = opened_last_year(given, book)
        if remembered:
            ensure_same_year(remembered, last, given)
        declared = declared_of(record, book)
        if declared:
            ensure_comparable(declared, last, book, given)
        return last
    return remembered


def declared_of(record: Record | None, book: Book) -> Document | None:
    """What the document that remembers this is declared as."""
    command = record.made.document if record else ""
    return next((document for document in book.declaration.document if document.command == command), None)


def _trails(  # noqa: PLR0913, PLR0917 - one for each thing that is compared
    package: WordPackage,
    record: Record | None,
    book: Book,
    known: Sources,
    previous: Book | None,
    like: DocumentComparison | None,
    figures: Collection[str],
) -> tuple[Trails | None, Trails | None]:
    """What the document remembers beside what its template gives today; None where it remembers nothing.

    ``figures`` are the tags of those that the document has been given.

    The second is the same with last year's workbook as the document remembers it, where another one is given.
    """
    declared = declared_of(record, book)
    if record is None or declared is None:
        return None, None

    def cell(tag: str) -> str:
        source = known.find(tag)
        return source.cell if source else ""

    def beside(now: TrailNode | None) -> Trails | None:
        return Trails(record.trail, now, spots, cell, figures) if now else None

    def given(last: Book | None) -> TrailNode | None:
        trail = followed(record.skeleton, names_of(declared, book, known, last))
        return trail.root if trail else None

    spots = read_spots(package)
    if like:
        earlier = [trails.now if trails else None for trails in (like.trails, like.remembered)]
        return beside(earlier[0]), beside(earlier[1])
    last = last_year_in(record, previous)
    other = last is not None and bool(last.raw.path)
    return beside(given(last)), beside(given(restored(book.declaration, record.made.previous))) if other else None


def last_year_in(record: Record, previous: Book | None) -> Book | None:
    """One that doesn't compare with last year says nothing of it, whatever is given to verify."""
    return previous if record.made.previous is not None else None


def names_of(declared: Document, book: Book, known: Sources, last: Book | None) -> Names:
    """What the document's template can ask for."""
    return names_for(declared, book, last) if last else known.names[declared.command]


def ensure_sources(comparison: DocumentComparison, workbook: Path) -> None:
    """Raise UnusableInputError where the workbook lacks a sheet or column that the document's figures come from."""
    tags = (control.tag for control in comparison.document.controls)
    requirements.ensure(comparison.book, requirements.of_sources(comparison.book, tags), workbook)
