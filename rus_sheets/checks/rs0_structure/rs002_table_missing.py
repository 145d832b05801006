"""Tabeller som saknas eller har bytt namn.

Vad kontrollen letar efter
    Blad vars rader inte längre är en Excel-tabell, eller där tabellen har ett annat namn än bladet.

Varför
    Tabellen säger vilka rader som räknas. Utan den pekar formlerna fel och raderna kan inte läsas.

Så rättar du
    Saknas tabellen: markera alla rader med rubriker och välj Infoga, Tabell. Ge den sedan bladets namn under
    Tabelldesign, Tabellnamn.

Exempel
    På bladet Plan heter tabellen Tabell1.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.build import find_table
from rus_sheets.book.convert import tidy
from rus_sheets.book.raw import RawSheet, ref_of
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Lacks, Severity
from rus_sheets.schema.model import Table


def find(context: Context) -> Iterator[Hit]:
    """Declared tables that the workbook lacks, or has under another name."""
    raw = context.book.raw
    for table in context.book.declaration.table:
        found = find_table(table, raw)
        if found and found[1].name.casefold() != table.excel_name.casefold():
            sheet, excel = found
            place = Place(sheet.name, ref_of(excel.first_row, excel.first_column))
            message = f"Tabellen på bladet {sheet.name} heter {excel.name}. Den ska heta {table.excel_name}."
            yield Hit(place, message, f"Ändra namnet till {table.excel_name} under Tabelldesign.", Severity.ERROR)
        own = raw.sheet(table.sheet)
        if not found and own and (not table.optional or _names_ids(table, own)):
            message = f"Bladet {table.sheet} har ingen tabell som heter {table.excel_name}."
            remedy = f"Markera raderna, välj Infoga, Tabell, och ge tabellen namnet {table.excel_name}."
            yield Hit(Place(own.name, _header_cell(table, own)), message, remedy, lacks=Lacks(table.sheet))


def _names_ids(table: Table, own: RawSheet) -> bool:
    """Whether the sheet has the header of the table's ids; without it a sheet of that name is people's own."""
    header = table.column(table.id).header
    return any(isinstance(cell.value, str) and tidy(cell.value) == header for cell in own.cells.values())


def _header_cell(table: Table, sheet: RawSheet) -> str:
    """The cell with the first of the table's headers."""
    headers = {column.header for column in table.columns}
    for (row, column), cell in sorted(sheet.cells.items()):
        if isinstance(cell.value, str) and tidy(cell.value) in headers:
            return ref_of(row, column)
    return "A1"


CHECK = Check("RS002", "Tabell saknas", Severity.BLOCKER, __doc__, find)
