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

from collections.abc import Iterator, Mapping

from rus_sheets.book.raw import RawCell, RawSheet
from rus_sheets.checks.context import Context
from rus_sheets.checks.lists import list_cells
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity
from rus_sheets.formulas.tokens import tokens
from rus_sheets.layout.defined_names import list_name


def find(context: Context) -> Iterator[Hit]:
    """Names of totals that are lost or point elsewhere."""
    raw = context.book.raw
    sheet = raw.sheet(context.book.declaration.summary.sheet)
    known = {name.casefold(): target for name, target in raw.defined_names.items()}
    for summary_place in context.summary:
        name = summary_place.cell.name
        if not name or not sheet:
            continue
        place = Place(sheet.name, summary_place.raw.ref, name)
        remedy = f"Låt {name} peka på {sheet.name}!{summary_place.raw.ref} i Namnhanteraren."
        target = known.get(name.casefold())
        if target is None:
            yield Hit(place, f"Namnet {name} saknas.", remedy)
            continue
        pieces = tokens(target)
        area = context.resolver.area(pieces[0], sheet.name, 1, 1) if len(pieces) == 1 else None
        if not area or (area.sheet, area.ref) != (sheet.name, summary_place.raw.ref):
            yield Hit(place, f"Namnet {name} pekar på {target}, inte på summan.", remedy)
        yield from _shadowed(context, name, place)
    yield from _lists(context, known)


def _shadowed(context: Context, name: str, place: Place) -> Iterator[Hit]:
    """The same name for one of the declared sheets alone: formulas there use that one."""
    right = context.book.raw.defined_names.get(name)
    for own, target in context.book.raw.defined_names.items():
        sheet, scoped, plain = own.rpartition("!")
        ours = scoped and plain.casefold() == name.casefold() and sheet in context.book.declaration.sheets
        if ours and target != right:
            message = f"Namnet {name} finns också för bladet {sheet} och pekar där på {target}."
            yield Hit(place, message, f"Ta bort det namn som bara gäller {sheet} i Namnhanteraren.")


def _lists(context: Context, known: Mapping[str, str]) -> Iterator[Hit]:
    """The names that dropdowns draw their choices from."""
    for choices in context.book.declaration.list:
        name = list_name(context.book.declaration, choices.header)
        cells = list(list_cells(context.book, choices))
        if not cells:
            continue
        sheet, header = cells[0]
        place = Place(sheet.name, header.ref, name)
        target = known.get(name.casefold())
        remedy = f"Låt {name} peka på valen i listan i Namnhanteraren."
        if target is None:
            message = f"Namnet {name} saknas, så rullistan {choices.header} är tom."
            yield Hit(place, message, remedy, Severity.WARNING)
        elif not _covers(context, target, sheet.name, cells):
            message = f"Namnet {name} pekar på {target}, så rullistan {choices.header} visar inte hela listan."
            # A choice that is added below the list is a finding of its own.
            added = frozenset(("RS014", cell_sheet.name, cell.ref) for cell_sheet, cell in cells[1:])
            yield Hit(place, message, remedy, Severity.WARNING, caused_by=added)


def _covers(context: Context, target: str, sheet: str, cells: list[tuple[RawSheet, RawCell]]) -> bool:
    """Whether the name begins with the list's first choice and, where that can be told, reaches its last."""
    filled = [cell for _, cell in cells[1:] if cell.value not in (None, "")]
    areas = list(context.resolver.areas(target, sheet, 1, 1))
    if not filled or not areas:
        return not filled
    first = areas[0]
    begins = (first.sheet, first.first_row, first.first_column) == (sheet, cells[0][1].row + 1, filled[0].column)
    return begins and max(area.last_row for area in areas) >= filled[-1].row


CHECK = Check("RS012", "Namn saknas", Severity.ERROR, __doc__, find)
