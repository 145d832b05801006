"""Samma rubrik två gånger.

Vad kontrollen letar efter
    Två kolumner med samma rubrik i en tabell. Stora bokstäver och mellanslag räknas inte.

Varför
    Det går inte att veta vilken av kolumnerna som gäller; den första läses.

Så rättar du
    Byt rubrik på den kolumn som ni själva har lagt till.

Exempel
    Plan har två kolumner som heter Dagar.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.convert import tidy
from rus_sheets.book.raw import ref_of
from rus_sheets.checks.causes import at_place
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """The second and later columns of a table with the same header."""
    for sheet in context.book.raw.sheets:
        for table in sheet.tables:
            seen: dict[str, int] = {}
            for column, stated in enumerate(table.columns, table.first_column):
                cell = sheet.cells.get((table.first_row, column))
                header = tidy(str(cell.value)) if cell and cell.value is not None else tidy(stated)
                first = seen.setdefault(header.casefold(), column)
                if first != column:
                    message = f"Rubriken {header} står också i {ref_of(table.first_row, first)}."
                    place = Place(sheet.name, ref_of(table.first_row, column))
                    yield Hit(place, message, "Byt den ena rubriken.", caused_by=at_place(place, ["RS003"]))


CHECK = Check("RS004", "Rubrik två gånger", Severity.ERROR, __doc__, find)
