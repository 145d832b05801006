"""The order of words in Swedish: å, ä and ö after z; other accents don't count (Svenska Akademiens ordlista)."""

from __future__ import annotations

import unicodedata

_LAST = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}  # the characters after z


def swedish_order(text: str) -> tuple[str, str]:
    """A key to sort by: the letters, then the text itself, so that the order is always the same."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return "".join(_LAST.get(letter) or _plain(letter) for letter in composed), text


def _plain(letter: str) -> str:
    return "".join(
        character for character in unicodedata.normalize("NFD", letter) if not unicodedata.combining(character)
    )
