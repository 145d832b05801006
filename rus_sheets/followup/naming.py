"""File names that tell whose they are and that Windows, SharePoint and mail programs take."""

from __future__ import annotations

import re
import unicodedata

from rus_sheets.book.model import Book, Row
from rus_sheets.office.windows_names import is_device

_LONGEST = 100  # SharePoint counts the whole address (400), Windows the whole path (260): leave room for folders
_FORBIDDEN = re.compile(r'[<>:"/\\|?*#%~&{}\x00-\x1f\x7f]')
_SPACES = re.compile(r"\s+")
_ENDING = ".xlsx"


def file_name(book: Book, row: Row) -> str:
    """The name of the follow-up file of a unit's row; begins with the row's id."""
    title = row.title
    wanted = book.declaration.followup.file_name.format(id=row.id, title=title, year=book.year or "")
    return safe_name(wanted.removesuffix(_ENDING)) + _ENDING


def safe_name(text: str) -> str:
    """``text`` as a file's stem: NFC, no forbidden characters, cut at a word, not a device's name."""
    clean = _FORBIDDEN.sub(" ", unicodedata.normalize("NFC", text))
    if not clean.isprintable():
        clean = "".join(character for character in clean if unicodedata.category(character)[0] != "C")
    clean = _SPACES.sub(" ", clean)
    clean = _cut(clean.strip(" ."), _LONGEST - len(_ENDING)).strip(" .,;-–")
    if is_device(clean) or not clean:
        clean = f"_{clean}"
    return clean


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    head, space, _ = text[: longest + 1].rpartition(" ")
    return head if space and len(head) > longest // 2 else text[:longest]
