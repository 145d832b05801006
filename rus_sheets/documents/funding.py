"""Where the money comes from, and how sure it is: what is decided counts, expected and uncertain are told of."""

from __future__ import annotations

from rus_sheets.book.model import Book, Row
from rus_sheets.documents.figures import NBSP, NOT_WHOLE, figure, name_of, shown, tagged
from rus_sheets.documents.views import Names, Roles, inline_of, row_names, title_of
from rus_sheets.texts.content import BulletList, Figure, Run, Text

_UNDECIDED = ("expected", "uncertain")


def is_decided(book: Book, source: Row) -> bool:
    """Whether the money is decided on; a source that says nothing of it is."""
    return _role(book, source) not in _UNDECIDED


def sources(book: Book) -> list[Names]:
    """The sources of funding; ``inte_beslutad`` where the money is only expected or uncertain."""
    return [
        row_names(row) | {"inte_beslutad": not is_decided(book, row), **_not_yet(book, row)} for row in book["funding"]
    ]


def _not_yet(book: Book, row: Row) -> Names:
    """The amount of such money where it isn't known yet, by the name that it has among the row's."""
    cell = row.cells.get("amount")
    if cell is None or row.text("amount") or is_decided(book, row):
        return {}
    made = figure(cell)
    return {name_of(cell.column.header): tagged(NOT_WHOLE, made.tag, made.title)}


def undecided(book: Book) -> Names:
    """``väntad_finansiering`` and ``osäker_finansiering``: is there any?"""
    roles = {_role(book, row) for row in book["funding"]}
    return {"väntad_finansiering": "expected" in roles, "osäker_finansiering": "uncertain" in roles}


def funding_lines(book: Book) -> Text:
    """A line for each source: its name, its kind, whether it isn't decided, its amount and the comment."""
    items = []
    for row in book["funding"]:
        amount_, comment = _in_kronor(book, row), row.cells.get("comment")
        said = (Run(": "), amount_) if amount_ else ()
        items.append(
            (
                _piece(row, row.table.title, shown(row.title)),
                _piece(row, "kind", row.text("kind").lower(), ", "),
                _piece(row, "state", "" if is_decided(book, row) else row.text("state").lower(), ", "),
                *said,
                *((Run(". "), *inline_of(comment)) if comment and comment.value else ()),
            )
        )
    return Text((BulletList(tuple(items)),)) if items else Text()


def _piece(row: Row, key: str, text: str, begin: str = "") -> Run:
    """A cell's words, which know their cell; a cell that says nothing has its place all the same."""
    cell = row.cells.get(key)
    return Run(f"{begin}{text}" if text else "", tag=cell.tag if cell else "", title=title_of(cell) if cell else "")


def _in_kronor(book: Book, row: Row) -> Figure:
    """The amount with its unit, or that it is missing: one figure, so that the unit comes and goes with the number."""
    made = figure(row.cells.get("amount"))
    blank = made.text if is_decided(book, row) else NOT_WHOLE
    return tagged(f"{made.text}{NBSP}kr" if row.text("amount") else blank, f"{made.tag}/kr", made.title)


def _role(book: Book, source: Row) -> str:
    return Roles(book).of("funding_state", source.text("state"))
