"""A web page's text line by line, as the person reads it: what is quoted, struck through or hidden is known."""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from typing import NamedTuple

from rus_sheets.book.struck import LOWERED, RAISED, STRUCK, with_looks
from rus_sheets.usecases.inbox.page_looks import LookScope, PageLook, PageStyles

_BLOCKS = frozenset({
    "p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "body",
    "address", "article", "aside", "caption", "center", "dd", "details", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "header", "main", "nav", "section", "summary",
})  # fmt: skip
_CELLS = ("td", "th")
_PIECE = re.compile(r"<(?P<closes>/?)(?P<tag>[a-zA-Z][\w:]*)(?P<rest>[^<>]*)>|<[!?/][^<>]*>|(?P<text>[^<]+|<)")
_MARKS = {PageLook.STRUCK: STRUCK, PageLook.RAISED: RAISED, PageLook.LOWERED: LOWERED}
_UNSEEN = frozenset({"style", "script", "head", "title"})


class PageText(NamedTuple):
    """The text of a page that is shown, and the words in it that aren't."""

    text: str
    hidden: str


def read_page(page: str) -> PageText:
    """The text of a web page line by line.

    By a pattern, since the standard library's reader takes hours for a page that is made to (each tag left open).
    """
    styles = PageStyles.of(page)
    lines = _Lines()
    for found in _PIECE.finditer(_without_comments(page)):
        if found["tag"]:
            name, closes = found["tag"].casefold(), bool(found["closes"])
            lines.mark(name, frozenset() if closes else styles.looks(name, found["rest"]), closes=closes)
            lines.tag(name, closes=closes)
        elif found["text"]:
            lines.write(html.unescape(found["text"]))
    return PageText(lines.text, " ".join(" ".join(lines.hidden).split()))


def lines_of_page(page: str) -> str:
    """The text of a web page that is shown, line by line."""
    return read_page(page).text


def _without_comments(page: str) -> str:
    kept, at = [], 0
    while (start := page.find("<!--", at)) >= 0:
        kept.append(page[at:start])
        end = page.find("-->", start)
        if end < 0:
            return "".join(kept)
        at = end + 3
    return "".join([*kept, page[at:]])


class _Lines:
    """Gathers the lines of a page: what is quoted has ">" before it, points of a list "-", and struck is ~~struck~~."""

    def __init__(self) -> None:
        self._lines: list[list[str]] = [[]]
        """Each line in pieces: one text that grows would be copied each time."""
        self._quotes = 0
        self._unseen = ""
        """The tag that is open of those with nothing to read."""
        self._within = {look: LookScope() for look in PageLook}
        self.hidden: list[str] = []
        """What is hidden of the text."""
        self._cell = 1
        """How many lines there were when the last cell of a table began."""

    @property
    def text(self) -> str:
        """The lines, as one text."""
        return "\n".join("".join(line).rstrip() for line in self._lines)

    def mark(self, name: str, looks: Collection[PageLook], *, closes: bool) -> None:
        """A tag, and what it does to the words within it."""
        for look, scope in self._within.items():
            scope.meets(name, closes=closes, begins=look in looks)

    def tag(self, name: str, *, closes: bool) -> None:
        """A tag by its name, and what it does to the lines."""
        if name in _UNSEEN and (not self._unseen or closes):
            self._unseen = "" if closes else name
        elif name == "body":
            self._unseen = ""  # a head needn't be closed
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
        if self._unseen:
            return
        if self._within[PageLook.HIDDEN]:
            self.hidden.append(data)
            return
        kept = bool(self._within[PageLook.KEPT])
        for number, line in enumerate(data.splitlines() if kept else [data]):
            if number:
                self._break(always=True)
            self._words(line)
        if kept and data.endswith("\n"):
            self._break(always=True)

    def _words(self, data: str) -> None:
        text = with_looks(" ".join(data.split()), "".join(mark for look, mark in _MARKS.items() if self._within[look]))
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
