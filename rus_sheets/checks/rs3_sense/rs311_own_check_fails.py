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
from rus_sheets.checks.model import Check, Hit, Teller
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity
from rus_sheets.schema.model import BlockKind, BlockRow

_OTHER_FORMULA = ("RS201", "RS203", "RS204")
"""The cell's own formula isn't the declared one, but an older template's, say."""
_READ_OTHERWISE = ("RS108", "RS109", "RS113", "RS201", "RS202", "RS203", "RS204", "RS205")
"""Excel counts these rows otherwise than other checks do: an id with a space after it, a formula that is gone."""


def find(context: Context) -> Iterator[Hit]:
    """Live checks of the summary whose stored value is the word for a fault."""
    summary = context.book.declaration.summary
    rows = {
        (block.key, row.key): row for block in summary.block if block.kind is BlockKind.CHECKS for row in block.rows
    }
    for formula in context.expected:
        row = rows.get((formula.block, formula.key))
        if row and formula.raw.value == summary.fault:
            message = f"Kontrollen ”{formula.label}” visar {summary.fault}."
            told_by = frozenset((code, "", "") for code in row.told_by if ":" not in code)
            caused_by = frozenset(_causes(context, row, formula.place))
            yield Hit(
                formula.place, message, "Rätta det som kontrollen gäller och räkna om.", told_by=told_by,
                caused_by=caused_by,
            )  # fmt: skip


def _causes(context: Context, row: BlockRow, place: Place) -> Iterator[Teller]:
    yield from ((code, place.sheet, place.ref) for code in _OTHER_FORMULA)
    yield from ((code, "", "") for code in _READ_OTHERWISE if row.told_by)
    for said in row.told_by:
        code, _, table = said.partition(":")
        if table:
            yield code, context.book.declaration.table_of(table).sheet, ""


CHECK = Check("RS311", "Egen kontroll visar fel", Severity.WARNING, __doc__, find, follows=True)
