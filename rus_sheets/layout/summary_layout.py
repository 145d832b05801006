"""Where everything stands on the summary sheet: a pure function of the declaration.

The maker writes these cells, the checks read them back, and tests compare their formulas with a recomputation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from rus_sheets.book.raw import column_letters, ref_of
from rus_sheets.schema.formulas import holes
from rus_sheets.schema.model import BlockColumn, BlockKind, CellType, Declaration, SummaryBlock, Term

_FIRST_ROW = 4  # under the title, the help line and a blank row


class CellRole(StrEnum):
    """What a cell of the summary is."""

    HEADING = "heading"
    HEADER = "header"
    LABEL = "label"
    VALUE = "value"
    CHECK = "check"


class SummaryCell(Struct, frozen=True):
    """One cell of the summary sheet.

    ``text`` is a constant, or ``formula`` (as in a file, with =) computes it. ``name`` is the defined name it gets.
    ``terms`` recompute a value with ``binding`` for $row and $column; for a row of a table, ``slot`` (from 1) says
    which row's id $id stands for. ``is_id`` marks the slot's id. ``earlier`` are the texts or formulas that workbooks
    made before have there.
    """

    row: int
    column: int
    part: CellRole
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
    earlier: tuple[str, ...] = ()


def summary_layout(declaration: Declaration, tops: Mapping[str, int] | None = None) -> tuple[SummaryCell, ...]:
    """Every cell under the title, in reading order. ``tops`` are the rows of the headings of blocks that were moved."""
    at = block_tops(declaration) | dict(tops or {})
    columns = {
        f"{block.key}.{key}": area
        for block in declaration.summary.block
        for key, area in _column_areas(declaration, block, at[block.key] + 2)
    }
    cells: list[SummaryCell] = []
    for block in declaration.summary.block:
        row = at[block.key]
        cells.append(SummaryCell(row, 1, CellRole.HEADING, block.key, "", block.heading))
        cells.extend(_LAYOUTS[block.kind](declaration, block, row + 1, columns))
    return tuple(cells)


def block_tops(declaration: Declaration) -> dict[str, int]:
    """The row of each block's heading."""
    tops, row = {}, _FIRST_ROW
    for block in declaration.summary.block:
        tops[block.key] = row
        row += _height(declaration, block) + 3  # the heading, the headers and a blank row
    return tops


def _height(declaration: Declaration, block: SummaryBlock) -> int:
    """How many rows the block has under its headers."""
    match block.kind:
        case BlockKind.PER_ROW:
            return block.slots
        case BlockKind.CROSS:
            return len(declaration.choices(block.row_list).values)
        case _:
            return len(block.rows)


def _column_areas(declaration: Declaration, block: SummaryBlock, first: int) -> Iterator[tuple[str, str]]:
    """The figures of each column, by key, as formulas name them. All columns of a cross's list are one area."""
    if block.kind is BlockKind.PER_ROW:
        keys = [column.key for column in block.columns]
        left = 1
    elif block.kind is BlockKind.CROSS:
        keys = [block.column_list] * len(declaration.choices(block.column_list).values)
        keys += [column.key for column in block.extra_columns]
        left = 2  # beside the labels
    else:
        return
    last = first + _height(declaration, block) - 1
    for key in dict.fromkeys(keys):
        begins, ends = keys.index(key) + left, len(keys) - keys[::-1].index(key) - 1 + left
        yield key, f"{_absolute(first, begins)}:{_absolute(last, ends)}"


def _absolute(row: int, column: int) -> str:
    return f"${column_letters(column)}${row}"


def _headers(block: SummaryBlock, columns: tuple[tuple[str, str], ...], row: int) -> Iterator[SummaryCell]:
    for number, (key, header) in enumerate(columns, 1):
        yield SummaryCell(row, number, CellRole.HEADER, block.key, key, header)


def _fill(formula: str, values: Mapping[str, str]) -> str:
    for hole in holes(formula):
        formula = formula.replace(f"{{{hole}}}", values[hole])
    return formula


def _labelled(_: Declaration, block: SummaryBlock, row: int, columns: Mapping[str, str]) -> Iterator[SummaryCell]:
    yield from _headers(block, tuple((column.key, column.header) for column in block.columns), row)
    part = CellRole.CHECK if block.kind is BlockKind.CHECKS else CellRole.VALUE
    for number, line in enumerate(block.rows, row + 1):
        yield SummaryCell(number, 1, CellRole.LABEL, block.key, line.key, line.label, earlier=line.earlier_labels)
        yield SummaryCell(
            number, 2, part, block.key, line.key, "", _fill(line.formula, columns), line.type, line.name,
            line.recompute, earlier=line.earlier,
        )  # fmt: skip


def _per_row(_: Declaration, block: SummaryBlock, row: int, _columns: Mapping[str, str]) -> Iterator[SummaryCell]:
    yield from _headers(block, tuple((column.key, column.header) for column in block.columns), row)
    for slot in range(1, block.slots + 1):
        here = {column.key: f"${ref_of(row + slot, number)}" for number, column in enumerate(block.columns, 1)}
        for number, column in enumerate(block.columns, 1):
            formula, *earlier = (_fill(text, {**here, "n": str(slot)}) for text in (column.formula, *column.earlier))
            part = CellRole.VALUE if column.recompute else CellRole.LABEL
            yield SummaryCell(
                row + slot, number, part, block.key, column.key, "", formula, column.type, "", column.recompute, (),
                slot, column.recompute_id, tuple(earlier),
            )  # fmt: skip


def _cross(
    declaration: Declaration, block: SummaryBlock, row: int, _columns: Mapping[str, str]
) -> Iterator[SummaryCell]:
    down = declaration.choices(block.row_list).values
    across = declaration.choices(block.column_list).values
    inner = tuple(BlockColumn(block.column_list, value, block.type, block.formula, block.recompute) for value in across)
    columns = (*inner, *block.extra_columns)
    yield from _headers(block, (("label", block.corner), *((column.key, column.header) for column in columns)), row)
    for number, label in enumerate(down, row + 1):
        yield SummaryCell(number, 1, CellRole.LABEL, block.key, "label", label)
        for place, column in enumerate(columns, 2):
            here = {"row": f"${ref_of(number, 1)}", "column": f"{column_letters(place)}${row}"}
            formula, *earlier = (_fill(text, here) for text in (column.formula, *column.earlier))
            binding = (("$row", label), ("$column", column.header))
            yield SummaryCell(
                number, place, CellRole.VALUE, block.key, column.key, "", formula, column.type, "", column.recompute,
                binding, earlier=tuple(earlier),
            )  # fmt: skip


_Layout = Callable[[Declaration, SummaryBlock, int, Mapping[str, str]], Iterator[SummaryCell]]

_LAYOUTS: Mapping[BlockKind, _Layout] = {
    BlockKind.TOTALS: _labelled,
    BlockKind.CHECKS: _labelled,
    BlockKind.PER_ROW: _per_row,
    BlockKind.CROSS: _cross,
}
