"""Spreadsheet parts that are written plainly, as Excel, LibreOffice, openpyxl and we do: read by patterns.

Making an element of every cell and text costs several times what they are worth. So what a part has thousands of is
matched in its text, and only what stands around it is parsed. A part is plain if the patterns cover all of that to the
last character; for any other (comments, prefixes, shared formulas, anything damaged) there is no answer here, and it is
read from the tree, which also tells what is wrong. Both give the same for what both read
(tests/excel/test_plain.py).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NEVER = (b"<!", b"\r", b"]]>", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""Comments and CDATA, line ends that XML changes, and what isn't XML at all."""
_UTF8 = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml(?![^>]*encoding=(?![\"']utf-?8[\"']))[^>]*\?>)?\s*<[^?]", re.IGNORECASE
)
"""The beginning of a part in UTF-8, the only encoding of a part that is written plainly."""
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
_ENTITY = re.compile("&(?:(lt|gt|amp|quot|apos)|#([0-9]{2,6}));|&")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


LONGEST = 10_000_000
"""Characters of a text that libxml2 takes; a longer one is its to refuse."""


class NotPlainError(Exception):
    """Something that the patterns don't cover, or that can't be right."""


class PlainPart(NamedTuple):
    """A part cut in two: the ``content`` of one of its elements, and what stands ``around`` it, that element empty."""

    content: str
    around: bytes


def cut(data: bytes, name: str) -> PlainPart:
    """The part cut at the only element of that name. Raises NotPlainError.

    That ``around`` is well-formed and has that element in its place is for the caller to see to.
    """
    tag, closing = f"<{name}".encode(), f"</{name}>".encode()
    opened, end = data.find(tag), data.rfind(closing)
    start = data.find(b">", opened) + 1
    if not 0 <= opened < start <= end or data.count(tag) != 1:
        raise NotPlainError
    around, content = data[:start] + data[end:], data[start:end]
    if b"<!" in around or not _UTF8.match(data):  # an element in a comment is none
        raise NotPlainError
    for word in _NEVER:
        if word in content:
            raise NotPlainError
    if len(content.translate(None, _CONTROLS)) != len(content):
        raise NotPlainError
    try:
        return PlainPart(content.decode(), around)
    except UnicodeDecodeError as error:
        raise NotPlainError from error


def plain_text(text: str) -> str:
    """An element's text without markup. Raises NotPlainError for entities other than XML's own and decimal numbers."""
    return _ENTITY.sub(_decoded, text) if "&" in text else text


def _decoded(match: re.Match[str]) -> str:
    if match[1]:
        return _ENTITIES[match[1]]
    code = int(match[2] or 0)
    if not (32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE):
        raise NotPlainError
    return chr(code)
