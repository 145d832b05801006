"""Kopior av blad.

Vad kontrollen letar efter
    Blad som heter som ett av arbetsbokens egna med en siffra inom parentes efter, och har samma rubriker.

Varför
    Bara originalet räknas. Den som fyller i kopian märker inte att svaren försvinner.

Så rättar du
    Ta bort kopian, eller ge den ett namn som säger vad den är, till exempel Plan före beslut.

Exempel
    Bladet Plan (2) finns vid sidan av Plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rus_sheets.book.raw import RawSheet
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity

_COPY = re.compile(r"(?P<name>.+?)(?: \(\d+\)|_\d+)")
"""What Excel and LibreOffice call a copied sheet."""


def find(context: Context) -> Iterator[Hit]:
    """Sheets named as copies of declared ones, with the same first row."""
    raw = context.book.raw
    for sheet in raw.sheets:
        match = _COPY.fullmatch(sheet.name)
        original = raw.sheet(match["name"]) if match and match["name"] in context.book.declaration.sheets else None
        if original and _first_row(original) == _first_row(sheet):
            message = f"Bladet är en kopia av {original.name}. Det som står här räknas inte."
            yield Hit(Place(sheet.name, "A1"), message, "Ta bort bladet, eller döp om det så att ingen fyller i det.")


def _first_row(sheet: RawSheet) -> dict[int, object]:
    return {column: cell.value for (row, column), cell in sheet.cells.items() if row == 1}


CHECK = Check("RS018", "Kopia av ett blad", Severity.WARNING, __doc__, find)
