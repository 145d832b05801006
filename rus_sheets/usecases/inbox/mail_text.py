"""What is written in a mail: its first words, and all of it line by line, also where it is written as a web page."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from email.message import Message
from typing import NamedTuple

from rus_sheets.book.struck import LOWERED, RAISED, STRUCK, with_looks
from rus_sheets.book.tidy import on_one_line

_MOST = 2_000_000
"""Characters of a text that is read; nobody writes more."""
_WORDS = 160
"""Characters that are told of the first words."""
_BLOCKS = frozenset(
    {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "body"}
)
_CELLS = ("td", "th")
_PIECE = re.compile(r"<(?P<closes>/?)(?P<tag>[a-zA-Z][\w:]*)(?P<rest>[^<>]*)>|<[!?/][^<>]*>|(?P<text>[^<]+|<)")
_KEPT = re.compile(r"white-space:\s*(?:pre|break-spaces)", re.IGNORECASE)
"""What says that line breaks in the page's own text are line breaks."""
_STRUCK_BY = re.compile(r"line-through", re.IGNORECASE)
_STRUCK = frozenset({"s", "strike", "del"})
_SCRIPTS = {"sup": RAISED, "sub": LOWERED}
_UNSEEN = frozenset({"style", "script", "head", "title"})


class MailBody(NamedTuple):
    """The text, with ">" before what is quoted. ``exact``: its lines are the writer's, not broken by a program."""

    text: str
    exact: bool


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
    pages = [part for part in texts if part.get_content_type() == "text/html"]
    bodies = [body for body in map(body_of, pages or texts) if body.text.strip()]
    return MailBody("\n".join(body.text for body in bodies), all(body.exact for body in bodies))


def body_of(part: Message) -> MailBody:
    """The text of one part."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if len(data) > _MOST:
        return MailBody("", exact=False)
    text = _decoded(data, part.get_content_charset() or "")
    if part.get_content_type() == "text/html":
        return MailBody(lines_of_page(text), exact=True)
    if str(part.get_param("format", "")).casefold() == "flowed":
        joined = str(part.get_param("delsp", "")).casefold() == "yes"
        return MailBody(_unflowed(text, "" if joined else " "), exact=True)
    return MailBody(text, exact=False)


def _decoded(data: bytes, charset: str) -> str:
    """The text in what it is written in, which a mail may tell wrong or not at all: what is UTF-8 is nothing else."""
    western = not charset or charset.startswith(("us-ascii", "iso-8859-1", "latin", "windows-1252", "cp1252", "utf-8"))
    for name in ("utf-8", "cp1252") if western else (charset,):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", errors="replace")


def lines_of_page(page: str) -> str:
    """The text of a web page line by line.

    By a pattern, since the standard library's reader takes hours for a page that is made to (each tag left open).
    """
    lines = _Lines()
    for found in _PIECE.finditer(_without_comments(page)):
        if found["tag"]:
            name, closes = found["tag"].casefold(), bool(found["closes"])
            lines.mark(name, closes=closes, struck=name in _STRUCK or bool(_STRUCK_BY.search(found["rest"])))
            lines.tag(name, closes=closes, kept=name == "pre" or bool(_KEPT.search(found["rest"])))
        elif found["text"]:
            lines.write(html.unescape(found["text"]))
    return lines.text


def _without_comments(page: str) -> str:
    kept, at = [], 0
    while (start := page.find("<!--", at)) >= 0:
        kept.append(page[at:start])
        end = page.find("-->", start)
        if end < 0:
            return "".join(kept)
        at = end + 3
    return "".join([*kept, page[at:]])


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


class _Lines:
    """Gathers the lines of a page: what is quoted has ">" before it, points of a list "-", and struck is ~~struck~~."""

    def __init__(self) -> None:
        self._lines: list[list[str]] = [[]]
        """Each line in pieces: one text that grows would be copied each time."""
        self._quotes = 0
        self._hidden = ""
        self._kept: list[str] = []
        """The tags within which line breaks count: all of one name, the outermost first."""
        self._struck: list[str] = []
        """The same for those within which the text is struck through."""
        self._script = ""
        self._cell = 1
        """How many lines there were when the last cell of a table began."""

    @property
    def text(self) -> str:
        """The lines, as one text."""
        return "\n".join("".join(line).rstrip() for line in self._lines)

    def mark(self, name: str, *, closes: bool, struck: bool) -> None:
        """A tag, and what it does to the words within it; ``struck``: they are struck through."""
        if self._struck and name == self._struck[0]:
            self._struck = self._struck[:-1] if closes else [*self._struck, name]
        elif struck and not closes and not self._struck and name != "br":
            self._struck = [name]
        if name in _SCRIPTS:
            self._script = "" if closes else _SCRIPTS[name]

    def tag(self, name: str, *, closes: bool, kept: bool = False) -> None:
        """A tag by its name, and what it does to the lines; ``kept``: those within it stay as they are."""
        if self._kept and name == self._kept[0]:
            self._kept = self._kept[:-1] if closes else [*self._kept, name]
        elif kept and not closes and not self._kept and name != "br":
            self._kept = [name]
        if name in _UNSEEN and (not self._hidden or closes):
            self._hidden = "" if closes else name
        elif name == "body":
            self._hidden = ""  # a head needn't be closed
        if name in _CELLS and closes and len(self._lines) > self._cell and not self._lines[-1]:
            self._lines.pop()  # its last paragraph ends no line of the table's
        begins_cell = name in ("p", "div") and not closes and self._lines[-1][-1:] == ["\t"]
        if (name in _BLOCKS or name == "blockquote") and not begins_cell:
            self._break(always=name == "br")
        if name == "blockquote":
            self._quotes = max(0, self._quotes + (-1 if closes else 1))
        if name in ("li", *_CELLS) and not closes:
            self._put("- " if name == "li" else "\t")
            self._cell = len(self._lines)

    def write(self, data: str) -> None:
        """A text between tags, whose blanks and line breaks are blanks."""
        if self._hidden:
            return
        for number, line in enumerate(data.splitlines() if self._kept else [data]):
            if number:
                self._break(always=True)
            self._words(line)
        if self._kept and data.endswith("\n"):
            self._break(always=True)

    def _words(self, data: str) -> None:
        text = with_looks(" ".join(data.split()), self._script + (STRUCK if self._struck else ""))
        before, after = (" " if blank.isspace() else "" for blank in (data[:1], data[-1:]))
        self._put(f"{before}{text}{after}" if text else " ")

    def _put(self, text: str) -> None:
        line = self._lines[-1]
        if not line:
            if not text.strip():
                return
            if self._quotes:
                line.append("> ")
            text = text.lstrip()
        elif line[-1].endswith((" ", "\t")):
            text = text.lstrip()
        if text:
            line.append(text)

    def _break(self, *, always: bool) -> None:
        if self._lines[-1] or always:
            self._lines.append([])
