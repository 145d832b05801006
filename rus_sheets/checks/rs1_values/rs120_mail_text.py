"""Mejltexter som inte går att fylla i.

Vad kontrollen letar efter
    Klamrar i mejlens ämne och text som inte går att fylla i: ett ord inom klamrar som inte är något av dem som finns,
    och en klammer som inte stängs eller inte öppnas.

Varför
    Inga mejlutkast eller påminnelser kan skrivas förrän texten är rättad.

Så rättar du
    Skriv ett av orden som fylls i, med en klammer på var sida: {år}, {ansvarig}, {aktiviteter}, {sista dag}, {kontakt},
    {avsändare} eller {fält}. Ska en klammer synas i mejlet skriver du den två gånger.

Exempel
    Texten börjar ”Hej {namn}!”, men namnet heter {ansvarig}.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity
from rus_sheets.schema.model import CellType
from rus_sheets.texts.mail_names import faults_in


def find(context: Context) -> Iterator[Hit]:
    """Texts of mails with braces that can't be filled in."""
    followup = context.book.declaration.followup
    for words in (followup.invitation, followup.reminder):
        if not words or not words.row:
            continue
        book_table = context.book[words.table]
        row = book_table.by_id.get(words.row)
        texts = [column.key for column in book_table.table.columns if column.type is CellType.LONGTEXT]
        for key in (book_table.table.title, *texts) if row else ():
            if row and key in row.cells:
                for fault, remedy in faults_in(row.text(key)):
                    yield Hit(at(row, key), f"{row.cell(key).column.header}: {fault}", remedy)


CHECK = Check("RS120", "Mejltext som inte går att fylla i", Severity.ERROR, __doc__, find)
