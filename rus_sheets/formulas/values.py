"""What Excel makes of values: numbers of texts, texts of numbers, what is equal, what is less, what operators give.

What the language of the reader's Excel decides (is "12,5" a number, how is 0.5 written) isn't guessed.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from typing import Literal

from rus_sheets.book.raw import CellError, Scalar

Number = int | float


class NotKnownError(Exception):
    """What a formula comes to can't be told here."""


class FaultError(Exception):
    """A formula comes to an error value."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_CLOSE = 2.0**-48
"""As near as two numbers may lie and be equal, as LibreOffice has it; Excel goes by 15 digits."""
_EXACT_INTEGER = 2**53
_SMALLEST_WRITTEN_OUT, _LARGEST_WRITTEN_OUT = 1e-4, 1e15
_WHOLE = re.compile(r"[-+]?\d+")
_PLAIN = re.compile(r"[-+]?\d+(?:\.\d+)?")
_SORTS_ALIKE = re.compile(r"[A-Za-z0-9 ]*")


def number(value: Scalar) -> Number:
    """The value as an operator takes it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if value is None:
        return 0
    if isinstance(value, CellError):
        raise FaultError(value.code)
    if _WHOLE.fullmatch(value.strip()):
        return int(value)
    if any(sign.isdigit() for sign in value):
        raise NotKnownError
    raise FaultError("#VALUE!")


def text(value: Scalar) -> str:
    """The value as a text. A decimal comma where the reader's Excel has one is the caller's to think of."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, CellError):
        raise FaultError(value.code)
    if value and not _SMALLEST_WRITTEN_OUT <= abs(value) < _LARGEST_WRITTEN_OUT:
        raise NotKnownError
    return f"{value:.15g}" if value else "0"


def truth(value: Scalar) -> bool:
    """The value as a condition."""
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        raise FaultError("#VALUE!")
    return bool(number(value))


def as_number(value: str) -> float | None:
    """The number that a criterion or a cell's text says, None for any other text."""
    return float(value) if _PLAIN.fullmatch(value.strip()) else None


def tidy(value: Scalar) -> Scalar:
    """A result as it is stored: whole numbers as such, what is no number as an error."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return CellError("#NUM!")
        return int(value) if value.is_integer() and abs(value) <= _EXACT_INTEGER else value
    return value


def close(one: Number, other: Number) -> bool:
    """Are two numbers equal but for what calculating has worn off?"""
    return one == other or abs(one - other) < abs(one) * _CLOSE


def compared(one: Scalar, other: Scalar) -> int:
    """Below, at or above 0 as ``one`` is less than, equal to or greater than ``other``: numbers, texts, truth values.

    A blank is what the other one makes of it: 0, "" or FALSE.
    """
    for value in (one, other):
        if isinstance(value, CellError):
            raise FaultError(value.code)
    first, second = _of_kind(one, other), _of_kind(other, one)
    ranks = _rank(first), _rank(second)
    if ranks[0] != ranks[1]:
        return ranks[0] - ranks[1]
    if isinstance(first, str) and isinstance(second, str):
        low, high = first.lower(), second.lower()
        if low == high:
            return 0
        # Sorting å, hyphens and the like is each language's own; that they differ is certain.
        return (-1 if low < high else 1) if _SORTS_ALIKE.fullmatch(low + high) else _UNSORTED
    left, right = number(first), number(second)
    return 0 if close(left, right) else -1 if left < right else 1


_UNSORTED = 2
"""Different, and nobody knows which comes first."""


def _rank(value: Scalar) -> int:
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0


def _of_kind(value: Scalar, other: Scalar) -> Scalar:
    if value is not None:
        return value
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0


_COMPARISONS: dict[str, Callable[[int, Literal[0]], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def applied(sign: str, one: Scalar, other: Scalar) -> Scalar:
    """What an operator gives. Raises FaultError and NotKnownError."""
    if sign in _COMPARISONS:
        order = compared(one, other)
        if order == _UNSORTED and sign not in ("=", "<>"):
            raise NotKnownError
        return _COMPARISONS[sign](order, 0)
    if sign == "&":
        return text(one) + text(other)
    return _reckoned(sign, number(one), number(other))


def _reckoned(sign: str, left: Number, right: Number) -> Number:
    found: Number
    match sign:
        case "+":
            found = 0 if close(left, -right) else left + right
        case "-":
            found = 0 if close(left, right) else left - right
        case "*":
            found = left * right
        case "/" if not right:
            raise FaultError("#DIV/0!")
        case "/":
            found = left / right
        case "^":
            found = _power(left, right)
        case _:
            raise NotKnownError
    return found


def _power(base: Number, exponent: Number) -> Number:
    if not base and exponent <= 0:
        raise NotKnownError if not exponent else FaultError("#DIV/0!")
    try:
        found: float | complex = float(base) ** float(exponent)
    except OverflowError:
        raise FaultError("#NUM!") from None
    if isinstance(found, complex):
        raise FaultError("#NUM!")
    return found
