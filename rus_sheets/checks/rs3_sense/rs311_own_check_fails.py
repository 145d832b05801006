"""Arbetsbokens egna kontroller visar fel.

Vad kontrollen letar efter
    Rader under Kontroller på summeringsbladet som inte visar OK.

Varför
    Kontrollerna räknas i Excel medan man arbetar. De tar samma fel som andra anmärkningar här, men på ett annat
    sätt.

Så rättar du
    Läs kontrollens text och rätta det den säger. Oftast finns en annan anmärkning som pekar ut raden.

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
    blocks = {block.key for block in summary.block if block.kind is BlockKind.CHECKS}
    for each in context.expected:
        if each.block in blocks and each.raw.value == summary.fault:
            message = f"Kontrollen ”{each.label}” visar {summary.fault}."
            yield Hit(each.place, message, "Rätta det som kontrollen gäller och räkna om.")


CHECK = Check("RS311", "Egen kontroll visar fel", Severity.WARNING, __doc__, find, follows=True)
