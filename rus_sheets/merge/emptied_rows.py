"""Rows of which nothing is left when everything has been written: their ids go too, or a skeleton would stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rus_sheets.answers.decisions import Decision
from rus_sheets.book.model import Book, Row
from rus_sheets.merge.row_identity import RowKey


def emptied_rows(book: Book, taken: Iterable[Decision]) -> frozenset[RowKey]:
    """The rows of which the taken decisions leave only ids and formulas, in the tables that forms add rows to."""
    grow = {table.table for table in book.declaration.followup.child_tables if table.new_rows}
    rows: dict[RowKey, list[Decision]] = {}
    for decision in taken:
        if decision.table in grow:
            rows.setdefault(decision.cell[:2], []).append(decision)
    found = set()
    for key, written in rows.items():
        if any(decision.value is not None for decision in written):
            continue
        columns = {decision.key for decision in written}
        row = book[key[0]].by_id.get(key[1])
        ids = (row.table.id, row.table.parent) if row else ()
        if row and not any(_content(book, row, {*columns, *ids})):
            found.add(key)
    return frozenset(found)


def id_refs(book: Book, key: RowKey) -> tuple[str, list[str]]:
    """The sheet and the references of the row's ids: its own, and what it belongs to."""
    row = book[key[0]].by_id[key[1]]
    cells = [row.cells[key] for key in (row.table.id, row.table.parent) if key in row.cells]
    return cells[0].sheet, [cell.ref for cell in cells]


def _content(book: Book, row: Row, but: set[str]) -> Iterator[bool]:
    """What stands in the row within its table, whoever's the column is, but for these columns' and formulas."""
    table = book[row.table.key]
    sheet = book.raw.sheet(next(iter(row.cells.values())).sheet)
    if sheet is None or table.raw is None:
        return
    places = {table.columns[key] for key in but if key in table.columns}
    for column in range(table.raw.first_column, table.raw.last_column + 1):
        cell = sheet.at(row.number, column)
        if column not in places and cell.value is not None and not (cell.formula is not None or cell.shared_or_array):
            yield True
