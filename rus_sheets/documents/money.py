"""The budget and what became of it. A post without outcome is unknown, never 0 kr: documents say so."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from rus_sheets.book.model import Book, Cell, Row
from rus_sheets.documents.figures import NO_POST, NOT_WHOLE, name_of, number, shown, tagged
from rus_sheets.documents.nowhere import NOWHERE, expenses_of, posts_of
from rus_sheets.documents.views import Names, row_names, text_of
from rus_sheets.texts.content import Figure, Text
from rus_sheets.texts.text import enumerated


def waiting_posts(book: Book) -> list[Row]:
    """The posts that aren't accounted for: money (or nobody knows how much) but no expense, or one without amount.

    An expense of no post that has no amount waits as well, in the part of what belongs nowhere.
    """
    return [
        row
        for row in posts_of(book)
        if any(not expense.text("amount") for expense in expenses_of(book, row))
        or (not row.text("spent") and (row.number_of("budget") > 0 or not row.text("budget")))
    ]


def reported_posts(book: Book) -> list[Row]:
    """The posts whose every expense is known."""
    waiting = {row.id for row in waiting_posts(book)}
    return [row for row in book["budget"] if row.text("spent") and row.id not in waiting]


def spending(book: Book) -> Names:
    """``har_utfall``: has any expense been entered, if only of 0 kr? ``oredovisade``: do any posts wait, by name.

    To print: ``oredovisade_poster``, the same names ("ingen post" once all are accounted for, so that a document that
    said otherwise can follow), ``redovisade_poster``, how many are accounted for ("2 av 4"), ``redovisat_utfall``, what
    those come to, and ``oredovisat_utfall``, what is known of the others.
    """
    waiting, reported = waiting_posts(book), reported_posts(book)
    table = book["budget"].table
    header = table.column("spent").header
    counted = f"{len(reported)} av {len(reported) + len(waiting)}"
    told, spent = reported_spending(book), book.totals["spent"]
    begun = sum(row.number_of("spent") for row in waiting)
    accounted = tagged(
        _unknown(book) if told is None else number(told),
        f"{table.sheet}/{header}/redovisat",
        f"{spent.label}, redovisade",
    )
    return {
        "har_utfall": any(row.text("amount") for row in book["expenses"]),
        "oredovisade": _listed(waiting),
        "oredovisade_poster": tagged(
            _listed(waiting) or NO_POST, f"{table.sheet}/{header}/oredovisade", f"{table.sheet}, oredovisade"
        ),
        "redovisade_poster": tagged(counted, posts_counted(book), f"{table.sheet}, redovisade"),
        "redovisat_utfall": replace(accounted, instead_of=spent.tag, beside=posts_counted(book)),
        "oredovisat_utfall": tagged(number(begun), f"{table.sheet}/{header}/oredovisat", f"{spent.label}, oredovisade"),
    }


def posts_counted(book: Book) -> str:
    """The tag of how many posts are accounted for: what stands on a line with it is of those."""
    table = book["budget"].table
    return f"{table.sheet}/{table.column('spent').header}/redovisade"


def reported_spending(book: Book) -> float | None:
    """What the posts that are accounted for come to, kr, and what is of no post; None while there is neither."""
    waiting = {row.id for row in waiting_posts(book)}
    astray = (row for row in posts_of(book) if row.id == NOWHERE and row.id not in waiting)
    reported = [*reported_posts(book), *astray]
    return sum(row.number_of("spent") for row in reported) if reported else None


def _listed(rows: list[Row]) -> str:
    return enumerated([shown(row.title) for row in rows])


def posts(book: Book, rows: Iterable[Row] | None = None) -> list[Names]:
    """The budget's posts with ``utgifter``; ``förklaring`` is what there is to say of the plan.

    As long as a post isn't accounted for its comment is about the plan; after that it is about the outcome, and only
    then is it ``kommentar``. Nor has a post any deviation before its budget is there and each of its expenses has an
    amount.
    """
    made = []
    waiting, reported = ({row.id for row in rows} for rows in (waiting_posts(book), reported_posts(book)))
    for row in book["budget"] if rows is None else rows:
        names = post_names(book, row)
        planned = Text() if row.id in reported else text_of(row.cells.get("comment"))
        names["förklaring"] = text_of(row.cells.get("description")) + planned
        if row.id in waiting:
            names[_name(row, "difference")] = _not_known(row.cells.get("difference"), _unknown(book))
        elif not row.text("budget"):
            names[_name(row, "difference")] = _not_known(row.cells.get("difference"), NOT_WHOLE)
        expenses = expenses_of(book, row)
        names["utgifter"] = [expense_names(expense, _unknown(book)) for expense in expenses]
        made.append(names)
    return made


def post_names(book: Book, row: Row) -> Names:
    """The columns of a post, without what was said of the plan where its outcome should be told of.

    What is spent isn't known while an expense lacks its amount.
    """
    reported = row.id in {post.id for post in reported_posts(book)}
    names = row_names(row) | ({} if reported else {_name(row, "comment"): Text()})
    if row.id in {post.id for post in waiting_posts(book)}:
        names[_name(row, "spent")] = _not_known(row.cells.get("spent"), _unknown(book))
    return names


def expense_names(row: Row, unknown: str) -> Names:
    """The columns of an expense; what has no amount says so."""
    return row_names(row) | (
        {} if row.text("amount") else {_name(row, "amount"): _not_known(row.cells.get("amount"), unknown)}
    )


def _name(row: Row, key: str) -> str:
    return name_of(row.table.column(key).header)


def _unknown(book: Book) -> str:
    return book["budget"].table.column("spent").unknown


def _not_known(cell: Cell | None, unknown: str) -> Figure:
    """What stands in a cell's place while it isn't known; it knows the cell, so that it changes with it."""
    return tagged(unknown, cell.tag, f"{cell.sheet} {cell.row_id}, {cell.column.header}") if cell else Figure(unknown)


def deviation(book: Book) -> Figure:
    """What was spent beyond the budget: two totals and no cell of its own, so its tag names both.

    Like what is unspent it isn't known until every post has been accounted for.
    """
    spent, budget, unspent = (book.totals[key] for key in ("spent", "budget", "unspent"))
    known = unspent.value is not None and not waiting_posts(book)
    text = number(spent.number - budget.number) if known else unspent.unknown
    text = text if budget.whole else NOT_WHOLE
    tag = f"{book.declaration.summary.sheet}/{spent.name}-{budget.name}"
    return tagged(text, tag, f"{spent.label} – {budget.label}")
