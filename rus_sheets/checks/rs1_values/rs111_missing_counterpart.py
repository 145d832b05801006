"""Rader som saknar sin motsvarighet.

Vad kontrollen letar efter
    Aktiviteter på Plan som inte har någon rad på Utfall, när något svar har kommit in. Innan dess behövs de inte:
    raderna läggs till när svaren läses in. Alla som saknas är en anmärkning. (En rad på Utfall utan aktivitet på Plan
    är RS110.)

Varför
    Aktiviteten saknas i uppföljningen och i berättelsen tills den har en rad.

Så rättar du
    Läs in svaret med rus-sheets merge, så läggs raden till. Eller lägg till en rad sist på det andra bladet och skriv
    id:t där. Formlerna följer med.

Exempel
    A12 står på Plan men inte på Utfall.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.causes import hidden, of_ids
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.words import some
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Rows of a table for which the table that must follow it has no row, all in one."""
    for each in context.tables():
        leader = context.book.tables.get(each.table.one_for_each) if each.table.one_for_each else None
        if not leader or not leader.raw or each.table.id not in each.columns or not context.reporting_has_begun:
            continue
        present = {row.id.casefold() for row in each.rows} | context.ids_below(each)
        # An id that can't be right is told by RS109, and has a row once it is.
        named = [row for row in leader.rows if row.id and row.id not in context.misspelt_ids(leader)]
        missing = {row.id: row for row in reversed(named) if row.id.casefold() not in present}
        if missing:
            ids = list(reversed(missing))
            it = ids[0] if len(ids) == 1 else f"{len(ids)} rader"
            message = f"{some(ids)} har ingen rad på bladet {each.table.sheet}."
            remedy = f"Läs in svaren med rus-sheets merge, eller lägg till {it} på {each.table.sheet}."
            # Where as many rows have no id of their own, they are the ones that are missing.
            causes = frozenset(of_ids(each)) if len(ids) <= hidden(context, each) else frozenset()
            yield Hit(at(missing[ids[0]], leader.table.id), message, remedy, caused_by=causes)


CHECK = Check("RS111", "Motsvarande rad saknas", Severity.ERROR, __doc__, find)
