"""Delar som inte blir helheten.

Vad kontrollen letar efter
    Om summorna per område, grupp, prioritet, budgetpost eller någon annan del tillsammans blir något annat än
    totalen. Då hör någon rad inte till någon del, eller räknas två gånger. Har raden, eller summeringen, en egen
    anmärkning som säger varför, så sägs bara den.

Varför
    Tabellerna i dokumenten går inte ihop: delarna summerar inte till slutsumman.

Så rättar du
    Leta upp rader utan område, grupp eller post, eller med ett id som står två gånger. Är en sådan anmärkning tystad:
    ta bort undantaget och rätta raden.

Exempel
    Områdena har 743 dagar och planen 755: aktiviteten A12 saknar grupp.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rus_sheets.book.display import amount
from rus_sheets.checks.context import Context
from rus_sheets.checks.expected_formulas import named_place
from rus_sheets.checks.left_out_rows import Fallout
from rus_sheets.checks.model import Check, Hit, Teller
from rus_sheets.findings import Severity
from rus_sheets.schema.model import SummaryBlock, Term

_TOLERANCE = 0.005


def find(context: Context) -> Iterator[Hit]:
    """Parts that don't add up to their total: a hit for a total and a row that makes it so.

    So one row that another finding tells of isn't told once more, and one that is silenced there is.
    """
    wrong: dict[tuple[str, tuple[str, int]], tuple[dict[str, None], set[Teller]]] = {}
    totals = {row.key: row.recompute for row in context.book.declaration.summary.named()}
    for part in _parts(context):
        total, parts = context.book.totals[part.total], context.parts(part.block.key, part.column)
        if parts is None or total.value is None or abs(parts - total.value) <= _TOLERANCE:
            continue
        said = f"{part.block.heading} har tillsammans {amount(parts)}"
        unexplained = (("", 0), frozenset[Teller]())
        for row, causes in list(Fallout(context, part.block).causes(part.terms, totals[part.total])) or [unexplained]:
            sayings, all_causes = wrong.setdefault((part.total, row), ({}, set()))
            sayings[said] = None
            all_causes |= causes
    for (total_key, _), (sayings, all_causes) in wrong.items():
        total = context.book.totals[total_key]
        message = f"{' och '.join(sayings)}, men {total.label} är {amount(total.number)}."
        place = named_place(context.book, total_key)
        yield Hit(place, message, "Rätta de rader som saknar eller delar id.", caused_by=frozenset(all_causes))


class _PartColumn(NamedTuple):
    """A column of a block whose figures must add up to a total; ``terms`` say what is counted."""

    block: SummaryBlock
    column: str
    total: str
    terms: tuple[Term, ...]


def _parts(context: Context) -> Iterator[_PartColumn]:
    """Every such column; where a table is missing (RS002) nothing adds up."""
    for block in context.book.declaration.summary.block:
        crossed = _PartColumn(block, block.column_list, block.total, block.recompute)
        columns = (
            _PartColumn(block, column.key, column.total, column.recompute)
            for column in (*block.columns, *block.extra_columns)
        )
        for part in (crossed, *columns):
            tables = {(term.sum or term.count).partition(".")[0] for term in part.terms} | {block.table} - {""}
            if part.total and all(map(context.has_table, tables)):
                yield part


CHECK = Check("RS302", "Delarna blir inte helheten", Severity.ERROR, __doc__, find, follows=True)
