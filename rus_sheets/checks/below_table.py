"""What stands below a table: Excel leaves it out of every sum, and the toolkit out of everything."""

from __future__ import annotations

from rus_sheets.book.raw import RawCell, RawSheet, RawTable


def rows_below(sheet: RawSheet, table: RawTable) -> dict[int, dict[int, RawCell]]:
    """The cells with content below a table, by row and column; a totals row is a part of the table."""
    first = table.last_row + 1 + table.totals_row
    rows: dict[int, dict[int, RawCell]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        inside = table.first_column <= column <= table.last_column
        if row >= first and inside and (cell.formula or cell.value not in (None, "")):
            rows.setdefault(row, {})[column] = cell
    return rows
