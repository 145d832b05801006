"""What a page of a PDF draws, marked as decoration where it is no part of the text (ISO 32000-1, 14.8.2.2).

The bytes are read operation by operation and added to, never written anew, so that nothing can look otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

_TOKEN = re.compile(
    rb"%[^\r\n]*|\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)|<<|>>|<[0-9A-Fa-f\s]*>|/[^\s()<>\[\]{}/%]*|[\[\]{}]"
    rb"|[^\s()<>\[\]{}/%]+",
    re.DOTALL,
)
_OPERATOR = re.compile(rb"[A-Za-z'\"][A-Za-z0-9*]*")
_NUMBER = re.compile(rb"/MCID\s+(\d+)")
_DRAWS = {b"m", b"l", b"c", b"v", b"y", b"h", b"re"}
_PAINTS = {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
_SETS = {
    b"RG",
    b"rg",
    b"G",
    b"g",
    b"K",
    b"k",
    b"CS",
    b"cs",
    b"SC",
    b"sc",
    b"SCN",
    b"scn",
    b"w",
    b"J",
    b"j",
    b"d",
    b"gs",
}
_BEGIN = b"/Artifact BMC"


def with_decoration_marked(content: bytes, decorations: Set[int]) -> bytes:
    """The content with what is drawn outside all marks, and the marked content of those numbers, as decoration.

    A line that is drawn twice, as LibreOffice draws those around paragraphs, is drawn once: crossing lines are taken
    for a table. Content with an image within it, which can't be read so, is left as it is.
    """
    reader = _ContentReader(content, decorations)
    for start, end, operator in _operations(content):
        if operator == b"BI":
            return content
        reader.take(start, end, operator)
    return reader.made()


class _ContentReader:
    """Goes through the operations and puts the content together anew."""

    def __init__(self, content: bytes, decorations: Set[int]) -> None:
        self._content = content
        self._decorations = decorations
        self._pieces: list[bytes] = []
        self._last = 0  # what stands before is in the pieces
        self._depth = 0
        self._path: int | None = None
        self._looks: list[dict[bytes, bytes]] = [{}]
        self._drawn: set[tuple[bytes, bytes]] = set()

    def made(self) -> bytes:
        return b"".join((*self._pieces, self._content[self._last :]))

    def take(self, start: int, end: int, operator: bytes) -> None:
        if operator in (b"BDC", b"BMC"):
            self._depth += 1
            number = _NUMBER.search(self._content, start, end)
            if number and int(number[1]) in self._decorations:
                self._exchange(start, end, _BEGIN)
        elif operator == b"EMC":
            self._depth -= 1
        elif operator in _DRAWS:
            self._path = start if self._path is None else self._path
        elif operator in _PAINTS:
            if self._path is not None and not self._depth:
                self._mark(self._path, end)
            self._path = None
        elif operator == b"n":
            self._path = None
        else:
            self._look(operator, self._content[start:end])

    def _mark(self, start: int, end: int) -> None:
        shape = self._content[start:end]
        drawn = (b" ".join(sorted(self._looks[-1].values())), shape)
        self._exchange(start, end, b"" if drawn in self._drawn else _BEGIN + b"\n" + shape + b"\nEMC")
        self._drawn.add(drawn)

    def _exchange(self, start: int, end: int, piece: bytes) -> None:
        self._pieces += [self._content[self._last : start], piece]
        self._last = end

    def _look(self, operator: bytes, whole: bytes) -> None:
        """What decides how and where the next shape is drawn."""
        if operator == b"q":
            self._looks.append(dict(self._looks[-1]))
        elif operator == b"Q" and len(self._looks) > 1:
            self._looks.pop()
        elif operator in _SETS:
            self._looks[-1][operator] = whole
        elif operator == b"cm":
            self._looks[-1][operator] = self._looks[-1].get(operator, b"") + whole


def _operations(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where each operation begins, operands first, where it ends, and its operator."""
    start: int | None = None
    for token in _TOKEN.finditer(content):
        start = token.start() if start is None else start
        if _OPERATOR.fullmatch(token[0]) and token[0] not in (b"true", b"false", b"null"):
            yield start, token.end(), token[0]
            start = None
