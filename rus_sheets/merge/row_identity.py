"""Rows as texts by column, and what tells whether two of them are the same row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.answers.halfrow import owners
from rus_sheets.book.model import Row
from rus_sheets.book.shown import as_text
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
