"""What is told of an id that isn't there: what was probably meant, or that its row has been removed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rus_sheets.book.model import Book
from rus_sheets.guessing import did_you_mean, same_id
from rus_sheets.schema.model import TableKind

_NUMBERED = re.compile(r"(.*?)0*([0-9]{1,9})([^0-9]*)")
_SHOWN = 6
_LONGEST = 60


def missing_id(book: Book, table: str, wanted: str) -> tuple[str, str]:
    """Fault and remedy for an id that the table (its key) doesn't have.

    A row that the log knows of has been removed; one whose number lies below the last has probably been. Then no other
    row is guessed at: what stands beside it is another activity.
    """
    known, sheet = book[table].by_id, book[table].table.sheet
    shown = wanted if len(wanted) <= _LONGEST else f"{wanted[: _LONGEST - 1]}…"
    instead = f"På bladet finns {_series(known)}." if known else f"Fyll först i bladet {sheet}."
    hint = did_you_mean(wanted, known)
    if any(same_id(wanted, id_) for id_ in known):
        return f"”{shown}” finns inte på bladet {sheet}.", hint
    if _in_log(book, table, wanted):
        return f"”{shown}” är borttagen från bladet {sheet}.", f"Lägg tillbaka raden om den ska vara med. {instead}"
    if _below_the_last(wanted, known):
        return f"”{shown}” finns inte på bladet {sheet}. Raden är nog borttagen.", instead
    return f"”{shown}” finns inte på bladet {sheet}.", hint or instead


def _in_log(book: Book, table: str, wanted: str) -> bool:
    sheets = {table, *(child.key for child in book.declaration.table if child.one_for_each == table)}
    names = {book[key].table.sheet for key in sheets}
    is_unit = table == book.declaration.followup.unit
    return any(
        (is_unit and same_id(row.text("activity"), wanted))
        or (row.text("sheet") in names and same_id(row.text("row"), wanted))
        for log in book.declaration.tables(TableKind.LOG)
        for row in book[log.key]
    )


def _below_the_last(wanted: str, known: Iterable[str]) -> bool:
    own = _NUMBERED.fullmatch(wanted.casefold())
    if own is None:
        return False
    others = (match for id_ in known if (match := _NUMBERED.fullmatch(id_.casefold())))
    return (
        0
        < int(own[2])
        < max((int(other[2]) for other in others if (other[1], other[3]) == (own[1], own[3])), default=0)
    )


def _series(known: Iterable[str]) -> str:
    """The ids, those that follow on each other as a run; where there are many, the first and how many more."""
    ids = list(known)
    if len(ids) <= _SHOWN:
        return ", ".join(ids)
    runs: list[list[str]] = []
    for id_ in ids:
        if runs and _follow(runs[-1][-1], id_):
            runs[-1].append(id_)
        else:
            runs.append([id_])
    shown = [f"{run[0]}–{run[-1]}" if len(run) > 1 else run[0] for run in runs[:_SHOWN]]
    more = sum(map(len, runs[_SHOWN:]))
    return ", ".join(shown) + (f" och {more} till" if more else "")


def _follow(one: str, other: str) -> bool:
    first, second = (_NUMBERED.fullmatch(id_) for id_ in (one, other))
    return bool(first and second and first[1] == second[1] and int(second[2]) == int(first[2]) + 1)
