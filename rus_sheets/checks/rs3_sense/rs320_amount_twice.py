"""Belopp på Plan som inte är detsamma som på Medel.

Vad kontrollen letar efter
    Aktiviteter som har både Belopp på bladet Plan och rader på Medel, där Belopp varken är summan av de beslutade
    raderna eller ryms i vad alla raderna kan bli. Raderna på Medel är de som räknas. Har andra aktiviteter rader på
    Medel sägs också vilka som bara har Belopp; det är en upplysning.

Varför
    Samma pengar står på två ställen och säger olika, eller så står en del av pengarna inte bland de andra.

Så rättar du
    Töm Belopp på Plan när raderna på Medel är rätt, eller rätta dem. Med validate --fix --amounts flyttas Belopp till
    Medel: en rad för varje, beslutad, med aktivitetens post och arbetsbokens år. Med --dry-run visas vad som skulle
    göras. Det som inte är säkert frågas det om: när beloppen skiljer sig, och när Reda pengar är Nej eller Eventuellt.

Exempel
    A03 har 200 000 kr på Plan, men på Medel är 60 000, 180 000 och 14 000 kr beslutade.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rus_sheets.book.allocations import DECIDED, TABLE, Sum, allocated, sum_of_rows
from rus_sheets.book.display import amount
from rus_sheets.book.model import Row
from rus_sheets.checks.causes import ODD_NUMBERS, of_cells
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.limits import HALF
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import fix_command, some_rows
from rus_sheets.findings import Severity
from rus_sheets.wording import counted


def find(context: Context) -> Iterator[Hit]:
    """Activities with two different amounts."""
    if not context.has("plan.amount", f"{TABLE}.amount", f"{TABLE}.state"):
        return
    alone = [row for row in context.book["plan"] if row.id and row["amount"] is not None]
    alone = [row for row in alone if not context.book[TABLE].by_parent.get(row.id) and not _is_unsure(context, row)]
    if alone and context.book[TABLE].rows:
        yield _alone(context, alone)
    for row in context.book["plan"]:
        rows = context.book[TABLE].by_parent.get(row.id, ()) if row.id else ()
        decided = sum_of_rows(allocated(context.book, DECIDED, activity=row.id)) if rows else None
        if decided and row["amount"] is not None and not _same(row.number_of("amount"), decided, sum_of_rows(rows)):
            yield _hit(context, row, decided, rows)


def _same(stated: float, decided: Sum, whole: Sum) -> bool:
    """What is decided, or anything that all of it may come to; no more can be told while an amount isn't known."""
    if decided.unknown or (whole.unknown and stated >= decided.low):
        return True
    return abs(stated - decided.low) <= HALF or whole.low - HALF <= stated <= whole.high + HALF


def _hit(context: Context, row: Row, decided: Sum, rows: tuple[Row, ...]) -> Hit:
    header, sheet = row.cell("amount").column.header, context.book[TABLE].table.sheet
    more = len(rows) - len(decided.rows)
    others = f", och {counted(more, 'rad', 'rader')} till är inte beslutade" if more else ""
    message = (
        f"{header} är {amount(row.number_of('amount'))} kr, men på {sheet} är {amount(decided.low)} kr "
        f"beslutade{others}. {sheet} räknas."
    )
    causes = of_cells([row.cell("amount"), *(other.cell("amount") for other in rows)], ODD_NUMBERS)
    remedy = f"Töm {header}, eller rätta {some_rows(rows)}."
    return Hit(at(row, "amount"), message, remedy, caused_by=causes)


def _is_unsure(context: Context, row: Row) -> bool:
    """Does the activity say that it needs no money, or may? Then only a person knows what the amount is."""
    if not context.has("plan.cash"):
        return False
    roles = context.book.declaration.choices(row.table.column("cash").list).roles
    return row.text("cash") in (roles.get("no"), roles.get("maybe"))


def _alone(context: Context, rows: Sequence[Row]) -> Hit:
    """One for all of them: nothing is wrong with it."""
    header, sheet = rows[0].cell("amount").column.header, context.book[TABLE].table.sheet
    message = f"{some_rows(rows)} har {header} men ingen rad på {sheet}."
    remedy = f"Flytta dit: {fix_command(context.book.raw)} --amounts"
    return Hit(at(rows[0], "amount"), message, remedy, Severity.INFO)


CHECK = Check("RS320", "Olika belopp på Plan och Medel", Severity.WARNING, __doc__, find)
