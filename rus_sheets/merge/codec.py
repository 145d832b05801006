"""Values as text on hidden sheets: nothing that a program does to numbers, spaces or line breaks can change them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from rus_sheets.book.convert import Shown
from rus_sheets.book.raw import CellError

PIECE = 30_000
"""Characters a piece has at most; a cell holds 32 767."""


def pieces(text: str) -> tuple[str, ...]:
    """``text`` cut so that each piece fits a cell."""
    return tuple(text[start : start + PIECE] for start in range(0, len(text), PIECE))


def plain_json(value: Shown) -> Any:
    """A shown value as JSON that ``from_json`` makes the same value of."""
    if isinstance(value, CellError):
        return {"error": value.code}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    return {"ids": list(value)} if isinstance(value, tuple) else value


def from_json(data: Any) -> Shown:
    """The value that ``plain_json`` was given. Raises ValueError, KeyError or TypeError for anything else."""
    if not isinstance(data, dict):
        if data is None or isinstance(data, (str, int, float)):
            return data
        raise TypeError(f"no value: {data!r}")
    if "error" in data:
        return CellError(str(data["error"]))
    return dt.date.fromisoformat(data["date"]) if "date" in data else tuple(map(str, data["ids"]))


def to_text(data: Any) -> str:
    """JSON in ASCII only."""
    return json.dumps(data, sort_keys=True)
