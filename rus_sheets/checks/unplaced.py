"""Rows that nobody can tell where they belong, and rows that nobody can tell apart. Pure: what the checks find, by row.

Of the first what they refer to, or the choice that sorts them, is blank or unknown: such a row is counted in the sums
and stands in none of their parts. The others have an id that another row has too: what belongs to it is told of both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from rus_sheets.book.model import Book
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check
from rus_sheets.checks.place import Place
from rus_sheets.checks.rs1_values import (
    rs106_missing_value,
    rs107_choice_outside_list,
    rs108_id_twice,
    rs110_dangling_reference,
)
from rus_sheets.schema.model import CellType, Column

_CHECKS = (rs106_missing_value.CHECK, rs107_choice_outside_list.CHECK, rs110_dangling_reference.CHECK)
_SORTING = frozenset({CellType.CHOICE, CellType.REF})
_MOST_ROWS = 20


class Unplaced(Struct, frozen=True):
    """Rows of a sheet with the same fault (``message``, Swedish) in the cell that says where they belong."""

    sheet: str
    message: str
    places: tuple[Place, ...]

    def __str__(self) -> str:
        """``Plan, A04 Indikatorutveckling (C5): Grupp-ID saknas.``"""
        more = len(self.places) - _MOST_ROWS
        rows = "; ".join(map(_named, self.places[:_MOST_ROWS])) + (f" och {more} till" if more > 0 else "")
        return f"{self.sheet}, {rows}: {self.message}"


def unplaced(book: Book, wanted: Mapping[str, frozenset[str]]) -> tuple[Unplaced, ...]:
    """The rows of the ``wanted`` sheets and columns (by header), also those whose finding a person has silenced."""
    return _found(book, wanted, _CHECKS, lambda column: column.required and column.type in _SORTING)


def alike(book: Book, wanted: Mapping[str, frozenset[str]]) -> tuple[Unplaced, ...]:
    """The rows of the ``wanted`` sheets whose id another row of the sheet has too."""
    return _found(book, wanted, (rs108_id_twice.CHECK,), lambda _: True)


def _found(
    book: Book, wanted: Mapping[str, frozenset[str]], checks: Iterable[Check], is_meant: Callable[[Column], bool]
) -> tuple[Unplaced, ...]:
    context = Context(book)
    found: dict[tuple[str, str], dict[str, Place]] = {}
    for check in checks:
        for hit in check.find(context):
            place = hit.place
            table = book.declaration.table_on(place.sheet)
            column: Column | None = table.by_header.get(place.field) if table else None
            if column and place.field in wanted.get(place.sheet, ()) and is_meant(column):
                found.setdefault((place.sheet, hit.message), {})[place.ref] = place
    return tuple(Unplaced(sheet, message, tuple(places.values())) for (sheet, message), places in found.items())


def _named(place: Place) -> str:
    words = " ".join(filter(None, (place.row_id, place.row_title)))
    return f"{words} ({place.ref})" if words else place.ref
