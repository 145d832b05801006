"""Whether two values are the same to a reader."""

from __future__ import annotations

import math

from rus_sheets.book.convert import Value, tidy, to_scalar
from rus_sheets.book.raw import CellError, Scalar
from rus_sheets.schema.model import CellType

_TOLERANCE = 0.005  # half an öre, half a hundredth of a day: less is rounding in binary


def as_scalar(value: Value) -> Scalar:
    """A typed value as a cell would hold it."""
    return to_scalar(value)


def agree(stored: Scalar, right: Scalar, kind: CellType = CellType.ANY) -> bool:
    """Whether a stored value and the right one show the same. A formula's "" is a blank."""
    if _blank(stored) or _blank(right):
        if _blank(stored) == _blank(right):
            return True
        # A text carried over from a faulty number cell is told where it stands (RS101), not once more here. Nor is a
        # blank, which a formula that fetches it shows as 0.
        shown = right if _blank(stored) else stored
        return isinstance(stored, str) if kind.is_number else _is_number(shown) and shown == 0
    if _is_number(stored) and _is_number(right):
        return math.isclose(float(stored), float(right), rel_tol=1e-9, abs_tol=_TOLERANCE)  # type: ignore[arg-type]
    return tidy(_text(stored)).casefold() == tidy(_text(right)).casefold()


def _blank(value: Scalar) -> bool:
    return value is None or value == ""


def _is_number(value: Scalar) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _text(value: Scalar) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.code if isinstance(value, CellError) else str(value)
