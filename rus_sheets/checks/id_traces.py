"""Where ids of a table stand or have stood, so that none is given to another row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct, field

from rus_sheets.book.model import Book, BookTable
from rus_sheets.book.tidy import tidy
from rus_sheets.checks.context import Context
from rus_sheets.schema.model import Table


class UsedIds(Struct, frozen=True):
    """Ids that are or have been used, by table key; ``earlier`` are the titles of rows that copies from before know.

    Ids in ``used`` are as written. ``earlier`` has an id's latest title. ``unread`` are names of files that may know of
    more, and couldn't be read.
    """

    used: Mapping[str, frozenset[str]] = field(default_factory=dict)
    earlier: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


class IdTraces(Struct, frozen=True, dict=True):
    """The ids of one table, here and in what is ``known``."""

    context: Context
    book_table: BookTable
    known: UsedIds

    @cached_property
    def used(self) -> frozenset[str]:
        """Ids that stand anywhere, or have: in the table, below it, in references, in the log, in copies and forms."""
        key = self.book_table.table.key
        here = {*self.book_table.by_id, *self.context.ids_below(self.book_table), *self.references}
        logged = logged_ids(self.context.book, self.book_table.table)
        return frozenset(here | logged | self.known.used.get(key, frozenset()))

    @cached_property
    def references(self) -> frozenset[str]:
        """What other rows refer to in this table."""
        found: set[str] = set()
        for table in self.context.tables():
            for column in table.table.columns:
                if (
                    column.references == self.book_table.table.key
                    and column.key in table.columns
                    and not column.formula
                ):
                    for row in table:
                        value = row[column.key]
                        found.update(value if isinstance(value, tuple) else [str(value)] if value else [])
        return frozenset(found)

    @cached_property
    def gone(self) -> Mapping[str, str]:
        """Ids that copies know and no row has now, with what their rows were called."""
        here = {id_.casefold() for id_ in self.book_table.by_id} | self.context.ids_below(self.book_table)
        earlier = self.known.earlier.get(self.book_table.table.key, {})
        return {id_: plain_title(title) for id_, title in earlier.items() if id_.casefold() not in here and title}


def logged_ids(book: Book, table: Table) -> frozenset[str]:
    """Ids of a table that the log knows: of the rows of its sheet, and of the units that answers are about."""
    found: set[str] = set()
    is_unit = table.key == book.declaration.followup.unit
    for log in book.declaration.table:
        if log.key not in book.tables or not (log.has("row") and log.has("sheet") and log.has("activity")):
            continue
        for row in book[log.key]:
            found.update([row.text("activity")] if is_unit else [])
            found.update([row.text("row")] if row.text("sheet") == table.sheet else [])
    return frozenset(found - {""})


def plain_title(title: str) -> str:
    """A row's title, for comparing."""
    return tidy(title).casefold()
