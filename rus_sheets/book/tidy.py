"""Texts on one line: as they are compared, and as they can be shown."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"[\s\u00a0\u202f\u2007]+")
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """A one-line text as it is compared: NFC, no unseen characters, single spaces, none at the ends."""
    return _SPACES.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()


def on_one_line(text: str) -> str:
    """A text that can stand where there is one line, such as a mail's header: without what isn't seen."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
