"""Sums of the plan that aren't whole, since some row lacks its part: what they come to so far, and whose is missing.

The sum itself then says only that it isn't known (``figures.total``), for a partial one must never read as whole. What
is known has a tag of its own, so that it stays true when the rest is filled in.
"""

from __future__ import annotations

from rus_sheets.book.gaps import Gaps, gaps, needed
from rus_sheets.book.model import Book, Row
from rus_sheets.documents.figures import NO_SHARE, NOBODY, NOT_WHOLE, number, shown, tagged
from rus_sheets.documents.nowhere import binding
from rus_sheets.documents.views import Names, sum_of
from rus_sheets.schema.model import Term
from rus_sheets.texts.content import Figure
from rus_sheets.texts.text import enumerated

_SUMS = {"dagar": ("days", "plan", "days"), "budget": ("budget", "budget", "budget"),
         "finansiering": ("funding", "funding", "amount")}  # fmt: skip
"""What the templates call them: the total, and the table and column that its parts stand in."""


def terms_of(book: Book, key: str) -> tuple[Term, ...]:
    """What a total adds up."""
    return next(declared.recompute for declared in book.declaration.summary.named() if declared.key == key)


def gaps_of(book: Book) -> Names:
    """What each such sum lacks (``gap_names``)."""
    return {name: _names(book, *place) for name, place in _SUMS.items()}


def _names(book: Book, key: str, table: str, column: str) -> Names:
    sheet, header = book[table].table.sheet, book[table].table.column(column).header
    found = gaps(book, terms_of(book, key), {})
    return gap_names(found, f"{sheet}/{header}", f"{sheet} {header}", book.totals[key].number)


def gap_names(found: Gaps, tag: str, title: str, so_far: float) -> Names:
    """What a sum lacks: does any part (``finns``), do all (``alla``), and what it comes to so far (``summa``).

    ``delar`` is how many have their part ("2 av 3"), ``utan`` how many don't ("1 av 3"), ``saknas`` their names.
    """
    of, blank = len(found.rows), len(found.blank)
    names = enumerated([shown(row.title) or row.id for row in found.blank])
    return {
        "finns": bool(found),
        "alla": found.all_blank,
        "summa": tagged(NO_SHARE if found.all_blank else number(so_far), f"{tag}/ifyllda", f"{title}, ifyllda"),
        "delar": tagged(f"{of - blank} av {of}", f"{tag}/delar", f"{title}, delar"),
        "utan": tagged(f"{blank} av {of}", f"{tag}/utan", f"{title}, utan"),
        "saknas": tagged(names or NOBODY, f"{tag}/saknas", f"{title}, saknas"),
    }


def without_days(book: Book) -> Gaps:
    """The activities that have days neither of their own nor by their group, in a plan that has days."""
    return needed(book, "plan", book["plan"].table.column("days"))


def days_of(book: Book, row: Row, block: str, value: float) -> Figure:
    """The planned days of an area or a group as the summary has them; blank where there are none.

    They aren't known while an activity lacks its own.
    """
    made = sum_of(book, row.id, block, "days", value)
    declared = next(known for known in book.declaration.summary.block if known.key == block)
    terms = next(column.recompute for column in declared.columns if column.key == "days")
    if gaps(book, terms, binding(row)):
        return tagged(NOT_WHOLE, made.tag, made.title)
    return made if value else Figure("")
