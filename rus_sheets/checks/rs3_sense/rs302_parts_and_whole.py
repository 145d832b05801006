"""Delar som inte blir helheten.

Vad kontrollen letar efter
    Om områdenas, gruppernas eller posternas summor tillsammans blir något annat än totalen. Då hör någon rad inte
    till någon del, eller räknas två gånger.

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

_PARTS = (("areas", "days", "days"), ("groups", "days", "days"), ("budget", "spent", "spent"))
"""Summary block, its column, and the total that the column's cells must add up to."""

_TOLERANCE = 0.005


def find(context: Context) -> Iterator[Hit]:
    """Parts that don't add up to their total; one finding a total."""
    # Where a table is missing (RS002) nothing adds up.
    blocks = [each for each in context.book.declaration.summary.block if context.has_table(each.table)]
    headings = {block.key: block.heading for block in blocks}
    wrong: dict[str, list[str]] = {}
    for key, column, total_key in _PARTS:
        total = context.book.totals.get(total_key)
        parts = context.parts(key, column) if key in headings and total else None
        if total and parts is not None and abs(parts - total.value) > _TOLERANCE:
            wrong.setdefault(total_key, []).append(f"{headings[key]} har tillsammans {amount(parts)}")
    for total_key, said in wrong.items():
        total = context.book.totals[total_key]
        message = f"{' och '.join(said)}, men {total.label} är {amount(total.value)}."
        yield Hit(named_place(context.book, total_key), message, "Rätta de rader som saknar eller delar id.")


CHECK = Check("RS302", "Delarna blir inte helheten", Severity.ERROR, __doc__, find, follows=True)
