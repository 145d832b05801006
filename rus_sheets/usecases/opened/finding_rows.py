"""Where a finding stands in the workbook: its row, its cell, and a name for it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from rus_sheets.book.model import Book, Cell, Row
from rus_sheets.book.raw import position_of
from rus_sheets.findings import Finding

A_CELL = re.compile(r"[A-Z]+[0-9]+")


def key_of(finding: Finding) -> str:
    """What names a finding in an address."""
    said = "\n".join((finding.code, finding.sheet, finding.cell, finding.row_id, finding.message))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def rows_by_place(book: Book) -> Mapping[tuple[str, int], Row]:
    """The rows of the declared tables by sheet and number."""
    found: dict[tuple[str, int], Row] = {}
    for table in book.tables.values():
        for row in table.rows:
            cell = next(iter(row.cells.values()), None)
            if cell:
                found[cell.sheet, row.number] = row
    return found


def cell_of(finding: Finding, rows: Mapping[tuple[str, int], Row]) -> tuple[Row | None, Cell | None]:
    """The row that a finding is about, and its cell there."""
    ref = A_CELL.match(finding.cell)
    number = position_of(ref[0])[0] if ref else 0
    row = rows.get((finding.sheet, number))
    cells = row.cells.values() if row and ref else ()
    return row, next((cell for cell in cells if ref and cell.ref == ref[0]), None)
