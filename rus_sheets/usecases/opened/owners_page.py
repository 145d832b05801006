"""The page for owners that goes with the mails: ours, or people's own of the same name beside the workbook."""

from __future__ import annotations

from pathlib import Path

from rus_sheets.book.model import Book
from rus_sheets.resources import folder


def owners_page(book: Book) -> Path | None:
    """The file that is attached to the mails that the forms are sent with, None where the declaration has none."""
    found = owners_pages(book)
    return found[0] if found else None


def owners_pages(book: Book) -> tuple[Path, ...]:
    """That file, and ours where people have their own: mails from before may have it."""
    words = book.declaration.followup.invitation
    if words is None or not words.page:
        return ()
    own = Path(book.raw.path).parent / words.page
    return (*((own,) if own.is_file() else ()), folder("reports") / words.page)
