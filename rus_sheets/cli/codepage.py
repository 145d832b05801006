"""Consoles that can't show every character: Windows in Swedish has code page 850, and files often 1252.

A character that the console lacks becomes its nearest (an arrow "->", a typographic quotation mark a plain one); only
what has no near one becomes "?". Printing never fails because of a character.
"""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata

HANDLER = "rus-sheets-nearest"
_NEAREST = {
    "→": "->",
    "←": "<-",
    "…": "...",
    "–": "-",
    "—": "-",
    "−": "-",
    "\u2011": "-",
    "”": '"',
    "“": '"',
    "„": '"',
    "’": "'",
    "‘": "'",
    "•": "-",
    "×": "x",
    "≤": "<=",
    "≥": ">=",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
}


def nearest(text: str) -> str:
    """The same text in simpler characters: "→" as "->", "ő" as "o", a box's lines as "-" and "|", else "?"."""
    return "".join(map(_one, text))


def _one(character: str) -> str:
    if character in _NEAREST:
        return _NEAREST[character]
    if "\u2500" <= character <= "\u257f":  # box drawing
        return "|" if "VERTICAL" in unicodedata.name(character, "") else "-"
    if unicodedata.combining(character):  # the ring of an å that a Mac has written in two characters
        return ""
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if part.isascii())
    return plain or "?"


def _handle(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return nearest(error.object[error.start : error.end]), error.end


def prepare_streams() -> None:
    """Let what is printed from now on show as well as the console can."""
    codecs.register_error(HANDLER, _handle)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=HANDLER)
