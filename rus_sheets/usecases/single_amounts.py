"""Amounts moved from the plan to the sheet of amounts: a row for each, and the cell on the plan emptied."""

from __future__ import annotations

from msgspec import Struct

from rus_sheets.book.allocations import TABLE
from rus_sheets.book.build import build_book
from rus_sheets.checks.missing_ids import Unsure
from rus_sheets.checks.single_amounts import Move, single_amounts
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.excel.edit.patch import Patch
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.merge.apply import full_row
from rus_sheets.schema.model import Declaration
from rus_sheets.usecases.opened.for_change import Opened, append
from rus_sheets.usecases.used_ids import used_ids


class MovedAmounts(Struct, frozen=True):
    """What was moved, and what only a person can tell; ``unread`` as for ids that are given."""

    moves: tuple[Move, ...] = ()
    asked: tuple[Unsure, ...] = ()
    unread: tuple[str, ...] = ()


def amounts_sheet(declaration: Declaration) -> str:
    """The name of the sheet that single amounts can be moved to; "" where there is none."""
    return declaration.table_of(TABLE).sheet if declaration.has_table(TABLE) else ""


def move_amounts(opened: Opened) -> tuple[Opened, MovedAmounts]:
    """The workbook with its single amounts as rows on the sheet of amounts. Stored values are not yet set right.

    Raises UsageError where the declaration has no such sheet, UserError where the rows can't be added, and
    UnusableInputError where they wouldn't be read as they should.
    """
    declaration = opened.book.declaration
    if not amounts_sheet(declaration):
        fault = f"Mallen {declaration.name} har inget blad att flytta belopp till."
        raise UsageError(fault, place="--amounts", remedy="Utelämna det.")
    known = used_ids(opened.book)
    moves, asked = single_amounts(opened.book, known)
    if not moves:
        return opened, MovedAmounts((), asked)
    book = opened.book
    patch = Patch(Package(book.raw.path, opened.data))
    append(patch, book, TABLE, [full_row(book, TABLE, m.row, m.activity, m.values) for m in moves if m.row])
    for move in moves:
        patch.set_cells(move.sheet, {move.ref: None})
    data = patch.to_bytes()
    after = Opened(data, build_book(book.declaration, read_package(Package(book.raw.path, data))))
    _ensure_moved(after, moves)
    return after, MovedAmounts(moves, asked, known.unread)


def _ensure_moved(after: Opened, moves: tuple[Move, ...]) -> None:
    by_id = after.book[TABLE].by_id
    for move in moves:
        row = by_id.get(move.row)
        kept = not move.row or (row is not None and row.number_of("amount") == move.amount)
        if not kept or after.book["plan"].by_id[move.activity].text("amount"):
            fault = f"Beloppet för {move.activity} blev inte flyttat som det skulle. Arbetsboken är orörd."
            remedy = "Det är ett fel i rus-sheets. Spara filen och anmäl det."
            raise UnusableInputError(fault, place=f"{move.sheet}!{move.ref}", remedy=remedy)
