"""A workbook's rows as TOML text that can be reviewed: arrays of tables named by the sheets, keyed by the headers.

``**bold**`` and ``*italic*`` in a text become rich text in its cell. Settings are given by their label (Nyckel).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rus_sheets.book.raw import RichText
from rus_sheets.errors import DeclarationError
from rus_sheets.guessing import did_you_mean
from rus_sheets.layout.canonical import Content, NewRow
from rus_sheets.schema.model import CellType, Column, Declaration, Table, TableKind

_MARKED = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![*\w])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![*\w])", re.DOTALL)


def load_rows(declaration: Declaration, folder: Path) -> dict[str, list[NewRow]]:
    """The rows in every TOML file of a folder, by table key. Raises DeclarationError.

    Rows from several files are sorted by id; those that all stand in one file keep its order.
    """
    rows: dict[str, list[NewRow]] = {table.key: [] for table in declaration.table}
    files: dict[str, set[str]] = {table.key: set() for table in declaration.table}
    for path in sorted(folder.glob("*.toml")):
        for sheet, given in tomllib.loads(path.read_text(encoding="utf-8")).items():
            table = declaration.table_on(sheet)
            if table is None:
                remedy = did_you_mean(sheet, declaration.sheets)
                raise DeclarationError(f"Bladet ”{sheet}” finns inte.", place=path.name, remedy=remedy)
            files[table.key].add(path.name)
            rows[table.key] += [_row(table, row, f"{path.name}: {sheet}") for row in given]
    for table in declaration.table:
        if table.id and table.kind is TableKind.ROWS and len(files[table.key]) > 1:
            rows[table.key].sort(key=lambda row, key=table.id: _natural(str(row.get(key, ""))))  # type: ignore[misc]
    return rows


def _natural(text: str) -> list[tuple[int, int | str]]:
    """A01-H9 before A01-H10."""
    return [(0, int(part)) if part.isdigit() else (1, part) for part in re.split(r"(\d+)", text) if part]


def _row(table: Table, given: Mapping[str, Any], place: str) -> NewRow:
    row = {}
    for header, value in given.items():
        column = table.by_header.get(header)
        if column is None:
            remedy = did_you_mean(header, table.by_header)
            raise DeclarationError(f"Rubriken ”{header}” finns inte.", place=place, remedy=remedy)
        row[column.key] = _content(column, value)
    return row


def _content(column: Column, value: Any) -> Content:
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    text = value.strip("\n")
    return _marked(text) if column.type in (CellType.LONGTEXT, CellType.ANY) else text


def _marked(text: str) -> Content:
    runs: list[tuple[str, str]] = []
    end = 0
    for match in _MARKED.finditer(text):
        runs += [(text[end : match.start()], ""), (match[1] or match[2], "b" if match[1] else "i")]
        end = match.end()
    runs.append((text[end:], ""))
    filled = tuple(run for run in runs if run[0])
    return RichText(filled) if any(marks for _, marks in filled) else text
