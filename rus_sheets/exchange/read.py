"""Reads what another program has written: which letters, which separator, which of the sheets. Nothing is interpreted.

A file that is none of a declaration's exchanges gives None: what it is, another says.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from rus_sheets.answers.remarks import remark_told
from rus_sheets.answers.returned import Note
from rus_sheets.book.display import quoted
from rus_sheets.book.numbers import MAX_DIGITS
from rus_sheets.book.raw import RawCell, RawSheet, RawWorkbook, Scalar
from rus_sheets.book.struck import IS_STRUCK, as_read, is_struck
from rus_sheets.book.unseen import why_unseen
from rus_sheets.errors import UnusableInputError
from rus_sheets.exchange.outside import as_it_was
from rus_sheets.exchange.table import OutsideCell, OutsideRow, OutsideTable, fitting
from rus_sheets.schema.model import CellType, Column, Declaration
from rus_sheets.schema.verify_exchange import SEPARATORS

TEXT_FILES = (".csv", ".tsv", ".txt", ".jsonl")
_BY_HAND = "Läs det, och för in det för hand om det är ett svar."
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_HINT = "sep="
"""How a first line begins that tells Excel the separator."""
_HEADERS_WITHIN = 20  # rows of a sheet; somebody may have put a heading above


def text_table(path: str, data: bytes, declarations: Iterable[Declaration]) -> OutsideTable | None:
    """A text file of rows. Raises UnusableInputError for one of ours that is damaged."""
    text = _decoded(data)
    if text is None:
        return None
    lines = _json_objects if text.lstrip().startswith("{") else None
    for declaration in declarations:
        found = lines(path, text, declaration) if lines else _separated(path, text, declaration)
        if found:
            return found
    return None


def sheet_table(raw: RawWorkbook, declarations: Iterable[Declaration]) -> OutsideTable | None:
    """The first sheet of a workbook that has the headers of an exchange."""
    for declaration in declarations:
        for sheet in raw.sheets:
            found = _on_sheet(raw, sheet, declaration) if sheet.state != "veryHidden" else None
            if found:
                return replace(found, unread=tuple(_unread(raw, sheet)))
    return None


def _unread(raw: RawWorkbook, read: RawSheet) -> Iterator[Note]:
    """What is told of the sheets: those that aren't read, and what lies on them."""
    if raw.has_macros:
        yield Note("", "Filen innehåller makron. De körs aldrig och följer inte med.")
    for sheet in raw.sheets:
        if sheet is not read and sheet.cells:
            yield Note(sheet.name, "Bladet hör inte till utbytet och läses inte.")
        for remark in sheet.remarks:
            said = quoted(remark.text, len(remark.text) + 1) if remark.text else ""
            yield Note(f"{sheet.name}!{remark.ref}", remark_told(remark, said), _BY_HAND, asks=True)


def _decoded(data: bytes) -> str | None:
    """The text, by its mark, else as UTF-8 if it is that, else as Windows writes it; None for what is no text."""
    mark = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "")
    zeros = [data[:200:2].count(0), data[1:200:2].count(0)]
    unmarked = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    for encoding in (mark,) if mark else (unmarked,) if any(zeros) else ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _separated(path: str, text: str, declaration: Declaration) -> OutsideTable | None:
    skipped = 0
    if text.casefold().startswith(_HINT):
        text, skipped = text.partition("\n")[2], 1
    for separator in SEPARATORS:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            headers = [as_it_was(header) for header in next(records, [])]
        except csv.Error:  # it is none of ours
            continue
        profile = fitting(declaration, headers)
        if profile:
            rows = _rows(path, records, 2 + skipped)
            longest = max((len(row.cells) for row in rows), default=0)
            named = (*headers, *[""] * (longest - len(headers)))
            return OutsideTable(path, declaration.name, profile.name, named, rows)
    return None


