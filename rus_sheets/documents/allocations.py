"""Money set aside for activities, as documents tell of it: row by row, and what each state of it comes to.

What is expected or possible is told beside what is decided and never added to it.
"""

from __future__ import annotations

import math

from rus_sheets.book.allocations import (
    DECIDED,
    EXPECTED,
    KINDS,
    POSSIBLE,
    TABLE,
    Sum,
    allocated,
    funding_of,
    has_allocations,
    is_of_later_year,
    kind_of,
    range_of,
    state_of,
    sum_of_rows,
)
from rus_sheets.book.model import Book, Row
from rus_sheets.documents.figures import LACKING, NBSP, NO_SHARE, NOT_WHOLE, name_of, number, shown, tagged
from rus_sheets.documents.views import Names, row_names, title_of
from rus_sheets.texts.content import Figure

_SHARED = "Gemensamt"
"""What stands for the activity of money that isn't for one of them."""

_NOTHING = "inget"
"""What is decided, before anything is."""

_AT_LEAST, _AT_MOST = "minst", "högst"
"""What stands before an amount of which only one end is known."""

_UNKNOWN = "inte känt"
"""What stands for an amount that isn't decided, nor known."""


def allocations(book: Book) -> Names:
    """``medel`` are all the rows, ``medelsummor`` what each state of them comes to (``_sums``)."""
    rows = book[TABLE].rows if has_allocations(book) else ()
    return {"medel": [_row(book, row) for row in rows], "medelsummor": _sums(book) if rows else {}}


def allocations_of(book: Book, activity: Row) -> Names:
    """``medel`` are the activity's rows where it has several, and ``medel_beslutat`` what is decided of them."""
    rows = book[TABLE].by_parent.get(activity.id, ()) if activity.id and has_allocations(book) else ()
    if len(rows) < 2:  # one stands in the table of all
        return {"medel": [], "medel_beslutat": Figure("")}
    tag = f"{_tag(book, DECIDED)}/{activity.id}"
    decided = _whole_sum(sum_of_rows(allocated(book, DECIDED, activity=activity.id)))
    return {"medel": [_row(book, row) for row in rows], "medel_beslutat": tagged(decided, tag, tag.replace("/", " "))}


def _row(book: Book, row: Row) -> Names:
    """The columns of a row, ``aktiviteten`` and ``posten`` by their names; its amount may be a range, or not known."""
    activity, post = book.follow(row, "activity"), book.follow(row, "post")
    names = row_names(row) | {
        "aktiviteten": shown(activity.title) if activity else _SHARED,
        "posten": shown(post.title) if post else "",
    }
    amount, year = row.cell("amount"), row.cells.get("year")
    names[name_of(amount.column.header)] = tagged(_amount(book, row), amount.tag, title_of(amount))
    if year and row.number_of("year"):  # a year is no amount: no space in it
        said = f"{row.number_of('year'):.0f}"
        known = funding_of(book, row)
        told = known is not None and known.title.endswith(f" {said}")  # the name of the source says it
        names[name_of(year.column.header)] = Figure("") if told else tagged(said, year.tag, title_of(year))
    return names


def _amount(book: Book, row: Row) -> str:
    ends = range_of(row)
    if ends:
        return _between(*ends)
    return LACKING if state_of(book, row) == DECIDED else _UNKNOWN


def _between(low: float, high: float) -> str:
    if math.isinf(high):
        return f"{_AT_LEAST} {number(low)}"
    if low == high:
        return number(low)
    return f"{number(low)}–{number(high)}" if low else f"{_AT_MOST} {number(high)}"


def _sums(book: Book) -> Names:
    """``beslutat``, with its ``delar`` by whose money it is; ``väntat`` and ``möjligt``: what of it is known.

    ``inte_känt`` of a state is how many of its rows have no amount that is known. A state without rows is blank.
    Amounts have their unit in them, so that it comes and goes with the number.
    """
    decided = sum_of_rows(allocated(book, DECIDED))
    total = book.totals["allocated"]
    return {
        "beslutat": tagged(_in_kronor(decided), f"{total.tag}/kr", total.label),
        "delar": _parts(book) if decided.rows else [],
        "väntat": _apart(book, EXPECTED),
        "möjligt": _apart(book, POSSIBLE),
    }


def _parts(book: Book) -> list[Names]:
    """What is decided of each kind of funds, of later years, and of money that source and year don't tell the kind of.

    What there is none of is left out.
    """
    kinds = book.declaration.choices(book["funding"].table.column("kind").list).roles
    found = [(kinds[kind], allocated(book, DECIDED, kind=kind)) for kind in KINDS]
    others = tuple(row for row in allocated(book, DECIDED) if not kind_of(book, row))
    later = tuple(row for row in others if is_of_later_year(book, row))
    unsaid = tuple(row for row in others if row not in later)
    made: list[Names] = []
    for name, rows in [*found, ("senare års medel", later), ("utan känd källa eller år", unsaid)]:
        if rows:
            tag = f"{_tag(book, DECIDED)}/{name}"
            made.append({"namn": name, "belopp": tagged(_in_kronor(sum_of_rows(rows)), tag, tag.replace("/", " "))})
    return made


def _apart(book: Book, state: str) -> Names:
    """What is known of a state that isn't decided; nothing where it has no rows."""
    rows = sum_of_rows(allocated(book, state))
    if not rows.rows:
        return {}
    of = _tag(book, state)
    known = len(rows.rows) > len(rows.unknown)
    said = f"{_between(rows.low, rows.high)}{NBSP}kr" if known else f"beloppet är {_UNKNOWN}"
    return {
        "belopp": tagged(said, of, of.replace("/", " ")),
        "inte_känt": tagged(str(len(rows.unknown)), f"{of}/inte känt", f"{of} inte känt".replace("/", " "))
        if known and rows.unknown
        else Figure(""),
    }


def _whole_sum(decided: Sum) -> str:
    return NOT_WHOLE if decided.unknown else _between(decided.low, decided.high) if decided.rows else NO_SHARE


def _in_kronor(decided: Sum) -> str:
    if decided.unknown:
        return NOT_WHOLE
    return f"{_between(decided.low, decided.high)}{NBSP}kr" if decided.rows else _NOTHING


def _tag(book: Book, state: str) -> str:
    """What the figures of a state are known by: ``Medel/Läge/Beslutad``."""
    column = book[TABLE].table.column("state")
    return f"{book[TABLE].table.sheet}/{column.header}/{book.declaration.choices(column.list).roles[state]}"
