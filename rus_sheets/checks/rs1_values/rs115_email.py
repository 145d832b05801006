"""E-postadresser som inte fungerar.

Vad kontrollen letar efter
    Adresser utan @ eller punkt, med mellanslag, med ”mailto:”, med å, ä eller ö före @ eller med ett tecken för mycket
    på slutet. Flera adresser går bra med semikolon emellan.

Varför
    Uppföljningsfilen kommer inte fram.

Så rättar du
    Skriv adressen som i e-postprogrammet: namn@exempel.se

Exempel
    Plan, E-post: ”fornamn.efternamn(at)exempel.se”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.words import quoted
from rus_sheets.findings import Severity
from rus_sheets.schema.model import CellType

_ADDRESS = re.compile(r"[^\s@<>\"(),:;]+@[^\s@<>\"(),:;.]+(\.[^\s@<>\"(),:;.]+)*\.[^\W\d_]{2,}")


def find(context: Context) -> Iterator[Hit]:
    """Addresses that no mail reaches."""
    for entry in context.entries(lambda column: column.type is CellType.EMAIL):
        value = entry.cell.value
        parts = [part.strip() for part in re.split("[;,]", str(value))] if value is not None else []
        wrong = [part for part in parts if part and not _well_formed(part)]
        if wrong:
            message = f"{entry.label}: {quoted(wrong[0])} är ingen e-postadress."
            yield Hit(entry.place, message, "Skriv adressen i formen namn@exempel.se.")


def _well_formed(address: str) -> bool:
    local = address.partition("@")[0]
    return bool(_ADDRESS.fullmatch(address)) and ".." not in address and not address.startswith(".") and local.isascii()


CHECK = Check("RS115", "Fel i e-postadress", Severity.WARNING, __doc__, find)
