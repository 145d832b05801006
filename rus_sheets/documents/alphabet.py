"""The order of words in Swedish: å, ä and ö after z; other accents don't count (Svenska Akademiens ordlista).

And of the rows that are listed by one of their words.
"""

from __future__ import annotations

import unicodedata

from rus_sheets.book.model import Book, Row
from rus_sheets.schema.model import Table

_LAST = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}  # the characters after z


def swedish_order(text: str) -> tuple[str, str]:
    """A key to sort by: the letters, then the text itself, so that the order is always the same."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return "".join(_LAST.get(letter) or _plain(letter) for letter in composed), text


def listed(book: Book, table: Table) -> list[Row]:
    """The rows in the order that documents list them; rows that follow another table's are listed like that one's."""
    rows = list(book[table.key].rows)
    if table.one_for_each:
        order = {row.id: place for place, row in enumerate(listed(book, book.declaration.table_of(table.one_for_each)))}
        return sorted(rows, key=lambda row: order.get(row.text(table.parent), len(order)))
    return sorted(rows, key=lambda row: swedish_order(row.text(table.listed_by))) if table.listed_by else rows


def _plain(letter: str) -> str:
    return "".join(
        character for character in unicodedata.normalize("NFD", letter) if not unicodedata.combining(character)
    )
