"""Namn på summor som saknas eller pekar fel.

Vad kontrollen letar efter
    Definierade namn för summorna (som Dagar_totalt) som har tagits bort eller pekar på en annan cell än summan, och
    namn på rullistor som saknas.

Varför
    Formler och dokument hittar summan genom namnet.

Så rättar du
    Formler, Namnhanteraren: låt namnet peka på summans cell.

Exempel
    Budget_totalt pekar på Summering!B9, där utfallet står.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rus_sheets.book.canonical import list_name
from rus_sheets.book.formula import tokens
from rus_sheets.checks.context import Context
from rus_sheets.checks.expected import summary_places
from rus_sheets.checks.lists import list_cells
from rus_sheets.checks.model import Check, Hit, Place
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Names of totals that are lost or point elsewhere."""
    raw = context.book.raw
    sheet = raw.sheet(context.book.declaration.summary.sheet)
    known = {name.casefold(): target for name, target in raw.defined_names.items()}
    for each in summary_places(context.book, sheet) if sheet else ():
        name = each.cell.name
        if not name or not sheet:
            continue
        place = Place(sheet.name, each.raw.ref, name)
        remedy = f"Låt {name} peka på {sheet.name}!{each.raw.ref} i Namnhanteraren."
        target = known.get(name.casefold())
        if target is None:
            yield Hit(place, f"Namnet {name} saknas.", remedy)
            continue
        pieces = tokens(target)
        area = context.resolver.area(pieces[0], sheet.name, 1, 1) if len(pieces) == 1 else None
        if not area or (area.sheet, area.ref) != (sheet.name, each.raw.ref):
            yield Hit(place, f"Namnet {name} pekar på {target}, inte på summan.", remedy)
    yield from _lists(context, known.keys())


def _lists(context: Context, known: Collection[str]) -> Iterator[Hit]:
    """The names that dropdowns draw their choices from."""
    for choices in context.book.declaration.list:
        name = list_name(context.book.declaration, choices.header)
        cells = list(list_cells(context.book, choices))
        if cells and name.casefold() not in known:
            sheet, header = cells[0]
            message = f"Namnet {name} saknas, så rullistan {choices.header} är tom."
            remedy = f"Låt {name} peka på valen i listan i Namnhanteraren."
            yield Hit(Place(sheet.name, header.ref, name), message, remedy, Severity.WARNING)


CHECK = Check("RS012", "Namn saknas", Severity.ERROR, __doc__, find)
