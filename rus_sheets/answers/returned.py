"""What came back in a follow-up file, as values. ``followup`` reads them, ``merge`` decides on them."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from rus_sheets.book.display import seen
from rus_sheets.book.formats import FormatKind
from rus_sheets.book.raw import Position, Runs, Scalar
from rus_sheets.book.shown import normal
from rus_sheets.book.units import shown
from rus_sheets.schema.model import CellType

UNKNOWN = "(okänt)"
"""Stands for what was handed out where nobody can tell."""
CLASHED = "Filen ser ut som en kopia som synken har gjort när {} ändrades på två datorer."


class BaseRow(NamedTuple):
    """What was handed out of one row: ``id`` is the row's, and ``values`` are in the order of the table's headers.

    ``row`` and ``column`` say where the first of them stood in the form. ``new`` where the workbook had no such row.
    """

    id: str
    new: bool
    row: int
    column: int
    values: Sequence[Scalar]


class BaseTable(NamedTuple):
    """Rows of one table in one sheet of the form. ``sheet`` and ``headers`` are as in the workbook.

    The values of a row stand beside each other in the form, or below each other where ``down``.
    """

    sheet: str
    form_sheet: str
    down: bool
    headers: Sequence[str]
    rows: Sequence[BaseRow]

    def place(self, row: BaseRow, index: int) -> Position:
        """Where the value with that index (from 0) stood."""
        return (row.row + index, row.column) if self.down else (row.row, row.column + index)


class ReturnedCell(Struct, frozen=True):
    """One cell that was handed out, and what it holds now.

    ``table``, ``row`` and ``column`` are table key, row id and column key. ``sheet`` and ``ref`` say where it stands in
    the returned file. ``new_row`` is true where the workbook had no such row when the file was made; ``gone`` where the
    whole row has left the file (``value`` is then None). ``format`` tells how a number is shown to the person and
    ``code`` is the number format itself; ``formula`` that the value is a formula's stored result; ``sums`` that the
    row looks like a sum of other rows; ``doubt`` is why it isn't sure that this is the answer; ``calculated`` what the
    formula comes to, where the file stores another value or none. Dates are serials of the 1900 system.
    """

    table: str
    row: str
    column: str
    base: Scalar
    value: Scalar
    sheet: str = ""
    ref: str = ""
    new_row: bool = False
    gone: bool = False
    format: FormatKind = FormatKind.PLAIN
    formula: bool = False
    runs: Runs = ()
    sums: bool = False
    code: str = ""
    doubt: str = ""
    calculated: Scalar = None

    @property
    def at(self) -> tuple[str, str, str]:
        """Table key, row id and column key."""
        return self.table, self.row, self.column

    @property
    def seen(self) -> str:
        """What the person sees in the cell."""
        return (self.shown if self.format is FormatKind.UNIT else "") or seen(self.value, self.format)

    @property
    def shown(self) -> str | None:
        """What the format shows of a number with something added; None where that isn't simple to tell."""
        return shown(self.value, self.code) if self.code and isinstance(self.value, (int, float)) else None

    @property
    def place(self) -> str:
        """Where in the returned file: ``Uppföljning!B7``; ``rad 7, Status`` in one without sheets."""
        return f"{self.sheet}!{self.ref}" if self.sheet else self.ref


class Note(Struct, frozen=True):
    """Something in a returned file that isn't carried over, or that a person should know: place, fault, remedy.

    ``place`` is "" where it is the whole file, which whoever tells of it names. ``asks`` where it may be an answer that
    hasn't been read: then somebody has to look.
    """

    place: str
    text: str
    remedy: str = ""
    asks: bool = False

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.text} {self.remedy}".strip()


class Returned(Struct, frozen=True):
    """A follow-up file as read.

    ``unit`` is the activity's id and ``title`` its name when the file was made. ``who`` is the file's own last
    modifier, or the address that mailed it where it doesn't tell, "" where nothing does; ``sender`` is who mailed it.
    ``when`` is when it was answered (ISO, UTC), "" where unknown. ``sent`` is the day it was made, and ``earliest`` the
    first that it can have been answered, None where nothing tells. ``saved``: its own properties tell that it has been
    saved since.

    ``cells`` may lack those that hold the very value that was handed out, which ``base`` tells. ``lost`` are the
    columns that can't be found in the file, by sheet and header (as in the workbook); a header of "" is all of a sheet.
    ``new_unit``: the workbook has no such unit, and a person is asked whether to add it.
    ``clashed`` names the file that a sync client seems to have made this one a copy of, when two computers changed it.
    """

    path: str
    workbook_id: str
    declaration: str
    version: str
    year: int | None
    unit: str
    title: str
    sent: dt.date
    who: str
    when: str
    cells: tuple[ReturnedCell, ...]
    notes: tuple[Note, ...] = ()
    saved: bool = True
    base: tuple[BaseTable, ...] = ()
    lost: frozenset[tuple[str, str]] = frozenset()
    sender: str = ""
    clashed: str = ""
    new_unit: bool = False
    earliest: dt.date | None = None

    @property
    def name(self) -> str:
        """The file's name without folders."""
        return short(self.path)

    @property
    def identity(self) -> str:
        """Who answered, for comparing: where the file doesn't say, only the very same file is taken to be the same.

        So too where it clashed: of what one wrote on two computers, neither is a change of mind.
        """
        return identity("" if self.clashed else self.who, self.path)


class RefusedFile(Struct, frozen=True):
    """A file that can't be used at all, and why. ``other``: nobody need look at it, since it surely holds no answer."""

    path: str
    message: str
    remedy: str
    unit: str = ""
    other: bool = False

    @property
    def name(self) -> str:
        """The file's name without folders."""
        return short(self.path)


def short(path: str) -> str:
    """A file's name without its folders."""
    return path.replace("\\", "/").rpartition("/")[2]


def identity(who: str, path: str) -> str:
    """Who answered, for comparing; ``path`` stands in where nobody is named."""
    return unicodedata.normalize("NFC", f"name:{who.strip().casefold()}" if who.strip() else f"file:{path}")


def differs(cell: ReturnedCell, kind: CellType) -> bool:
    """Whether a returned cell holds another value than was handed out."""
    if type(cell.value) is type(cell.base) and cell.value == cell.base:
        return False  # most cells, and quickly
    return normal(cell.value, kind) != normal(cell.base, kind)
