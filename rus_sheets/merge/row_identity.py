"""Rows as texts by column, and what tells whether two of them are the same row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.answers.halfrow import owners
from rus_sheets.answers.returned import Returned
from rus_sheets.book.model import Row
from rus_sheets.book.raw import Scalar
from rus_sheets.book.shown import as_text, shown_as
from rus_sheets.schema.model import CellType, Column, Table

_IDENTIFYING = (CellType.DATE, CellType.REF)
"""What tells rows with the same heading apart. Numbers and choices are corrected; these are another row's."""

RowKey = tuple[str, str]
"""Table key and row id."""

RowTexts = Mapping[str, str]
"""What is filled in of a row, by column key: what owners could have written, and no blanks."""


def standing(row: Row | None) -> dict[str, str]:
    """What owners could have filled in of the row, as the workbook has it; nothing where there is no row."""
    cells = row.cells.values() if row else ()
    texts = {cell.column.key: as_text(cell.value if cell.fault is None else cell.raw.value) for cell in cells
             if owners(cell.column)}  # fmt: skip
    return {column: text for column, text in texts.items() if text}


def filled(decisions: Iterable[Decision]) -> dict[str, str]:
    """What a file's decisions on one row say is filled in; what it takes back is not."""
    texts = {
        decision.key: as_text(decision.returned if decision.action is Action.REFUSE else decision.value)
        for decision in decisions
        if not decision.back
    }
    return {column: text for column, text in texts.items() if text}


def in_file(file: Returned, table: Table, row: str, decisions: Iterable[Decision]) -> dict[str, str]:
    """The row as the file has it: what was handed out, and what has been changed in it (its ``decisions``)."""
    by_key: dict[str, Scalar] = {}
    for handed_out in file.base:
        if handed_out.sheet == table.sheet:
            columns = [table.by_header.get(header) for header in handed_out.headers]
            for handed in handed_out.rows:
                if handed.id == row:
                    pairs = zip(columns, handed.values, strict=False)
                    by_key |= {column.key: value for column, value in pairs if column}
    by_key |= {cell.column: cell.value for cell in file.cells if (cell.table, cell.row) == (table.key, row)}
    texts = {column.key: as_text(shown_as(by_key.get(column.key), column.type)) for column in table.columns
             if owners(column)}  # fmt: skip
    texts |= {decision.key: as_text(decision.value) for decision in decisions if not decision.back}
    return {column: text for column, text in texts.items() if text}


def told_apart_by(table: Table, one: RowTexts, other: RowTexts) -> Column | None:
    """The date or reference that tells two rows apart though their headings may be alike; None for none.

    A meeting that comes back has the same heading every time. A blank tells nothing.
    """
    for column in table.columns:
        here, there = one.get(column.key), other.get(column.key)
        if column.type in _IDENTIFYING and owners(column) and here and there and here != there:
            return column
    return None


def same_heading(table: Table, one: RowTexts, other: RowTexts) -> bool:
    """Whether both have the same heading, and no date or reference that tells them apart."""
    heading = one.get(table.title)
    return bool(heading) and heading == other.get(table.title) and told_apart_by(table, one, other) is None
