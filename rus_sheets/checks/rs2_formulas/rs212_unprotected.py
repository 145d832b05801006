"""Formler som inte är skyddade.

Vad kontrollen letar efter
    Blad som ska vara skyddade men inte är det, och formelceller som är upplåsta.

Varför
    Utan skydd skrivs formler lätt över av misstag.

Så rättar du
    Granska, Skydda blad (utan lösenord). Lås cellen under Formatera celler, Skydd.

Exempel
    Summering är inte skyddat.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Declared sheets without their protection, formula cells without lock."""
    declaration, raw = context.book.declaration, context.book.raw
    protected = {declaration.cover.sheet, declaration.summary.sheet}
    protected |= {table.sheet for table in declaration.table if table.protected}
    for sheet in raw.sheets:
        if sheet.name in protected and not sheet.protected:
            remedy = "Skydda bladet: Granska, Skydda blad. Inget lösenord behövs."
            yield Hit(Place(sheet.name), f"Bladet {sheet.name} är inte skyddat.", remedy)
    for formula in context.expected:
        if formula.raw.formula is not None and not raw.style_of(formula.raw).locked:
            message = f"{formula.label}: formelcellen är upplåst."
            yield Hit(formula.place, message, "Lås cellen: Formatera celler, Skydd, Låst.")


CHECK = Check("RS212", "Oskyddade formler", Severity.WARNING, __doc__, find)
