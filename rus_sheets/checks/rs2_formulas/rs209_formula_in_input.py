"""Formler i celler som ska fyllas i.

Vad kontrollen letar efter
    Formler i kolumner där det ska stå ett värde.

Varför
    Cellen ändrar sig när andra celler ändras, och formeln försvinner när ett svar läses in.

Så rättar du
    Skriv värdet. Vill ni räkna: gör en egen kolumn för formeln.

Exempel
    Plan, Dagar: =10+5 ska vara 15.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import cut_formula, shown
from rus_sheets.findings import Severity
from rus_sheets.formulas.tokens import is_external


def find(context: Context) -> Iterator[Hit]:
    """Input cells that hold a formula."""
    for entry in context.entries(lambda _: True):
        raw = entry.cell.raw
        if raw.formula and is_external(raw.formula):
            continue  # RS211, with the same remedy
        if raw.formula is not None or raw.shared_or_array:
            message = f"{entry.label}: här ska stå ett värde, men det är en formel {cut_formula(raw.formula or '')}"
            yield Hit(entry.place, message, f"Skriv värdet i stället: {shown(raw.value)}")


CHECK = Check("RS209", "Formel i inmatningscell", Severity.WARNING, __doc__, find)
