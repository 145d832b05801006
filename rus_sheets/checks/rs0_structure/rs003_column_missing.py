"""Kolumner som saknas eller har bytt namn.

Vad kontrollen letar efter
    Kolumnrubriker som hör till en tabell men inte finns i den, och rubrikceller som har ändrats. Ordningen spelar
    ingen roll och egna kolumner är välkomna.

Varför
    Kolumnerna känns igen på sin rubrik. En kolumn med annan rubrik läses inte.

Så rättar du
    Skriv tillbaka rubriken. Lägg till kolumnen bara om den inte finns under ett annat namn: en ny är tom.

Exempel
    Plan: rubriken Dagar har ändrats till Arbetsdagar.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.build import find_table
from rus_sheets.book.convert import tidy
from rus_sheets.book.raw import RawSheet, RawTable, ref_of
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import quoted
from rus_sheets.checks.place import Place
from rus_sheets.findings import Lacks, Severity
from rus_sheets.guessing import nearest
from rus_sheets.schema.model import Table, TableKind

_SHOWN = 2
"""Of a table's own columns, how many are named as what a missing one may be called now."""


def find(context: Context) -> Iterator[Hit]:
    """Declared headers that a table lacks."""
    for table in context.book.declaration.table:
        found = find_table(table, context.book.raw)
        if found:
            yield from _in_table(context, table, *found)


def _in_table(context: Context, table: Table, sheet: RawSheet, excel: RawTable) -> Iterator[Hit]:
    wanted = _headers(context, table)
    stated = {excel.first_column + offset: tidy(header) for offset, header in enumerate(excel.columns)}
    written = {column: _written(sheet, excel, column, header) for column, header in stated.items()}
    declared = _headers(context, table, optional=True)
    unknown = {column: written[column] for column in stated if written[column] not in declared}
    missing = [header for header in wanted if header not in written.values() and header not in stated.values()]
    meant = _meant(missing, declared, written, unknown)
    for header in wanted:
        lacks = Lacks(table.sheet, header)
        if header in written.values():
            yield from _unread(sheet, excel, lacks, stated, written)
            continue
        column = next((number for number, name in stated.items() if name == header), None) or meant.get(header)
        if column:
            place = Place(sheet.name, ref_of(excel.first_row, column), field=header)
            name = written[column]
            message = f"Rubriken {header} saknas. Här står {quoted(name)}." if name else f"Rubriken {header} är borta."
            yield Hit(place, message, f"Skriv tillbaka rubriken {header}.", lacks=lacks)
        else:
            place = Place(sheet.name, ref_of(excel.first_row, excel.first_column), field=header)
            left = [column for column in unknown if column not in meant.values()]
            yield Hit(place, f"Kolumnen {header} saknas.", _remedy(header, excel, unknown, left), lacks=lacks)


def _unread(
    sheet: RawSheet, excel: RawTable, lacks: Lacks, stated: dict[int, str], written: dict[int, str]
) -> Iterator[Hit]:
    """The cell says the header but the table's own list of columns, by which it is read, says something else."""
    header = lacks.header
    column = next(number for number, name in written.items() if name == header)
    if (excel.first_row, column) not in sheet.cells:
        place = Place(sheet.name, ref_of(excel.first_row, column), field=header)
        yield Hit(place, f"Rubriken {header} är borta.", f"Skriv tillbaka rubriken {header}.", lacks=lacks)
    elif header not in stated.values():
        place = Place(sheet.name, ref_of(excel.first_row, column), field=header)
        message = f"Kolumnen {header} heter {quoted(stated[column])} inne i filen."
        yield Hit(place, message, f"Skriv om rubriken {header} i Excel och spara.", lacks=lacks)


def _remedy(header: str, excel: RawTable, unknown: dict[int, str], left: list[int]) -> str:
    """A new column is empty: one that is there under another name is named first, or its values would be lost."""
    if not left:
        return f"Lägg till en kolumn med rubriken {header}."
    named = " eller ".join(f"{quoted(unknown[column])} ({ref_of(excel.first_row, column)})" for column in left[:_SHOWN])
    more = " eller en annan egen kolumn" if len(left) > _SHOWN else ""
    return f"Är det {named}{more}: skriv {header} som rubrik där. Annars: lägg till en kolumn med rubriken {header}."


def _headers(context: Context, table: Table, *, optional: bool = False) -> list[str]:
    if table.kind is TableKind.LISTS:
        return [choices.header for choices in context.book.declaration.list if optional or not choices.optional]
    return [column.header for column in table.columns if optional or not column.optional]


def _written(sheet: RawSheet, excel: RawTable, column: int, stated: str) -> str:
    """What stands in the header cell; the table's own name of the column where the cell can't be told."""
    cell = sheet.cells.get((excel.first_row, column))
    return tidy(str(cell.value)) if cell and cell.value is not None else stated


def _meant(missing: list[str], declared: list[str], written: dict[int, str], unknown: dict[int, str]) -> dict[str, int]:
    """By missing header the column that has another one now: one like it, or else one that stands in its place.

    A place is told by the header that was declared before it, or after it; no column is meant twice.
    """
    found: dict[str, int] = {}
    for header in missing:
        left = {column: name for column, name in unknown.items() if column not in found.values()}
        near = nearest(header, left.values())
        if near:
            found[header] = next(column for column, name in left.items() if name == near)
    for header in missing:
        for beside in (-1, 1) if header not in found else ():
            place = declared.index(header) + beside
            neighbour = declared[place] if 0 <= place < len(declared) else ""
            of_neighbour = next((column for column, name in written.items() if name == neighbour), None)
            of_neighbour = found.get(neighbour, of_neighbour)
            column = of_neighbour - beside if of_neighbour else None
            if column in unknown and column not in found.values():
                found[header] = column
                break
    return found


CHECK = Check("RS003", "Kolumn saknas", Severity.BLOCKER, __doc__, find)
