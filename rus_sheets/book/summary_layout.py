"""Where everything stands on the summary sheet: a pure function of the declaration.

The maker writes these cells, the checks read them back, and tests compare their formulas with a recomputation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rus_sheets.book.raw import ref_of
from rus_sheets.schema.model import Block, BlockColumn, BlockKind, CellType, Declaration, Term

_HOLE = re.compile(r"\{(\w+)\}")
_FIRST_ROW = 4  # under the title, the help line and a blank row


class Part(StrEnum):
    """What a cell of the summary is."""

    HEADING = "heading"
    HEADER = "header"
    LABEL = "label"
    VALUE = "value"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class SummaryCell:
    """One cell of the summary sheet.

    ``text`` is a constant, or ``formula`` (as in a file, with =) computes it. ``name`` is the defined name it gets.
    ``terms`` recompute a value with ``binding`` for $row and $column; for a row of a table, ``slot`` (from 1) says
    which row's id $id stands for. ``is_id`` marks the slot's id.
    """

    row: int
    column: int
    part: Part
    block: str
    key: str
    text: str = ""
    formula: str = ""
    type: CellType = CellType.TEXT
    name: str = ""
    terms: tuple[Term, ...] = ()
    binding: tuple[tuple[str, str], ...] = ()
    slot: int = 0
    is_id: bool = False


def summary_layout(declaration: Declaration) -> tuple[SummaryCell, ...]:
    """Every cell under the title, in reading order."""
    cells: list[SummaryCell] = []
    row = _FIRST_ROW
    for block in declaration.summary.block:
        cells.append(SummaryCell(row, 1, Part.HEADING, block.key, "", block.heading))
        cells.extend(_LAYOUTS[block.kind](declaration, block, row + 1))
        row = cells[-1].row + 2
    return tuple(cells)


def _headers(block: Block, columns: tuple[tuple[str, str], ...], row: int) -> Iterator[SummaryCell]:
    for number, (key, header) in enumerate(columns, 1):
        yield SummaryCell(row, number, Part.HEADER, block.key, key, header)


def _fill(formula: str, values: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda match: values[match[1]], formula)


def _labelled(_declaration: Declaration, block: Block, row: int) -> Iterator[SummaryCell]:
    yield from _headers(block, tuple((column.key, column.header) for column in block.columns), row)
    part = Part.CHECK if block.kind is BlockKind.CHECKS else Part.VALUE
    for number, each in enumerate(block.rows, row + 1):
        yield SummaryCell(number, 1, Part.LABEL, block.key, each.key, each.label)
        yield SummaryCell(number, 2, part, block.key, each.key, "", each.formula, each.type, each.name, each.recompute)


def _per_row(_declaration: Declaration, block: Block, row: int) -> Iterator[SummaryCell]:
    yield from _headers(block, tuple((column.key, column.header) for column in block.columns), row)
    for slot in range(1, block.slots + 1):
        here = {column.key: f"${ref_of(row + slot, number)}" for number, column in enumerate(block.columns, 1)}
        for number, column in enumerate(block.columns, 1):
            formula = _fill(column.formula, {**here, "n": str(slot)})
            part = Part.VALUE if column.recompute else Part.LABEL
            yield SummaryCell(
                row + slot, number, part, block.key, column.key, "", formula, column.type, "", column.recompute, (),
                slot, column.recompute_id,
            )  # fmt: skip


def _cross(declaration: Declaration, block: Block, row: int) -> Iterator[SummaryCell]:
    down = declaration.choices(block.row_list).values
    across = declaration.choices(block.column_list).values
    inner = tuple(BlockColumn(block.column_list, value, block.type, block.formula, block.recompute) for value in across)
    columns = (*inner, *block.extra_columns)
    yield from _headers(block, (("label", block.corner), *((each.key, each.header) for each in columns)), row)
    for number, label in enumerate(down, row + 1):
        yield SummaryCell(number, 1, Part.LABEL, block.key, "label", label)
        for place, column in enumerate(columns, 2):
            holes = {"row": f"${ref_of(number, 1)}", "column": _row_absolute(row, place)}
            binding = (("$row", label), ("$column", column.header))
            yield SummaryCell(
                number, place, Part.VALUE, block.key, column.key, "", _fill(column.formula, holes), column.type, "",
                column.recompute, binding,
            )  # fmt: skip


def _row_absolute(row: int, column: int) -> str:
    return ref_of(row, column).replace(str(row), f"${row}")


_LAYOUTS: Mapping[BlockKind, Callable[[Declaration, Block, int], Iterator[SummaryCell]]] = {
    BlockKind.TOTALS: _labelled,
    BlockKind.CHECKS: _labelled,
    BlockKind.PER_ROW: _per_row,
    BlockKind.CROSS: _cross,
}
