"""Fler rader än summeringen har plats för.

Vad kontrollen letar efter
    Om det finns fler områden, grupper eller budgetposter än det finns rader på summeringsbladet.

Varför
    De sista syns inte på summeringsbladet och saknas i diagrammen. Totalerna stämmer ändå.

Så rättar du
    Ta bort tomma rader ovanför, om det finns sådana. Behövs alla rader: be den som sköter mallen att ge blocket fler
    platser (slots i workbook_templates), och gör nästa års arbetsbok med den.

Exempel
    Det finns 9 områden men 8 platser.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity
from rus_sheets.schema.model import BlockKind

_BLANK = "Ta bort de tomma raderna ovanför."
_MORE = (
    "Ha färre rader, eller be den som sköter mallen att ge blocket fler platser (slots i workbook_templates) "
    "och gör nästa års arbetsbok med den."
)


def find(context: Context) -> Iterator[Hit]:
    """Rows of a table beyond the summary's slots for it."""
    for block in context.book.declaration.summary.block:
        if block.kind is not BlockKind.PER_ROW or block.table not in context.book.tables:
            continue
        table = context.book[block.table]
        beyond = [row for row in table if table.raw and row.number - table.raw.first_row > block.slots]
        if beyond:
            rows = len(list(table))
            message = (
                f"Summeringen visar {rows - len(beyond)} av {rows} rader ur {table.table.sheet}. Totalerna räknar alla."
            )
            remedy = _BLANK if rows <= block.slots else _MORE
            yield Hit(at(beyond[0], table.table.id), message, remedy)


CHECK = Check("RS015", "Summeringen är full", Severity.ERROR, __doc__, find)
