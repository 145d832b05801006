"""Rows that belong nowhere: their reference is blank, or names nothing that exists. They have a part of their own.

So the rows of a table add up to its sum, and what nobody could place stands where it is seen. The part is made as a row
of the table that should have had it (``Utan område``, ``Utan grupp``); there is none while every row has its place.
"""

from __future__ import annotations

from collections.abc import Mapping

from rus_sheets.book.model import Book, Cell, Row
from rus_sheets.book.raw import RawCell
from rus_sheets.documents.views import in_order

NOWHERE = "utan"
"""The id of the part that what belongs nowhere has."""


def lost(book: Book, table: str, key: str) -> list[Row]:
    """The rows of a table whose reference points at nothing."""
    return [row for row in book[table] if book.follow(row, key) is None] if book.has_column(table, key) else []


def areas_of(book: Book) -> list[Row]:
    """The areas, last one for the groups and activities that are of none."""
    astray = lost(book, "plan", "group") or lost(book, "groups", "area")
    return [*book["areas"], *([_part(book, "areas")] if astray else [])]


def groups_of(book: Book, area: Row) -> list[Row]:
    """An area's groups; of no area those that have none, and one for the activities that are of no group."""
    if area.id != NOWHERE:
        return in_order(book["groups"].rows, "area", area.id)
    astray = lost(book, "plan", "group")
    return [*lost(book, "groups", "area"), *([_part(book, "groups")] if astray else [])]


def activities_of(book: Book, group: Row) -> list[Row]:
    """A group's activities, in the order of the plan."""
    return lost(book, "plan", "group") if group.id == NOWHERE else in_order(book["plan"].rows, "group", group.id)


def posts_of(book: Book) -> list[Row]:
    """The budget's posts, last one for the expenses that are of none: nothing was budgeted for it.

    Nor is anything known of what it came to while none of them has an amount.
    """
    astray = lost(book, "expenses", "post")
    amounts = [row.number_of("amount") for row in astray if row.text("amount")]
    spent = sum(amounts) if amounts else None
    part = _part(book, "budget", {"budget": 0, "spent": spent, "difference": spent})
    return [*book["budget"], *([part] if astray else [])]


def expenses_of(book: Book, post: Row) -> list[Row]:
    """A post's expenses, in the order of the sheet."""
    return lost(book, "expenses", "post") if post.id == NOWHERE else in_order(book["expenses"].rows, "post", post.id)


def binding(row: Row) -> dict[str, str]:
    """What a sum over the row's own is bound to (``recompute.total``)."""
    return {"$id": "" if row.id == NOWHERE else row.id}


def _part(book: Book, key: str, figures: Mapping[str, float | None] | None = None) -> Row:
    table = book[key].table
    title = table.column(table.title)
    values: dict[str, str | float | None] = {
        table.id: NOWHERE,
        table.title: f"Utan {title.header.lower()}",
        **(figures or {}),
    }
    cells = {
        name: Cell(table.column(name), table.sheet, NOWHERE, RawCell(0, 0, value), value, value)
        for name, value in values.items()
    }
    return Row(table, 0, cells)
