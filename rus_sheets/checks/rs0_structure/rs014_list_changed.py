"""Ändrade val i en lista.

Vad kontrollen letar efter
    Val på bladet med listor som har ändrats, tagits bort eller lagts till i listor som inte ska ändras (status,
    prioritet). Listor för händelsetyp och organ får fyllas på.

Varför
    Formlerna räknar de ursprungliga orden. Ett nytt val i rullistan räknas inte någonstans.

Så rättar du
    Skriv tillbaka valet. Behövs ett nytt val måste också mallen ändras.

Exempel
    ”Har ej skett” har ändrats till ”Ej genomfört” i listan Status.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.convert import tidy
from rus_sheets.book.raw import RawCell, RawSheet
from rus_sheets.checks.context import Context
from rus_sheets.checks.lists import list_cells
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import some
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity
from rus_sheets.schema.model import ChoiceList


def find(context: Context) -> Iterator[Hit]:
    """Choices that differ from the declared ones."""
    for choices in context.book.declaration.list:
        cells = list(list_cells(context.book, choices))
        if cells:
            yield from _list(choices, cells[0], cells[1:])


def _list(
    choices: ChoiceList, header: tuple[RawSheet, RawCell], cells: list[tuple[RawSheet, RawCell]]
) -> Iterator[Hit]:
    listed = {tidy(str(cell.value)) for _, cell in cells if cell.value is not None}
    lacking = [value for value in choices.values if value not in listed]
    added = [value for value in lacking if value in choices.added]
    missing = [value for value in lacking if value not in added]
    strange = [
        (sheet, cell)
        for sheet, cell in cells
        if cell.value not in (None, "") and tidy(str(cell.value)) not in choices.values
    ]
    for sheet, cell in [] if choices.open else strange:
        message = f"”{tidy(str(cell.value))}” hör inte till listan {choices.header}."
        remedy = f"Skriv tillbaka: {some(missing)}." if missing else "Ta bort valet ur listan."
        yield Hit(Place(sheet.name, cell.ref, field=choices.header), message, remedy)
    sheet, cell = header
    place = Place(sheet.name, cell.ref, field=choices.header)
    if added:
        message = f"I listan {choices.header} saknas {some(added)}, som har kommit till i mallen."
        yield Hit(place, message, "Lägg till valet sist i listan, om det behövs.", Severity.INFO)
    if missing and (choices.open or not strange):
        message = f"I listan {choices.header} saknas {some(missing)}."
        severity = Severity.INFO if choices.open else None
        yield Hit(place, message, "Lägg tillbaka valet.", severity)


CHECK = Check("RS014", "Ändrad lista", Severity.WARNING, __doc__, find)
