"""Which row of a returned table is which: by the id in the row, and by a new id where it has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rus_sheets.book.answers import Note, normal
from rus_sheets.book.raw import ref_of
from rus_sheets.followup.find import FoundTable, cell_text
from rus_sheets.followup.tables import editable, id_number
from rus_sheets.schema.model import CellType, ChildTable, Table

Inputs = Sequence[tuple[int, CellType]]
"""Where the owner's columns stand, and their types."""


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row in the file and the id it answers for; ``assigned`` where the id was given here and isn't in the file."""

    number: int
    row_id: str
    assigned: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """The rows of a table, and what was odd about them."""

    rows: tuple[PlacedRow, ...]
    notes: tuple[Note, ...]


def place_rows(found: FoundTable, table: Table, child: ChildTable, unit: str, known: Mapping[str, bool]) -> Placed:
    """Each filled row with its id; ``known`` are the handed-out ids.

    A row without id, or with one that stands on an earlier row, gets the next free id of the file. It is the same
    every time the file is read, so that reading it twice adds nothing twice.
    """
    id_column = found.columns[table.column(table.id).header]
    inputs = [(found.columns[column.header], column.type) for column in table.columns
              if editable(column) and column.header in found.columns]  # fmt: skip
    first: dict[str, int] = {}
    strays: list[int] = []
    for number in found.rows:
        row_id = cell_text(found.sheet.at(number, id_column))
        if row_id and row_id not in first and (row_id in known or _ours(row_id, child, unit)):
            first[row_id] = number
        elif not _blank(found, number, inputs) and not _same(found, first.get(row_id), number, inputs):
            strays.append(number)
    rows = [PlacedRow(number, row_id) for row_id, number in first.items()]
    return _with_new_ids(found, rows, strays, child, unit, known) if strays else Placed(tuple(rows), ())


def _blank(found: FoundTable, number: int, inputs: Inputs) -> bool:
    return all(found.sheet.at(number, place).value is None for place, _ in inputs)


def _same(found: FoundTable, earlier: int | None, number: int, inputs: Inputs) -> bool:
    """Does the row hold what the earlier row with its id holds?"""
    return earlier is not None and all(
        normal(found.sheet.at(earlier, place).value, kind) == normal(found.sheet.at(number, place).value, kind)
        for place, kind in inputs
    )


def _ours(row_id: str, child: ChildTable, unit: str) -> bool:
    return bool(child.new_id) and id_number(row_id, child, unit) is not None


def _with_new_ids(
    found: FoundTable, rows: list[PlacedRow], strays: list[int], child: ChildTable, unit: str, known: Mapping[str, bool]
) -> Placed:
    notes = []
    taken = {*known, *(row.row_id for row in rows)}
    numbers = (id_number(each, child, unit) for each in taken) if child.new_id else ()
    next_number = max((number for number in numbers if number is not None), default=0) + 1
    for number in strays:
        place = f"{found.sheet.name}!{ref_of(number, min(found.columns.values()))}"
        if not child.new_id:
            text = " · ".join(filter(None, (cell_text(found.sheet.at(number, at)) for at in found.columns.values())))
            fault = f"Raden har inget id som lämnats ut och har inte lästs in. I den står: {text}"
            notes.append(Note(place, fault, "Lägg raden i arbetsboken för hand om den ska vara med."))
            continue
        row_id = child.new_id.format(id=unit, n=next_number)
        next_number += 1
        rows.append(PlacedRow(number, row_id, assigned=True))
        notes.append(Note(place, f"Raden saknade ett eget id och får {row_id}."))
    return Placed(tuple(rows), tuple(notes))
