"""Blad som saknas eller har bytt namn.

Vad kontrollen letar efter
    Blad som hör till arbetsboken men inte finns, eller finns under ett annat namn. Egna blad är välkomna.

Varför
    Utan bladet kan svar inte läsas in och dokument inte skrivas.

Så rättar du
    Döp tillbaka bladet. Är det borttaget: hämta det ur en säkerhetskopia.

Exempel
    Bladet Utfall heter Utfall 2026.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.raw import RawSheet
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Lacks, Severity
from rus_sheets.guessing import nearest


def find(context: Context) -> Iterator[Hit]:
    """Declared sheets that the workbook lacks."""
    declared = context.book.declaration.sheets
    others = [sheet for sheet in context.book.raw.sheets if sheet.name not in declared]
    for name in declared:
        table = context.book.declaration.table_on(name)
        if context.book.raw.sheet(name) or (table and table.optional):
            continue
        renamed = _renamed(context, name, others)
        if renamed:
            message = f"Bladet {name} saknas. Det ser ut att ha fått namnet ”{renamed.name}”."
            yield Hit(Place(renamed.name, "A1"), message, f"Döp tillbaka bladet till {name}.", lacks=Lacks(name))
        else:
            message = f"Bladet {name} saknas."
            remedy = "Hämta bladet ur en säkerhetskopia, eller gör en ny arbetsbok."
            yield Hit(Place(name), message, remedy, lacks=Lacks(name))


def _renamed(context: Context, name: str, others: list[RawSheet]) -> RawSheet | None:
    """The sheet that holds the declared sheet's table, or whose name is near."""
    table = context.book.declaration.table_on(name)
    for sheet in others:
        if table and any(raw.name.casefold() == table.excel_name.casefold() for raw in sheet.tables):
            return sheet
    meant = nearest(name, [sheet.name for sheet in others])
    return next((sheet for sheet in others if sheet.name == meant), None)


CHECK = Check("RS001", "Blad saknas", Severity.BLOCKER, __doc__, find)
