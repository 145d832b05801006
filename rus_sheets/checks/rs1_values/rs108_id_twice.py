"""Samma id två gånger.

Vad kontrollen letar efter
    Rader i samma tabell som har samma id (stora och små bokstäver räknas lika). Båda raderna pekas ut, eftersom det
    inte går att se vilken som är fel. Är den ena en rad som ska finnas (om-planen på Texter) och den andra skriven
    med andra bokstäver (Om-Planen) pekas bara den andra ut.

Varför
    Raderna känns igen på sitt id. Står det två gånger hamnar svar, dagar och pengar på fel rad, eller räknas
    dubbelt.

Så rättar du
    Ge den ena raden ett nytt id som inte har använts. Ändra inte id:n som redan har skickats ut i
    uppföljningsfiler.

Exempel
    Plan: A07 står på rad 8 och rad 19.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rus_sheets.book.model import BookTable, Row
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import some
from rus_sheets.findings import Severity
from rus_sheets.schema.model import TableKind


def find(context: Context) -> Iterator[Hit]:
    """Every row whose id another row of the table has too."""
    for table in context.book.tables.values():
        key = table.table.id
        if table.table.kind is TableKind.LOG or not key or key not in table.columns:
            continue
        rows: dict[str, list[int]] = {}
        for row in table.rows:
            if row.id:
                rows.setdefault(row.id.casefold(), []).append(row.number)
        for row in table.rows:
            others = [number for number in rows.get(row.id.casefold(), ()) if number != row.number]
            right = others and _right_beside(table, row)
            if right:
                message = f"{table.table.column(key).header} {row.id} är samma som {right.id} på rad {right.number}."
                remedy = f"Ta bort den ena raden. Den som ska finnas heter {right.id}."
                yield Hit(at(row, key), message, remedy)
            elif others and not _is_right(table, row, rows):
                message = f"{table.table.column(key).header} {row.id} står också på rad {some(map(str, others))}."
                yield Hit(at(row, key), message, "Ge den ena raden ett eget id, eller ta bort den ena.")


def _right_beside(table: BookTable, row: Row) -> Row | None:
    """The row that is declared to be there, where this one's id is the same but for the case of its letters."""
    known = next((id_ for id_ in table.table.known_ids if id_.casefold() == row.id.casefold()), row.id)
    return table.by_id.get(known) if known != row.id else None


def _is_right(table: BookTable, row: Row, rows: Mapping[str, Sequence[int]]) -> bool:
    """Whether it is declared to be there, and every other row with its id is written otherwise."""
    same = [other for other in table.rows if other.number in rows[row.id.casefold()] and other.id == row.id]
    return row.id in table.table.known_ids and len(same) == 1


CHECK = Check("RS108", "Id två gånger", Severity.ERROR, __doc__, find)
