"""A workbook as it stands in the file, before the declaration gives it meaning.

``rus_sheets.excel.read.reader`` fills these; everything below knows workbooks only through them. Nothing here is
converted or guessed: a number stored as text is a text, an error is an error and never a blank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field

from rus_sheets.book.formats import FormatKind, format_kind
from rus_sheets.book.units import says_otherwise
from rus_sheets.schema.model import CellType

Position = tuple[int, int]
"""Row and column, both from 1."""
SheetPosition = tuple[str, int, int]
"""Sheet, row, column."""


class CellError(Struct, frozen=True):
    """An error value such as ``#REF!``."""

    code: str

    def __str__(self) -> str:
        return self.code


Scalar = float | int | str | bool | CellError | None
"""What a cell can hold. Dates are numbers (days since 1899-12-30, or 1904-01-01 where the workbook says so)."""

SheetValues = Mapping[str, Mapping[str, Scalar]]
"""Values by sheet and A1 reference."""


Runs = tuple[tuple[str, str], ...]
"""Rich text as (text, marks), with marks a subset of "bis^v": bold, italic, struck through, raised, lowered."""


class RichText(Struct, frozen=True):
    """A text with marks, to write into a cell."""

    runs: Runs

    @property
    def text(self) -> str:
        """The text without its marks."""
        return "".join(text for text, _ in self.runs)


class RawCell(NamedTuple):
    """One cell. ``formula`` has no leading ``=``; ``value`` is then the stored (cached) value, None if none is stored.

    ``shared_or_array`` is true for members of shared, array and data-table formulas. ``runs`` holds rich text as
    (text, marks), empty for plain text. A tuple, since a workbook has so many of them: made in a third of the time that
    a frozen dataclass takes.
    """

    row: int
    column: int
    value: Scalar
    formula: str | None = None
    style: int = 0
    shared_or_array: bool = False
    runs: Runs = ()

    @property
    def ref(self) -> str:
        """The A1 reference."""
        return ref_of(self.row, self.column)


class RawTable(Struct, frozen=True):
    """An Excel table (ListObject). ``first_row`` is the header row; ``last_row`` the last data row, totals excluded."""

    name: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int
    columns: tuple[str, ...]
    totals_row: bool = False
    column_formulas: Mapping[str, str] = field(default_factory=dict)


class RawStyle(Struct, frozen=True):
    """What of a cell's format matters: is it a date (or a time of day), is it locked, and the number format itself.

    ``bare``: it has the font, fill and border of a cell that nobody has formatted. ``marks`` are the font's (see Runs),
    ``size`` its points, 0 where it has none of its own. ``faint``: its text can't be told from the cell's fill.
    """

    number_format: str = "General"
    is_date: bool = False
    locked: bool = True
    bare: bool = True
    marks: str = ""
    size: float = 0
    faint: bool = False

    @property
    def kind(self) -> FormatKind:
        """What the format makes of a number. Some dates have no code of their own, only a built-in number."""
        kind = format_kind(self.number_format)
        return FormatKind.DATE if self.is_date and kind is FormatKind.PLAIN else kind

    def kind_of(self, value: Scalar, column: CellType) -> FormatKind:
        """What the format makes of that value in a column of that type: UNIT where it says another number of it."""
        if self.kind is FormatKind.PLAIN and column.is_number and isinstance(value, (int, float)):
            otherwise = not isinstance(value, bool) and says_otherwise(value, self.number_format, column)
            return FormatKind.UNIT if otherwise else FormatKind.PLAIN
        return self.kind


class RemarkKind(StrEnum):
    """What lies on a sheet beside what its cells hold."""

    COMMENT = "comment"
    TEXT_BOX = "text box"
    PICTURE = "picture"
    FILE = "file"


class Remark(NamedTuple):
    """Something that lies on a sheet at the cell ``ref``: a note or comment, a text box, a picture, a file in it."""

    ref: str
    kind: RemarkKind
    text: str = ""


class RuleKind(StrEnum):
    """What lies over cells beside formats: dropdowns and other rules of what may be typed, conditional formats."""

    VALIDATION = "validation"
    HIGHLIGHT = "conditional format"


class CellRule(NamedTuple):
    """A rule that lies over cells: ``ranges`` as stored, parted by blanks.

    ``moves``: it speaks of cells that lie relative to the first of its own.
    """

    kind: RuleKind
    ranges: str
    moves: bool = False


class RawSheet(Struct, frozen=True):
    """One worksheet. ``state`` is visible, hidden or veryHidden; ``cells`` holds cells with a value or a formula.

    ``hyperlinks`` maps A1 references (as stored, so maybe a range) to addresses (internal ones begin with #).
    ``blank_styles`` holds the styles of formatted cells without content. In ``cells``, members of an array formula or
    data table have no formula of their own but ``shared_or_array``; a formula that can't be told is ``""``.
    ``hidden_rows`` and ``hidden_columns`` are also those that are too low or narrow to show anything.
    """

    name: str
    state: str
    cells: Mapping[Position, RawCell]
    tables: tuple[RawTable, ...] = ()
    merged: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    protected: bool = False
    hyperlinks: Mapping[str, str] = field(default_factory=dict)
    blank_styles: Mapping[Position, int] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    rules: tuple[CellRule, ...] = ()

    def at(self, row: int, column: int) -> RawCell:
        """The cell there; a blank one (with its style) where nothing is stored."""
        place = (row, column)
        return self.cells.get(place) or RawCell(row, column, None, style=self.blank_styles.get(place, 0))


class RawWorkbook(Struct, frozen=True):
    """A whole workbook as read. ``path`` is as given; ``properties`` has creator, last_modified_by, created, modified.

    ``calc_mode`` is auto, manual or autoNoTable; ``iterates`` lets circular references through, ``rounds_to_display``
    ("precision as displayed") cuts every value to what its format shows. ``external_links`` are the targets of links to
    other workbooks.
    """

    path: str
    sheets: tuple[RawSheet, ...]
    styles: tuple[RawStyle, ...] = ()
    defined_names: Mapping[str, str] = field(default_factory=dict)
    date1904: bool = False
    calc_mode: str = "auto"
    iterates: bool = False
    rounds_to_display: bool = False
    external_links: tuple[str, ...] = ()
    has_macros: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)

    def sheet(self, name: str) -> RawSheet | None:
        """The sheet of that exact name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def style_of(self, cell: RawCell) -> RawStyle:
        """The cell's format."""
        return self.styles[cell.style] if cell.style < len(self.styles) else RawStyle()


def column_letters(column: int) -> str:
    """``28`` gives ``AB``."""
    if 0 < column <= 26:
        return chr(64 + column)  # nearly all, and quickly
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """``AB`` gives ``28``."""
    if len(letters) == 1:
        return ord(letters) - 64  # nearly all, and quickly
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def ref_of(row: int, column: int) -> str:
    """``(7, 2)`` gives ``B7``."""
    return f"{column_letters(column)}{row}"


_REF = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


def position_of(ref: str) -> Position:
    """``B7`` (or ``$B$7``) gives ``(7, 2)``. Raises ValueError for anything else."""
    match = _REF.fullmatch(ref)
    if not match:
        raise ValueError(f"not a cell reference: {ref!r}")
    return int(match[2]), column_number(match[1])
