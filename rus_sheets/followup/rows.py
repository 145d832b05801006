"""Which row of a returned table is which: by the id in the row, and by a new id where it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rus_sheets.book.answers import Note, normal
from rus_sheets.book.raw import ref_of
from rus_sheets.followup.find import FoundTable, cell_text
from rus_sheets.followup.tables import editable, id_number
from rus_sheets.schema.model import ChildTable, Table


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
    places = {column.key: found.columns[column.header] for column in table.columns
              if editable(column) and column.header in found.columns}  # fmt: skip
    rows: list[PlacedRow] = []
    strays: list[int] = []
    contents: dict[str, object] = {}
    for number in found.rows:
        row_id = cell_text(found.sheet.at(number, id_column))
        content = tuple(
            normal(found.sheet.at(number, place).value, table.column(key).type) for key, place in places.items()
        )
        blank = all(found.sheet.at(number, place).value is None for place in places.values())
        if row_id and row_id not in contents and (row_id in known or _ours(row_id, child, unit)):
            contents[row_id] = content
            rows.append(PlacedRow(number, row_id))
        elif not blank and contents.get(row_id) != content:
            strays.append(number)
    return _with_new_ids(found, rows, strays, child, unit, known)


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
