"""The reckoning of one formula: going through its tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from rus_sheets.book.raw import Scalar
from rus_sheets.formulas.aggregates import AGGREGATES
from rus_sheets.formulas.areas import Area
from rus_sheets.formulas.blocks import ValueBlock, single, spread
from rus_sheets.formulas.lookups import LOOKUPS, Looking
from rus_sheets.formulas.parse import Array, Call, Chain, Constant, ErrorValue, Node, Operand, Signed
from rus_sheets.formulas.scalars import SIMPLE, Simple, call_simple
from rus_sheets.formulas.special import SPECIAL, call_special
from rus_sheets.formulas.values import FaultError, NotKnownError, applied, number

_DEEPEST = 8
"""How deep names may stand in names."""


class CellSource(Protocol):
    """What a formula asks of its workbook."""

    def at(self, sheet: str, row: int, column: int) -> Scalar:
        """What stands in a cell. Raises NotKnownError where that can't be told."""

    def block(self, area: Area) -> ValueBlock:
        """The values of an area. Raises NotKnownError if one of them can't be told."""

    def area(self, operand: Operand, sheet: str, row: int, column: int) -> Area | None:
        """The cells that a word of a formula stands for, None if it stands for none."""

    def meaning(self, operand: Operand, sheet: str) -> Node:
        """The formula that a name stands for. Raises NotKnownError."""

    def passed_over(self, area: Area) -> bool:
        """May SUBTOTAL pass over cells of the area: are rows hidden, or does it hold other subtotals?"""


class Interpreter(Struct, frozen=True):
    """The reckoning of one formula, from where it stands. ``spreads``: areas are gone through value by value."""

    book: CellSource
    sheet: str
    row: int
    column: int
    spreads: bool = False
    depth: int = 0

    def of(self, node: Node) -> Scalar | ValueBlock:
        """What a node comes to; an error alone is raised as FaultError."""
        found: Scalar | ValueBlock = None
        match node:
            case Constant(value):
                found = value
            case Operand():
                found = self._operand(node)
            case Call():
                found = self._call(node)
            case Chain():
                found = self._chain(node)
            case Signed():
                found = self._signed(node)
            case Array():
                found = self._array(node)
            case ErrorValue(code):
                raise FaultError(code)
        return found  # an argument that is left out is a blank

    def argument(self, node: Node) -> Scalar | ValueBlock:
        """What a function of areas gets: cells stay an area, be it of one cell."""
        if isinstance(node, Operand):
            area = self.book.area(node, self.sheet, self.row, self.column)
            if area is not None:
                return self.book.block(area)
        return self.of(node)

    def area(self, node: Node) -> Area:
        """The area that an argument stands for. Raises NotKnownError if it is none."""
        area = self.book.area(node, self.sheet, self.row, self.column) if isinstance(node, Operand) else None
        if area is None:
            raise NotKnownError
        return area

    def subtotalled(self, area: Area) -> ValueBlock:
        """The values of an area for SUBTOTAL. Raises NotKnownError if it may pass over some of them."""
        if self.book.passed_over(area):
            raise NotKnownError
        return self.book.block(area)

    def _operand(self, node: Operand) -> Scalar | ValueBlock:
        area = self.book.area(node, self.sheet, self.row, self.column)
        if area is None:
            return self._named(node)
        if area.single:
            return single(self.book.at(area.sheet, area.first_row, area.first_column))
        return self.book.block(area)

    def _named(self, node: Operand) -> Scalar | ValueBlock:
        """A name that stands for a formula. One that is relative to whoever uses it isn't known."""
        if self.depth > _DEEPEST:
            raise NotKnownError
        tree = self.book.meaning(node, self.sheet)
        if isinstance(tree, Operand):  # an area was looked for already: a relative one, or none
            raise NotKnownError
        return Interpreter(self.book, "", 0, 0, self.spreads, self.depth + 1).of(tree)

    def _array(self, node: Array) -> ValueBlock:
        rows = [[single(self.of(item)) for item in row] for row in node.rows]
        if len({len(row) for row in rows}) != 1:
            raise NotKnownError
        return ValueBlock(list(zip(*rows, strict=True)), len(rows), len(rows[0]))

    def _signed(self, node: Signed) -> Scalar | ValueBlock:
        match node.sign:
            case "-":
                return self._each(lambda value: -number(value), self.of(node.operand))
            case "%":
                return self._each(lambda value: number(value) / 100, self.of(node.operand))
            case "+":
                return self.of(node.operand)
        raise NotKnownError

    def _chain(self, node: Chain) -> Scalar | ValueBlock:
        value = self.of(node.first)
        for sign, operand in node.rest:
            if sign in (":", " ", ","):
                raise NotKnownError
            value = self._each(lambda one, other, sign=sign: applied(sign, one, other), value, self.of(operand))
        return value

    def _each(self, function: Callable[..., Scalar], *operands: Scalar | ValueBlock) -> Scalar | ValueBlock:
        """The function's value; of areas that of each of their values, where they are gone through at all."""
        if self.spreads:
            return spread(function, *operands)
        return function(*map(single, operands))

    def _call(self, node: Call) -> Scalar | ValueBlock:
        name, arguments = node
        if name in SPECIAL:
            return call_special(self, name, arguments)
        if name in SIMPLE:
            return self._simple(SIMPLE[name], arguments)
        if name in LOOKUPS:
            return self._looking(LOOKUPS[name], arguments)
        if name not in AGGREGATES:
            raise NotKnownError
        run = Interpreter(self.book, self.sheet, self.row, self.column, spreads=True) if name == "SUMPRODUCT" else self
        return AGGREGATES[name]([run.argument(argument) for argument in arguments])

    def _simple(self, simple: Simple, arguments: tuple[Node, ...]) -> Scalar | ValueBlock:
        return self._each(lambda *values: call_simple(simple, *values), *map(self.of, arguments))

    def _looking(self, looking: Looking, arguments: tuple[Node, ...]) -> Scalar | ValueBlock:
        if not looking.least <= len(arguments) <= looking.most:
            raise NotKnownError
        given = [self.argument(argument) for argument in arguments]
        wide = [n for n in looking.arrays if n < len(given) and _is_wide(given[n])]
        if not wide or not self.spreads:
            return looking.function(given)

        def one(*values: Scalar) -> Scalar:
            changed = dict(zip(wide, values, strict=True))
            return single(looking.function([changed.get(n, value) for n, value in enumerate(given)]))

        return spread(one, *(given[n] for n in wide))


def _is_wide(value: Scalar | ValueBlock) -> bool:
    return isinstance(value, ValueBlock) and value.size != (1, 1)
