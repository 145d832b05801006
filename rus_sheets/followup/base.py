"""The base: what a follow-up file remembers of each cell it handed out, on a very hidden sheet.

All values are one JSON text, cut in pieces that fit a cell, so that no program's idea of numbers, spaces or line breaks
can change a value, and a thousand files are read without building a cell for each fact. A checksum tells tampering
and damage. They stand row by row, since that is how they are compared: most rows of a form are spare ones.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from rus_sheets.answers.returned import BaseRow, BaseTable
from rus_sheets.book.raw import CellError, RawSheet, RawWorkbook
from rus_sheets.layout.blueprint import NewCell, NewSheet, Style

SHEET = "rus-bas"
_MARK = "rus-sheets follow-up"
_FORMAT = "3"
_FIELDS = ("format", "workbook", "unit", "title", "declaration", "version", "year", "sent", "checksum")
_FIRST_PIECE = len(_FIELDS) + 3
_SCALARS = {str, int, float, bool, CellError, type(None)}
_LAST = 2**20  # rows of a sheet; it has fewer columns
_PIECE = 30_000  # a cell holds 32 767 characters


class DamagedBaseError(Exception):
    """The sheet is there but its content isn't what was written."""


class OtherFormatError(Exception):
    """The base is written in the way of an earlier or a later rus-sheets; its text is the unit's id."""


class Base(Struct, frozen=True):
    """All that is needed to merge a file. ``marks``: see ``followup.outside``; "" in older files."""

    workbook_id: str
    unit: str
    title: str
    declaration: str
    version: str
    year: int | None
    sent: dt.date
    tables: tuple[BaseTable, ...]
    marks: str = ""


def base_sheet(base: Base, sheet: str = SHEET) -> NewSheet:
    """The very hidden sheet that holds ``base``; in a file with several of them each has a name of its own."""
    text = json.dumps(base.tables, default=_error, separators=(",", ":"))
    facts = _facts(base)
    facts["checksum"] = _checksum(facts, text + base.marks)
    cells = [NewCell(1, 1, _MARK, Style.PLAIN), NewCell(1, 2, base.marks, Style.PLAIN)]
    for number, name in enumerate(_FIELDS, 2):
        cells += [NewCell(number, 1, name, Style.PLAIN), NewCell(number, 2, facts[name], Style.PLAIN)]
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    cells += [NewCell(number, 1, piece, Style.PLAIN) for number, piece in enumerate(pieces, _FIRST_PIECE)]
    return NewSheet(sheet, tuple(cells), state="veryHidden", protected=True)


def is_base(sheet: RawSheet) -> bool:
    """Whether the sheet holds a base, whatever it is called now."""
    return sheet.at(1, 1).value == _MARK


def find_base(raw: RawWorkbook) -> RawSheet | None:
    """The sheet with the base; None where the file isn't a follow-up file."""
    return next(filter(is_base, raw.sheets), None)


def read_base(sheet: RawSheet) -> Base:
    """The base on that sheet. Raises OtherFormatError and DamagedBaseError."""
    facts = {str(sheet.at(row, 1).value): _cell(sheet, row, 2) for row in range(2, len(_FIELDS) + 2)}
    text = "".join(_cell(sheet, row, 1) for row in sorted(row for row, _ in sheet.cells if row >= _FIRST_PIECE))
    marks = _cell(sheet, 1, 2)
    written = facts.get("format", "")
    if written != _FORMAT and written.isdecimal():  # each edition reckons its own checksum
        raise OtherFormatError(facts.get("unit", ""))
    if written != _FORMAT or facts.pop("checksum", "") != _checksum(facts, text + marks):
        raise DamagedBaseError("format or checksum")
    try:
        return Base(
            facts["workbook"], facts["unit"], facts["title"], facts["declaration"], facts["version"],
            int(facts["year"]) if facts["year"] else None, dt.date.fromisoformat(facts["sent"]),
            tuple(map(_table, json.loads(text, object_hook=_cell_error))), marks,
        )  # fmt: skip
    except (KeyError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise DamagedBaseError(str(error)) from error


def _facts(base: Base) -> dict[str, str]:
    return {
        "format": _FORMAT,
        "workbook": base.workbook_id,
        "unit": base.unit,
        "title": base.title,
        "declaration": base.declaration,
        "version": base.version,
        "year": "" if base.year is None else str(base.year),
        "sent": base.sent.isoformat(),
    }


def _checksum(facts: Mapping[str, str], text: str) -> str:
    return hashlib.sha256((json.dumps(facts, sort_keys=True) + text).encode()).hexdigest()


def _cell(sheet: RawSheet, row: int, column: int) -> str:
    value = sheet.at(row, column).value
    return "" if value is None else str(value)


def _error(value: object) -> dict[str, str]:
    """How JSON has the only value that it doesn't know."""
    assert isinstance(value, CellError)  # noqa: S101 - nothing else of a cell gets here
    return {"error": value.code}


def _cell_error(stored: dict[str, Any]) -> CellError:
    return CellError(str(stored["error"]))


def _can_be_a_place(number: object) -> bool:
    return type(number) is int and 0 < number <= _LAST


def _table(stored: list[Any]) -> BaseTable:
    table = BaseTable._make(stored)
    rows = tuple(map(BaseRow._make, table.rows))
    texts = {type(text) for text in (table.sheet, table.form_sheet, *table.headers, *(row.id for row in rows))}
    places = {number for row in rows for number in (row.row, row.column)}
    values = {type(value) for row in rows for value in row.values}
    numbers = all(math.isfinite(value) for row in rows for value in row.values if isinstance(value, (int, float)))
    whole = all(len(row.values) == len(table.headers) == len(set(table.headers)) for row in rows)
    if not (whole and texts <= {str} and all(map(_can_be_a_place, places)) and values <= _SCALARS and numbers):
        raise ValueError("no base of ours")
    return table._replace(rows=rows)
