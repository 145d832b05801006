"""Areas of cells, and references that move with the formula they stand in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from rus_sheets.book.raw import Position, column_letters, column_number, ref_of
from rus_sheets.formulas.tokens import Token, rewritten, tokens

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384


class Area(NamedTuple):
    """A rectangle of cells, ends included. ``sheet`` is the sheet's own name."""

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def ref(self) -> str:
        """The A1 reference without the sheet."""
        first, last = ref_of(self.first_row, self.first_column), ref_of(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"

    @property
    def single(self) -> bool:
        """Is this one cell?"""
        return self.first_row == self.last_row and self.first_column == self.last_column

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        return self.last_row - self.first_row + 1, self.last_column - self.first_column + 1

    def __str__(self) -> str:
        """``Plan!K2:K29`` for messages."""
        return f"{self.sheet}!{self.ref}"


class Coordinate(NamedTuple):
    """A row or column number, or the distance from the formula's own cell."""

    relative: bool
    number: int

    def at(self, own: int) -> int:
        """The number, seen from a cell in row or column ``own``."""
        return self.number + own if self.relative else self.number


class Reference(NamedTuple):
    """An area as a formula names it: the same for every cell that the formula is filled into."""

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
        return Area(self.sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    @property
    def fixed(self) -> bool:
        """Is it the same from wherever it is read?"""
        return not (self.top.relative or self.left.relative or self.bottom.relative or self.right.relative)

    @property
    def single(self) -> bool:
        """Is this one cell?"""
        return self.top == self.bottom and self.left == self.right


THIS_ROW = Coordinate(True, 0)
_FIRST = Coordinate(False, 1)
_LAST_ROW, _LAST_COLUMN = Coordinate(False, MAX_ROW), Coordinate(False, MAX_COLUMN)
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


def reference_of(ref: str, sheet: str, position: Position) -> Reference:
    """``B7``, ``$B$2:B7``, ``A:C`` or ``2:4`` (the text of a range without its sheet), as ``position`` sees it."""
    first, _, last = ref.partition(":")
    top, left = _corner(first, position, _FIRST, _FIRST)
    bottom, right = _corner(last, position, _LAST_ROW, _LAST_COLUMN) if last else (top, left)
    return Reference(sheet, top, left, bottom, right)


def _corner(text: str, position: Position, row: Coordinate, column: Coordinate) -> tuple[Coordinate, Coordinate]:
    """Row and column of ``$K2``; of a whole column or row, which doesn't move, the other is the one given."""
    match = _CORNER.fullmatch(text)
    across, letters, down, digits = match.groups() if match else ("", "", "", "")
    if not letters:
        return Coordinate(False, int(digits or 1)), column
    place = column_number(letters.upper())
    if not digits:
        return row, Coordinate(False, place)
    return (
        Coordinate(False, int(digits)) if down else Coordinate(True, int(digits) - position[0]),
        Coordinate(False, place) if across else Coordinate(True, place - position[1]),
    )


_CELLS = frozenset({"range", "external"})
"""The kinds of tokens that name cells."""
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})")


def relative_form(formula: str, row: int, column: int) -> tuple[str, ...]:
    """The formula as it reads when copied: references that aren't locked become offsets from the cell.

    Cells of a filled column have the same form; letters' case and white space outside texts make no difference.
    """
    return _form(formula) or _form_at(formula, row, column)


@lru_cache(maxsize=4096)
def _form(formula: str) -> tuple[str, ...] | None:
    """The form of a formula that names no cells, as most of a table don't: the same text, in every row. None else."""
    pieces = tokens(formula)
    return None if any(token.kind in _CELLS for token in pieces) else tuple(map(_plain, pieces))


def _form_at(formula: str, row: int, column: int) -> tuple[str, ...]:
    def offset(match: re.Match[str]) -> str:
        place = column_number(match[2].upper())
        across = f"C{place}" if match[1] else f"C[{place - column}]"
        down = f"R{match[4]}" if match[3] else f"R[{int(match[4]) - row}]"
        return down + across

    return tuple(_moving(token, offset) for token in tokens(formula))


def _moving(token: Token, offset: Callable[[re.Match[str]], str]) -> str:
    if token.kind not in _CELLS:
        return _plain(token)
    sheet, mark, ref = token.text.rpartition("!")
    return sheet.casefold() + mark + _CELL.sub(offset, ref)


def _plain(token: Token) -> str:
    return token.text if token.kind == "text" else token.text.casefold()


class Corner(NamedTuple):
    """A cell as it is written in a range: its column and row, and what stands before each: ``$`` or nothing."""

    across: str
    column: int
    down: str
    row: int

    def __str__(self) -> str:
        """``$K2``."""
        return f"{self.across}{column_letters(self.column)}{self.down}{self.row}"


def corners(ref: str) -> tuple[Corner, Corner] | None:
    """The first and last cell of ``$A$2:C9``, twice the same of ``B7``. None for what is something else, as ``A:C``."""
    first, mark, last = ref.partition(":")
    start = _corner_of(first)
    end = _corner_of(last) if mark else start
    return (start, end) if start and end else None


def _corner_of(text: str) -> Corner | None:
    match = _CELL.fullmatch(text)
    return match and Corner(match[1], column_number(match[2].upper()), match[3], int(match[4]))


def moved(formula: str, origin: Position, target: Position) -> str:
    """The formula of the cell ``origin`` as it reads when copied to another: what isn't locked moves along."""
    down, across = target[0] - origin[0], target[1] - origin[1]

    def place(match: re.Match[str]) -> str:
        lock, letters, row_lock, digits = match.groups()
        column = column_number(letters.upper()) + (0 if lock else across) if letters else 1
        row = int(digits) + (0 if row_lock or (lock and not letters) else down) if digits else 1
        if not (1 <= column <= MAX_COLUMN and 1 <= row <= MAX_ROW):
            raise _OutsideError
        return lock + (column_letters(column) if letters else "") + row_lock + (str(row) if digits else "")

    def change(token: Token) -> str:
        if token.kind not in _CELLS:
            return token.text
        sheet, mark, ref = token.text.rpartition("!")
        try:
            return sheet + mark + ":".join(_CORNER.sub(place, corner, count=1) for corner in ref.split(":"))
        except _OutsideError:
            return f"{sheet}{mark}#REF!"

    return rewritten(formula, change)


class _OutsideError(Exception):
    pass
