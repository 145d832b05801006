"""How much of a total is known: of which rows, and whose part it lacks. A sum of what is there never reads as whole."""

from __future__ import annotations

from rus_sheets.book import recompute
from rus_sheets.book.formula_columns import ComputedRows
from rus_sheets.book.gaps import Gaps, gaps, owed
from rus_sheets.book.model import Book, Row
from rus_sheets.documents.keyfigures import days_told, waiting_for_days
from rus_sheets.documents.money import reported_posts, waiting_posts
from rus_sheets.documents.wholes import terms_of
from rus_sheets.schema.model import BlockKind, Editor


def lacking(book: Book, key: str) -> Gaps:
    """What a total lacks: its part of the plan, else of what isn't told yet, else a number on a row that owners added.

    No blank rows where it is whole.
    """
    terms = terms_of(book, key)
    return gaps(book, terms, {}) or so_far(book, key) or gaps(book, terms, {}, owed)


def so_far(book: Book, key: str) -> Gaps:
    """The rows whose outcomes a total adds up, and those of them that haven't told theirs: a sum of none isn't nought.

    No rows where the total is of no outcome, or of one that needn't be told.
    """
    if key == "days_spent" and book.declaration.has_table("plan"):
        waiting = waiting_for_days(book)
        return _of([*waiting, *(row for row in book["plan"] if days_told(book, row))], waiting)
    if key == "spent" and book.declaration.has_table("budget"):
        waiting = waiting_posts(book)
        return _of([*waiting, *reported_posts(book)], waiting)
    found = _by_row(book, key)
    return found if found.rows else _by_unit(book, key)


def _of(rows: list[Row], waiting: list[Row]) -> Gaps:
    return Gaps(tuple(rows), tuple(waiting))


def _by_row(book: Book, key: str) -> Gaps:
    """Where the summary has the total's parts row by row, each of which may be unknown."""
    computed = ComputedRows(book)
    for block in book.declaration.summary.block:
        for column in block.columns if block.kind is BlockKind.PER_ROW else ():
            if column.total == key and column.unknown:
                rows = [row for row in book[block.table] if row.id]
                known = {row.id: recompute.total(computed, column.recompute, {"$id": row.id}) for row in rows}
                return _of(rows, [row for row in rows if known[row.id] is None])
    return Gaps()


def _by_unit(book: Book, key: str) -> Gaps:
    """Where the total adds up what every unit is expected to answer, or counts the rows that units add."""
    form = book.declaration.followup
    added = {child.table for child in form.child_tables}
    units = [row for row in book[form.unit] if row.id]
    for term in terms_of(book, key):
        table, _, name = (term.sum or term.count).partition(".")
        if table in added and term.count:
            told = set(book[table].by_parent) | _told(book, form.answer, form.answered_by)
        elif table == form.answer and term.sum and _is_expected(book, table, name):
            told = _told(book, table, name)
        else:
            continue
        return _of(units, [row for row in units if row.id not in told])
    return Gaps()


def _told(book: Book, table: str, column: str) -> set[str]:
    return {row.id for row in book[table] if column and row.text(column)}


def _is_expected(book: Book, table: str, name: str) -> bool:
    column = book[table].table.column(name)
    return column.expected and column.edited_by is Editor.OWNER
