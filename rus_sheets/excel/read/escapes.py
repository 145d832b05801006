"""Excel's escapes of what XML can't hold."""

from __future__ import annotations

import re

from rus_sheets.office.xmltext import whole

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """Decode Excel's ``_x000D_`` escapes (ECMA-376 part 1, 22.9.2.19, ST_Xstring); halves of pairs stay as written."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(_decoded, text)


def _decoded(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def escape(text: str) -> str:
    """The opposite of ``unescape``: what XML can't hold, CR (parsers turn it into LF) and what looks like an escape.

    Half a surrogate pair, which can't be escaped either, becomes U+FFFD.
    """
    if text.isprintable() and "_x" not in text:
        return text  # most texts, and quickly
    return _TO_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", whole(text))


_FORBIDDEN = "\x00-\x08\x0b-\x1f\ufffe\uffff"
# An escape that follows begins with "_" too, so it can close what then looks like an escape.
_TO_ESCAPE = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}[_{_FORBIDDEN}])|[{_FORBIDDEN}]")
