"""Rader som saknar sin motsvarighet.

Vad kontrollen letar efter
    Aktiviteter på Plan som inte har någon rad på Utfall, fast andra har det. Är Utfall tomt behövs inga än: raderna
    läggs till när svaren läses in. Alla som saknas är en anmärkning. (En rad på Utfall utan aktivitet på Plan är
    RS110.)

Varför
    Aktiviteten saknas i uppföljningen och i berättelsen tills den har en rad.

Så rättar du
    Lägg till raderna: rus-sheets validate ARBETSBOK --fix. De får id och formler, och är i övrigt tomma tills svaren
    läses in. Det går också innan det finns några. Eller lägg till en rad sist på det andra bladet och skriv id:t där.
    Formlerna följer med.

Exempel
    A12 står på Plan men inte på Utfall.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.model import BookTable, Row
from rus_sheets.checks.causes import hidden, of_ids
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import fix_command, some_rows
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity


def missing_rows(context: Context, *, asked: bool = False) -> Iterator[tuple[BookTable, tuple[Row, ...]]]:
    """Each table that lacks rows for rows of the table that it must follow, and those rows, in their order.

    One without any row is not begun with yet, and lacks none unless they are ``asked`` for.
    """
    for table in context.tables():
        leader = context.book.tables.get(table.table.one_for_each) if table.table.one_for_each else None
        if not leader or not leader.raw or not table.raw or table.table.id not in table.columns:
            continue
        present = {row.id.casefold() for row in table.rows} | context.ids_below(table)
        if not (asked or any(present) or context.reporting_has_begun):
            continue
        # An id that can't be right is told by RS109, and has a row once it is.
        named = [row for row in leader.rows if row.id and row.id not in context.misspelt_ids(leader)]
        first = {row.id.casefold(): row for row in reversed(named) if row.id.casefold() not in present}
        if first:
            yield table, tuple(reversed(first.values()))


def _place(context: Context, table: BookTable, missing: tuple[Row, ...]) -> Place:
    return at(missing[0], context.book[table.table.one_for_each].table.id)


def place_of(context: Context, table: BookTable, missing: tuple[Row, ...]) -> tuple[str, str]:
    """The sheet and cell that the finding about them stands at."""
    place = _place(context, table, missing)
    return place.sheet, place.ref


def is_sure(context: Context, table: BookTable) -> bool:
    """Whether it is known whose every row of the table is: if not, one may be a row that seems to be missing."""
    leader = context.book[table.table.one_for_each]
    known = {row.id.casefold() for row in leader.rows}
    return not hidden(context, table) and all(row.id.casefold() in known for row in table.rows)


def find(context: Context, *, asked: bool = False) -> Iterator[Hit]:
    """Rows of a table for which the table that must follow it has no row, all in one."""
    for book_table, missing in missing_rows(context, asked=asked):
        message = f"{some_rows(missing)} har ingen rad på bladet {book_table.table.sheet}."
        they = "raden" if len(missing) == 1 else f"de {len(missing)} raderna"
        remedy = f"Lägg till {they}: {fix_command(context.book.raw)}"
        if not is_sure(context, book_table):
            column = book_table.table.column(book_table.table.id).header
            remedy = f"Rätta först {column} där det är fel på {book_table.table.sheet}. Om rader saknas ändå: {remedy}"
        # Where as many rows have no id of their own, they are the ones that are missing.
        causes = frozenset(of_ids(book_table)) if len(missing) <= hidden(context, book_table) else frozenset()
        yield Hit(_place(context, book_table, missing), message, remedy, caused_by=causes)


CHECK = Check("RS111", "Motsvarande rad saknas", Severity.ERROR, __doc__, find)
