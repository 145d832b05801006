"""Functions that look through areas: COUNTIFS and its kin, MATCH, INDEX, the lookups."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from rus_sheets.book.raw import CellError, Scalar
from rus_sheets.formulas.aggregates import mean, total
from rus_sheets.formulas.blocks import ValueBlock, keys_of, single
from rus_sheets.formulas.criteria import Criterion, fitting, has_wildcards, wildcards
from rus_sheets.formulas.values import FaultError, NotKnownError, Number, compared, number, truth

Arguments = Sequence[Scalar | ValueBlock]


def _block(argument: Scalar | ValueBlock) -> ValueBlock:
    if not isinstance(argument, ValueBlock):
        raise NotKnownError
    return argument


def _pairs(arguments: Arguments) -> list[tuple[ValueBlock, Criterion]]:
    if not arguments or len(arguments) % 2:
        raise NotKnownError
    return [(_block(arguments[n]), Criterion(single(arguments[n + 1]))) for n in range(0, len(arguments), 2)]


def _counted(arguments: Arguments) -> int:
    places, beyond = fitting(_pairs(arguments))
    return len(places) + beyond


def _picked(source: Scalar | ValueBlock, arguments: Arguments) -> list[Number]:
    """The numbers of the source at the places that fit."""
    block, pairs = _block(source), _pairs(arguments)
    if block.size != pairs[0][0].size:
        raise FaultError("#VALUE!")
    found: list[Number] = []
    for row, column in fitting(pairs)[0]:
        value = block.at(row, column)
        if isinstance(value, CellError):
            raise FaultError(value.code)
        if isinstance(value, int | float) and not isinstance(value, bool):
            found.append(value)
    return found


def _by_one(arguments: Arguments) -> list[Number]:
    """As SUMIF and AVERAGEIF take them: the area that is looked through first. Another size is stretched: not here."""
    area, wanted, *source = arguments
    if source and _block(source[0]).size != _block(area).size:
        raise NotKnownError
    return _picked(source[0] if source else area, (area, wanted))


def _match(wanted: Scalar, block: ValueBlock, way: Number = 1) -> int:
    """The place (from 1) of what is equal (``way`` 0), or the last that isn't beyond in a sorted row or column."""
    line = block.line()
    if way:
        return _last_within(wanted, line, descending=way < 0)
    if isinstance(wanted, str) and has_wildcards(wanted):
        pattern = wildcards(wanted)
        found = (n for n, value in enumerate(line, 1) if isinstance(value, str) and pattern.fullmatch(value.lower()))
        return _first(next(found, 0))
    key = next(keys_of(0 if wanted is None else wanted))
    for row, column in block.index.get(key, ()):
        if next(keys_of(block.at(row, column))) == key:  # no text that says the number
            if wanted is None:  # LibreOffice doesn't take a blank for 0
                raise NotKnownError
            return max(row, column) + 1
    raise FaultError("#N/A")


def _first(place: int) -> int:
    if not place:
        raise FaultError("#N/A")
    return place


def _last_within(wanted: Scalar, line: Sequence[Scalar], *, descending: bool) -> int:
    """Raises NotKnownError where the line isn't sorted: what is found then depends on how one looks."""
    wanted = 0 if wanted is None else wanted
    place, before = 0, None
    for number_, value in enumerate(line, 1):
        if value is None or isinstance(value, str) is not isinstance(wanted, str) or isinstance(value, CellError):
            continue
        order = compared(value, wanted)
        backwards = before is not None and compared(value, before) * (-1 if descending else 1) < 0
        if backwards or abs(order) > 1:
            raise NotKnownError
        before = value
        if (order >= 0) if descending else (order <= 0):
            place = number_
    return _first(place)


def _index(arguments: Arguments) -> ValueBlock:
    source, *places = arguments
    block = _block(source)
    row, column = (int(number(single(place))) for place in (*places, 0, 0)[:2])
    if len(places) == 1 and block.height == 1 and block.width > 1:
        row, column = 1, row
    return block.part(row, column)


def _looked_up(arguments: Arguments, *, across: bool) -> Scalar:
    wanted, source, which, *near = arguments
    block, place = _block(source), int(number(single(which)))
    way = 1 if not near or truth(single(near[0])) else 0
    found = _match(single(wanted), block.part(1, 0) if across else block.part(0, 1), way)
    if place < 1:
        raise FaultError("#VALUE!")
    return single(block.part(place, found) if across else block.part(found, place))


def _lookup(arguments: Arguments) -> Scalar:
    wanted, where, result = arguments
    place = _match(single(wanted), _block(where))
    line = _block(result).line()
    return single(line[place - 1] if place <= len(line) else None)


def _match_call(arguments: Arguments) -> Scalar:
    wanted, where, *way = arguments
    return _match(single(wanted), _block(where), number(single(way[0])) if way else 1)


class Looking(NamedTuple):
    """A function that looks through areas: how many arguments it takes, and which of them (from 0) may be arrays."""

    function: Callable[[Arguments], Scalar | ValueBlock]
    least: int
    most: int
    arrays: Collection[int] = ()


_MANY = 254
LOOKUPS: dict[str, Looking] = {
    "AVERAGEIF": Looking(lambda arguments: mean(_by_one(arguments)), 2, 3, (1,)),
    "AVERAGEIFS": Looking(lambda arguments: mean(_picked(arguments[0], arguments[1:])), 3, _MANY, range(2, _MANY, 2)),
    "COUNTIF": Looking(_counted, 2, 2, (1,)),
    "COUNTIFS": Looking(_counted, 2, _MANY, range(1, _MANY, 2)),
    "HLOOKUP": Looking(lambda arguments: _looked_up(arguments, across=True), 3, 4, (0,)),
    "INDEX": Looking(_index, 2, 3),
    "LOOKUP": Looking(_lookup, 3, 3, (0,)),
    "MATCH": Looking(_match_call, 2, 3, (0,)),
    "SUMIF": Looking(lambda arguments: total(_by_one(arguments)), 2, 3, (1,)),
    "SUMIFS": Looking(lambda arguments: total(_picked(arguments[0], arguments[1:])), 3, _MANY, range(2, _MANY, 2)),
    "VLOOKUP": Looking(lambda arguments: _looked_up(arguments, across=False), 3, 4, (0,)),
}
