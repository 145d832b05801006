"""Rader under tabellen.

Vad kontrollen letar efter
    Celler med innehåll under en tabells sista rad: rader som inte kom med i tabellen, summarader och lösa tal. Rader
    som följer på varandra är en anmärkning. En ensam anteckning längre ner är en upplysning.

Varför
    Rader utanför tabellen räknas inte i några summor och kommer inte med i dokumenten. Det som står under tabellen
    hindrar den från att växa.

Så rättar du
    Rader direkt under tabellen tas med: rus-sheets validate ARBETSBOK --fix. Eller dra tabellens nedre högra hörn i
    Excel. LibreOffice låter inte tabellen växa av sig själv. Flytta summor och anteckningar till ett eget blad eller
    till höger om tabellen.

Exempel
    Plan: aktiviteten A29 står på raden under tabellen.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgspec.structs import replace

from rus_sheets.book.raw import RawCell, RawSheet, RawTable, ref_of
from rus_sheets.checks.below_table import rows_below
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import fix_command, shown
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity

_CLOSE = 2  # rows under the table within which even a single word is taken for a row


def find(context: Context) -> Iterator[Hit]:
    """Rows with content below a declared table, and a totals row."""
    for table in context.book.tables.values():
        if not table.raw:
            continue
        sheet = context.sheet_of(table)
        if table.raw.totals_row:
            place = Place(sheet.name, ref_of(table.raw.last_row + 1, table.raw.first_column))
            message = "Tabellen har en summarad. Den hindrar nya rader från att läggas till."
            yield Hit(place, message, "Slå av summaraden under Tabelldesign.", Severity.WARNING)
        yield from _below(context, sheet, table.raw)


def _below(context: Context, sheet: RawSheet, table: RawTable) -> Iterator[Hit]:
    rows = rows_below(sheet, table)
    notes = {number for number, cells in rows.items() if _is_note(table, number, cells)}
    for number in sorted(notes):
        yield _hit(sheet, [rows[number]], "En anteckning", Severity.INFO)
    for run in _runs(sorted(rows.keys() - notes)):
        what = "En rad" if len(run) == 1 else f"{len(run)} rader"
        beside = run[0] == table.last_row + 1 and not table.totals_row
        hit = _hit(sheet, [rows[number] for number in run], what)
        yield (
            replace(hit, remedy=f"{hit.remedy} Det som säkert är rader tas med så: {fix_command(context.book.raw)}")
            if beside
            else hit
        )


def _is_note(table: RawTable, number: int, cells: dict[int, RawCell]) -> bool:
    """A single word, not close under the table."""
    first, *others = cells.values()
    lone = not others and isinstance(first.value, str) and not first.formula
    return lone and number > table.last_row + 1 + table.totals_row + _CLOSE


def _runs(numbers: list[int]) -> Iterator[list[int]]:
    """Numbers that follow one another, together."""
    for _, run in groupby(enumerate(numbers), key=lambda numbered: numbered[1] - numbered[0]):
        yield [number for _, number in run]


def _hit(sheet: RawSheet, rows: list[dict[int, RawCell]], what: str, severity: Severity | None = None) -> Hit:
    first, last = next(iter(rows[0].values())), next(iter(rows[-1].values()))
    if len(rows) == 1:
        place, said = Place(sheet.name, first.ref), shown(first.value)
    else:
        columns = {column for row in rows for column in row}
        ref = f"{ref_of(first.row, min(columns))}:{ref_of(last.row, max(columns))}"
        place, said = Place(sheet.name, ref), f"{shown(first.value)} – {shown(last.value)}"
    message = f"{what} står utanför tabellen, under den: {said}"
    it = "raden" if len(rows) == 1 else "raderna"
    return Hit(place, message, f"Ta med {it} i tabellen, eller flytta till ett eget blad.", severity)


CHECK = Check("RS005", "Utanför tabellen", Severity.ERROR, __doc__, find)
