"""Beslutade medel ryms inte i finansieringen.

Vad kontrollen letar efter
    Källor på Finansiering som de beslutade raderna på Medel tar mer av än källans belopp, eller som inte är beslutade.
    Därefter slag för slag: om beslutade medel av årets pengar, eller av tidigare års, är mer än den beslutade
    finansieringen av det slaget och de egna medlen.
    Väntade och möjliga medel räknas aldrig med. Vad andra betalar utanför finansieringen jämförs inte.

Varför
    Planen har då delat ut pengar som inte finns.

Så rättar du
    Kontrollera beloppen, källan och året på Medel, eller beloppet på Finansiering.

Exempel
    Beslutade medel ur årets pengar är 254 000 kr, men Finansiering har 200 000 kr av det slaget.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.allocations import (
    DECIDED,
    EARLIER,
    TABLE,
    THIS_YEAR,
    allocated,
    funding_of,
    is_decided,
    kind_of,
    sum_of_rows,
)
from rus_sheets.book.display import amount
from rus_sheets.book.model import Row
from rus_sheets.checks.causes import ODD_NUMBERS, of_cells, of_columns
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.expected_formulas import named_place
from rus_sheets.checks.limits import HALF
from rus_sheets.checks.model import Check, Hit, Teller
from rus_sheets.checks.phrases import some_rows
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Sources, and kinds of funds, that more is decided of than there is."""
    if not context.has(f"{TABLE}.amount", f"{TABLE}.state", "funding.amount", "funding.kind"):
        return
    decided = allocated(context.book, DECIDED)
    told = set()
    for source in context.book["funding"]:
        rows = [row for row in decided if _is_taken_of(context, row, source)]
        together = sum_of_rows(rows).low
        if not is_decided(context.book, source):
            if together:
                told.add(source.text("kind"))
                state = source.text("state").lower()
                message = f"Beslutade medel ur {source.title} är {amount(together)} kr, men källan är {state}."
                yield Hit(at(source, "state"), message, _remedy(rows), caused_by=_odd(rows))
        elif source["amount"] is not None and together > source.number_of("amount") + HALF:
            told.add(source.text("kind"))
            message = (
                f"Beslutade medel ur {source.title} är {amount(together)} kr. "
                f"Källans belopp är {amount(source.number_of('amount'))} kr."
            )
            yield Hit(at(source, "amount"), message, _remedy(rows), caused_by=_odd(rows))
    for role in (THIS_YEAR, EARLIER):
        kind = context.book.declaration.choices(context.book["funding"].table.column("kind").list).roles[role]
        if kind not in told:
            yield from _of_kind(context, [row for row in decided if kind_of(context.book, row) == role], kind)


def _is_taken_of(context: Context, row: Row, source: Row) -> bool:
    """Whether the row's money is the source's; what is of an earlier year isn't out of its amount of this year."""
    roles = context.book.declaration.choices(source.table.column("kind").list).roles
    of_its_kind = roles.get(kind_of(context.book, row)) == source.text("kind")
    return of_its_kind and funding_of(context.book, row) is source


def _of_kind(context: Context, rows: list[Row], kind: str) -> Iterator[Hit]:
    of_kind = [row for row in context.book["funding"] if row.text("kind") == kind]
    sources = [row for row in of_kind if is_decided(context.book, row)]
    own = context.book.setting("own_funds")
    funded = sum(row.number_of("amount") for row in sources) + (own if isinstance(own, (int, float)) else 0)
    together = sum_of_rows(rows).low
    if any(row["amount"] is None for row in sources) or together <= funded + HALF:
        return  # an amount that isn't there has a finding of its own
    sheet = context.book["funding"].table.sheet
    there = f"På {sheet} är {amount(funded)} kr beslutade av det slaget, med egna medel."
    if not funded:
        there = f"{sheet} har inga beslutade av det slaget."
    message = f"Beslutade medel av slaget {kind} är {amount(together)} kr. {there}"
    severity = Severity.WARNING if funded else Severity.INFO
    unread = of_columns(context.book["funding"], "amount", "kind") | _odd(rows)
    yield Hit(named_place(context.book, "funding"), message, _remedy(rows), severity, caused_by=unread)


def _odd(rows: list[Row]) -> frozenset[Teller]:
    return of_cells((row.cell("amount") for row in rows), ODD_NUMBERS)


def _remedy(rows: list[Row]) -> str:
    return f"Kontrollera beloppen, källan och året på {some_rows(rows)}, eller finansieringen."


CHECK = Check("RS319", "Medel ryms inte i finansieringen", Severity.WARNING, __doc__, find)
