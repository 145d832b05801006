"""What an owner has written where nothing was asked: told by place, with its text, since it may be an answer.

A form remembers the texts it was sent with. Whatever else stands in a sheet, and hasn't been read, was written since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct

from rus_sheets.answers.remarks import remark_told
from rus_sheets.answers.returned import Note
from rus_sheets.book.convert import tidy
from rus_sheets.book.display import cells_more, seen
from rus_sheets.book.formats import FormatKind
from rus_sheets.book.raw import CellError, Position, RawCell, RawSheet, RawWorkbook
from rus_sheets.followup.base import find_base
from rus_sheets.followup.find import cell_text
from rus_sheets.followup.form_lists import LISTS
from rus_sheets.layout.blueprint import NewSheet
from rus_sheets.schema.model import Followup

_MOST = 12  # notes on one sheet; the rest are counted
_LONGEST = 300  # characters that are quoted of one
_DIGITS = re.compile(r"[0-9]+")
_REMEDY = "Läs det i filen, för in för hand det som ska vara med, och lägg sedan undan filen."


def marks(words: Followup, sheets: Sequence[NewSheet], lines: Iterable[str]) -> str:
    """What a form remembers of the texts that it is sent with, as one short text.

    ``lines`` are those that its formulas may say later, beside the declaration's words.
    """
    texts = {cell.value for sheet in sheets for cell in sheet.cells if isinstance(cell.value, str) and cell.value}
    texts |= {header for sheet in sheets for table in sheet.tables for header, _ in table.columns}
    said = (getattr(words, name) for name in words.__struct_fields__)
    texts |= {_counted(text.replace("{n}", "0")) for text in (*said, *lines) if isinstance(text, str)}
    return " ".join(sorted({_mark(text) for text in texts}))


def _counted(text: str) -> str:
    """A text whose numbers may be others another time."""
    return _DIGITS.sub("0", text)


@lru_cache(maxsize=4096)
def _mark(text: str) -> str:
    return hashlib.sha256(tidy(text).encode()).hexdigest()[:8]


class Outside(Struct, frozen=True, dict=True):
    """The returned file, the marks it remembers and the cells that have been read, by sheet."""

    raw: RawWorkbook
    marks: str
    read: Mapping[str, set[Position]]

    def notes(self) -> Iterator[Note]:
        """What nobody has read. Of forms from before texts were remembered only other sheets and remarks are told."""
        base = find_base(self.raw)
        for sheet in self.raw.sheets:
            # Some programs show what we have hidden.
            if sheet.state == "veryHidden" or sheet is base or sheet.name == LISTS:
                continue
            unread = self._unread(sheet)
            if sheet.name in self.read:
                yield from self._beside(sheet.name, unread if self.marks else [])
            elif unread:
                fault = f"Bladet har inte lästs in. Där står: {self._quoted(unread)}"
                yield Note(sheet.name, fault, _REMEDY, asks=True)
            for remark in sheet.remarks:
                text = remark_told(remark, _cut(remark.text) if remark.text else "")
                yield Note(f"{sheet.name}!{remark.ref}", text, _REMEDY, asks=True)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.marks.split())

    def _unread(self, sheet: RawSheet) -> list[RawCell]:
        read = self.read.get(sheet.name, set())
        cells = [cell for at, cell in sheet.cells.items() if at not in read and not _is_known(cell, self._known)]
        return sorted(cells, key=lambda cell: (cell.row, cell.column))

    def _beside(self, sheet: str, unread: list[RawCell]) -> Iterator[Note]:
        rows: dict[int, list[RawCell]] = {}
        for cell in unread:
            rows.setdefault(cell.row, []).append(cell)
        for cells in list(rows.values())[:_MOST]:
            fault = f"Texten står utanför fälten och har inte lästs in: {self._quoted(cells)}"
            yield Note(f"{sheet}!{cells[0].ref}", fault, _REMEDY, asks=True)
        rest = list(rows)[_MOST:]
        if rest:
            fault = f"Också på {len(rest)} rader till står sådant som inte har lästs in."
            yield Note(f"{sheet}!{rest[0]}:{rest[-1]}", fault, _REMEDY, asks=True)

    def _quoted(self, cells: list[RawCell]) -> str:
        shown = [f"{cell.ref} ”{_cut(self._text(cell))}”" for cell in cells[:_MOST]]
        more = len(cells) - len(shown)
        return " · ".join((*shown, f"och {cells_more(more)}") if more else shown)

    def _text(self, cell: RawCell) -> str:
        if isinstance(cell.value, (CellError, bool)):
            return str(cell.value)
        kind = self.raw.style_of(cell).kind
        return seen(cell.value, kind) if kind is not FormatKind.PLAIN else cell_text(cell)


def _is_known(cell: RawCell, known: frozenset[str]) -> bool:
    """Whether it is blank or holds a text of ours: as it was sent, or put together of what formulas say."""
    if cell.value is None:
        return True
    if not isinstance(cell.value, str):
        return False
    lines = filter(tidy, cell.value.split("\n"))
    return _mark(cell.value) in known or all(_says(line, known) for line in lines)


def _says(line: str, known: frozenset[str]) -> bool:
    return _mark(_counted(line)) in known or all(_mark(_counted(piece)) in known for piece in line.split(", "))


def _cut(text: str) -> str:
    line = tidy(text)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …"
