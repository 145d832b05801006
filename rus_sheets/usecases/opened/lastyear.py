"""Last year's workbook beside this year's: is it one that can be compared with?"""

from __future__ import annotations

from pathlib import Path

from rus_sheets.book.another_plan import names, others
from rus_sheets.book.model import Book
from rus_sheets.errors import UnusableInputError
from rus_sheets.schema.model import Document, DocumentContext
from rus_sheets.usecases.opened.opening import open_book

_BY_ID = (DocumentContext.PLAN,)
"""What compares this year's rows with last year's by their ids.

Not an application: it tells of last year by itself (totals, how many of each status, the posts and what was spent), and
puts no row of the one beside a row of the other. What the ids mean there doesn't matter to it.
"""


def opened_last_year(path: Path, book: Book) -> Book:
    """The workbook, which must be of the same kind and from an earlier year. Raises UnusableInputError."""
    previous = open_book(path)
    if previous.declaration.name != book.declaration.name:
        raise UnusableInputError(
            "Arbetsboken är av ett annat slag och kan inte jämföras med årets.",
            place=path.name,
            remedy="Ange en arbetsbok som är gjord med samma mall.",
        )
    year, this_year = year_of(previous, path), year_of(book, book.raw.path)
    if year >= this_year:
        raise UnusableInputError(
            f"Arbetsboken gäller {year}, men förra årets ska gälla ett år före {this_year}.",
            place=path.name,
            remedy="Ange förra årets arbetsbok.",
        )
    return previous


def ensure_comparable(document: Document, previous: Book, book: Book, path: Path) -> None:
    """Raise UnusableInputError where the document compares by id and the ids are another plan's.

    A02 then and A02 now have nothing in common, so that it would tell of changes in things that were never the same.
    """
    if document.context not in _BY_ID:
        return
    unit = book.declaration.followup.unit
    before, now = names(previous[unit]), names(book[unit])
    other = others(before, now)
    if other:
        example = other[0]
        count = len(before.keys() & now.keys())
        raise UnusableInputError(
            f"Den går inte att jämföra med: {len(other)} av {count} id:n är något annat där. {example} är "
            f"”{before[example]}” {previous.year} och ”{now[example]}” {book.year}.",
            place=path.name,
            remedy="Ange en arbetsbok där samma sak har samma id, eller utelämna --previous.",
        )


def year_of(book: Book, path: str | Path) -> int:
    """The workbook's year. Raises UnusableInputError where it isn't filled in."""
    if book.year is None:
        setting = book.declaration.setting_of(book.declaration.year_setting).label
        raise UnusableInputError(f"Inställningen {setting} är tom.", place=Path(path).name, remedy="Fyll i den.")
    return book.year
