"""Formler som går i cirkel.

Vad kontrollen letar efter
    Formler som direkt eller genom andra formler räknar med sig själva.

Varför
    Excel kan inte räkna ut en sådan formel: den visar 0 eller ett gammalt värde.

Så rättar du
    Ta bort den hänvisning som leder tillbaka. Oftast har en summa skrivits i en cell som själv ingår i summan.

Exempel
    Plan, Dagar: =Dagar_totalt i en av de celler som summeras till Dagar_totalt.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import some
from rus_sheets.findings import Severity
from rus_sheets.formulas.circles import circles
from rus_sheets.formulas.graph import Graph


def find(context: Context) -> Iterator[Hit]:
    """Cells in a circle. Those that aren't as declared are to blame; where all are, each is named."""
    expected = context.expected_at
    raw = context.book.raw
    sheets = {sheet.name: sheet for sheet in raw.sheets}
    for places in circles(Graph(raw)):
        circle = [(sheets[name], sheets[name].at(row, column)) for name, row, column in places]
        names = [f"{sheet.name}!{cell.ref}" for sheet, cell in circle]
        to_blame = [(s, c) for s, c in circle if (s.name, c.ref) not in expected] or [
            (s, c) for s, c in circle if context.deviates(s.name, c.ref)
        ]
        for sheet, cell in to_blame or circle:
            others = [name for name in names if name != f"{sheet.name}!{cell.ref}"]
            through = f" genom {some(others, 3)}" if others else ""
            message = f"Formeln räknar med sig själv{through}."
            yield Hit(context.place(sheet, cell.row, cell.column), message, "Ta bort hänvisningen som leder tillbaka.")


CHECK = Check("RS208", "Cirkelreferens", Severity.ERROR, __doc__, find)
