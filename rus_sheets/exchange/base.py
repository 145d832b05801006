"""What was handed out in one export: the base that what comes back is compared with, kept as a JSON file."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import asdict

from rus_sheets.book.model import Book
from rus_sheets.book.raw import CellError, Scalar
from rus_sheets.book.shown import as_scalar
from rus_sheets.book.tidy import tidy
from rus_sheets.schema.model import Exchange

_LETTERS = "bcdfghjklmnpqrstvwxz"
"""Those of a stamp: no figures, so that no program makes a number or a date of it, and no words."""
STAMP = re.compile(f"u-[{_LETTERS}]{{10}}")


class HandedOutRow(NamedTuple):
    """A unit as it was handed out: its name, and the workbook's values by "table.column"."""

    title: str
    values: Mapping[str, Scalar]


class HandedOut(Struct, frozen=True):
    """One export. ``sent`` is the day it was first made (ISO)."""

    workbook_id: str
    declaration: str
    version: str
    year: int | None
    profile: str
    rows: Mapping[str, HandedOutRow]
    sent: str = ""

    @property
    def stamp(self) -> str:
        """What the rows carry: the same content always has the same."""
        content = asdict(self) | {"sent": ""}
        number = int.from_bytes(hashlib.sha256(json.dumps(content, sort_keys=True).encode()).digest()[:8], "big")
        return "u-" + "".join(_LETTERS[number // 20**place % 20] for place in range(10))

    def as_bytes(self) -> bytes:
        """The file's content."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def handed_out(book: Book, profile: Exchange, today: dt.date) -> HandedOut:
    """What the profile hands out of the workbook as it is now."""
    declaration, form = book.declaration, book.declaration.followup
    rows = {}
    for unit, row in book[form.unit].by_id.items():
        own = {form.unit: row, form.answer: book[form.answer].by_id.get(unit)}
        values: dict[str, Scalar] = {}
        for column in profile.columns:
            there = own[column.table]
            cell = there.cells.get(column.key) if there else None
            value = None if cell is None else cell.raw.value if cell.fault else as_scalar(cell.value)
            values[column.column] = None if isinstance(value, CellError) else value
        rows[unit] = HandedOutRow(tidy(row.title), values)
    return HandedOut(
        book.workbook_id, declaration.name, declaration.version, book.year, profile.name, rows, today.isoformat()
    )


def read_handed_out(data: bytes, stamp: str) -> HandedOut | None:
    """The export with that stamp; None for a file that is damaged, changed or another's."""
    try:
        read = json.loads(data.decode("utf-8", "surrogatepass"))
        read["rows"] = {unit: HandedOutRow(str(row[0]), _values(row[1])) for unit, row in read["rows"].items()}
        found = HandedOut(**read)
        dt.date.fromisoformat(found.sent)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None
    return found if found.stamp == stamp else None


def _values(read: Any) -> Mapping[str, Scalar]:
    values = dict(read)
    if not all(value is None or isinstance(value, (str, int, float, bool)) for value in values.values()):
        raise ValueError("a value that no cell holds")
    return values
