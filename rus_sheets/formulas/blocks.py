"""The values of an area, or of an array that a formula makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from rus_sheets.book.raw import CellError, Scalar
from rus_sheets.formulas.values import FaultError, NotKnownError, as_number

SearchKey = float | str | tuple[bool]
"""What makes values equal to a search: numbers, texts without regard to letters' case, truth values."""


class ValueBlock:
    """Values in ``height`` rows and ``width`` columns. ``columns`` may be fewer and shorter: the rest is blank."""

    def __init__(self, columns: Sequence[Sequence[Scalar]], height: int, width: int) -> None:
        self.columns = columns
        self.height = height
        self.width = width

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.height, self.width

    @cached_property
    def held(self) -> tuple[int, int]:
        """The rows and columns outside which all is blank."""
        return max(map(len, self.columns), default=0), len(self.columns)

    def at(self, row: int, column: int) -> Scalar:
        """The value there, from 0."""
        if column < len(self.columns) and row < len(self.columns[column]):
            return self.columns[column][row]
        return None

    def values(self) -> Iterator[Scalar]:
        """All that is held, row by row."""
        if len(self.columns) == 1:
            yield from self.columns[0]
            return
        rows, columns = self.held
        yield from (self.at(row, column) for row in range(rows) for column in range(columns))

    def line(self) -> Sequence[Scalar]:
        """The values of a single row or column. Raises NotKnownError for anything else."""
        if self.width == 1:
            return self.columns[0] if self.columns else ()
        if self.height == 1:
            return [self.at(0, column) for column in range(len(self.columns))]
        raise NotKnownError

    @cached_property
    def index(self) -> dict[SearchKey, list[tuple[int, int]]]:
        """Where each value stands. A number that is stored as text stands under both."""
        found: dict[SearchKey, list[tuple[int, int]]] = {}
        rows, columns = self.held
        for row in range(rows):
            for column in range(columns):
                for key in keys_of(self.at(row, column)):
                    found.setdefault(key, []).append((row, column))
        return found

    def part(self, row: int, column: int) -> ValueBlock:
        """A row or column of it, from 1, both for one value, 0 for all; what INDEX gives. Raises FaultError."""
        if not (0 <= row <= self.height and 0 <= column <= self.width):
            raise FaultError("#REF!")
        columns = self.columns if not column else self.columns[column - 1 : column]
        if row:
            columns = [values[row - 1 : row] for values in columns]
        return ValueBlock(columns, 1 if row else self.height, 1 if column else self.width)


def keys_of(value: Scalar) -> Iterator[SearchKey]:
    """The keys under which a value is found; none for blanks and errors."""
    if isinstance(value, bool):
        yield (value,)
    elif isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, str):
        yield value.lower()
        said = as_number(value)
        if said is not None:
            yield said


def single(value: Scalar | ValueBlock) -> Scalar:
    """The one value of what should be one. Raises FaultError for an error, NotKnownError for several."""
    if isinstance(value, ValueBlock):
        if value.size != (1, 1):
            raise NotKnownError
        value = value.at(0, 0)
    if isinstance(value, CellError):
        raise FaultError(value.code)
    return value


def spread(function: Callable[..., Scalar], *operands: Scalar | ValueBlock) -> Scalar | ValueBlock:
    """The function's value; of arrays the array of its values, single rows, columns and values repeated.

    Errors in arrays stay where they are; one alone is raised.
    """
    blocks = [operand for operand in operands if isinstance(operand, ValueBlock)]
    if not blocks:
        return function(*map(single, operands))
    height, width = max(block.height for block in blocks), max(block.width for block in blocks)
    if any(block.height not in (1, height) or block.width not in (1, width) for block in blocks):
        raise NotKnownError
    if height * width > _MOST:
        raise NotKnownError  # whole columns

    def value(row: int, column: int) -> Scalar:
        try:
            return function(*(single(_one(operand, row, column)) for operand in operands))
        except FaultError as fault:
            return CellError(fault.code)

    return ValueBlock([[value(row, column) for row in range(height)] for column in range(width)], height, width)


_MOST = 100_000
"""Values in an array."""


def _one(operand: Scalar | ValueBlock, row: int, column: int) -> Scalar:
    if not isinstance(operand, ValueBlock):
        return operand
    return operand.at(row if operand.height > 1 else 0, column if operand.width > 1 else 0)
