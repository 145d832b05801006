"""The rows of the workbook to be, each under an id: the document's own where it has one, else the next in order."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rus_sheets.layout.canonical import Content
from rus_sheets.schema.model import Declaration, Table

DraftRow = dict[str, Content]
"""A row's values by column keys."""

_EXAMPLE = re.compile(r"(.*?)([0-9]+)")


class Drafts:
    """Rows by table key."""

    def __init__(self, declaration: Declaration) -> None:
        self.declaration = declaration
        self.rows: dict[str, list[DraftRow]] = {table.key: [] for table in declaration.table}
        self.settings: DraftRow = {}

    def has(self, table: str, column: str = "") -> bool:
        """Does the declaration have that table, and that column of it?"""
        known = self.declaration.has_table(table)
        return known and (not column or self.declaration.table_of(table).has(column))

    def add(self, table: str, tags: Iterable[str] = (), **values: Content) -> DraftRow:
        """A new row with its id; ``tags`` are the document's own fields where the row is told of."""
        declared = self.declaration.table_of(table)
        row: DraftRow = dict(values)
        if declared.id and declared.id not in row:
            row = {declared.id: self._id(declared, tags), **row}
        self.rows[table].append(row)
        return row

    def id_of(self, table: str, row: DraftRow) -> str:
        """The row's id."""
        return str(row.get(self.declaration.table_of(table).id, ""))

    def find(self, table: str, row_id: str) -> DraftRow | None:
        """The row with that id."""
        return next((row for row in self.rows[table] if self.id_of(table, row) == row_id), None)

    def _id(self, table: Table, tags: Iterable[str]) -> str:
        column = table.column(table.id)
        taken = {self.id_of(table.key, row) for row in self.rows[table.key]}
        if column.pattern:
            own = (part for tag in tags for part in tag.split("/")[1:-1])
            known = next((part for part in own if re.fullmatch(column.pattern, part) and part not in taken), "")
            if known:
                return known
        return self._next(column.example or "1", [self.id_of(table.key, row) for row in self.rows[table.key]], taken)

    def _next(self, example: str, listed: list[str], taken: set[str]) -> str:
        """The id after the last, made as the declared example is."""
        last = _EXAMPLE.fullmatch(listed[-1]) if listed else None
        shape = _EXAMPLE.fullmatch(example)
        prefix, width = (shape[1], len(shape[2])) if shape else (example, 1)
        number = int(last[2]) + 1 if last else 1
        while (made := f"{prefix}{number:0{width}}") in taken:
            number += 1
        return made
