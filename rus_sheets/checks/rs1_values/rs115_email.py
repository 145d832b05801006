"""E-postadresser som inte fungerar.

Vad kontrollen letar efter
    Adresser utan @ eller punkt, med mellanslag, med å, ä eller ö före @ eller med ett tecken för mycket på slutet.
    Flera adresser går bra med semikolon emellan, och med namn: Namn <namn@exempel.se>.

Varför
    Uppföljningsfilen och påminnelserna kommer inte fram.

Så rättar du
    Skriv adressen som i e-postprogrammet: namn@exempel.se

Exempel
    Plan, E-post: ”fornamn.efternamn(at)exempel.se”.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.addresses import addresses
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import quoted
from rus_sheets.findings import Severity
from rus_sheets.schema.model import CellType

_ONE = "Skriv adressen i formen namn@exempel.se."
_SEVERAL = "Skriv varje adress i formen namn@exempel.se, med semikolon emellan."


def find(context: Context) -> Iterator[Hit]:
    """Addresses that no mail reaches."""
    for entry in context.entries(lambda column: column.type is CellType.EMAIL):
        value = entry.cell.value
        wrong = addresses(str(value)).wrong if value is not None else ()
        if wrong:
            message = f"{entry.label}: {quoted(wrong[0])} är ingen e-postadress."
            yield Hit(entry.place, message, _SEVERAL if wrong[0].count("@") > 1 else _ONE)


CHECK = Check("RS115", "Fel i e-postadress", Severity.WARNING, __doc__, find)
