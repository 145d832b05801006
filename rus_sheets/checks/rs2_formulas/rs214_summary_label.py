"""Ändrade rubriker på summeringsbladet.

Vad kontrollen letar efter
    Rubriker och ledtexter på summeringsbladet som inte längre är de som hör till formeln bredvid.

Varför
    I tabellerna som räknar status och prioritet använder formlerna texten i rubriken. Ändras den räknas fel sak,
    eller ingenting. Också annars säger texten något annat än siffran visar.

Så rättar du
    Skriv tillbaka texten. Egna rubriker kan stå på ett eget blad.

Exempel
    ”Har ej skett” har ändrats till ”Ej genomfört”: kolumnen visar 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.convert import tidy
from rus_sheets.checks.compare import Verdict
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import shown
from rus_sheets.checks.place import Place as At
from rus_sheets.findings import Severity
from rus_sheets.layout.summary_layout import CellRole
from rus_sheets.schema.model import BlockKind

_TEXTS = frozenset({CellRole.HEADER, CellRole.LABEL})


def find(context: Context) -> Iterator[Hit]:
    """Constant texts of the summary that have been changed."""
    declaration = context.book.declaration
    crossed = {block.key for block in declaration.summary.block if block.kind is BlockKind.CROSS}
    for summary_place in context.summary:
        cell = summary_place.cell
        if cell.part not in _TEXTS or not cell.text or summary_place.says == tidy(cell.text):
            continue
        if summary_place.is_earlier and (cell.block, cell.key) in _earlier(context):
            continue  # the label of an older workbook says what its formula counts
        message = f"Här ska stå ”{cell.text}”, men det står {shown(summary_place.raw.value)}."
        severity = Severity.ERROR if cell.block in crossed else None
        place = At(declaration.summary.sheet, summary_place.raw.ref, cell.text)
        yield Hit(place, message, f"Skriv tillbaka ”{cell.text}”.", severity)


def _earlier(context: Context) -> set[tuple[str, str]]:
    return {
        (expected.block, expected.key)
        for expected, verdict in context.verdicts
        if verdict is Verdict.EARLIER or expected.held_back
    }


CHECK = Check("RS214", "Ändrad rubrik på summeringen", Severity.WARNING, __doc__, find)
