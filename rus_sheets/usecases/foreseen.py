"""What a document would be written of and over: looked at first, so that nobody is surprised afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from rus_sheets.book.model import Book
from rus_sheets.checks.unplaced import alike, unplaced
from rus_sheets.documents.unreported import Unreported, unplanned, unreported, unsaid_of_decided
from rus_sheets.errors import UsageError
from rus_sheets.libreoffice import required_program
from rus_sheets.office.atomic import real_path
from rus_sheets.schema.model import Document, DocumentCommand
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.changing.backupnotes import state_of
from rus_sheets.usecases.changing.put_in_place import is_edited, plain_name
from rus_sheets.usecases.opened import requirements
from rus_sheets.usecases.opened.lastyear import doubts, ensure_comparable, opened_last_year, year_of
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.othertemplate import WORDS


class Warned(Struct, frozen=True):
    """What the document can't tell, in Swedish: a head, a line for each thing, and what a person can do about it."""

    head: str
    lines: tuple[str, ...]
    remedy: str


class Taken(Struct, frozen=True):
    """A file whose place would be taken; a copy of it is kept. ``edited``: somebody has changed it, or may have."""

    path: Path
    edited: bool


class Foreseen(Struct, frozen=True):
    """What would be written: the document at ``target``, over ``taken``. ``state`` tells this from another time."""

    target: Path
    warnings: tuple[Warned, ...]
    taken: tuple[Taken, ...]
    state: str


class Prepared(Struct, frozen=True):
    """A document about to be written: its declaration, the year, the workbook, last year's if it is compared with.

    ``wanted`` is what must be in a workbook; ``warnings`` are what isn't reported or filled in, by workbook, rows that
    nobody can tell where they belong, and why the other may not be last year's.
    """

    book: Book
    document: Document
    year: int
    last: Book | None
    wanted: requirements.Needs
    warnings: tuple[Warned, ...]

    def beside(self, workbook: Path) -> Path:
        """Where the document lies if nobody says another place."""
        return workbook.with_name(f"{self.document.file_name.format(year=self.year)}.docx")


def prepare(command: DocumentCommand, workbook: Path, previous: Path | None, *, own_template: bool = False) -> Prepared:
    """Read what the document is written of. Raises UsageError where the declaration has none for the command,
    UnusableInputError for a workbook that can't be used.
    """
    book = open_book(workbook)
    document = _declared(book, command, workbook)
    wanted = requirements.to_write(book.declaration, document, own_template=own_template)
    requirements.ensure(book, wanted, workbook)
    year = year_of(book, workbook)
    last = opened_last_year(previous, book) if previous else None
    if last and previous:
        requirements.ensure(last, wanted, previous)
        ensure_comparable(document, last, book, previous)
    of_last_year = previous if previous and command is DocumentCommand.APPLICATION else workbook
    found = ((workbook, unplanned(book)), (of_last_year, unreported(document, book, last)))
    warnings = (
        *_astray(book, wanted, workbook),
        *(_astray(last, wanted, of_last_year) if last and of_last_year == previous else ()),
        *(_warned(path, missing) for path, missing in found if missing),
        *_undated(book, workbook),
    )
    if last and previous:
        warnings = (*_doubted(document, last, book, previous), *warnings)
    return Prepared(book, document, year, last, wanted, warnings)


def foresee(
    command: DocumentCommand,
    workbook: Path,
    *,
    previous: Path | None = None,
    pdf: bool = False,
    plain: bool = False,
    template: Path | None = None,
) -> Foreseen:
    """What ``write_document`` would do. Raises as it does, and writes nothing."""
    if pdf:
        required_program()
    prepared = prepare(command, workbook, previous, own_template=template is not None)
    target = prepared.beside(workbook)
    target = plain_name(target) if plain else target
    files = (target, target.with_suffix(".pdf")) if pdf else (target,)
    taken = tuple(Taken(file, is_edited(real_path(file), read_bytes(file))) for file in files if file.is_file())
    return Foreseen(target, prepared.warnings, taken, state_of(workbook, previous, template, *files))


def _warned(path: Path, missing: tuple[Unreported, ...]) -> Warned:
    """What isn't in the workbook, and what to do about it."""
    if all(unreported.planned for unreported in missing):
        return Warned(
            f"Alla belopp och dagar i planen är inte ifyllda i {path.name}:",
            tuple(f"{unreported}." for unreported in missing),
            "I dokumentet står att de saknas i summorna. Fyll i dem, och skriv dokumentet på nytt.",
        )
    return Warned(
        f"Allt är inte redovisat i {path.name}:",
        tuple(line for unreported in missing for line in _lines(unreported)),
        "I dokumentet står att det saknas. Fyll i det eller läs in svaren, och skriv dokumentet på nytt.",
    )


def _undated(book: Book, path: Path) -> Iterator[Warned]:
    """Decided money for activities that nobody can add up, or tell which year's it is."""
    lines = tuple(f"{lacking}." for lacking in unsaid_of_decided(book))
    if lines:
        yield Warned(
            f"Allt är inte ifyllt för de beslutade medlen i {path.name}:",
            lines,
            "Utan belopp går de inte att räkna ihop, och utan år går det inte att säga om de är årets eller sparade. "
            "Fyll i cellerna, och skriv dokumentet på nytt.",
        )


def _astray(book: Book, wanted: requirements.Needs, path: Path) -> Iterator[Warned]:
    """Rows that nobody can tell apart, and rows that the document has no place for."""
    lines = tuple(map(str, alike(book, wanted)))
    if lines:
        yield Warned(
            f"Flera rader i {path.name} har samma id:",
            lines,
            "Det som hör till ett sådant id räknas på båda raderna, så dokumentets uppgifter blir fel. Ge varje rad "
            "ett eget id, och skriv dokumentet på nytt.",
        )
    lines = tuple(map(str, unplaced(book, wanted)))
    if lines:
        yield Warned(
            f"Det går inte att säga var alla rader i {path.name} hör hemma:",
            lines,
            "Dokumentet räknar dem i summorna men kan inte ställa dem där de hör hemma. Fyll i eller rätta cellerna, "
            "och skriv dokumentet på nytt.",
        )


def _doubted(document: Document, last: Book, book: Book, path: Path) -> Iterator[Warned]:
    """That the workbook may not be the one that was meant: the document can be written all the same."""
    lines = doubts(document, last, book)
    if lines:
        what = "Dokumentet tar summor, antal och budgetposter därifrån och jämför inga rader med årets."
        yield Warned(
            f"Är {path.name} förra årets arbetsbok?", (*lines, what), "Är det fel fil: ange den rätta med --previous."
        )


def _lines(unreported: Unreported) -> Iterator[str]:
    yield f"{unreported}."
    if unreported.comments:
        rows = ", ".join(unreported.comments)
        yield f"Kommentaren tas inte med för {rows}, eftersom den då gäller planen och inte utfallet."


def _declared(book: Book, command: DocumentCommand, path: Path) -> Document:
    document = book.declaration.document_of(command)
    if document is None:
        known = ", ".join(
            f"rus-sheets {WORDS.get(document.command, document.command)}" for document in book.declaration.document
        )
        raise UsageError(
            f"Mallen {book.declaration.name} har inget dokument för kommandot {WORDS.get(command, command)}.",
            place=path.name,
            remedy=f"Den har: {known}." if known else "Den har inga dokument alls.",
        )
    return document
