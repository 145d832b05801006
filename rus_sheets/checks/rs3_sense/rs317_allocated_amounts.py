"""Belopp på Medel som inte går ihop.

Vad kontrollen letar efter
    Rader på Medel där spannet är omvänt (Från är mer än Till) eller bara har ena änden, där både Belopp och spann är
    ifyllda, eller där ett spann står fast läget inte är Möjlig. Också beslutade medel utan belopp. Väntade och möjliga
    medel får sakna belopp: det är då inte känt.

Varför
    Annars går det inte att säga hur mycket som är beslutat och hur mycket som kan tillkomma.

Så rättar du
    Skriv ett belopp, eller för möjliga medel Från och Till, lägst först.

Exempel
    MD03 är möjlig, från 100 000 till 50 000 kr.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.allocations import DECIDED, POSSIBLE, TABLE, state_of
from rus_sheets.book.display import amount
from rus_sheets.book.model import Row
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Ranges that are none, and decided money without amount."""
    if not context.has(f"{TABLE}.amount", f"{TABLE}.state"):
        return
    for row in context.book[TABLE]:
        if any(cell.fault for cell in row.cells.values()):
            continue  # it is told of by itself
        state = state_of(context.book, row)
        if row.text("low") or row.text("high"):
            yield from _range(row, state)
        elif state == DECIDED and not row.text("amount"):
            header = row.cell("amount").column.header
            message = f"{header} saknas på en beslutad rad, så de beslutade medlen går inte att räkna ihop."
            yield Hit(at(row, "amount"), message, f"Fyll i {header}, eller ändra läget.")


def _range(row: Row, state: str) -> Iterator[Hit]:
    low, high, whole = (row.table.column(key).header for key in ("low", "high", "amount"))
    filled = "low" if row.text("low") else "high"
    if state and state != POSSIBLE:
        message = f"{row.cell(filled).column.header} är ifyllt, men läget är {row.text('state')}."
        yield Hit(at(row, filled), message, f"Skriv summan i {whole} och töm {low} och {high}, eller ändra läget.")
    elif row.text("amount"):
        message = f"Både {whole} och {row.cell(filled).column.header} är ifyllda. {whole} räknas."
        yield Hit(at(row, filled), message, f"Töm {whole}, eller {low} och {high}.")
    elif not (row.text("low") and row.text("high")):
        lacking = high if filled == "low" else low
        yield Hit(at(row, filled), f"{lacking} saknas i spannet.", f"Fyll i {lacking}, eller skriv summan i {whole}.")
    elif row.number_of("low") > row.number_of("high"):
        message = f"{low} ({amount(row.number_of('low'))} kr) är mer än {high} ({amount(row.number_of('high'))} kr)."
        yield Hit(at(row, "low"), message, f"Byt plats på {low} och {high}.", Severity.ERROR)


CHECK = Check("RS317", "Medel: belopp och spann", Severity.WARNING, __doc__, find)
