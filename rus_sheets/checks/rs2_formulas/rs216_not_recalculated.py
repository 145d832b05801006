"""Egna formler som inte räknades om.

Vad kontrollen letar efter
    Formler som ni själva har lagt till och som inte kunde räknas om här, så att deras sparade värden inte är prövade.
    Det gäller funktioner som rus-sheets inte känner till, när motorerna som räknar dem inte är installerade, inte
    klarar formeln eller är oense, och formler som bygger på sådana. Alla sägs på en rad.

Varför
    Den som ser en arbetsbok utan anmärkningar tror att varje siffra har prövats.

Så rättar du
    Öppna arbetsboken i Excel, tryck Ctrl+Alt+F9 och spara, så stämmer värdena. Hur motorerna installeras står i
    handboken, under Installera.

Exempel
    2 egna formler kunde inte räknas om här: Summering!Z2, Summering!Z3. Det som är sparat där är inte prövat.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.raw import ref_of
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import some
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity
from rus_sheets.formulas.evaluate import formula_cells


def find(context: Context) -> Iterator[Hit]:
    """The undeclared formula cells without a calculated value, together; none where nothing has been calculated."""
    if not context.computed:
        return
    cells = [(sheet, ref_of(row, column)) for sheet, row, column in formula_cells(context.book.raw)]
    left = [
        f"{sheet}!{ref}"
        for sheet, ref in cells
        if (sheet, ref) not in context.expected_at and ref not in context.computed.get(sheet, {})
    ]
    if left:
        what = "1 egen formel" if len(left) == 1 else f"{len(left)} egna formler"
        message = f"{what} kunde inte räknas om här: {some(left)}. Det som är sparat där är inte prövat."
        yield Hit(Place(""), message, "Öppna arbetsboken i Excel, räkna om med Ctrl+Alt+F9 och spara.")


CHECK = Check("RS216", "Egna formler som inte räknades om", Severity.INFO, __doc__, find)
