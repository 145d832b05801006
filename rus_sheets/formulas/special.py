"""Functions that don't take the values of all their arguments as they come; and all that are known."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from rus_sheets.book.raw import CellError, Scalar
from rus_sheets.formulas.aggregates import AGGREGATES
from rus_sheets.formulas.areas import Area
from rus_sheets.formulas.blocks import ValueBlock, single
from rus_sheets.formulas.lookups import LOOKUPS
from rus_sheets.formulas.parse import Node
from rus_sheets.formulas.scalars import SIMPLE
from rus_sheets.formulas.values import FaultError, NotKnownError, number, truth


class Running(Protocol):
    """The reckoning that a function is part of."""

    @property
    def row(self) -> int:
        """The formula's row."""

    @property
    def spreads(self) -> bool:
        """Are areas gone through value by value?"""

    def of(self, node: Node) -> Scalar | ValueBlock:
        """What a node comes to."""

    def area(self, node: Node) -> Area:
        """The area that an argument stands for. Raises NotKnownError if it is none."""

    def subtotalled(self, area: Area) -> ValueBlock:
        """The values of an area for SUBTOTAL. Raises NotKnownError if it may pass over some of them."""


ArgumentNodes = tuple[Node, ...]


def _if(run: Running, arguments: ArgumentNodes) -> Scalar | ValueBlock:
    condition, then, *otherwise = arguments
    if truth(single(run.of(condition))):
        return run.of(then)
    return run.of(otherwise[0]) if otherwise else False


def _if_error(run: Running, arguments: ArgumentNodes, code: str = "") -> Scalar | ValueBlock:
    value, instead = arguments
    try:
        return single(run.of(value))
    except FaultError as fault:
        if code and fault.code != code:
            raise
        return run.of(instead)


def _choose(run: Running, arguments: ArgumentNodes) -> Scalar | ValueBlock:
    place = int(number(single(run.of(arguments[0]))))
    if not 1 <= place < len(arguments):
        raise FaultError("#VALUE!")
    return run.of(arguments[place])


def _is(run: Running, arguments: ArgumentNodes, test: Callable[[Scalar], bool]) -> Scalar | ValueBlock:
    try:
        value = run.of(arguments[0])
    except FaultError as fault:
        return test(CellError(fault.code))
    if not isinstance(value, ValueBlock):
        return test(value)
    if not run.spreads and value.size != (1, 1):
        raise NotKnownError
    rows, columns = range(value.height), range(value.width)
    return ValueBlock([[test(value.at(row, column)) for row in rows] for column in columns], *value.size)


def _row(run: Running, arguments: ArgumentNodes) -> Scalar:
    if not arguments:
        return run.row
    area = run.area(arguments[0])
    if area.first_row != area.last_row:
        raise NotKnownError
    return area.first_row


def _rows(run: Running, arguments: ArgumentNodes) -> Scalar:
    return run.area(arguments[0]).shape[0]


def _columns(run: Running, arguments: ArgumentNodes) -> Scalar:
    return run.area(arguments[0]).shape[1]


_SUBTOTALS = {1: "AVERAGE", 2: "COUNT", 3: "COUNTA", 4: "MAX", 5: "MIN", 6: "PRODUCT", 9: "SUM"}


def _subtotal(run: Running, arguments: ArgumentNodes) -> Scalar:
    way, *sources = arguments
    name = _SUBTOTALS.get(int(number(single(run.of(way)))) % 100)
    if name is None:
        raise NotKnownError
    return AGGREGATES[name]([run.subtotalled(run.area(source)) for source in sources])


def _is_error(value: Scalar) -> bool:
    return isinstance(value, CellError)


def _is_not_available(value: Scalar) -> bool:
    return isinstance(value, CellError) and value.code == "#N/A"


def _is_number(value: Scalar) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_MANY = 255
_SPECIAL: dict[str, tuple[Callable[[Running, ArgumentNodes], Scalar | ValueBlock], int, int]] = {
    "CHOOSE": (_choose, 2, _MANY),
    "COLUMNS": (_columns, 1, 1),
    "IF": (_if, 2, 3),
    "IFERROR": (_if_error, 2, 2),
    "IFNA": (partial(_if_error, code="#N/A"), 2, 2),
    "ISBLANK": (partial(_is, test=lambda value: value is None), 1, 1),
    "ISERR": (partial(_is, test=lambda value: _is_error(value) and not _is_not_available(value)), 1, 1),
    "ISERROR": (partial(_is, test=_is_error), 1, 1),
    "ISNA": (partial(_is, test=_is_not_available), 1, 1),
    "ISNUMBER": (partial(_is, test=_is_number), 1, 1),
    "ISTEXT": (partial(_is, test=lambda value: isinstance(value, str)), 1, 1),
    "ROW": (_row, 0, 1),
    "ROWS": (_rows, 1, 1),
    "SUBTOTAL": (_subtotal, 2, _MANY),
}
"""Each with the least and the most arguments that it takes."""
SPECIAL = frozenset(_SPECIAL)


def call_special(run: Running, name: str, arguments: ArgumentNodes) -> Scalar | ValueBlock:
    """What one of ``SPECIAL`` comes to. Raises FaultError and NotKnownError."""
    function, least, most = _SPECIAL[name]
    if not least <= len(arguments) <= most:
        raise NotKnownError
    return function(run, arguments)


KNOWN_RIGHT = SPECIAL | SIMPLE.keys() | LOOKUPS.keys() | AGGREGATES.keys()
"""Every function of the evaluator. Each has been compared with LibreOffice: tests/formulas/known_right.txt."""
