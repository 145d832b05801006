"""In what a text says that something is counted: ``Utfall, tkr`` in thousands of kronor."""

from __future__ import annotations

import re

_MEASURES = {
    "tkr": r"tkr|kkr|tsek|ksek|tusen(?:tals?)?\s(?:kr|kronor)",
    "mkr": r"mkr|mnkr|msek|miljoner(?:\s(?:kr|kronor))?",
    "kr": r"kr|kronor|sek",
    "euro": r"euro|eur|€",
    "procent": r"procent|%",
    "dagar": r"(?:arbets|person)?dag(?:ar)?|dgr",
    "timmar": r"(?:arbets)?timm(?:e|ar)|tim",
    "veckor": r"(?:arbets)?veck(?:a|or)",
    "månader": r"månad(?:er)?",
}
"""The first stand before what is a part of them."""
_ANY = "|".join(f"(?P<m{number}>{words})" for number, words in enumerate(_MEASURES.values()))
_IN_TEXT = re.compile(rf"(?<!\w)(?:{_ANY})(?!\w)", re.IGNORECASE)
_AFTER = re.compile(rf"\s*(?:{_ANY})(?!\w)", re.IGNORECASE)
_AT_END = re.compile(rf"(?:^|[,(]\s*|\si\s)(?:{_ANY})\)?$", re.IGNORECASE)


def measure_in(heading: str) -> str:
    """That of a column by its heading, the last that it names; "" for none."""
    return max(((found.start(), _which(found)) for found in _IN_TEXT.finditer(heading)), default=(0, ""))[1]


def measure_of(label: str) -> str:
    """That of a row by its label, where that ends with one: ``Kvar, kr`` but not ``Kurs 2 veckor``."""
    found = _AT_END.search(label.strip())
    return _which(found) if found else ""


def measure_after(words: str) -> str:
    """That of a figure by the words right after it."""
    found = _AFTER.match(words)
    return _which(found) if found else ""


def _which(found: re.Match[str]) -> str:
    return list(_MEASURES)[int((found.lastgroup or "m0")[1:])]
