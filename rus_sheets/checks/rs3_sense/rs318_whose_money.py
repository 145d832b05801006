"""Medel vars källa eller år inte går att förstå.

Vad kontrollen letar efter
    Beslutade rader på Medel där Källa eller År är tomma så att det inte går att säga vems och vilket års pengarna är:
    de jämförs inte med budgetposten och finansieringen. Har de en budgetpost räknas de som egna medel. Källor som
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

from rus_sheets.book.allocations import DECIDED, TABLE, allocated, funding_of, is_of_later_year, kind_of
from rus_sheets.book.model import Row
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import quoted, some_rows
from rus_sheets.findings import Severity
from rus_sheets.guessing import nearest


def find(context: Context) -> Iterator[Hit]:
    """Sources and years that don't tell whose the money is."""
    if not context.has(f"{TABLE}.source", f"{TABLE}.year", f"{TABLE}.state", "funding.source"):
        return
    for row in context.book[TABLE]:
        yield from _source(context, row)
        if is_of_later_year(context.book, row):
            header, own = row.cell("year").column.header, context.book.year
            message = f"{header} är {row.number_of('year'):.0f}, men planen gäller {own}."
            yield Hit(at(row, "year"), message, "Skriv året som pengarna är givna för.")
    yield from _unsaid(context)


def _source(context: Context, row: Row) -> Iterator[Hit]:
    sheet = context.book["funding"].table.sheet
    if row.text("source") and funding_of(context.book, row) is None:
        meant = nearest(row.text("source"), [other.title for other in context.book["funding"]])
        if meant:
            message = f"{quoted(row.text('source'))} står inte på {sheet} och räknas som medel från andra."
            yield Hit(at(row, "source"), message, f"Menade du {quoted(meant)}? Skriv det likadant.")


def _unsaid(context: Context) -> Iterator[Hit]:
    """What is decided but lacks its source or its year: one for each way of it, as none of it is wrong."""
    lacking: dict[tuple[str, bool], list[Row]] = {}
    for row in allocated(context.book, DECIDED):
        blank = [key for key in ("source", "year") if row.cell(key).raw.value is None]
        known = bool(kind_of(context.book, row))
        said = known and (row.text("source") or blank == ["source"])  # no source says that it is one's own
        if blank and not said and not is_of_later_year(context.book, row):
            lacking.setdefault((" och ".join(row.cell(key).column.header for key in blank), known), []).append(row)
    for (headers, known), rows in lacking.items():
        place = at(rows[0], "source" if rows[0].cell("source").raw.value is None else "year")
        lacks = f"{headers} saknas på {some_rows(rows)}"
        message = (
            f"{lacks}, så pengarna räknas som era egna."
            if known
            else f"{lacks}, så det går inte att säga vems och vilket års pengarna är. "
            "De jämförs inte med budgetposten och finansieringen."
        )
        yield Hit(place, message, f"Fyll i {headers}.", Severity.INFO)


CHECK = Check("RS318", "Medel: källa och år", Severity.WARNING, __doc__, find)
