"""Siffror i texter som inte stämmer.

Vad kontrollen letar efter
    Antal dagar, aktiviteter och tjänster och belopp i kronor i löpande texter som ligger nära en summa i
    arbetsboken, eller dagarna för radens eget område eller egen grupp, utan att vara den. Avrundningar godtas: ”4,5
    miljoner kr” stämmer med 4 500 000, och ”ca 750 dagar” med 755.

Varför
    Texten skrevs när planen såg annorlunda ut, och ändrades inte när siffran gjorde det.

Så rättar du
    Ändra siffran i texten. Stämmer den ändå: tysta anmärkningen på bladet för undantag.

Exempel
    Budget, Beskrivning: ”I planen ryms ca 755 arbetsdagar”, men planen har 771.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.stated import known_figures, stated_figures
from rus_sheets.checks.context import Context, Entry
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.words import amount, quoted
from rus_sheets.findings import Severity
from rus_sheets.schema.model import CellType

_TEXTS = frozenset({CellType.TEXT, CellType.LONGTEXT})


def find(context: Context) -> Iterator[Hit]:
    """Figures in running texts that are near a total without being it."""
    known = known_figures(context.book)
    # A total that leaves out cells with faults of their own can't correct anybody.
    doubtful = {
        entry.column.type.value for entry in context.entries(lambda column: column.type.is_number) if entry.cell.fault
    }
    for entry in context.entries(lambda column: column.type in _TEXTS):
        value = entry.cell.value
        if not isinstance(value, str) or not any(character.isdigit() for character in value):
            continue
        own = _own_figures(entry)
        for stated in stated_figures(value):
            right = known.near(stated, own, _ids(entry))
            if right is not None:
                severity = Severity.INFO if stated.unit.value in doubtful else None
                message = f"{entry.label}: texten säger {quoted(stated.text)}, men {right[0]} är {amount(right[1])}."
                yield Hit(entry.place, message, "Rätta siffran i texten, om den avser den summan.", severity)


def _own_figures(entry: Entry) -> tuple[float, ...]:
    """The row's own numbers may be stated too."""
    values = (cell.value for cell in entry.row.cells.values() if cell.column.type.is_number)
    return tuple(float(value) for value in values if isinstance(value, (int, float)))


def _ids(entry: Entry) -> tuple[str, ...]:
    """The row's own id, and those it refers to."""
    cells = entry.row.cells.values()
    return (entry.row.id, *(str(cell.value) for cell in cells if cell.column.type is CellType.REF and cell.value))


CHECK = Check("RS310", "Siffra i text stämmer inte", Severity.WARNING, __doc__, find, follows=True)
