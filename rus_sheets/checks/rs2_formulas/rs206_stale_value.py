"""Sparade värden som inte stämmer med formeln.

Vad kontrollen letar efter
    Formler vars sparade värde skiljer sig från vad raderna ger. Varje formel i arbetsboken räknas om på ett annat
    sätt, direkt ur raderna, och jämförs. Era egna formler jämförs med beräkningsmotorns svar och ger en upplysning.
    Många värden som är lika mycket fel beror på en och samma ändring och ger en enda anmärkning.

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
from typing import NamedTuple

from rus_sheets.book.raw import CellError, Scalar
from rus_sheets.checks.compare import Verdict
from rus_sheets.checks.context import Context
from rus_sheets.checks.expected_formulas import ExpectedFormula
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import shown, some
from rus_sheets.checks.same_values import agree, as_scalar
from rus_sheets.findings import Severity

_REMEDY = "Öppna arbetsboken i Excel, räkna om med Ctrl+Alt+F9 och spara."
_MANY = 4
"""Cells that are off by the same before they are told as one: somebody who tampers changes fewer."""
_RELIABLE = frozenset({Verdict.SAME, Verdict.UNKNOWN})


def find(context: Context) -> Iterator[Hit]:
    """Stored values that differ from the recomputed ones; those that one change has left behind, together."""
    groups: dict[object, list[Stale]] = {}
    for number, stale in enumerate(_stale(context)):
        groups.setdefault(stale.change if stale.change is not None else ("alone", number), []).append(stale)
    for group in groups.values():
        yield from [_together(group)] if len(group) >= _MANY else map(_alone, group)
    yield from _own(context)


class Stale(NamedTuple):
    """A stored value that isn't right, and the right one."""

    cell: ExpectedFormula
    stored: Scalar
    right: Scalar

    @property
    def change(self) -> object:
        """What is the same in all cells that one change has left behind: by how much they are off, or the new text."""
        stored, right = self.stored or 0, self.right or 0
        if isinstance(stored, (int, float)) and isinstance(right, (int, float)):
            return round(abs(right - stored), 2)
        return self.right


def _stale(context: Context) -> Iterator[Stale]:
    for expected, verdict in context.verdicts:
        stored = expected.raw.value
        # An empty text is how some programs leave a formula that they haven't calculated: RS207.
        if verdict not in _RELIABLE or stored in (None, "") or isinstance(stored, CellError):
            continue
        known, right = _right(context, expected)
        if known and not agree(stored, right, expected.type) and not _calculated(context, expected):
            yield Stale(expected, stored, right)


def _calculated(context: Context, expected: ExpectedFormula) -> bool:
    """Whether the engine gives the stored value too: then calculating anew won't help, and RS215 tells of it."""
    computed = context.computed.get(expected.place.sheet, {})
    return expected.place.ref in computed and agree(expected.raw.value, computed[expected.place.ref], expected.type)


def _alone(stale: Stale) -> Hit:
    message = f"{stale.cell.label}: sparat värde är {shown(stale.stored)}, men raderna ger {shown(stale.right)}."
    return Hit(stale.cell.place, message, _REMEDY)


def _together(group: list[Stale]) -> Hit:
    first, *others = group
    places = [f"{other.cell.place.sheet}!{other.cell.place.ref}" for other in others]
    message = f"{_alone(first).message} Samma ändring saknas i {some(places, 5)}."
    return Hit(first.cell.place, message, _REMEDY)


def _right(context: Context, expected: ExpectedFormula) -> tuple[bool, Scalar]:
    """The recomputed value; the engine's where no second way is declared."""
    if expected.known:
        return True, as_scalar(expected.value)
    computed = context.computed.get(expected.place.sheet, {})
    value = computed.get(expected.place.ref)
    return expected.place.ref in computed and not isinstance(value, CellError), value


def _own(context: Context) -> Iterator[Hit]:
    for sheet, cell in context.own_formulas():
        computed = context.computed.get(sheet.name, {})
        right = computed.get(cell.ref)
        if cell.ref not in computed or isinstance(right, CellError) or isinstance(cell.value, CellError):
            continue
        if cell.value is not None and not agree(cell.value, right):
            message = f"Sparat värde är {shown(cell.value)}, men formeln ger {shown(right)}."
            yield Hit(context.place(sheet, cell.row, cell.column), message, _REMEDY, Severity.INFO)


CHECK = Check("RS206", "Sparat värde stämmer inte", Severity.ERROR, __doc__, find, follows=True)
