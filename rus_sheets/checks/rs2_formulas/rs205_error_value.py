"""Felvärden.

Vad kontrollen letar efter
    Celler som visar #REFERENS!, #SAKNAS!, #DIVISION/0! och liknande. På era egna blad ger de en varning.

Varför
    Ett felvärde sprider sig till alla summor som cellen ingår i.

Så rättar du
    Börja med den cell som felet kommer från: oftast en formel vars rad eller kolumn har tagits bort.

Exempel
    Summering: Dagar_totalt visar #REF! sedan en kolumn togs bort.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.raw import CellError
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Error values anywhere; on users' own sheets and columns a warning."""
    for sheet in context.book.raw.sheets:
        for (row, column), cell in sheet.cells.items():
            if isinstance(cell.value, CellError):
                place = context.place(sheet, row, column)
                ours = bool(place.field) or (sheet.name, cell.ref) in context.expected_at
                message = f"{place.field + ': ' if place.field else ''}cellen visar {cell.value}."
                remedy = "Rätta formeln eller skriv värdet på nytt." if cell.formula else "Skriv värdet på nytt."
                yield Hit(place, message, remedy, None if ours else Severity.WARNING)


CHECK = Check("RS205", "Felvärde", Severity.ERROR, __doc__, find)
