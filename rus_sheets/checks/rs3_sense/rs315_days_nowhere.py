"""Dagar som saknas.

Vad kontrollen letar efter
    Aktiviteter utan dagar, när planen har dagar och deras grupp inte har några för hela gruppen.

Varför
    Planens dagar går inte att räkna ihop. I dokumenten står att summan inte är känd.

Så rättar du
    Fyll i dagarna för aktiviteten, eller för hela gruppen. Ska aktiviteten inte ta någon arbetstid: skriv 0.

Exempel
    A07 har inga dagar, och inte heller gruppen G1.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.gaps import needed
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Rows that lack a number that nothing else stands for."""
    for table in context.tables():
        for column in table.table.columns:
            if column.needed_unless and not column.required:
                for row in needed(context.book, table.table.key, column).blank:
                    if row.cell(column.key).fault is None:
                        message = f"{column.header} saknas, så summan går inte att räkna."
                        yield Hit(at(row, column.key), message, "Fyll i cellen. Ska inget räknas: skriv 0.")


CHECK = Check("RS315", "Dagar saknas", Severity.WARNING, __doc__, find)
