"""Rader utan listor och format.

Vad kontrollen letar efter
    Celler i en tabell som saknar det som tabellens andra rader har: format, listor och annan datavalidering,
    villkorsstyrd formatering. Det händer när rader infogas av ett annat program än Excel, eller skrivs under tabellen
    innan den växer. Celler som någon själv har formaterat räknas inte.

Varför
    Utan listan är det lätt att skriva ett val som inte finns, och utan format kan ett datum eller ett belopp bli något
    annat när det skrivs.

Så rättar du
    Lägg tillbaka dem: rus-sheets validate ARBETSBOK --fix. Eller kopiera en rad bredvid och klistra in bara formaten
    och valideringen.

Exempel
    Plan: raden A29 är infogad i LibreOffice och har ingen lista i kolumnen Prioritet.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.raw import RawTable
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity
from rus_sheets.layout.rowlooks import Lack, RowLooks, row_looks

_NAMED = 3
"""Columns that are named; more are counted."""


def find(context: Context) -> Iterator[Hit]:
    """Rows of declared tables without the formats, dropdowns and conditional formats of the others."""
    for table in context.tables():
        looks = row_looks(context.book, table.table.key)
        for first, last in looks.runs():
            message = f"{_rows(first, last)} saknar {_what(looks, first, last)} som de andra raderna har."
            remedy = "Lägg tillbaka med --fix, eller kopiera format och validering från en rad bredvid."
            yield Hit(Place(looks.sheet, looks.ref(first, last)), message, remedy)


def _rows(first: int, last: int) -> str:
    return "Raden" if first == last else f"{last - first + 1} rader"


def _what(looks: RowLooks, first: int, last: int) -> str:
    """What they lack, and where: ``listor och datavalidering (Prioritet, Ansvarig) samt format (12 kolumner)``."""
    within = looks.within(first, last)
    told = []
    for lack in Lack:
        columns = sorted({column for (_, column), lacks in within.items() if lack in lacks})
        if columns:
            told.append(f"{lack} ({_columns(looks.table, columns)})")
    return ", ".join(told[:-1]) + (" och " if len(told) > 1 else "") + told[-1]


def _columns(table: RawTable, columns: list[int]) -> str:
    if len(columns) > _NAMED:
        return f"{len(columns)} kolumner"
    return ", ".join(table.columns[column - table.first_column] for column in columns)


CHECK = Check("RS019", "Rader utan listor och format", Severity.WARNING, __doc__, find)
