"""Delar som pekar på en annan aktivitet än deras id säger.

Vad kontrollen letar efter
    Rader vars id börjar med en aktivitets id (A03-H02) men där kolumnen för aktivitet säger något annat (A04).

Varför
    Det ena är fel. Händelsen, delen eller utgiften hamnar på fel aktivitet i uppföljningen och berättelsen.

Så rättar du
    Rätta den kolumn som är fel, oftast aktiviteten.

Exempel
    Händelser: A03-H02 står på aktivitet A04.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Rows whose id begins with another unit's id than the one they refer to."""
    for book_table in context.tables():
        table = book_table.table
        if not table.parent or table.parent == table.id or not {table.parent, table.id} <= book_table.columns.keys():
            continue
        units = context.book.tables.get(table.column(table.parent).references)
        for row in book_table.rows if units else ():
            unit, dash, _ = row.id.partition("-")
            parent = row.text(table.parent)
            # A unit that isn't there is RS110.
            if units and dash and unit in units.by_id and parent in units.by_id and parent != unit:
                message = f"Id:t {row.id} hör till {unit}, men raden pekar på {parent}."
                yield Hit(at(row, table.parent), message, f"Skriv {unit}, eller ge raden ett id som hör till {parent}.")


CHECK = Check("RS112", "Fel aktivitet", Severity.WARNING, __doc__, find)