def _rows(path: str, records: Iterator[list[str]], first: int) -> tuple[OutsideRow, ...]:
    try:
        return tuple(
            OutsideRow(number, [OutsideCell(value or None) for value in record])
            for number, record in enumerate(records, first)
        )
    except csv.Error as error:
        raise UnusableInputError(f"Filen är skadad ({error}).", place=path, remedy="Be om en ny.") from None


def _json_objects(path: str, text: str, declaration: Declaration) -> OutsideTable | None:
    objects: dict[int, dict[str, object]] = {}
    fault = 0
    for number, line in enumerate(text.split("\n"), 1):
        try:
            read = json.loads(line, parse_constant=str, parse_int=_whole) if line.strip() else None
        except (ValueError, RecursionError):
            read = line
        if isinstance(read, dict):
            objects[number] = read
        elif read is not None:
            fault = fault or number
    headers = tuple(dict.fromkeys(name for row in objects.values() for name in row))
    profile = fitting(declaration, headers)
    if profile is None:
        return None
    if fault:
        remedy = "Varje rad ska vara ett JSON-objekt. Be om en ny fil."
        raise UnusableInputError(f"Rad {fault} går inte att läsa.", place=path, remedy=remedy)
    rows = tuple(
        OutsideRow(number, [OutsideCell(_scalar(row.get(name))) for name in headers]) for number, row in objects.items()
    )
    return OutsideTable(path, declaration.name, profile.name, headers, rows)


def _whole(digits: str) -> int | str:
    """A whole number; one with more digits than a cell keeps stays as it was written."""
    return int(digits) if len(digits) <= MAX_DIGITS else digits


def _scalar(value: object) -> Scalar:
    if value is None or isinstance(value, (str, bool, int, float)):
        return None if value == "" else value
    return json.dumps(value, ensure_ascii=False)


def _on_sheet(raw: RawWorkbook, sheet: RawSheet, declaration: Declaration) -> OutsideTable | None:
    by_row: dict[int, dict[int, RawCell]] = {}
    for (row, column), cell in sheet.cells.items():
        by_row.setdefault(row, {})[column] = cell
    for first in sorted(by_row)[:_HEADERS_WITHIN]:
        headers = {column: str(cell.value) for column, cell in by_row[first].items() if cell.value is not None}
        profile = fitting(declaration, map(as_it_was, headers.values()))
        if profile:
            widest = max(max(by_row[row], default=0) for row in by_row if row >= first)
            places = range(1, widest + 1)
            kinds = _kinds(declaration, profile.name)
            named = tuple(as_it_was(headers.get(place, "")) for place in places)
            rows = tuple(
                OutsideRow(row, [_cell(raw, sheet, sheet.at(row, place), kinds.get(name))
                                 for place, name in zip(places, named, strict=True)])
                for row in sorted(by_row) if row > first
            )  # fmt: skip
            return OutsideTable(raw.path, declaration.name, profile.name, named, rows)
    return None


def _kinds(declaration: Declaration, profile: str) -> dict[str, Column]:
    found = declaration.exchange_of(profile)
    columns = found.columns if found else ()
    return {column.header: declaration.table_of(column.table).column(column.key) for column in columns}


def _cell(raw: RawWorkbook, sheet: RawSheet, cell: RawCell, column: Column | None) -> OutsideCell:
    style, value = raw.style_of(cell), cell.value
    kind = column.type if column else CellType.ANY
    if raw.date1904 and kind is CellType.DATE and isinstance(value, (int, float)):
        value += _DAYS_1904
    is_formula = cell.formula is not None or cell.shared_or_array
    formula = f"={cell.formula or '…'}" if is_formula else ""
    said = as_read(value, cell, style)
    struck = IS_STRUCK if isinstance(said, str) and is_struck(said) and said != value else ""
    doubt = f"{struck} {'' if value is None else why_unseen(raw, sheet, cell)}".strip()
    return OutsideCell(said, style.kind_of(value, kind), style.number_format, formula, doubt)


_DAYS_1904 = 1462  # between the two date systems
