"""Id:n som är fel skrivna.

Vad kontrollen letar efter
    Id:n som inte följer mönstret för sin tabell, till exempel A1 eller a01 där det ska vara A01, eller bokstaven O
    i stället för siffran 0.

Varför
    Id:t används i filnamn, i uppföljningsfilerna och för att hitta tillbaka till rätt rad.

Så rättar du
    Skriv id:t som i exemplet. Ändra också alla rader på andra blad som hänvisar till det.

Exempel
    Plan: ”A7” ska vara ”A07”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rus_sheets.checks.causes import at_place
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import quoted
from rus_sheets.findings import Severity
from rus_sheets.schema.model import CellType


def find(context: Context) -> Iterator[Hit]:
    """Ids (and other cells with a declared pattern) that don't follow it."""
    for entry in context.entries(lambda column: bool(column.pattern)):
        value = entry.cell.value
        if value is None or re.fullmatch(entry.column.pattern, str(value)):
            continue
        what = "id" if entry.column.type is CellType.ID else "värde"
        message = f"{entry.label}: {quoted(value)} är fel skrivet{_look_alike(str(value))}."
        remedy = f"Skriv ett {what} av samma form som {entry.column.example}."
        # In right form it would be the id of another row.
        yield Hit(entry.place, message, remedy, told_by=at_place(entry.place, ["RS108"]))


def _look_alike(value: str) -> str:
    """Letters of other alphabets look like ours and are never seen."""
    foreign = sorted({letter for letter in value if letter.isalpha() and letter.casefold() not in _SWEDISH})
    return f" (tecknet {foreign[0]} är inte den vanliga bokstaven)" if foreign else ""


_SWEDISH = frozenset("abcdefghijklmnopqrstuvwxyzåäöéü")

CHECK = Check("RS109", "Felskrivet id", Severity.ERROR, __doc__, find)
