"""Functions of single values; of an array they give the array of what they give for each."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import NamedTuple

from rus_sheets.book.raw import Scalar
from rus_sheets.formulas.criteria import has_wildcards
from rus_sheets.formulas.values import FaultError, NotKnownError, Number, number, text, truth

_LONGEST = 32_767
"""Characters in a cell."""


class Simple(NamedTuple):
    """A function and what it takes: n a number, t a text, b a condition, v a value as it is; the last may be left out.

    ``least``: so many must be given.
    """

    function: Callable[..., Scalar]
    takes: str
    least: int


def _rounded(value: Number, digits: Number, way: str) -> Number:
    """Rounded as it is written: 1.005 to two digits is 1.01, whatever the nearest binary fraction is."""
    places = int(digits)
    if abs(places) > 300:
        raise NotKnownError
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), way)) if value else 0


def _whole(value: Number, way: str) -> Number:
    return float(Decimal(repr(value)).to_integral_value(way))


def _modulo(value: Number, divisor: Number) -> Number:
    if not divisor:
        raise FaultError("#DIV/0!")
    return value - divisor * math.floor(value / divisor)


def _count(value: Number) -> int:
    if value < 0:
        raise FaultError("#VALUE!")
    return int(value)


def _left(value: str, length: Number = 1) -> str:
    return value[: _count(length)]


def _right(value: str, length: Number = 1) -> str:
    return value[max(0, len(value) - _count(length)) :]


def _middle(value: str, start: Number, length: Number) -> str:
    if start < 1:
        raise FaultError("#VALUE!")
    return value[int(start) - 1 : int(start) - 1 + _count(length)]


def _repeated(value: str, times: Number) -> str:
    if len(value) * _count(times) > _LONGEST:
        raise FaultError("#VALUE!")
    return value * _count(times)


def _found(wanted: str, value: str, start: Number = 1) -> int:
    at = value.find(wanted, int(start) - 1) if start >= 1 else -1
    if at < 0:
        raise FaultError("#VALUE!")
    return at + 1


def _searched(wanted: str, value: str, start: Number = 1) -> int:
    if has_wildcards(wanted):
        raise NotKnownError
    return _found(wanted.lower(), value.lower(), start)


def _substituted(value: str, old: str, new: str, which: Number | None = None) -> str:
    if not old:
        return value
    if which is None:
        return value.replace(old, new)
    parts = value.split(old)
    count = int(which)
    if count < 1:
        raise FaultError("#VALUE!")
    return value if count >= len(parts) else old.join(parts[:count]) + new + old.join(parts[count:])


def _not_available() -> Scalar:
    raise FaultError("#N/A")


SIMPLE: dict[str, Simple] = {
    "ABS": Simple(abs, "n", 1),
    "CONCATENATE": Simple(lambda *parts: "".join(parts), "t" * 255, 1),
    "EXACT": Simple(lambda one, other: one == other, "tt", 2),
    "FALSE": Simple(lambda: False, "", 0),
    "FIND": Simple(_found, "ttn", 2),
    "INT": Simple(lambda value: _whole(value, ROUND_FLOOR), "n", 1),
    "LEFT": Simple(_left, "tn", 1),
    "LEN": Simple(len, "t", 1),
    "LOWER": Simple(str.lower, "t", 1),
    "MID": Simple(_middle, "tnn", 3),
    "MOD": Simple(_modulo, "nn", 2),
    "N": Simple(lambda value: number(value) if isinstance(value, bool | int | float) else 0, "v", 1),
    "NA": Simple(_not_available, "", 0),
    "NOT": Simple(lambda value: not value, "b", 1),
    "REPT": Simple(_repeated, "tn", 2),
    "RIGHT": Simple(_right, "tn", 1),
    "ROUND": Simple(lambda value, digits: _rounded(value, digits, ROUND_HALF_UP), "nn", 2),
    "ROUNDDOWN": Simple(lambda value, digits: _rounded(value, digits, ROUND_DOWN), "nn", 2),
    "ROUNDUP": Simple(lambda value, digits: _rounded(value, digits, ROUND_UP), "nn", 2),
    "SEARCH": Simple(_searched, "ttn", 2),
    "SIGN": Simple(lambda value: (value > 0) - (value < 0), "n", 1),
    "SUBSTITUTE": Simple(_substituted, "tttn", 3),
    "T": Simple(lambda value: value if isinstance(value, str) else "", "v", 1),
    "TRIM": Simple(lambda value: " ".join(filter(None, value.split(" "))), "t", 1),
    "TRUE": Simple(lambda: True, "", 0),
    "TRUNC": Simple(lambda value, digits=0: _rounded(value, digits, ROUND_DOWN), "nn", 1),
    "UPPER": Simple(str.upper, "t", 1),
}

_TAKEN: dict[str, Callable[[Scalar], Scalar]] = {"n": number, "t": text, "b": truth, "v": lambda value: value}


def call_simple(simple: Simple, *values: Scalar) -> Scalar:
    """The function's value. Raises FaultError and NotKnownError."""
    if not simple.least <= len(values) <= len(simple.takes):
        raise NotKnownError
    return simple.function(*(_TAKEN[kind](value) for kind, value in zip(simple.takes, values, strict=False)))
