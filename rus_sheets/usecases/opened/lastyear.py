"""Last year's workbook beside this year's: is it one that can be compared with?"""

from __future__ import annotations

from pathlib import Path

from rus_sheets.book.another_plan import OtherIds, other_ids
from rus_sheets.book.model import Book
from rus_sheets.errors import UnusableInputError
from rus_sheets.schema.model import Document, DocumentContext
from rus_sheets.usecases.opened.opening import open_book

_BY_ID = (DocumentContext.PLAN,)
"""What compares this year's rows with last year's by their ids.

Not an application: it tells of last year by itself (totals, how many of each status, the posts and what was spent), and
puts no row of the one beside a row of the other. So it is told of, and no fault, that no id is in both (``doubts``).
Where the same ids are other things, it is another plan's workbook there too.
"""

_NAMED_BY = ("organisation", "short_name")
"""The settings that say whose the workbook is. An organisation that is renamed keeps one of them."""


def opened_last_year(path: Path, book: Book) -> Book:
    """The workbook, which must be of the same kind, the same organisation's and from an earlier year.

    Raises UnusableInputError.
    """
    previous = open_book(path)
    if previous.declaration.name != book.declaration.name:
        raise UnusableInputError(
            "Arbetsboken är av ett annat slag och kan inte jämföras med årets.",
            place=path.name,
            remedy="Ange en arbetsbok som är gjord med samma mall.",
        )
    _ensure_same_organisation(previous, book, path)
    year, this_year = year_of(previous, path), year_of(book, book.raw.path)
    if year >= this_year:
        raise UnusableInputError(
            f"Arbetsboken gäller {year}, men förra årets ska gälla ett år före {this_year}.",
            place=path.name,
            remedy="Ange förra årets arbetsbok.",
        )
    return previous


def _ensure_same_organisation(previous: Book, book: Book, path: Path) -> None:
    named = [[" ".join(year.setting_text(key).split()) for key in _NAMED_BY] for year in (previous, book)]
    both = [(then, now) for then, now in zip(*named, strict=True) if then and now]
    if both and all(then.casefold() != now.casefold() for then, now in both):
        then, now = both[0]
        raise UnusableInputError(
            f"Arbetsboken är en annan organisations: där står ”{then}”, i årets ”{now}”.",
            place=path.name,
            remedy="Ange er egen. Har ni bytt namn: skriv årets namn på bladet "
            f"{book['settings'].table.sheet} i förra årets arbetsbok.",
        )


def ensure_same_year(remembered: Book, given: Book, path: Path) -> None:
    """Raise UnusableInputError where another year is given than the one that a document was written with."""
    if remembered.year is not None and remembered.year != given.year:
        raise UnusableInputError(
            f"Arbetsboken gäller {given.year}, men dokumentet är skrivet med {remembered.year} som förra året.",
            place=path.name,
            remedy=f"Ange arbetsboken för {remembered.year}, eller skriv dokumentet på nytt.",
        )


def ensure_comparable(document: Document, previous: Book, book: Book, path: Path) -> None:
    """Raise UnusableInputError where the ids are another plan's.

    A02 then and A02 now have nothing in common, so that what is told of last year was never this plan's.
    """
    other = other_ids(previous, book)
    if other and (other.example or document.context in _BY_ID):
        raise UnusableInputError(
            f"Den går inte att jämföra med, för dess id:n är en annan plans: {_others(other, previous, book)}",
            place=path.name,
            remedy="Ange en arbetsbok där samma sak har samma id, eller utelämna --previous.",
        )


def doubts(document: Document, previous: Book, book: Book) -> tuple[str, ...]:
    """Why it may not be last year's workbook after all, for a document that tells of it without comparing by id.

    Each is a sentence in Swedish: another year than the one before, and that no id is in both.
    """
    if document.context in _BY_ID or previous.year is None or book.year is None:
        return ()
    found = []
    if previous.year != book.year - 1:
        found.append(f"Den gäller {previous.year}, inte året före {book.year}.")
    other = other_ids(previous, book)
    if other:
        found.append(f"Dess id:n är andra: {_others(other, previous, book)}")
    return tuple(found)


def _others(other: OtherIds, previous: Book, book: Book) -> str:
    """In what way the ids are another plan's."""
    if not other.example:
        return f"inget id är gemensamt för {previous.year} och {book.year}."
    return (
        f"{other.other} av {other.common} id:n är något annat där. {other.example} är ”{other.a}” {previous.year} och "
        f"”{other.b}” {book.year}."
    )


def year_of(book: Book, path: str | Path) -> int:
    """The workbook's year. Raises UnusableInputError where it isn't filled in."""
    if book.year is None:
        setting = book.declaration.setting_of(book.declaration.year_setting).label
        raise UnusableInputError(f"Inställningen {setting} är tom.", place=Path(path).name, remedy="Fyll i den.")
    return book.year
