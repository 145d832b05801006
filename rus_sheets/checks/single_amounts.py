"""Amounts on the plan that can be moved to the sheet of amounts, where an activity can have several.

Pure: a book in, moves and questions out. An amount is moved only where it means the same there: decided, and of this
year's own money. What isn't sure is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from rus_sheets.answers.decisions import Written
from rus_sheets.book.allocations import DECIDED, TABLE, allocated, sum_of_rows
from rus_sheets.book.display import amount
from rus_sheets.book.model import Book, Row
from rus_sheets.book.newids import next_id
from rus_sheets.book.raw import Scalar
from rus_sheets.checks.context import Context, cut
from rus_sheets.checks.id_traces import IdTraces, UsedIds
from rus_sheets.checks.limits import HALF
from rus_sheets.checks.missing_ids import Unsure
from rus_sheets.checks.phrases import fix_command, some_rows


class Move(Struct, frozen=True):
    """An amount to take away from its cell on the plan. ``values`` are the new row's, empty where its rows say it."""

    sheet: str
    ref: str
    activity: str
    title: str
    amount: float
    row: str
    values: Mapping[str, Written]

    @property
    def said(self) -> str:
        """The amount, as it is told: ``40 000 kr``."""
        return f"{amount(self.amount)} kr"

    def as_json(self) -> dict[str, Scalar]:
        """For programs."""
        return {
            "sheet": self.sheet, "cell": self.ref, "activity": self.activity, "amount": self.amount, "row": self.row
        }  # fmt: skip


def single_amounts(book: Book, known: UsedIds) -> tuple[tuple[Move, ...], tuple[Unsure, ...]]:
    """What can be moved, and what has to be asked; nothing is moved where the workbook has no sheet for amounts."""
    if not book.declaration.has_table(TABLE) or not book.has_column("plan", "amount"):
        return (), ()
    rows = [row for row in book["plan"] if row.text("amount")]
    if rows and book[TABLE].raw is None:
        cell, sheet = rows[0].cell("amount"), book[TABLE].table.sheet
        remedy = f"Lägg till det på samma gång: {fix_command(book.raw)} --extend --amounts"
        return (), (Unsure(cell.sheet, cell.ref, cut(rows[0].title), f"Bladet {sheet} saknas.", remedy),)
    moves: list[Move] = []
    asked: list[Unsure] = []
    used = set(IdTraces(Context(book), book[TABLE], known).used)
    for row in rows:
        doubt = next(_doubts(book, row), None)
        if doubt:
            cell = row.cell("amount")
            asked.append(Unsure(cell.sheet, cell.ref, cut(row.title), *doubt))
            continue
        moves.append(_move(book, row, used))
        used.add(moves[-1].row)
    return tuple(moves), tuple(asked)


def _doubts(book: Book, row: Row) -> Iterator[tuple[str, str]]:
    """Why it isn't sure what the amount is, and what to do about it (Swedish)."""
    cell = row.cell("amount")
    header, sheet = cell.column.header, book[TABLE].table.sheet
    stated = f"{header} {amount(row.number_of('amount'))} kr"
    if cell.raw.formula is not None:
        yield f"{header} är en formel.", f"Skriv beloppet som ett tal, eller för över det till {sheet} själva."
    if not row.id or book.year is None:
        year = book.declaration.setting_of(book.declaration.year_setting).label
        missing = row.table.column(row.table.id).header if not row.id else f"inställningen {year}"
        yield f"{stated} kan inte flyttas: {missing} saknas.", "Fyll i det först."
    rows = book[TABLE].by_parent.get(row.id, ())
    decided = sum_of_rows(allocated(book, DECIDED, activity=row.id)) if rows else None
    if decided and (decided.unknown or abs(decided.low - row.number_of("amount")) > HALF):
        same = "ett belopp saknas bland de beslutade raderna" if decided.unknown else ""
        said = same or f"de beslutade raderna är {amount(decided.low)} kr"
        remedy = f"Töm {header} om raderna är rätt, eller rätta {some_rows(rows)}."
        yield f"{stated} står på {row.cell('amount').sheet}, men på {sheet}: {said}.", remedy
    roles = book.declaration.choices(row.table.column("cash").list).roles if row.table.has("cash") else {}
    said = row.text("cash")
    if not rows and said and said in (roles.get("no"), roles.get("maybe")):
        asks = row.table.column("cash").header
        remedy = f"Ändra {asks} om beloppet är beslutat, eller skriv en rad på {sheet} med rätt läge och töm {header}."
        yield f"{asks} är {said}, men {stated} räknas som beslutat.", remedy


def _move(book: Book, row: Row, used: set[str]) -> Move:
    table, cell = book[TABLE].table, row.cell("amount")
    place = (cell.sheet, cell.ref, row.id, cut(row.title), row.number_of("amount"))
    if book[TABLE].by_parent.get(row.id):
        return Move(*place, "", {})
    states = book.declaration.choices(table.column("state").list).roles
    values: dict[str, Written] = {
        "post": row.text("post") if row.table.has("post") else "",
        "amount": row.number_of("amount"),
        "purpose": row.text("cash_note") if book.has_column("plan", "cash_note") else "",
        "year": book.year,
        "state": states[DECIDED],
    }
    given = {key: value for key, value in values.items() if value and book.has_column(TABLE, key)}
    return Move(*place, next_id(table, _model(book), used), given)


def _model(book: Book) -> str:
    """An id of the table's own series to count on from."""
    example = book[TABLE].table.column(book[TABLE].table.id).example
    head = example.rstrip("0123456789")
    same = [id_ for id_ in book[TABLE].by_id if id_.startswith(head) and id_[len(head) :].isdecimal()]
    return max(same, key=len, default=example)
