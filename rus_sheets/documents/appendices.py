"""Appendices of people's own, in the order of their sheet, some with the parts of an activity; and candidates."""

from __future__ import annotations

from rus_sheets.book.model import Book, Row
from rus_sheets.documents.common import parts_of
from rus_sheets.documents.figures import figure
from rus_sheets.documents.views import Names, Roles, in_order, row_names, said
from rus_sheets.texts.content import Said, Text

_BOTH = "both"


def appendices(book: Book, document: str) -> list[Names]:
    """The appendices of a document (``plan`` or ``report``), each with the ``delar`` that it holds, as lists."""
    return [row_names(row) | {"delar": parts_of(book, row.text("activity"))} for row in appendix_rows(book, document)]


def appendix_rows(book: Book, document: str) -> list[Row]:
    """The rows of those appendices, in the order of the sheet."""
    if not book.declaration.has_table("appendices"):
        return []
    roles = Roles(book)
    return [
        row for row in book["appendices"] if roles.of("appendix_document", row.text("document")) in (document, _BOTH)
    ]


def moved_parts(book: Book, document: str, activity: Row) -> Said | str:
    """The heading of the appendix that the activity's parts stand in; "" where they stand with the activity."""
    for row in appendix_rows(book, document):
        if activity.id and row.text("activity") == activity.id:
            return said(row.cell("heading"), row.title)
    return ""


def without_moved_parts(book: Book, document: str, activity: Row, names: Names) -> Names:
    """The activity's names, where ``delar_i_bilaga`` tells which appendix its parts stand in, if any."""
    moved = moved_parts(book, document, activity)
    return names | {"delar_i_bilaga": moved} | ({"delar": Text(), "delarna": []} if moved else {})


def candidates(book: Book) -> list[Names]:
    """What is proposed and has no room in the plan: ``hand``, and the ``kandidater`` of it; nothing where none are."""
    if not book.declaration.has_table("candidates"):
        return []
    column = book["candidates"].table.column("hand")
    made = []
    for hand in book.declaration.choices(column.list).values:
        rows = in_order(book["candidates"].rows, "hand", hand)
        if rows:
            made.append({"hand": figure(rows[0].cell("hand")), "kandidater": [row_names(row) for row in rows]})
    return made
