"""Formler som ändrar sig av sig själva.

Vad kontrollen letar efter
    Egna formler i arbetsbokens tabeller som använder IDAG, NU, SLUMP, FÖRSKJUTNING, INDIREKT och liknande. På egna
    blad är det en upplysning.

Varför
    De ger olika svar från gång till gång, eller pekar på celler som ingen ser i formeln.

Så rättar du
    Skriv datumet i en cell, eller använd INDEX i stället för FÖRSKJUTNING och INDIREKT.

Exempel
    En egen kolumn i Plan med =TODAY()-A2.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.causes import at_place
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity
from rus_sheets.formulas.tokens import tokens

_VOLATILE = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT", "CELL", "INFO"})


def find(context: Context) -> Iterator[Hit]:
    """Volatile functions in formulas that aren't declared."""
    declared = {context.sheet_of(table).name for table in context.book.tables.values() if table.raw}
    for sheet, cell in context.own_formulas():
        used = {t.text.upper().removeprefix("_XLFN.") for t in tokens(cell.formula or "") if t.kind == "function"}
        for name in sorted(used & _VOLATILE):
            place = context.place(sheet, cell.row, cell.column)
            message = f"Formeln använder {name} och ändrar sig av sig själv."
            severity = None if sheet.name in declared else Severity.INFO
            remedy = "Skriv värdet, eller använd en funktion som ger samma svar varje gång."
            # In an input cell any formula is one too many.
            yield Hit(place, message, remedy, severity, caused_by=at_place(place, ["RS209"]))


CHECK = Check("RS210", "Föränderlig formel", Severity.WARNING, __doc__, find)
