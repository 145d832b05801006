"""Svar som är påbörjade men inte klara.

Vad kontrollen letar efter
    Rader med svar där något är ifyllt men något annat som hör till svaret är tomt. En rad där ingenting är ifyllt
    väntar ännu på sitt svar och är ingen anmärkning. Aktiviteternas utfall prövas av RS307, som också vet vad deras
    status kräver.

Varför
    Det som saknas står det i dokumenten att det inte är redovisat, och summorna är inte hela.

Så rättar du
    Be den ansvariga om det som saknas och läs in svaret, eller fyll i cellerna.

Exempel
    C Uppsala län har fyllt i vad som förs över, men Resultat och Arbetsdagar är tomma.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.gaps import half_answered
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity
from rus_sheets.texts.text import enumerated


def find(context: Context) -> Iterator[Hit]:
    """Answers that have something and lack something else."""
    answer = context.book.declaration.followup.answer
    if not context.has(answer) or context.has("outcomes.status"):
        return
    for row, lacks in half_answered(context.book):
        message = f"Svaret är påbörjat, men {enumerated([column.header for column in lacks])} saknas."
        yield Hit(at(row, lacks[0].key), message, "Fyll i det som saknas, eller be den ansvariga om det.")


CHECK = Check("RS316", "Svaret är inte klart", Severity.WARNING, __doc__, find)
