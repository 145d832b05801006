"""Värden som Excel har gjort om till datum, tid eller procent.

Vad kontrollen letar efter
    Tal, id:n och texter som visas som datum, klockslag, tid, procent eller bråk. Det händer när man skriver ”3-5”,
    ”1/2”, ”7:30” eller ”50 %” i en cell: Excel gissar och sparar ett annat tal, runt 46 000 för ett datum och en del av
    ett dygn för ett klockslag. Också tal som är jämna minuter av ett dygn, i en cell som visar dem som tal, och tal
    vars talformat lägger till en annan enhet, valuta eller skala än kolumnens (”12 timmar”, ”12 tkr”) eller döljer
    talet.

Varför
    ”3-5” dagar blir 46 000 dagar i summan och ”7:30” blir 0,31, och ett nummer i en hänvisning pekar inte längre rätt.

Så rättar du
    Ändra cellens format till Allmänt (eller Text för id:n) och skriv värdet på nytt.

Exempel
    Plan, Dagar: cellen visar 05-mar och räknas som 46 086 dagar.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.answers.meant_number import is_hours, meant_number
from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.book.display import amount, seen
from rus_sheets.book.formats import FormatKind
from rus_sheets.checks.context import Context, Entry
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity
from rus_sheets.schema.model import CellType

_DATES = frozenset({CellType.DATE, CellType.ANY})


def find(context: Context) -> Iterator[Hit]:
    """Numbers that are shown as something else, in columns of numbers and of texts."""
    for entry in context.entries(lambda column: column.type not in _DATES):
        raw = entry.cell.raw
        if not isinstance(raw.value, (int, float)) or isinstance(raw.value, bool):
            continue
        style = context.book.raw.style_of(raw)
        kind = style.kind_of(raw.value, entry.column.type)
        if kind is not FormatKind.PLAIN and not entry.column.type.is_number:
            message = f"{entry.label}: cellen visar {seen(raw.value, kind)} men innehåller {amount(raw.value)}."
            yield Hit(entry.place, message, "Ändra formatet till Text och skriv värdet på nytt.")
        elif entry.column.type.is_number and (kind is not FormatKind.PLAIN or _is_time(entry)):
            yield from _number(entry, raw.value, kind, style.number_format)


def _is_time(entry: Entry) -> bool:
    raw = entry.cell.raw
    return raw.formula is None and isinstance(raw.value, float) and is_hours(raw.value)


def _number(entry: Entry, value: float, kind: FormatKind, code: str) -> Iterator[Hit]:
    """What the merge would ask about in a returned file."""
    cell = ReturnedCell("", "", entry.column.key, None, value, format=kind, code=code)
    meant = meant_number(entry.column, cell, value)
    if meant.fault:
        fault = meant.fault[0].lower() + meant.fault[1:]
        yield Hit(entry.place, f"{entry.label}: {fault} Det räknas som {amount(value)}.", meant.remedy)


CHECK = Check("RS104", "Blev datum, tid eller procent", Severity.ERROR, __doc__, find)
