"""Rader under tabellen.

Vad kontrollen letar efter
    Celler med innehåll under en tabells sista rad: rader som inte kom med i tabellen, summarader och lösa tal. En
    ensam anteckning längre ner är en upplysning.

Varför
    Rader utanför tabellen räknas inte i några summor och kommer inte med i dokumenten. Det som står under tabellen
    hindrar den från att växa.

Så rättar du
    Dra tabellens nedre högra hörn så att raden kommer med. Flytta summor och anteckningar till ett eget blad eller
    till höger om tabellen.

Exempel
    Plan: aktiviteten A29 står på raden under tabellen.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.raw import RawCell, RawSheet, RawTable, ref_of
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit, Place
from rus_sheets.checks.words import shown
from rus_sheets.findings import Severity

_CLOSE = 2  # rows under the table within which even a single word is taken for a row


def find(context: Context) -> Iterator[Hit]:
    """Rows with content below a declared table, and a totals row."""
    for each in context.book.tables.values():
        if not each.raw:
            continue
        sheet = context.sheet_of(each)
        if each.raw.totals_row:
            place = Place(sheet.name, ref_of(each.raw.last_row + 1, each.raw.first_column))
            message = "Tabellen har en summarad. Den hindrar nya rader från att läggas till."
            yield Hit(place, message, "Slå av summaraden under Tabelldesign.", Severity.WARNING)
        yield from _below(sheet, each.raw)


def _below(sheet: RawSheet, table: RawTable) -> Iterator[Hit]:
    first = table.last_row + 1 + table.totals_row
    rows: dict[int, list[RawCell]] = {}
    for (row, column), cell in sheet.cells.items():
        inside = table.first_column <= column <= table.last_column
        if row >= first and inside and (cell.formula or cell.value not in (None, "")):
            rows.setdefault(row, []).append(cell)
    for row, cells in sorted(rows.items()):
        first_cell = min(cells, key=lambda cell: cell.column)
        lone = len(cells) == 1 and isinstance(first_cell.value, str) and not first_cell.formula
        note = lone and row > first + _CLOSE
        what = "En anteckning" if note else "En rad"
        message = f"{what} står utanför tabellen, under den: {shown(first_cell.value)}"
        remedy = "Ta med raden i tabellen, eller flytta den till ett eget blad."
        yield Hit(Place(sheet.name, first_cell.ref), message, remedy, Severity.INFO if note else None)


CHECK = Check("RS005", "Utanför tabellen", Severity.ERROR, __doc__, find)
