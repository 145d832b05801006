"""The text of a mail that Outlook keeps as rich text alone (MS-OXRTFCP, MS-OXRTFEX): unpacked, and made a page.

Of its looks only those are kept that make it another text: what is hidden, and what is struck through. A page that is
wrapped in rich text comes out as the page that it was.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct, field

_HEADER = 16
_PACKED, _PLAIN = b"LZFu", b"MELA"
_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What the packed text may refer to from its beginning (MS-OXRTFCP 2.1.2.1)."""
_WINDOW = 4096
_MOST = 8_000_000  # bytes unpacked: a mail's text, and no more

_PIECES = re.compile(
    r"\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,9})? ?|\\(?P<sign>[^A-Za-z])"
    r"|(?P<open>\{)|(?P<close>\})|(?P<text>[^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)
_SAID = {
    **dict.fromkeys(("par", "line", "sect", "page", "row"), "<br>\n"), "cell": "\t", "tab": "\t", "emdash": "—",
    "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip
_NO_TEXT = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "headerl", "headerr", "footerl",
    "footerr", "listtable", "listoverridetable", "rsidtbl", "generator", "themedata", "datastore",
})  # fmt: skip
_LOOKS = {"v": "hidden", "strike": "struck", "striked": "struck"}
_SIGNS = {"~": "\u00a0", "_": "\u2011", "-": "", "\n": "\n", "\r": "\n"}


def page_of(packed: bytes) -> str:
    """Outlook's packed rich text as a web page. Raises ValueError where it is no such, or damaged."""
    data = unpacked(packed)
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ValueError("no rich text")
    reading = _RtfReading()
    for piece in _PIECES.finditer(data.decode("latin-1")):
        reading.take(piece)
    return "".join(reading.said).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def unpacked(packed: bytes) -> bytes:
    """The rich text that is packed. Raises ValueError."""
    size, kind = int.from_bytes(packed[4:8], "little"), packed[8:12]
    if kind == _PLAIN:
        return packed[_HEADER : _HEADER + size]
    if kind != _PACKED or size > _MOST:
        raise ValueError("not packed as rich text is")
    window, at = bytearray(_START.ljust(_WINDOW, b"\0")), len(_START)
    found = bytearray()
    for start, length, byte in _steps(packed[_HEADER:]):
        if len(found) > size or start == at:
            break
        for step in range(length):  # it may read what it has just written
            window[at] = byte if start is None else window[(start + step) % _WINDOW]
            found.append(window[at])
            at = (at + 1) % _WINDOW
    return bytes(found[:size])


def _steps(data: bytes) -> Iterator[tuple[int | None, int, int]]:
    """What to write next: so many bytes from a place in the window, or (None) one byte itself."""
    source = iter(data)
    for control in source:
        for bit in range(8):
            byte = next(source, None)
            if byte is None:
                return
            if control >> bit & 1:
                pair = byte << 8 | next(source, 0)
                yield pair >> 4, (pair & 15) + 2, 0
            else:
                yield None, 1, byte


class _RtfGroup(NamedTuple):
    """What holds within a pair of braces. ``silent``: nothing there is text; ``tag``: it is the page's own markup."""

    silent: bool = False
    hidden: bool = False
    struck: bool = False
    tag: bool = False
    skips: int = 1


class _RtfReading(Struct):
    """A pass over the pieces. ``aside``: what stands there is for programs that don't know pages."""

    said: list[str] = field(default_factory=list)
    groups: list[_RtfGroup] = field(default_factory=lambda: [_RtfGroup()])
    charset: str = "cp1252"
    aside: bool = False
    starred: bool = False
    left: int = 0

    def take(self, piece: re.Match[str]) -> None:
        """Read the next piece."""
        if piece["open"]:
            self.groups.append(self.groups[-1])
        elif piece["close"]:
            del self.groups[max(len(self.groups) - 1, 1) :]
        elif piece["word"]:
            self._word(piece["word"], int(piece["number"]) if piece["number"] else None)
        elif piece["byte"]:
            self._say(bytes([int(piece["byte"], 16)]).decode(self.charset, errors="replace"))
        elif piece["sign"]:
            self.starred = piece["sign"] == "*"
            self._say("" if self.starred else _SIGNS.get(piece["sign"], piece["sign"]))
        elif piece["text"]:
            self._say(piece["text"])

    def _word(self, word: str, number: int | None) -> None:
        group, starred, self.starred = self.groups[-1], self.starred, False
        if word in _LOOKS:
            self.groups[-1] = group._replace(**{_LOOKS[word]: number != 0})
        elif word == "plain":
            self.groups[-1] = group._replace(hidden=False, struck=False)
        elif word == "htmltag":
            self.groups[-1] = group._replace(tag=True, silent=False)
        elif starred or word in _NO_TEXT:
            self.groups[-1] = group._replace(silent=True)
        elif word == "htmlrtf":
            self.aside = number != 0
        elif word == "uc":
            self.groups[-1] = group._replace(skips=number or 0)
        elif word == "ansicpg" and number:
            self.charset = _known(f"cp{number}")
        elif word == "u" and number is not None:
            self.left = 0
            self._say(chr(number % 65536))
            self.left = group.skips
        elif word in _SAID:
            self._say(_SAID[word], markup=True)

    def _say(self, text: str, *, markup: bool = False) -> None:
        passed = text[: self.left]  # what stands in for a character that older programs don't know
        text, self.left = text[len(passed) :], self.left - len(passed)
        group = self.groups[-1]
        if group.silent or (self.aside and not group.tag) or not text:
            return
        if markup and group.tag:
            text = text.removeprefix("<br>")
        said = text if group.tag or markup else html.escape(text, quote=False)
        said = f"<s>{said}</s>" if group.struck and not markup else said
        self.said.append(f"<span style='display:none'>{said}</span>" if group.hidden and not markup else said)


def _known(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return "cp1252"
