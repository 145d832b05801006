"""Tal i följd av ett drag.

Vad kontrollen letar efter
    Fem eller fler rader i rad där ett tal ökar eller minskar med ett, i en tabell som står i id-ordning.

Varför
    Den som drar i fyllningshandtaget för att kopiera 12 får 12, 13, 14 … utan att märka det.

Så rättar du
    Skriv de rätta talen. Dra med Ctrl nedtryckt, så kopieras talet.

Exempel
    Plan, Dagar: A06–A11 har 12, 13, 14, 15, 16 och 17.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rus_sheets.book.display import amount
from rus_sheets.book.model import BookTable, Row
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity

_FEWEST = 5
"""Rows; four figures in a row come about by themselves now and then."""


def find(context: Context) -> Iterator[Hit]:
    """Runs of numbers that go up or down by one. Tables that aren't in their own order may have been sorted by them."""
    for table in context.tables():
        if not table.table.id or any(one.id >= other.id for one, other in pairwise(table.rows)):
            continue
        for column in table.table.columns:
            if column.type.is_number and not column.formula and column.key in table.columns:
                yield from _column(table, column.key)


def _column(book_table: BookTable, key: str) -> Iterator[Hit]:
    run: list[Row] = []
    step: float | None = None
    for row in book_table.rows:
        now = _difference(run[-1], row, key) if run else None
        if now is not None and now == (step or now) and abs(now) == 1:
            run.append(row)
            step = now
            continue
        yield from _told(run, key)
        # The last number of one run may begin another, which goes the other way.
        run, step = ([run[-1], row], now) if now is not None and abs(now) == 1 else ([row], None)
    yield from _told(run, key)


def _difference(one: Row, other: Row, key: str) -> float | None:
    first, second = one[key], other[key]
    if other.number != one.number + 1 or not isinstance(first, (int, float)) or not isinstance(second, (int, float)):
        return None
    return second - first


def _told(run: list[Row], key: str) -> Iterator[Hit]:
    if len(run) >= _FEWEST:
        first, last = run[0], run[-1]
        header = first.cell(key).column.header
        said = f"{amount(first.number_of(key))}, {amount(run[1].number_of(key))} … {amount(last.number_of(key))}"
        message = f"{header}: {first.id}–{last.id} har {said}, som om talet hade dragits ut i en serie."
        yield Hit(at(run[1], key), message, "Kontrollera talen och skriv de rätta.")


CHECK = Check("RS118", "Tal i följd av ett drag", Severity.WARNING, __doc__, find)
