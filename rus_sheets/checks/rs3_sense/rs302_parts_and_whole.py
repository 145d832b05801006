"""Delar som inte blir helheten.

Vad kontrollen letar efter
    Om summorna per område, grupp, prioritet, budgetpost eller någon annan del tillsammans blir något annat än
    totalen. Då hör någon rad inte till någon del, eller räknas två gånger.

Varför
    Tabellerna i dokumenten går inte ihop: delarna summerar inte till slutsumman.

Så rättar du
    Leta upp rader utan område, grupp eller post, eller med ett id som står två gånger. De har egna anmärkningar.

Exempel
    Områdena har 743 dagar och planen 755: aktiviteten A12 saknar grupp.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.expected import named_place
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.words import amount
from rus_sheets.findings import Severity

_TOLERANCE = 0.005


def find(context: Context) -> Iterator[Hit]:
    """Parts that don't add up to their total; one finding a total."""
    wrong: dict[str, list[str]] = {}
    for heading, block, column, total_key in _parts(context):
        total, parts = context.book.totals[total_key], context.parts(block, column)
        if parts is not None and total.value is not None and abs(parts - total.value) > _TOLERANCE:
            wrong.setdefault(total_key, []).append(f"{heading} har tillsammans {amount(parts)}")
    for total_key, said in wrong.items():
        total = context.book.totals[total_key]
        message = f"{' och '.join(said)}, men {total.label} är {amount(total.number)}."
        yield Hit(named_place(context.book, total_key), message, "Rätta de rader som saknar eller delar id.")


def _parts(context: Context) -> Iterator[tuple[str, str, str, str]]:
    """Heading and key of a block, the key of its column, and the total that the column's figures must add up to.

    Where a table is missing (RS002) nothing adds up.
    """
    for block in context.book.declaration.summary.block:
        crossed = (block.column_list, block.total, block.recompute)
        columns = ((each.key, each.total, each.recompute) for each in (*block.columns, *block.extra_columns))
        for key, total, terms in (crossed, *columns):
            tables = {(term.sum or term.count).partition(".")[0] for term in terms}
            if total and all(map(context.has_table, tables)):
                yield block.heading, block.key, key, total


CHECK = Check("RS302", "Delarna blir inte helheten", Severity.ERROR, __doc__, find, follows=True)
