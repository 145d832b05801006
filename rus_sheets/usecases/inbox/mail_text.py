"""What is written in a mail: its first words, and all of it line by line, also where it is written as a web page."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from email.message import Message
from typing import NamedTuple

from rus_sheets.book.tidy import on_one_line
from rus_sheets.usecases.inbox.page_text import read_page

_MOST = 2_000_000
"""Characters of a text that is read; nobody writes more."""
_WORDS = 160
"""Characters that are told of the first words."""


class MailBody(NamedTuple):
    """The text, with ">" before what is quoted. ``exact``: its lines are the writer's, not broken by a program.

    ``other`` is the same as plain text, where the text is a page's, and ``hidden`` are the words that a page doesn't
    show.
    """

    text: str
    exact: bool
    other: str = ""
    hidden: str = ""


def first_words(texts: Sequence[Message]) -> str:
    """The first words of a mail's text parts, "" where nothing is written."""
    for kind in ("text/plain", "text/html"):
        for part in texts:
            if part.get_content_type() == kind:
                words = on_one_line(body_of(part).text)
                if words:
                    return words if len(words) <= _WORDS else f"{words[:_WORDS].rpartition(' ')[0] or words[:_WORDS]} …"
    return ""


def whole_text(texts: Sequence[Message]) -> MailBody:
    """All that is written: of the same text as a web page and as plain text the page, whose lines nobody breaks."""
    pages, plain = ([body_of(part) for part in texts if (part.get_content_type() == "text/html") == is_page]
                    for is_page in (True, False))  # fmt: skip
    shown = [body for body in pages if body.text.strip()]
    bodies, others = (shown, plain) if shown else ([body for body in plain if body.text.strip()], [])
    return MailBody(
        "\n".join(body.text for body in bodies), all(body.exact for body in bodies),
        "\n".join(body.text for body in others), " ".join(filter(None, (page.hidden for page in pages))),
    )  # fmt: skip


def body_of(part: Message) -> MailBody:
    """The text of one part."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if len(data) > _MOST:
        return MailBody("", exact=False)
    text = decoded(data, part.get_content_charset() or "")
    if part.get_content_type() == "text/html":
        page = read_page(text)
        return MailBody(page.text, exact=True, hidden=page.hidden)
    if str(part.get_param("format", "")).casefold() == "flowed":
        joined = str(part.get_param("delsp", "")).casefold() == "yes"
        return MailBody(_unflowed(text, "" if joined else " "), exact=True)
    return MailBody(text, exact=False)


def decoded(data: bytes, charset: str) -> str:
    """The text in what it is written in, which a mail may tell wrong or not at all: what is UTF-8 is nothing else."""
    data, charset = data.removeprefix(codecs.BOM_UTF8), _utf16(data) or ("" if charset[:6] == "utf-16" else charset)
    western = not charset or charset.startswith(("us-ascii", "iso-8859-1", "latin", "windows-1252", "cp1252", "utf-8"))
    for name in ("utf-8", "cp1252") if western else (charset,):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", errors="replace")


def _utf16(data: bytes) -> str:
    """Which UTF-16 it is, "" for none: of Latin letters every other byte is nothing."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    most = len(data) // 4
    return "utf-16-le" if data[1::2].count(0) > most else "utf-16-be" if data[::2].count(0) > most else ""


def _unflowed(text: str, between: str) -> str:
    """A text whose lines go on where they end with a blank (RFC 3676)."""
    lines: list[str] = []
    goes_on, depth = False, 0
    for line in text.splitlines():
        bare = line.lstrip(">")
        level, bare = len(line) - len(bare), bare.removeprefix(" ")
        signature = bare == "-- "
        if goes_on and level == depth and not signature:
            lines[-1] = f"{lines[-1].rstrip(' ')}{between}{bare}"
        else:
            lines.append(f"{'>' * level} {bare}" if level else bare)
        goes_on, depth = bare.endswith(" ") and not signature, level
    return "\n".join(line if line == "-- " else line.rstrip(" ") for line in lines)
