"""Siffror i texter som inte stämmer.

Vad kontrollen letar efter
    Antal dagar, aktiviteter och tjänster och belopp i kronor i löpande texter och rubriker som ligger nära en siffra i
    arbetsboken utan att vara den. Slutar en rubrik med en siffra för det som den nämner (”Stöd (321 dagar)”) ska det
    vara dess egen, hur långt ifrån den än är. En text jämförs med siffrorna på sin egen rad och för radens grupp och
    område, och med arbetsbokens summor; de ansvarigas svar bara med summorna. Dagar jämförs med dagar, kronor med
    kronor.
    Tal i ord läses också (”femtio dagar”). Miljoner och tusental får vara avrundade: ”4,5 miljoner kr” stämmer med
    4 512 000. Andra tal ska vara precis arbetsbokens om inget annat sägs: ”ca 750 dagar” och ”drygt 750 dagar” stämmer
    med 755, ”750 dagar” och ”knappt 750 dagar” inte. Spann (”700–800 dagar”) och meningar som nämner ett annat år
    (”2025”, ”förra året”) jämförs inte.

Varför
    Texten skrevs när planen såg annorlunda ut, och ändrades inte när siffran gjorde det.

Så rättar du
    Ändra siffran i texten. Stämmer den ändå: tysta anmärkningen på bladet för undantag.

Exempel
    Budget, Beskrivning: ”I planen ryms ca 755 arbetsdagar”, men planen har 771.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rus_sheets.book.convert import tidy
from rus_sheets.book.display import amount
from rus_sheets.checks.causes import of_columns
from rus_sheets.checks.context import Context, Entry
from rus_sheets.checks.model import Check, Hit, Teller
from rus_sheets.checks.phrases import quoted
from rus_sheets.findings import Severity
from rus_sheets.schema.model import CellType, Editor
from rus_sheets.texts.known_figures import FigureKey, Known, known_figures
from rus_sheets.texts.stated import Stated
from rus_sheets.texts.text_figures import stated_figures

_FIGURE_LAST = re.compile(r"\s*[(\[,:–—-]\s*[^(\[,:–—-]*\d[^(\[,:]*$")
"""What a heading may end with: ``(28 dagar)``, ``, 28 dagar``."""
_SORTED_BY = frozenset({CellType.ID, CellType.REF, CellType.CHOICE})
"""What a figure is summed by."""


def find(context: Context) -> Iterator[Hit]:
    """Figures in running texts that are near one of the workbook's without being it."""
    known = known_figures(context.book)
    titles, unit = _titles(context, known), context.book.declaration.followup.unit
    for entry in context.entries(lambda column: column.type.is_free_text):
        value = entry.cell.value
        if not isinstance(value, str):
            continue
        own = entry.column.edited_by is not Editor.OWNER
        for stated in stated_figures(value):
            if stated.in_range or not stated.is_of(context.book.year):
                continue
            named = _heads(value, stated, entry, titles, known) if own else None
            right = named and known.of_heading(stated, named, smallest=named[0] == unit)
            right = right or known.near(stated, entry.row, own=own)
            if right is not None:
                message = f"{entry.label}: texten säger {quoted(stated.text)}, men {right[0]} är {amount(right[1])}."
                remedy = "Rätta siffran i texten, om den avser samma sak."
                yield Hit(entry.place, message, remedy, caused_by=_causes(context, stated.unit))


def _titles(context: Context, known: Known) -> dict[str, FigureKey | None]:
    """Which row with figures each title is, without the one it may end with; None where several have it."""
    found: dict[str, FigureKey | None] = {}
    for key, table in context.book.tables.items():
        for row in table.rows if table.table.id and table.table.title else ():
            name = tidy(_FIGURE_LAST.sub("", row.title)).casefold()
            if name and known.has((key, row.id)):
                found[name] = None if name in found else (key, row.id)
    return found


def _heads(
    text: str, stated: Stated, entry: Entry, titles: Mapping[str, FigureKey | None], known: Known
) -> FigureKey | None:
    """The row that a heading names before the figure it ends with: its own, or one with that title."""
    match = re.fullmatch(rf"(.+?)\s*[(\[,:–—-]\s*{re.escape(stated.text)}[)\]]?", text.strip())
    if not match:
        return None
    own = entry.row.table.key, entry.row.id
    if entry.column.key == entry.row.table.title and known.has(own):
        return own
    return titles.get(tidy(match[1]).casefold())


def _causes(context: Context, unit: str) -> frozenset[Teller]:
    """Findings for which the figures of that unit can't correct anybody: their cells, and whose they are."""
    found: frozenset[Teller] = frozenset()
    for table in context.book.tables.values():
        counted = [column for column in table.table.columns if column.type.value == unit and not column.formula]
        belong = [column for column in table.table.columns if column.type in _SORTED_BY]
        if counted:
            found |= of_columns(table, *(column.key for column in (*counted, *belong) if not column.formula))
    return found


CHECK = Check("RS310", "Siffra i text stämmer inte", Severity.WARNING, __doc__, find, follows=True)
