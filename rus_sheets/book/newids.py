"""The next id of a table, as its declaration says what one looks like: after the highest that is or has been used.

A table of its own counts from its example (``A01``, ``P1``). Where the example begins with that of the table it
belongs to (``A01-H01``), a row's id begins with its parent's, and is counted within the parent; the last part may be a
letter there (``A01-1a``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rus_sheets.schema.model import CellType, Declaration, Table

_PARTS = re.compile(r"(.*?)([0-9]+|[a-zåäö])", re.DOTALL)
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"


def has_series(table: Table) -> bool:
    """Whether ids of the table follow on each other, so that there is a next one."""
    if not table.id or table.column(table.id).type is not CellType.ID:
        return False
    found = _PARTS.fullmatch(table.column(table.id).example)
    return bool(found and found[2].isdigit()) or bool(found and table.parent)


def begins_with(table: Table, declaration: Declaration) -> str:
    """What stands between the parent's id and the row's own part (``-H``); "" where ids don't begin with a parent's."""
    if not table.parent or not has_series(table):
        return ""
    of = declaration.table_of(table.column(table.parent).references)
    theirs, ours = of.column(of.id).example, table.column(table.id).example
    if not theirs or not ours.startswith(theirs):
        return ""
    found = re.match(r"[^0-9a-zåäö]+", ours[len(theirs) :])
    return found[0] if found else ""


def next_id(table: Table, model: str, used: Iterable[str]) -> str:
    """The id that follows: of the form of ``model``, one more than the highest of that form among ``used``.

    ``model`` itself where none of its form is used. "" where the column's pattern has no room for another one.
    """
    found = _PARTS.fullmatch(model)
    if not found:
        return ""
    head, tail = found[1], found[2]
    taken = {id_.casefold() for id_ in used}
    counters = [_counter(id_, head, tail) for id_ in taken]
    number = max((counter for counter in counters if counter is not None), default=None)
    made = model if number is None else head + _written(number + 1, tail)
    fits = re.fullmatch(table.column(table.id).pattern or ".*", made)
    return made if fits and made != head and made.casefold() not in taken else ""


def suggestion(table: Table, ids: Iterable[str]) -> str:
    """What the sheet suggests as the next id; ``ids`` are those of the table and of the log, "" for blank.

    It says nothing once any of them is of another form: the sheet can't count on from it.
    """
    found = _PARTS.fullmatch(table.column(table.id).example)
    if not found or not found[2].isdigit():
        return ""
    rests = [id_[len(found[1]) :] for id_ in ids]
    if any(rest and not (rest.isascii() and rest.isdigit()) for rest in rests):
        return ""
    return found[1] + _written(max((int(rest or 0) for rest in rests), default=0) + 1, found[2])


def nearest_sibling(siblings: Sequence[str]) -> str:
    """The latest of the ids, in the order of the sheet, that ends in something to count on from; "" for none."""
    return next((id_ for id_ in reversed(siblings) if _PARTS.fullmatch(id_)), "")


def _counter(id_: str, head: str, tail: str) -> int | None:
    """Where in the series an id stands, None for one of another series."""
    rest = id_[len(head) :]
    if id_[: len(head)] != head.casefold() or not rest:
        return None
    if tail.isdigit():
        return int(rest) if rest.isascii() and rest.isdigit() else None
    return _LETTERS.index(rest) if len(rest) == 1 and rest in _LETTERS else None


def _written(number: int, tail: str) -> str:
    """The counter as the model has it: as many digits, or a letter ("" after the last)."""
    if tail.isdigit():
        return str(number).zfill(len(tail))
    return _LETTERS[number] if number < len(_LETTERS) else ""
