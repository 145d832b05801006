"""Inställningar som saknas eller har bytt namn.

Vad kontrollen letar efter
    Rader på inställningsbladet som har tagits bort eller vars nyckel har ändrats. Egna inställningar är välkomna.

Varför
    Inställningen hittas på sin nyckel. Utan året och andra viktiga uppgifter blir dokumenten fel.

Så rättar du
    Skriv tillbaka nyckeln, eller lägg till raden sist i tabellen.

Exempel
    Nyckeln ”Dagar per heltid” har blivit ”Dagar/heltid”.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.model import BookTable
from rus_sheets.checks.causes import hidden, of_ids
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import quoted
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity
from rus_sheets.guessing import nearest
from rus_sheets.schema.model import TableKind


def find(context: Context) -> Iterator[Hit]:
    """Declared settings without a row."""
    for table in context.book.tables.values():
        if table.table.kind is TableKind.SETTINGS and table.raw and table.table.id in table.columns:
            yield from _settings(context, table)


def _settings(context: Context, book_table: BookTable) -> Iterator[Hit]:
    present = {row.id for row in book_table.rows}
    declared = {setting.label for setting in context.book.declaration.setting}
    own = {row.id: row for row in book_table.rows if row.id not in declared}
    # A key that is there twice may have been written over this one.
    twice = frozenset(of_ids(book_table)) if hidden(context, book_table) else frozenset()
    for setting in context.book.declaration.setting:
        meant = nearest(setting.label, own)
        if setting.label in present or (setting.optional and not meant):
            continue
        severity = Severity.ERROR if setting.required else None
        if meant:
            message = f"Inställningen {setting.label} saknas. Här står {quoted(meant)}."
            yield Hit(at(own[meant], book_table.table.id), message, f"Skriv tillbaka {setting.label}.", severity)
        else:
            message = f"Inställningen {setting.label} saknas."
            place = Place(context.sheet_of(book_table).name, "", setting.label)
            remedy = f"Lägg till en rad med nyckeln {setting.label}."
            yield Hit(place, message, remedy, severity, caused_by=twice)


CHECK = Check("RS013", "Inställning saknas", Severity.WARNING, __doc__, find)
