"""A worksheet part as read: cells, and what stands around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lxml import etree
from msgspec import Struct, field

from rus_sheets.book.raw import Position, RawCell, Runs, Scalar, column_number, position_of, ref_of
from rus_sheets.excel.read.badsheet import BadSheetError, TooLargeError
from rus_sheets.excel.read.cellvalue import shared_string, stored_value
from rus_sheets.excel.read.measures import is_low
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.strings import SharedStrings, read_text
from rus_sheets.formulas.areas import MAX_COLUMN, MAX_ROW, moved
from rus_sheets.formulas.parse import parse

_MAX_WORK = 20_000_000
"""Cells looked at for array formulas: far above what real sheets need, a few seconds for hostile ones."""
_MAX_MOVED = 5_000_000
"""Characters of shared formulas that are moved, for the same reason."""
MAX_CELLS = 2_000_000
"""Cells of a sheet: a year's workbook has some ten thousand; each takes a few hundred bytes."""
MAX_BLANKS = 200_000
"""Cells with a format and nothing in them that are remembered. Some programs write them down to the last row."""

ROW, CELL, FORMULA, SHEET_DATA = (f"{{{MAIN}}}{name}" for name in ("row", "c", "f", "sheetData"))
_V, _IS = f"{{{MAIN}}}v", f"{{{MAIN}}}is"
_BLANK: tuple[Scalar, str | None, bool, Runs] = (None, None, False, ())


