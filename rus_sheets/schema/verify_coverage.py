"""What the coverages of a declaration must fulfil."""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.schema.faults import DeclarationFault, column_keys, column_path_faults, table_keys, twice, unknown
from rus_sheets.schema.model import CellType, Coverage, Declaration


def coverages(declaration: Declaration) -> Iterator[DeclarationFault]:
    """Each is of a table that the references are to, and has its own title."""
    for coverage in declaration.coverage:
        place = f"coverage[{coverage.table}]"
        found = [
            *unknown(f"{place}.table", "Tabellen", coverage.table, table_keys(declaration)),
            *column_path_faults(declaration, f"{place}.by", coverage.by),
        ]
        yield from found or _columns(declaration, coverage, place)
    for title in twice(coverage.title for coverage in declaration.coverage):
        yield DeclarationFault("coverage", f"”{title}” står två gånger.", "Ge den ena en annan title.")


def _columns(declaration: Declaration, coverage: Coverage, place: str) -> Iterator[DeclarationFault]:
    """The columns are there, and refer to what they should."""
    key, _, column = coverage.by.partition(".")
    table, by = declaration.table_of(coverage.table), declaration.table_of(key)
    yield from column_path_faults(declaration, f"{place}.count", f"{coverage.table}.{coverage.count}")
    if by.column(column).type not in (CellType.REF, CellType.REFS) or by.column(column).references != coverage.table:
        fault = f"Kolumnen ”{coverage.by}” hänvisar inte till {coverage.table}."
        yield DeclarationFault(f"{place}.by", fault, "Ange en kolumn av typen ref eller refs som gör det.")
    if not by.has(coverage.across):
        yield from unknown(f"{place}.across", "Kolumnen", coverage.across, column_keys(by))
    elif by.column(coverage.across).type is not CellType.REF:
        fault = f"Kolumnen ”{coverage.across}” hänvisar inte till en rad."
        yield DeclarationFault(f"{place}.across", fault, "Ange en kolumn av typen ref.")
    if not (table.id and table.title):
        fault = "Tabellen har inget id, eller ingen kolumn som säger vad raderna heter."
        yield DeclarationFault(f"{place}.table", fault, "Lägg till id och title i tabellen.")
