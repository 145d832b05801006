"""Formler som hämtar från andra filer.

Vad kontrollen letar efter
    Formler som pekar på en annan arbetsbok.

Varför
    Den andra filen kan flyttas eller ändras. Den som får arbetsboken med e-post ser gamla värden eller fel.

Så rättar du
    Kopiera in värdena, eller lägg underlaget på ett eget blad i arbetsboken.

Exempel
    =[Budget2025.xlsx]Blad1!B4
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.causes import FORMULA_FAULTS, at_place
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import cut_formula
from rus_sheets.findings import Severity
from rus_sheets.formulas.tokens import is_external


def find(context: Context) -> Iterator[Hit]:
    """Formulas that point at another workbook."""
    for sheet in context.book.raw.sheets:
        for cell in sheet.cells.values():
            if cell.formula and is_external(cell.formula):
                message = f"Formeln hämtar från en annan fil: {cut_formula(cell.formula)}"
                remedy = "Kopiera in värdet, eller lägg underlaget på ett eget blad."
                place = context.place(sheet, cell.row, cell.column)
                yield Hit(place, message, remedy, caused_by=at_place(place, FORMULA_FAULTS))


CHECK = Check("RS211", "Formel till annan fil", Severity.WARNING, __doc__, find)
