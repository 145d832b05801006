"""Medel vars källa eller år inte går att förstå.

Vad kontrollen letar efter
    Beslutade rader på Medel utan både Källa och År: de jämförs inte med budgetposten och finansieringen. Källor som
    liknar en på Finansiering men inte är skrivna likadant: de räknas som medel från andra. År efter planens år.

Varför
    Källan och året säger vems pengarna är, och om de är årets eller reserverade sedan tidigare.

Så rättar du
    Skriv källan precis som på Finansiering, och året som pengarna är givna för.

Exempel
    MD02 har källan Naturvårdverket, men på Finansiering står Naturvårdsverket.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.allocations import DECIDED, TABLE, funding_of, state_of
from rus_sheets.book.model import Row
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import quoted
from rus_sheets.findings import Severity
from rus_sheets.guessing import nearest


def find(context: Context) -> Iterator[Hit]:
    """Sources and years that don't tell whose the money is."""
    if not context.has(f"{TABLE}.source", f"{TABLE}.year", f"{TABLE}.state", "funding.source"):
        return
    for row in context.book[TABLE]:
        yield from _source(context, row)
        year, own = row.number_of("year"), context.book.year
        if own and year > own:
            message = f"{row.cell('year').column.header} är {year:.0f}, men planen gäller {own}."
            yield Hit(at(row, "year"), message, "Skriv året som pengarna är givna för.")


def _source(context: Context, row: Row) -> Iterator[Hit]:
    source, year = row.cell("source"), row.cell("year")
    sheet = context.book["funding"].table.sheet
    if row.text("source") and funding_of(context.book, row) is None:
        meant = nearest(row.text("source"), [other.title for other in context.book["funding"]])
        if meant:
            message = f"{quoted(row.text('source'))} står inte på {sheet} och räknas som medel från andra."
            yield Hit(at(row, "source"), message, f"Menade du {quoted(meant)}? Skriv det likadant.")
    elif state_of(context.book, row) == DECIDED and source.raw.value is None and year.raw.value is None:
        headers = f"{source.column.header} och {year.column.header}"
        message = f"{headers} är tomma, så beloppet jämförs inte med budgetposten och finansieringen."
        yield Hit(at(row, "year"), message, f"Fyll i {year.column.header}.", Severity.INFO)


CHECK = Check("RS318", "Medel: källa och år", Severity.WARNING, __doc__, find)
