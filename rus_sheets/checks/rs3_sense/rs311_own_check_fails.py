"""Arbetsbokens egna kontroller visar fel.

Vad kontrollen letar efter
    Rader under Kontroller på summeringsbladet som inte visar OK, när ingen annan anmärkning säger samma sak. Är den
    andra anmärkningen tystad, så är den här det också, med samma skäl.

Varför
    Kontrollerna räknas i Excel medan man arbetar. De tar samma fel som andra anmärkningar här, men på ett annat
    sätt. Visar en av dem FEL fast inget annat är fel, så är det oftast själva raden som inte stämmer.

Så rättar du
    Läs kontrollens text och rätta det den säger. Stämmer det redan: räkna om med Ctrl+Alt+F9 och spara.

Exempel
    ”Alla utgifter hör till en budgetpost” visar FEL.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity
from rus_sheets.schema.model import BlockKind


def find(context: Context) -> Iterator[Hit]:
    """Live checks of the summary whose stored value is the word for a fault."""
    summary = context.book.declaration.summary
    rows = {
        (block.key, row.key): row for block in summary.block if block.kind is BlockKind.CHECKS for row in block.rows
    }
    for each in context.expected:
        row = rows.get((each.block, each.key))
        if row and each.raw.value == summary.fault:
            message = f"Kontrollen ”{each.label}” visar {summary.fault}."
            told_by = frozenset(_told_by(context, said) for said in row.told_by)
            yield Hit(each.place, message, "Rätta det som kontrollen gäller och räkna om.", told_by=told_by)


def _told_by(context: Context, said: str) -> tuple[str, str, str]:
    code, _, table = said.partition(":")
    return code, context.book.declaration.table_of(table).sheet if table else "", ""


CHECK = Check("RS311", "Egen kontroll visar fel", Severity.WARNING, __doc__, find, follows=True)
