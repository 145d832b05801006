"""The base: what a follow-up file remembers of each cell it handed out, on a very hidden sheet.

Every value is JSON text, cut in pieces that fit a cell, so that no program's idea of numbers, spaces or line breaks
can change it. A checksum over the lines tells tampering and damage.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from rus_sheets.book.blueprint import NewCell, NewSheet, Style
from rus_sheets.book.raw import CellError, RawSheet, RawWorkbook, Scalar

SHEET = "rus-bas"
_MARK = "rus-sheets follow-up"
_FORMAT = "1"
_FIELDS = ("format", "workbook", "unit", "title", "declaration", "version", "year", "sent", "checksum")
_FIRST_LINE = len(_FIELDS) + 3
_FIXED = 7  # columns before the value
_PIECE = 30_000  # a cell holds 32 767 characters


class DamagedBaseError(Exception):
    """The sheet is there but its content isn't what was written."""


@dataclass(frozen=True, slots=True)
class BaseLine:
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
    rows = list(_rows(base))
    values = {**_facts(base), "checksum": _checksum(base, rows)}
    cells = [NewCell(1, 1, _MARK, Style.PLAIN)]
    for number, name in enumerate(_FIELDS, 2):
        cells += [NewCell(number, 1, name, Style.PLAIN), NewCell(number, 2, values[name], Style.PLAIN)]
    for number, row in enumerate(rows, _FIRST_LINE):
        cells += [NewCell(number, place, text, Style.PLAIN) for place, text in enumerate(row, 1) if text]
    return NewSheet(SHEET, tuple(cells), state="veryHidden", protected=True)


def find_base(raw: RawWorkbook) -> RawSheet | None:
    """The sheet with the base, whatever it is called now; None where the file isn't a follow-up file."""
    return next((sheet for sheet in raw.sheets if sheet.at(1, 1).value == _MARK), None)


def read_base(sheet: RawSheet) -> Base:
    """The base on that sheet. Raises DamagedBaseError."""
    facts = {str(sheet.at(row, 1).value): _cell(sheet, row, 2) for row in range(2, len(_FIELDS) + 2)}
    rows = list(_stored_rows(sheet))
    try:
        if facts["format"] != _FORMAT:
            raise DamagedBaseError("format")
        base = Base(
            facts["workbook"], facts["unit"], facts["title"], facts["declaration"], facts["version"],
            int(facts["year"]) if facts["year"] else None, dt.date.fromisoformat(facts["sent"]),
            tuple(map(_line, rows)),
        )  # fmt: skip
    except (KeyError, ValueError, TypeError) as error:
        raise DamagedBaseError(str(error)) from error
    if facts.get("checksum") != _checksum(base, rows):
        raise DamagedBaseError("checksum")
    return base


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


def _checksum(base: Base, rows: list[tuple[str, ...]]) -> str:
    text = json.dumps([_facts(base), rows], sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _rows(base: Base) -> Iterator[tuple[str, ...]]:
    for line in base.lines:
        kind, text = _encode(line.value)
        pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
        new = "new" if line.new_row else "known"
        yield (line.sheet, line.row, line.header, line.form_sheet, line.ref, new, kind, *pieces)


def _stored_rows(sheet: RawSheet) -> Iterator[tuple[str, ...]]:
    last: dict[int, int] = {}
    for row, column in sheet.cells:
        last[row] = max(last.get(row, 0), column)
    for row in sorted(last):
        if row >= _FIRST_LINE:
            yield tuple(_cell(sheet, row, column) for column in range(1, max(last[row], _FIXED) + 1))


def _cell(sheet: RawSheet, row: int, column: int) -> str:
    value = sheet.at(row, column).value
    return "" if value is None else str(value)


def _line(row: tuple[str, ...]) -> BaseLine:
    sheet, row_id, header, form_sheet, ref, new, kind = row[:_FIXED]
    return BaseLine(sheet, row_id, header, form_sheet, ref, _decode(kind, "".join(row[_FIXED:])), new == "new")


def _encode(value: Scalar) -> tuple[str, str]:
    if value is None:
        return "blank", ""
    if isinstance(value, CellError):
        return "error", json.dumps(value.code)
    if isinstance(value, bool):
        return "bool", json.dumps(value)
    return ("text" if isinstance(value, str) else "number"), json.dumps(value)


def _decode(kind: str, text: str) -> Scalar:
    if kind == "blank":
        return None
    value = json.loads(text)
    if kind == "error":
        return CellError(str(value))
    wanted = {"bool": bool, "text": str, "number": (int, float)}[kind]
    if not isinstance(value, wanted):  # type: ignore[arg-type]
        raise DamagedBaseError(f"{kind}: {text!r}")
    return value  # type: ignore[no-any-return]