class Rectangle(Struct, frozen=True):
    """A rectangle of cells, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __contains__(self, position: Position) -> bool:
        row, column = position
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    @property
    def size(self) -> int:
        """How many cells it has."""
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def positions(self) -> Iterator[Position]:
        """Its cells, row by row."""
        columns = range(self.first_column, self.last_column + 1)
        return ((row, column) for row in range(self.first_row, self.last_row + 1) for column in columns)

    def __str__(self) -> str:
        first, last = ref_of(self.first_row, self.first_column), ref_of(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"


class SheetCells(Struct):
    """What a pass over ``sheetData`` found.

    ``blank_styles`` are the styles of cells without content; ``areas`` those of array formulas and data tables.
    """

    cells: dict[Position, RawCell] = field(default_factory=dict)
    blank_styles: dict[Position, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    areas: list[Rectangle] = field(default_factory=list)

    def style_at(self, position: Position) -> int | None:
        """The style that the cell has, None if there is no such cell."""
        cell = self.cells.get(position)
        return self.blank_styles.get(position) if cell is None else cell.style


def rectangle_of(ref: str) -> Rectangle:
    """``A1:B3`` or ``A1``. Raises BadSheetError; whole columns and rows are clipped to the sheet."""
    first, _, last = ref.replace("$", "").partition(":")
    try:
        if not last:
            row, column = position_of(first)
            return Rectangle(row, column, row, column)
        if first.isalpha() and last.isalpha():
            return Rectangle(1, column_number(first), MAX_ROW, column_number(last))
        if first.isdigit() and last.isdigit():
            return Rectangle(int(first), 1, int(last), MAX_COLUMN)
        (top, left), (bottom, right) = position_of(first), position_of(last)
        return Rectangle(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
    except ValueError as error:
        raise BadSheetError(f"området {ref!r}") from error


def flag(element: etree._Element, name: str) -> bool:
    """An XML boolean attribute; false where it is missing."""
    return element.get(name) in ("1", "true")


def read_cells(
    rows: Iterable[etree._Element], strings: SharedStrings, *, date1904: bool, max_blanks: int = MAX_BLANKS
) -> SheetCells:
    """All cells of the ``row`` elements in one pass; of the blank ones no more than so many.

    Raises BadSheetError, TooLargeError.
    """
    reading = _CellReader(strings, date1904=date1904)
    found = SheetCells(areas=reading.areas)
    cells, blanks = found.cells, found.blank_styles
    for row_number, row in numbered(rows):
        if flag(row, "hidden") or is_low(row.get("ht")):
            found.hidden_rows.add(row_number)
        for column, element in cells_of(row, row_number):
            position = (row_number, column)
            style = element.get("s")
            number = int(style) if style and style.isdigit() and style.isascii() and len(style) < 8 else 0
            content = reading.content(element, position) if len(element) else _BLANK
            value, formula, special, runs = content
            blank = value is None and formula is None and not special
            if blank and len(blanks) >= max_blanks:
                continue
            if position in cells or position in blanks:
                raise BadSheetError(f"{ref_of(*position)} står två gånger")
            if blank:
                blanks[position] = number
            else:
                cells[position] = RawCell(row_number, column, value, formula, number, special, runs)
        if len(cells) + len(blanks) > MAX_CELLS:
            raise TooLargeError("celler")
    if found.areas:
        _mark_members(found)
    return found


def rows_of(root: etree._Element) -> Iterator[etree._Element]:
    """The rows of a ``worksheet`` element."""
    data = root.find(SHEET_DATA)
    return iter(()) if data is None else data.iterchildren(ROW)


def numbered(rows: Iterable[etree._Element]) -> Iterator[tuple[int, etree._Element]]:
    """Each row with its number; a row without one follows the row before it. Raises BadSheetError."""
    number = 0
    for row in rows:
        text = row.get("r")
        number = number + 1 if text is None else _row_number(text)
        if number > MAX_ROW:
            raise BadSheetError(f"rad {number}")
        yield number, row


def cells_of(row: etree._Element, row_number: int) -> Iterator[tuple[int, etree._Element]]:
    """Each cell with its column; a cell without a reference follows the cell before it. Raises BadSheetError."""
    suffix = str(row_number)
    cut = -len(suffix)
    column = 0
    for cell in row.iterchildren(CELL):
        ref = cell.get("r")
        if ref is None:
            column += 1
        elif ref[cut:] == suffix:
            column = _column(ref[:cut])
        else:
            raise BadSheetError(f"cellen {ref!r} på rad {row_number}")
        if column > MAX_COLUMN:
            raise BadSheetError(f"kolumn {column}")
        yield column, cell


def _column(letters: str) -> int:
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        raise BadSheetError(f"kolumn {letters!r}")
    return column_number(letters.upper())


class _Shared:
    """Shared formulas: the first cell of a group holds the text, members are moved copies of it."""

    def __init__(self) -> None:
        self._groups: dict[str, Callable[[Position], str]] = {}
        self._lengths: dict[str, int] = {}
        self._moved = 0

    def formula(self, element: etree._Element, position: Position) -> str:
        group = element.get("si", "")
        ref = ref_of(*position)
        if element.text:
            self._groups[group] = mover(element.text, position)
            self._lengths[group] = len(element.text)
            return element.text
        if group not in self._groups:
            raise BadSheetError(f"{ref}: den delade formeln {group} saknar sin första cell")
        self._moved += self._lengths[group]
        if self._moved > _MAX_MOVED:
            raise TooLargeError("delade formler")
        return self._groups[group](position)


class _CellReader:
    """Reads the cells of one sheet; ``areas`` are those of the array formulas and data tables that it has met."""

    def __init__(self, strings: SharedStrings, *, date1904: bool) -> None:
        self._strings = strings
        self._date1904 = date1904
        self._shared = _Shared()
        self.areas: list[Rectangle] = []

    def content(self, element: etree._Element, position: Position) -> tuple[Scalar, str | None, bool, Runs]:
        """Value, formula, whether the formula is shared or an array, and rich text of a ``c`` element."""
        kind = element.get("t", "n")
        formula: str | None = None
        special = False
        value: Scalar = None
        runs: Runs = ()
        for child in element:
            tag = child.tag
            if tag == _V:
                text = child.text
                if text and text.isdigit() and text.isascii() and len(text) < 10 and kind in "ns":
                    # By far the most common, so not through further calls.
                    value = number = int(text)
                    if kind == "s":
                        value, runs = shared_string(number, self._strings)
                else:
                    value, runs = stored_value(text, kind, self._strings, date1904=self._date1904)
            elif tag == FORMULA:
                formula, special = self._formula(child, position)
            elif tag == _IS:  # whatever the type says, as Excel does
                value, runs = read_text(child)
        return value, formula, special, runs

    def _formula(self, element: etree._Element, position: Position) -> tuple[str | None, bool]:
        kind = element.get("t", "normal")
        if kind == "normal":
            return element.text or "", False
        if kind == "shared":
            return self._shared.formula(element, position), True
        self.areas.append(rectangle_of(element.get("ref") or ref_of(*position)))
        return element.text or "", True


def mover(formula: str, origin: Position) -> Callable[[Position], str]:
    """A function that gives ``formula`` (without ``=``) as it reads when moved from ``origin`` to another cell.

    It gives an empty text if the formula isn't understood.
    """
    return lambda target: moved(formula, origin, target) if parse(formula) else ""


def _mark_members(found: SheetCells) -> None:
    """Cells inside an array formula or data table hold values only in the file, but belong to the formula."""
    work = 0
    for area in found.areas:
        places: Iterable[Position] = area.positions()
        if area.size > len(found.cells):
            places = [position for position in found.cells if position in area]
        work += min(area.size, len(found.cells))
        if work > _MAX_WORK:
            raise TooLargeError("matrisformler")
        for position in places:
            cell = found.cells.get(position)
            if cell is not None and not cell.shared_or_array:
                found.cells[position] = cell._replace(shared_or_array=True)


def _row_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text)):
        raise BadSheetError(f"rad {text!r}")
    return int(text)
