"""Sparade värden som inte stämmer med formeln.

Vad kontrollen letar efter
    Formler vars sparade värde skiljer sig från vad raderna ger. Varje formel i arbetsboken räknas om på ett annat
    sätt, direkt ur raderna, och jämförs. Era egna formler jämförs med beräkningsmotorns svar och ger en upplysning.

Varför
    Filen har ändrats utan att räknas om, eller så har någon ändrat i det sparade värdet. Den som läser filen utan
    att räkna om den, eller skriver ut den, får fel siffra.

Så rättar du
    Öppna arbetsboken i Excel, tryck Ctrl+Alt+F9 och spara.

Exempel
    Summering: Dagar_totalt är sparad som 745, men raderna ger 755.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.raw import CellError, Scalar
from rus_sheets.checks.compare import Verdict
from rus_sheets.checks.context import Context
from rus_sheets.checks.expected import ExpectedFormula
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.values import agree, as_scalar
from rus_sheets.checks.words import shown
from rus_sheets.findings import Severity

_REMEDY = "Öppna arbetsboken i Excel, räkna om med Ctrl+Alt+F9 och spara."
_RELIABLE = frozenset({Verdict.SAME, Verdict.UNKNOWN})


def find(context: Context) -> Iterator[Hit]:
    """Stored values that differ from the recomputed ones."""
    for each, verdict in context.verdicts:
        stored = each.raw.value
        if verdict not in _RELIABLE or stored is None or isinstance(stored, CellError):
            continue
        known, right = _right(context, each)
        if known and not agree(stored, right, each.type):
            message = f"{each.label}: sparat värde är {shown(stored)}, men raderna ger {shown(right)}."
            yield Hit(each.place, message, _REMEDY)
    yield from _own(context)


def _right(context: Context, each: ExpectedFormula) -> tuple[bool, Scalar]:
    """The recomputed value; the engine's where no second way is declared."""
    if each.known:
        return True, as_scalar(each.value)
    computed = context.computed.get(each.place.sheet, {})
    value = computed.get(each.place.ref)
    return each.place.ref in computed and not isinstance(value, CellError), value


def _own(context: Context) -> Iterator[Hit]:
    for sheet, cell in context.own_formulas():
        computed = context.computed.get(sheet.name, {})
        right = computed.get(cell.ref)
        if cell.ref not in computed or isinstance(right, CellError) or isinstance(cell.value, CellError):
            continue
        if cell.value is not None and not agree(cell.value, right):
            message = f"Sparat värde är {shown(cell.value)}, men formeln ger {shown(right)}."
            yield Hit(context.place(sheet, cell.row, cell.column), message, _REMEDY, Severity.INFO)


CHECK = Check("RS206", "Sparat värde stämmer inte", Severity.ERROR, __doc__, find)
