"""Lines of a mail that are seldom anybody's answer: how a letter ends, and what programs write over an earlier mail."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\W*(?:från|from|von|fra|avsändare)\W*:\s*\S", re.IGNORECASE)
_HEADER_NEXT = re.compile(r"^\W*(?:skickat|sent|datum|date|till|to|gesendet|sendt)\W*:\s*\S", re.IGNORECASE)
_WROTE = re.compile(r"\b(?:skrev|wrote|schrieb)\b[^:]{0,120}:\s*$", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:(?:med )?(?:vänlig|vänliga|bästa|varma|många|goda) hälsning|hälsning|hälsar\b|mvh\b|m\.?v\.?h\b|vänligen\W*$"
    r"|(?:(?:best|kind|warm) )?regards\b|(?:skickat|sänt|sent) (?:från|from) (?:min|mitt|my|outlook|mail)\b"
    r"|(?:hämta|skaffa|get) outlook\b|tel(?:efon)?\b\W*[+\d]|mobil\b\W*[+\d])",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"^/{1,2}\s?[^\W\d_]\w*(?: [^\W\d_]\w*)?$")


def is_head(lines: Sequence[str]) -> bool:
    """Does a mail program's head over an earlier mail begin here?"""
    if _is_rule(lines[0]):
        return True
    return bool(_HEADER.match(lines[0])) and any(_HEADER_NEXT.match(line) for line in lines[1:])


def may_end_a_letter(line: str) -> bool:
    """Whether a line may be how a letter ends, or begin an earlier one."""
    text = " ".join(line.split())
    if _SIGNED.match(text) or _CLOSING.match(text):
        return True
    return bool(_HEADER.match(text) or _WROTE.search(text)) or _is_rule(text)


def _is_rule(line: str) -> bool:
    """``-----Ursprungligt meddelande-----``."""
    rule = line.strip(" *_")
    return rule.startswith("---") and rule.endswith("---") and any(map(str.isalnum, rule))
