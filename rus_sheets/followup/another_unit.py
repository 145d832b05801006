"""Sheets and rows of a returned form that say that they are another unit's: pasted over, or tabs that changed names.

The base tells which unit was asked, and what stands on the sheet which unit its owner saw. Where they differ nobody can
tell whose the answers are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.book.display import quoted
from rus_sheets.book.tidy import tidy
from rus_sheets.schema.model import ChildTable, Table


def asked_about(cells: Sequence[ReturnedCell], table: Table, unit: str) -> list[ReturnedCell]:
    """The cells of a unit's form, in doubt where another id stands on its sheet; ``table`` is the units' own."""
    ids = (cell.value for cell in cells if (cell.table, cell.column) == (table.key, table.id))
    said = next((tidy(str(value)) for value in ids if value is not None), unit)
    if said.casefold() == unit.casefold():
        return list(cells)
    fault = f"På bladet står {quoted(said)}, men filen lämnades ut för {unit}."
    return [replace(cell, doubt=f"{fault} {cell.doubt}".strip()) for cell in cells]


def named_by(row_id: str, parent: str, child: ChildTable, unit: str) -> str:
    """The other unit that a row names, by its own id or by that of what it is a part of; "" for none."""
    before, _, rest = child.new_id.partition("{n")
    shape = f"{re.escape(before)}\\d+{re.escape(rest.partition('}')[2])}".replace(re.escape("{id}"), r"(\S+)")
    made = re.fullmatch(shape, row_id) if "{id}" in child.new_id else None
    said = (parent, *(made.groups() if made else ()))
    return next((other for other in said if other and other.casefold() != unit.casefold()), "")


def row_doubt(other: str, unit: str) -> str:
    """Why a row that names another unit isn't taken."""
    return f"På raden står {quoted(other)}, men filen lämnades ut för {unit}."
