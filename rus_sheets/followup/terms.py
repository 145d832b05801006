"""Until when to answer and whom to ask: what a form tells at its top, from the settings or as given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from rus_sheets.book.dates import in_words, read_date
from rus_sheets.book.model import Book


class GivenTerms(Struct, frozen=True):
    """What a person has said for this time alone; None where the workbook's settings hold, "" for none."""

    last_day: str | None = None
    contact: str | None = None


AS_SET = GivenTerms()
"""What the settings say."""


def told(book: Book, given: GivenTerms = AS_SET) -> Iterator[tuple[str, str]]:
    """The settings' labels and what they say, without those that say nothing."""
    form = book.declaration.followup
    for key, text in ((form.last_day, given.last_day), (form.contact, given.contact)):
        shown = _shown(book.setting(key) if key and text is None else text)
        if key and shown:
            yield book.declaration.setting_of(key).label, shown


def _shown(value: object) -> str:
    """A day in words, and all else on one line."""
    day = value if isinstance(value, dt.date) else read_date(value.strip()) if isinstance(value, str) else None
    return in_words(day) if day else " ".join(str(value or "").split())
