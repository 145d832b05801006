"""Rader som saknar sin motsvarighet.

Vad kontrollen letar efter
    Aktiviteter på Plan som inte har någon rad på Utfall. (En rad på Utfall utan aktivitet på Plan är RS110.)

Varför
    Aktiviteten försvinner ur uppföljningen och ur berättelsen, och ingen märker att svaret saknas.

Så rättar du
    Lägg till en rad sist på det andra bladet och skriv id:t där. Formlerna följer med.

Exempel
    A12 står på Plan men inte på Utfall.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Rows of a table for which the table that must follow it has no row."""
    for each in context.tables():
        leader = context.book.tables.get(each.table.one_for_each) if each.table.one_for_each else None
        if not leader or not leader.raw or each.table.id not in each.columns:
            continue
        present = {row.id.casefold() for row in each.rows}
        for row in leader.rows:
            if row.id and row.id.casefold() not in present:
                message = f"{row.id} har ingen rad på bladet {each.table.sheet}."
                yield Hit(at(row, leader.table.id), message, f"Lägg till en rad för {row.id} på {each.table.sheet}.")


CHECK = Check("RS111", "Motsvarande rad saknas", Severity.ERROR, __doc__, find)
