"""Cell formats of one workbook taken over by another: appended last, so that no format there changes its number."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree
from msgspec import Struct, field

from rus_sheets.excel.read.cell_formats import number_of
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.office.markup import (
    Splice,
    as_utf8,
    escape_attribute,
    opened_tag,
    prefix_of,
    rewritten,
    spans,
    spliced,
    with_attribute,
)

_PIECES = {"fonts": "fontId", "fills": "fillId", "borders": "borderId"}
_FORMATS = "cellXfs"
_OWN_NUMBERS = 164
"""From here on a number format has its text in the file."""


class _Pieces(Struct):
    """The elements of one container, as they are written; ``first_new`` is how many there were."""

    written: list[str]
    first_new: int

    def number(self, piece: str) -> int:
        """Where the piece stands; it comes last where none reads the same."""
        if piece not in self.written:
            self.written.append(piece)
        return self.written.index(piece)


class BorrowedStyles(Struct):
    """The styles part ``data`` (``root``) of one workbook, that gets formats of another's (``source``)."""

    original: bytes
    root: etree._Element
    source: etree._Element
    _pieces: dict[str, _Pieces] = field(default_factory=dict)
    _codes: dict[str, int] = field(default_factory=dict)

    def number(self, theirs: int) -> int:
        """The number here of a cell format there; 0, the plain one, where this part lacks what it would build on."""
        formats = self.source.findall(f"{{{MAIN}}}{_FORMATS}/{{{MAIN}}}xf")
        here = all(self.root.find(f"{{{MAIN}}}{name}") is not None for name in (*_PIECES, _FORMATS))
        if theirs >= len(formats) or not here:
            return 0
        made = etree.fromstring(etree.tostring(formats[theirs]))  # a copy, whose numbers become this part's
        made.set("xfId", "0")
        made.set("numFmtId", str(self._number_format(number_of(made.get("numFmtId")))))
        for container, attribute in _PIECES.items():
            pieces = self.source.findall(f"{{{MAIN}}}{container}/*")
            piece = pieces[number_of(made.get(attribute))]
            made.set(attribute, str(self._of(container).number(rewritten(piece, self._prefix))))
        return self._of(_FORMATS).number(rewritten(made, self._prefix))

    @property
    def data(self) -> bytes:
        """The part with what was taken over; the same bytes as before if nothing was."""
        data = as_utf8(self.original, self.root)
        splices: list[Splice] = []
        for container, pieces in self._pieces.items():
            splices += self._appended(data, container, pieces.written[pieces.first_new :], len(pieces.written))
        splices += self._number_formats(data)
        return spliced(data, splices) if splices else self.original

    @property
    def _prefix(self) -> str:
        return prefix_of(self.root).decode()

    def _of(self, container: str) -> _Pieces:
        if container not in self._pieces:
            written = [rewritten(piece, self._prefix) for piece in self.root.findall(f"{{{MAIN}}}{container}/*")]
            self._pieces[container] = _Pieces(written, len(written))
        return self._pieces[container]

    def _number_format(self, theirs: int) -> int:
        if theirs < _OWN_NUMBERS:
            return theirs
        path = f"{{{MAIN}}}numFmts/{{{MAIN}}}numFmt"
        codes = {number_of(made.get("numFmtId")): made.get("formatCode", "") for made in self.source.iterfind(path)}
        known = {made.get("formatCode", ""): number_of(made.get("numFmtId")) for made in self.root.iterfind(path)}
        known |= self._codes
        code = codes.get(theirs, "General")
        if code not in known:
            self._codes[code] = max(_OWN_NUMBERS - 1, *known.values(), 0) + 1
        return known.get(code) or self._codes[code]

    def _number_formats(self, data: bytes) -> list[Splice]:
        p = self._prefix
        new = [
            f'<{p}numFmt numFmtId="{number}" formatCode="{escape_attribute(code)}"/>'
            for code, number in self._codes.items()
        ]
        found = self.root.find(f"{{{MAIN}}}numFmts")
        if found is not None:
            return self._appended(data, "numFmts", new, len(found) + len(new))
        start = spans(data, f"{p}styleSheet".encode())[0].open_end
        return [(start, start, f'<{p}numFmts count="{len(new)}">{"".join(new)}</{p}numFmts>'.encode())] if new else []

    def _appended(self, data: bytes, container: str, new: list[str], count: int) -> list[Splice]:
        if not new:
            return []
        name = f"{self._prefix}{container}".encode()
        span = spans(data, name)[0]
        tag = with_attribute(data[span.start : span.open_end], "count", str(count))
        content = "".join(new).encode()
        if span.empty_tag:
            return [(span.start, span.end, opened_tag(tag) + content + b"</" + name + b">")]
        return [(span.start, span.open_end, tag), (span.close_start, span.close_start, content)]


StyleNumber = Callable[[int], int]
"""From a format's number in the other workbook to the one here."""
