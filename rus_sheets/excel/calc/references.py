"""References in formula texts: cells, ranges, tables' parts, and the shape that filled-down formulas share.

Texts are brought to a shape in which relative references are offsets, as in R1C1 notation: the cells of a filled column
share one shape, so each shape need be taken apart only once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rus_sheets.book.raw import Position, RawTable, column_number

Area = tuple[str, int, int, int, int]
"""Sheet, first row, first column, last row, last column; the sheet as the workbook spells it."""

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384


class Coordinate(NamedTuple):
    """A row or column number, or the distance from the formula's own cell."""

    relative: bool
    number: int

    def at(self, own: int) -> int:
        """The number, seen from a cell in row or column ``own``."""
        return self.number + own if self.relative else self.number


class Template(NamedTuple):
    """An area as a shape holds it."""

    sheet: str
    top: Coordinate
    left: Coordinate
    bottom: Coordinate
    right: Coordinate

    def at(self, position: Position) -> Area:
        """The area that the formula in ``position`` reads."""
        row, column = position
        top, bottom = self.top.at(row), self.bottom.at(row)
        left, right = self.left.at(column), self.right.at(column)
        return (self.sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    @property
    def fixed(self) -> bool:
        """Is it the same from wherever it is read?"""
        return not (self.top.relative or self.left.relative or self.bottom.relative or self.right.relative)

    @property
    def single(self) -> bool:
        """Is this one cell?"""
        return self.top == self.bottom and self.left == self.right


@dataclass(frozen=True, slots=True)
class Context:
    """Where a formula stands and what the words in it can mean. Keys are in lower case (Excel doesn't tell case)."""

    sheet: str
    position: Position
    table: RawTable | None
    sheets: dict[str, str]
    tables: dict[str, tuple[str, RawTable]]
    names: dict[str, str]


_REFERENCE = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*\])"""
    r"""|(?<![\w.$\\])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!\[])"""
)


def shape_of(text: str, position: Position) -> str:
    """The text with relative references as offsets, so that filled-down formulas give the same shape."""
    return _offsets(text, position) if _has_cells(text) else text


@lru_cache(maxsize=4096)
def _has_cells(text: str) -> bool:
    """Does it name cells? Most formulas of a table name its columns, with the same text in every row."""
    return any(match[1] is None for match in _REFERENCE.finditer(text))


def _offsets(text: str, position: Position) -> str:
    row, column = position

    def replace(match: re.Match[str]) -> str:
        if match[1] is not None:
            return match[1]
        across = f"C{match[3]}" if match[2] else f"C[{column_number(match[3]) - column}]"
        down = f"R{match[5]}" if match[4] else f"R[{int(match[5]) - row}]"
        return down + across

    return _REFERENCE.sub(replace, text)


_CORNER = r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})"
_CELLS = re.compile(rf"{_CORNER}(?::{_CORNER})?")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?([1-9][0-9]{0,6}):\$?([1-9][0-9]{0,6})")


def unquote(name: str) -> str:
    """A sheet's name without the quotes that formulas put around it."""
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def cells_template(text: str, sheet: str, position: Position) -> Template | None:
    """The area of ``B7``, ``$B$2:B7``, ``A:C`` or ``2:4``; None for anything else."""
    if match := _CELLS.fullmatch(text):
        corners = [match.groups()[:4], match.groups()[4:]] if match[5] is not None else [match.groups()] * 2
        (c1, r1), (c2, r2) = (
            (
                _coordinate(bool(corner[0]), column_number(corner[1].upper()), position[1]),
                _coordinate(bool(corner[2]), int(corner[3]), position[0]),
            )
            for corner in corners
        )
        return Template(sheet, r1, c1, r2, c2)
    last_row, last_column = Coordinate(False, MAX_ROW), Coordinate(False, MAX_COLUMN)
    one = Coordinate(False, 1)
    if match := _COLUMNS.fullmatch(text):
        left, right = (Coordinate(False, column_number(match[n].upper())) for n in (1, 2))
        return Template(sheet, one, left, last_row, right)
    if match := _ROWS.fullmatch(text):
        top, bottom = (Coordinate(False, int(match[n])) for n in (1, 2))
        return Template(sheet, top, one, bottom, last_column)
    return None


def _coordinate(absolute: bool, number: int, own: int) -> Coordinate:
    return Coordinate(False, number) if absolute else Coordinate(True, number - own)


_ITEM = re.compile(r"\[((?:[^\[\]']|'.)*)\]")


def structured_template(text: str, context: Context) -> Template | None:
    """The area of ``Plan[Dagar]``, ``Plan[[#This Row],[Dagar]]`` and their kin; None if that can't be told."""
    name, _, rest = text.partition("[")
    own = (context.sheet, context.table) if context.table else None
    place = context.tables.get(name.lower()) if name else own
    if place is None or not rest.endswith("]"):
        return None
    sheet, table = place
    inner = rest[:-1].strip()
    this_row = inner.startswith("@")
    inner = inner.removeprefix("@")
    items = _ITEM.findall(inner) if inner.startswith("[") else [inner]
    words = [re.sub(r"'(.)", r"\1", item) for item in items if item]
    specials = {word.lower() for word in words if word.startswith("#")}
    columns = [_column(table, word) for word in words if not word.startswith("#")]
    if None in columns or len(columns) > 2:
        return None
    numbers = [number for number in columns if number is not None] or [table.first_column, table.last_column]
    left, right = min(numbers), max(numbers)
    if this_row or "#this row" in specials:
        row = Coordinate(True, 0)
        return Template(sheet, row, Coordinate(False, left), row, Coordinate(False, right))
    return table_template(sheet, table, left, right, whole=bool(specials - {"#data"}))


def _column(table: RawTable, header: str) -> int | None:
    wanted = header.lower()
    return next((table.first_column + n for n, name in enumerate(table.columns) if name.lower() == wanted), None)


def table_template(sheet: str, table: RawTable, left: int, right: int, *, whole: bool = False) -> Template:
    """The table's data rows in those columns; ``whole`` takes header and totals along (too much is safe)."""
    top = table.first_row + (0 if whole else 1)
    bottom = table.last_row + (1 if whole and table.totals_row else 0)
    first, last = (
        (Coordinate(False, top), Coordinate(False, left)),
        (Coordinate(False, bottom), Coordinate(False, right)),
    )
    return Template(sheet, *first, *last)
