"""Functions of many values: sums, counts, the largest.

Given as an argument of its own, a text or a truth value is taken for the number it says; in an area it is passed over.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from rus_sheets.book.raw import CellError, Scalar
from rus_sheets.formulas.blocks import ValueBlock, single
from rus_sheets.formulas.values import FaultError, NotKnownError, Number, number, truth

Operands = Sequence[Scalar | ValueBlock]


def numbers(operands: Operands) -> Iterator[Number]:
    """The numbers to be reckoned with. Raises FaultError at the first error."""
    for operand in operands:
        if not isinstance(operand, ValueBlock):
            yield number(operand)
            continue
        for value in operand.values():
            if isinstance(value, CellError):
                raise FaultError(value.code)
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield value


def total(values: Iterator[Number] | Sequence[Number]) -> Number:
    """The sum, without what adding one by one wears off."""
    try:
        return math.fsum(values)
    except OverflowError:
        raise FaultError("#NUM!") from None


def mean(values: Sequence[Number]) -> Number:
    """The average. Raises FaultError if there is nothing."""
    if not values:
        raise FaultError("#DIV/0!")
    return total(values) / len(values)


def _median(operands: Operands) -> Number:
    found = list(numbers(operands))
    if not found:
        raise FaultError("#NUM!")
    import statistics  # noqa: PLC0415 - with it come random and hashlib, for one function

    return statistics.median(found)


def _count(operands: Operands) -> int:
    count = 0
    for operand in operands:
        if isinstance(operand, ValueBlock):
            count += sum(isinstance(value, int | float) and not isinstance(value, bool) for value in operand.values())
        else:
            try:
                number(operand)
            except FaultError:
                continue
            count += 1
    return count


def _filled(operands: Operands) -> int:
    return sum(
        sum(value is not None for value in operand.values()) if isinstance(operand, ValueBlock) else 1
        for operand in operands
    )


def _blank(operands: Operands) -> int:
    if len(operands) != 1 or not isinstance(operands[0], ValueBlock):
        raise NotKnownError
    block = operands[0]
    return block.height * block.width - sum(value is not None and value != "" for value in block.values())


def _truths(operands: Operands) -> list[bool]:
    found: list[bool] = []
    for operand in operands:
        if not isinstance(operand, ValueBlock):
            found.append(truth(operand))
            continue
        for value in operand.values():
            if isinstance(value, CellError):
                raise FaultError(value.code)
            if isinstance(value, bool | int | float):
                found.append(bool(value))
    if not found:
        raise FaultError("#VALUE!")
    return found


def _product(operands: Operands) -> Number:
    found = list(numbers(operands))
    return math.prod(found) if found else 0


def _nth(operands: Operands, *, largest: bool) -> Number:
    values, place = _listed(operands)
    if not 1 <= place <= len(values):
        raise FaultError("#NUM!")
    return sorted(values, reverse=largest)[place - 1]


def _listed(operands: Operands) -> tuple[list[Number], int]:
    if len(operands) != 2:
        raise NotKnownError
    return list(numbers(operands[:1])), math.ceil(number(single(operands[1])))


def _rank(operands: Operands) -> int:
    if len(operands) not in (2, 3):
        raise NotKnownError
    value, listed, *ascending = operands
    wanted, values = number(single(value)), list(numbers([listed]))
    if wanted not in values:
        raise FaultError("#N/A")
    if ascending and number(single(ascending[0])):
        return 1 + sum(value < wanted for value in values)
    return 1 + sum(value > wanted for value in values)


def _sum_of_products(operands: Operands) -> Number:
    blocks = [operand if isinstance(operand, ValueBlock) else ValueBlock([[operand]], 1, 1) for operand in operands]
    if not blocks or any(block.size != blocks[0].size for block in blocks):
        raise FaultError("#VALUE!")
    rows, columns = max(block.held[0] for block in blocks), max(block.held[1] for block in blocks)
    return total([
        math.prod(_factor(block.at(row, column)) for block in blocks)
        for row in range(rows) for column in range(columns)
    ])  # fmt: skip


def _factor(value: Scalar) -> Number:
    if isinstance(value, CellError):
        raise FaultError(value.code)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else 0


AGGREGATES: dict[str, Callable[[Operands], Scalar]] = {
    "AND": lambda operands: all(_truths(operands)),
    "AVERAGE": lambda operands: mean(list(numbers(operands))),
    "COUNT": _count,
    "COUNTA": _filled,
    "COUNTBLANK": _blank,
    "LARGE": lambda operands: _nth(operands, largest=True),
    "MAX": lambda operands: max(numbers(operands), default=0),
    "MEDIAN": _median,
    "MIN": lambda operands: min(numbers(operands), default=0),
    "OR": lambda operands: any(_truths(operands)),
    "PRODUCT": _product,
    "RANK": _rank,
    "SMALL": lambda operands: _nth(operands, largest=False),
    "SUM": lambda operands: total(numbers(operands)),
    "SUMPRODUCT": _sum_of_products,
}
