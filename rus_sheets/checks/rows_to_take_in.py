"""Rows that were typed right below a table that didn't grow: LibreOffice and most libraries leave it as it was.

Pure: a book in, rows to take in and questions out. A row is sure when it holds a value in two or more of the table's
columns that people fill in, isn't a sum and hasn't the id of another. A lone text may be a note, and is asked about,
unless it is what a row is called in a table where the rest may be left out (``as_above``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from rus_sheets.book.model import BookTable
from rus_sheets.book.raw import RawCell, RawSheet, RawTable, Scalar, ref_of
from rus_sheets.book.tidy import tidy
from rus_sheets.book.total_rows import says_sum
from rus_sheets.checks.below_table import rows_below
from rus_sheets.checks.context import Context, cut
from rus_sheets.checks.missing_ids import Unsure
from rus_sheets.checks.phrases import shown
from rus_sheets.checks.repair import standing_of

_FEWEST = 2  # filled cells of a row that is no note


class TakenIn(Struct, frozen=True):
    """Rows ``first`` to ``last`` of a sheet, which its table is to reach; ``titles`` is what each holds first."""

    key: str
    sheet: str
    table: str
    ref: str
    first: int
    last: int
    titles: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {"sheet": self.sheet, "cells": self.ref, "rows": list(self.titles)}


def rows_to_take_in(context: Context) -> tuple[tuple[TakenIn, ...], tuple[Unsure, ...]]:
    """The rows right below each table, up to the first that isn't surely one, which is asked about."""
    taken: list[TakenIn] = []
    asked: list[Unsure] = []
    standing = {sheet for sheet, _ in standing_of(context, {"RS005"})}
    for table in context.tables():
        if table.raw is None or table.raw.totals_row:
            continue
        sheet = context.sheet_of(table)
        rows = _below(sheet, table.raw)
        if not rows or sheet.name not in standing:
            continue
        sure = 0
        for number, cells in rows.items():
            doubt = _doubt(table, table.raw, cells)
            if doubt:
                first = next(iter(cells.values()))
                remedy = "Dra tabellens hörn så att raden kommer med, om den är en rad. Flytta den annars."
                asked.append(Unsure(sheet.name, ref_of(number, first.column), cut(str(first.value)), doubt, remedy))
                break
            sure += 1
        if sure:
            taken.append(_taken(table, table.raw, sheet, dict(list(rows.items())[:sure])))
    return tuple(taken), tuple(asked)


def _below(sheet: RawSheet, table: RawTable) -> dict[int, dict[int, RawCell]]:
    """The rows that follow directly on the table's last."""
    found = rows_below(sheet, table)
    rows, number = {}, table.last_row + 1
    while number in found:
        rows[number] = found[number]
        number += 1
    return rows


def _inputs(book_table: BookTable, table: RawTable) -> frozenset[int]:
    """Where on the sheet people write: the table's columns but those that the declaration reckons out."""
    computed = {place for key, place in book_table.columns.items() if book_table.table.column(key).formula}
    return frozenset(set(range(table.first_column, table.last_column + 1)) - computed)


def _doubt(book_table: BookTable, table: RawTable, cells: Mapping[int, RawCell]) -> str:
    """Why it isn't sure that this is a row of the table, in Swedish; "" where it is."""
    written = [cells[place] for place in sorted(_inputs(book_table, table) & cells.keys())]
    first = shown(written[0].value) if written else "bara formler"
    if len(written) < _FEWEST and not _is_enough(book_table, written):
        return f"Under tabellen står {first} ensamt. Det är inte säkert att det är en rad."
    if any(isinstance(cell.value, str) and says_sum(cell.value) for cell in written):
        return f"Under tabellen står {first}. Det ser ut att vara en summa."
    known = {row.id.casefold() for row in book_table if row.id}
    own = cells.get(book_table.columns.get(book_table.table.id, 0))
    if own and tidy(str(own.value)).casefold() in known:
        return f"Under tabellen står {first}. Id:t {tidy(str(own.value))} finns redan i tabellen."
    headers = {column.casefold() for column in table.columns}
    if sum(str(cell.value).casefold() in headers for cell in written) >= _FEWEST:
        return f"Under tabellen står {first}. Det ser ut att vara rubriker."
    return ""


def _is_enough(book_table: BookTable, written: Sequence[RawCell]) -> bool:
    """Whether the only cell says what the row is, where what it belongs to may be told by the row above."""
    table = book_table.table
    title = book_table.columns.get(table.title)
    lone = [cell for cell in written if cell.column == title and isinstance(cell.value, str)]
    return bool(lone) and bool(table.parent) and table.column(table.parent).as_above


def _taken(
    book_table: BookTable, table: RawTable, sheet: RawSheet, rows: Mapping[int, Mapping[int, RawCell]]
) -> TakenIn:
    key = book_table.columns.get(book_table.table.title, 0)
    titles = tuple(_title(cells, key) for cells in rows.values())
    first, last = min(rows), max(rows)
    ref = f"{ref_of(first, table.first_column)}:{ref_of(last, table.last_column)}"
    return TakenIn(book_table.table.key, sheet.name, table.name, ref, first, last, titles)


def _title(cells: Mapping[int, RawCell], column: int) -> str:
    """What a row is called, else the first that stands in it."""
    value: Scalar = cells[column].value if column in cells else next(iter(cells.values())).value
    return cut(str(value))
