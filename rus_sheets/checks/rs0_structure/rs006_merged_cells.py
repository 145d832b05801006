"""Sammanfogade celler i en tabell.

Vad kontrollen letar efter
    Sammanfogade celler som rör en tabell, eller formler på summeringsbladet.

Varför
    Bara den första cellen har ett värde; de andra läses som tomma. Sortering och filter fungerar inte.

Så rättar du
    Markera cellerna, Start, Sammanfoga och centrera, Dela cellerna. Skriv värdet på varje rad.

Exempel
    Plan: B4:B6 är sammanfogade, så A04 och A05 har ingen grupp.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.raw import RawTable, position_of
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Merged ranges that touch a table, or a formula of the summary."""
    summary = context.book.declaration.summary.sheet
    formulas = [(formula.raw.row, formula.raw.column) for formula in context.expected if formula.place.sheet == summary]
    for sheet in context.book.raw.sheets:
        for merged in sheet.merged:
            first, _, last = merged.partition(":")
            top, left = position_of(first)
            bottom, right = position_of(last or first)
            counted = sheet.name == summary and any(
                top <= row <= bottom and left <= column <= right for row, column in formulas
            )
            if counted or any(_touches(table, top, left, bottom, right) for table in sheet.tables):
                message = f"Cellerna {merged} är sammanfogade."
                yield Hit(context.place(sheet, top, left), message, "Dela cellerna och skriv värdet på varje rad.")


def _touches(table: RawTable, top: int, left: int, bottom: int, right: int) -> bool:
    rows = top <= table.last_row and bottom >= table.first_row
    return rows and left <= table.last_column and right >= table.first_column


CHECK = Check("RS006", "Sammanfogade celler", Severity.ERROR, __doc__, find)
