"""Egna kolumner där en formel avviker från grannarna.

Vad kontrollen letar efter
    Kolumner som ni själva har lagt till, i eller bredvid en tabell, där nästan alla celler har samma formel men
    någon har en annan formel, ett inskrivet värde eller ingenting.

Varför
    Det är nästan alltid en formel som har skrivits över eller inte kopierats ner.

Så rättar du
    Kopiera formeln från cellen ovanför. Är det meningen: tysta anmärkningen på bladet för undantag.

Exempel
    Egen kolumn Timmar med =[@Dagar]*8 på alla rader utom en, där det står 40.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rus_sheets.book.raw import RawCell, RawSheet, RawTable
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import cut_formula, shown
from rus_sheets.findings import Severity
from rus_sheets.formulas.areas import relative_form

_FEWEST = 3  # formulas alike before they are a rule
_SHARE = 2 / 3


def find(context: Context) -> Iterator[Hit]:
    """Cells of undeclared columns whose formula isn't that of most others."""
    declared = {id(table.raw): frozenset(table.columns.values()) for table in context.book.tables.values() if table.raw}
    rows = {
        id(table.raw): frozenset(row.number for row in table) for table in context.book.tables.values() if table.raw
    }
    for sheet in context.book.raw.sheets:
        for table in sheet.tables:
            used = rows.get(id(table), frozenset(range(table.first_row + 1, table.last_row + 1)))
            for column in _own_columns(sheet, table, declared.get(id(table), frozenset())):
                yield from _column(context, sheet, [sheet.at(row, column) for row in sorted(used)])


def _own_columns(sheet: RawSheet, table: RawTable, declared: frozenset[int]) -> list[int]:
    """Those in the table that aren't declared, and, where the sheet has no other table, those to its right."""
    inside = set(range(table.first_column, table.last_column + 1)) - declared
    if len(sheet.tables) > 1:
        return sorted(inside)
    return sorted(inside | {column for _, column in sheet.cells if column > table.last_column})


def _column(context: Context, sheet: RawSheet, cells: list[RawCell]) -> Iterator[Hit]:
    formulas = [cell for cell in cells if cell.formula]
    if len(formulas) < _FEWEST or len(formulas) == len(cells) == 0:
        return
    forms = Counter(_form(cell) for cell in formulas)
    usual, count = forms.most_common(1)[0]
    if count < _FEWEST or count < _SHARE * len(cells):
        return
    pattern = next(cell for cell in formulas if _form(cell) == usual)
    for cell in cells:
        if cell.formula and _form(cell) == usual:
            continue
        found = f"har {shown(cell.value)} i stället för en formel" if not cell.formula else "har en annan formel"
        message = f"Cellen {found} än resten av kolumnen." if cell.formula else f"Cellen {found}, som resten har."
        place = context.place(sheet, cell.row, cell.column)
        remedy = f"Kopiera formeln från {pattern.ref}: {cut_formula(pattern.formula)}"
        yield Hit(place, message, remedy)


def _form(cell: RawCell) -> tuple[str, ...]:
    return relative_form(cell.formula or "", cell.row, cell.column)


CHECK = Check("RS213", "Formel avviker från kolumnen", Severity.WARNING, __doc__, find)
