"""Samma rad två gånger.

Vad kontrollen letar efter
    Rader med belopp eller dagar som är lika i allt utom id:t. Den senare raden pekas ut.

Varför
    En rad som har klistrats in två gånger räknas två gånger.

Så rättar du
    Ta bort den ena raden. Är det två olika: skriv det i texten, eller tysta anmärkningen på bladet för undantag.

Exempel
    Utgifter: U07 och U12 har samma post, text och belopp.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.model import Row
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity

_FEWEST = 3  # filled cells beside the id before two rows alike are more than chance


def find(context: Context) -> Iterator[Hit]:
    """Rows with figures that equal an earlier one in everything but their id."""
    for table in context.tables():
        key = table.table.id
        if not key or key not in table.columns or table.table.one_for_each:
            continue
        seen: dict[tuple[str, ...], Row] = {}
        for row in table.rows:
            content = _content(row, key)
            if sum(map(bool, content)) < _FEWEST or not _counts(row):
                continue
            first = seen.setdefault(content, row)
            if first is not row and first.id != row.id:
                message = f"Raden är likadan som {first.id} på rad {first.number}."
                yield Hit(at(row, key), message, "Ta bort den ena raden, eller skriv vad som skiljer dem åt.")


def _content(row: Row, key: str) -> tuple[str, ...]:
    return tuple(row.text(column) for column, cell in row.cells.items() if column != key and not cell.column.formula)


def _counts(row: Row) -> bool:
    return any(
        cell.column.type.is_number and not cell.column.formula and cell.value not in (None, 0)
        for cell in row.cells.values()
    )


CHECK = Check("RS117", "Samma rad två gånger", Severity.WARNING, __doc__, find)
