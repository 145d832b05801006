"""Running and development work: the plan's days of each, in all and by area."""

from __future__ import annotations

from rus_sheets.book import recompute
from rus_sheets.book.formula_columns import ComputedRows
from rus_sheets.book.gaps import gaps
from rus_sheets.book.model import Book, Row
from rus_sheets.documents.figures import NOT_WHOLE, amount, name_of, number, tagged
from rus_sheets.documents.nowhere import binding
from rus_sheets.documents.views import Names, in_order
from rus_sheets.documents.wholes import without_days
from rus_sheets.texts.content import Figure

_OF_AREA = ("running_days", "development_days")
"""The columns of an area, and the totals, that sum each kind."""


def days_by_kind(book: Book, area: Row) -> Names:
    """The area's planned days of each kind, by their columns' headers, also where a workbook lacks the columns.

    They are of whole groups, so they aren't known while an activity of the kind lacks its own.
    """
    names: Names = {}
    for column in (area.table.column(key) for key in _OF_AREA if area.table.has(key)):
        days = recompute.total(ComputedRows(book), column.recompute, binding(area)) or 0
        said = NOT_WHOLE if gaps(book, column.recompute, binding(area)) else number(days)
        of = area.table.sheet
        names[name_of(column.header)] = tagged(
            said, f"{of}/{area.id}/{column.header}", f"{of} {area.id}, {column.header}"
        )
    return names


def kinds_of_work(book: Book) -> Names:
    """``slag``: each kind that any group has, with its activities and days (``luckor``: not known).

    They stand in the order of the list; there are none where the plan doesn't tell them apart. ``dagar_utan_typ`` are
    the days of groups that have no kind, blank where they come to nothing.
    """
    kinds = book["groups"].table.column("kind").list
    made = [_kind(book, kind) for kind in book.declaration.choices(kinds).values if _groups(book, kind)]
    return {"slag": made, "dagar_utan_typ": _without_kind(book)}


def _kind(book: Book, kind: str) -> Names:
    groups = _groups(book, kind)
    rows = _activities(book, groups)
    lacking = {row.number for row in without_days(book).blank}
    whole = lacking.isdisjoint(row.number for row in rows)
    are_planned = any(row.text("days") for row in (*groups, *rows))
    return {
        "namn": kind,
        "antal": _tagged(book, str(len(rows)), kind, "antal"),
        "luckor": not whole,
        "dagar": _tagged(book, number(_days(groups, rows)) if whole else NOT_WHOLE, kind, "dagar")
        if are_planned or not whole
        else Figure(""),
    }


def _without_kind(book: Book) -> Figure:
    groups = _groups(book, "")
    days = _days(groups, _activities(book, groups))
    return _tagged(book, number(days), "ingen", "dagar") if days else Figure("")


def _groups(book: Book, kind: str) -> list[Row]:
    return in_order(book["groups"].rows, "kind", kind)


def _activities(book: Book, groups: list[Row]) -> list[Row]:
    return [row for group in groups for row in in_order(book["plan"].rows, "group", group.id)]


def _days(groups: list[Row], rows: list[Row]) -> float:
    return sum(amount(row, "days") for row in (*groups, *rows))


def _tagged(book: Book, text: str, kind: str, what: str) -> Figure:
    """What is of one kind has no cell of its own."""
    table = book["groups"].table
    of = f"{table.sheet}/{table.column('kind').header}/{kind}"
    return tagged(text, f"{of}/{what}", f"{of.replace('/', ' ')}, {what}")
