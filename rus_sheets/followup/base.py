"""The base: what a follow-up file remembers of each cell it handed out, on a very hidden sheet.

All cells are one JSON text, cut in pieces that fit a cell, so that no program's idea of numbers, spaces or line breaks
can change a value, and a thousand files are read without building a cell for each fact. A checksum tells tampering
and damage.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from rus_sheets.book.blueprint import NewCell, NewSheet, Style
from rus_sheets.book.raw import CellError, RawSheet, RawWorkbook, Scalar

SHEET = "rus-bas"
_MARK = "rus-sheets follow-up"
_FORMAT = "2"
_FIELDS = ("format", "workbook", "unit", "title", "declaration", "version", "year", "sent", "checksum")
_FIRST_PIECE = len(_FIELDS) + 3
_PIECE = 30_000  # a cell holds 32 767 characters


class DamagedBaseError(Exception):
    """The sheet is there but its content isn't what was written."""


class BaseLine(NamedTuple):
    """One handed-out cell: ``sheet`` and ``header`` are the workbook's, ``form_sheet`` and ``ref`` the form's."""

    sheet: str
    row: str
    header: str
    form_sheet: str
    ref: str
    value: Scalar
    new_row: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """All that is needed to merge a file."""

    workbook_id: str
    unit: str
    title: str
    declaration: str
    version: str
    year: int | None
    sent: dt.date
    lines: tuple[BaseLine, ...]


def base_sheet(base: Base) -> NewSheet:
    """The very hidden sheet that holds ``base``."""
    text = json.dumps([_as_list(line) for line in base.lines], separators=(",", ":"))
    facts = _facts(base)
    facts["checksum"] = _checksum(facts, text)
    cells = [NewCell(1, 1, _MARK, Style.PLAIN)]
    for number, name in enumerate(_FIELDS, 2):
        cells += [NewCell(number, 1, name, Style.PLAIN), NewCell(number, 2, facts[name], Style.PLAIN)]
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    cells += [NewCell(number, 1, piece, Style.PLAIN) for number, piece in enumerate(pieces, _FIRST_PIECE)]
    return NewSheet(SHEET, tuple(cells), state="veryHidden", protected=True)


def find_base(raw: RawWorkbook) -> RawSheet | None:
    """The sheet with the base, whatever it is called now; None where the file isn't a follow-up file."""
    return next((sheet for sheet in raw.sheets if sheet.at(1, 1).value == _MARK), None)


def read_base(sheet: RawSheet) -> Base:
    """The base on that sheet. Raises DamagedBaseError."""
    facts = {str(sheet.at(row, 1).value): _cell(sheet, row, 2) for row in range(2, len(_FIELDS) + 2)}
    text = "".join(_cell(sheet, row, 1) for row in sorted(row for row, _ in sheet.cells if row >= _FIRST_PIECE))
    if facts.get("format") != _FORMAT or facts.pop("checksum", "") != _checksum(facts, text):
        raise DamagedBaseError("format or checksum")
    try:
        return Base(
            facts["workbook"], facts["unit"], facts["title"], facts["declaration"], facts["version"],
            int(facts["year"]) if facts["year"] else None, dt.date.fromisoformat(facts["sent"]),
            tuple(map(_line, json.loads(text))),
        )  # fmt: skip
    except (KeyError, ValueError, TypeError) as error:
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
    return hashlib.sha256(json.dumps([facts, text], sort_keys=True).encode("ascii")).hexdigest()


def _cell(sheet: RawSheet, row: int, column: int) -> str:
    value = sheet.at(row, column).value
    return "" if value is None else str(value)


def _as_list(line: BaseLine) -> list[object]:
    value = {"error": line.value.code} if isinstance(line.value, CellError) else line.value
    return [line.sheet, line.row, line.header, line.form_sheet, line.ref, int(line.new_row), value]


def _line(stored: list[Any]) -> BaseLine:
    sheet, row, header, form_sheet, ref, new_row, value = stored
    if isinstance(value, dict):
        value = CellError(str(value["error"]))
    return BaseLine(sheet, row, header, form_sheet, ref, value, bool(new_row))
