"""The ids of rows that a form adds: exactly what the declaration's pattern makes, for one unit."""

from __future__ import annotations

import re

from rus_sheets.schema.model import ChildTable, Table

_MOST_DIGITS = 9  # a number is counted with; longer ones are nobody's


def new_row_id(table: Table, child: ChildTable, unit: str, number: int) -> str | None:
    """The id of the unit's new row with that number, None where the id's column has no room for it."""
    row_id = child.new_id.format(id=unit, n=number)
    return row_id if number > 0 and _fits(table, child, unit, row_id) else None


def new_row_number(row_id: str, table: Table, child: ChildTable, unit: str) -> int | None:
    """The running number of an id that a form of that unit makes; None for any other id."""
    if not child.new_id:
        return None
    before, _, rest = child.new_id.partition("{n")
    start, end = before.format(id=unit), rest.partition("}")[2].format(id=unit)
    digits = row_id[len(start) : len(row_id) - len(end)]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        return None
    number = int(digits)
    return number if new_row_id(table, child, unit, number) == row_id else None


def _fits(table: Table, child: ChildTable, unit: str, row_id: str) -> bool:
    """Whether the column takes the id. A unit whose own id is odd breaks the pattern from its first row on."""
    pattern = table.column(table.id).pattern
    first = child.new_id.format(id=unit, n=1)
    return not pattern or bool(re.fullmatch(pattern, row_id)) or not re.fullmatch(pattern, first)
