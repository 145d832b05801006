"""Money that stands as lines of text, as where a table has been copied from a PDF: put together as a table again.

A line of a row is a name and one amount or two, with a comment after them; what follows belongs to its comment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from rus_sheets.intake.passages import Passage
from rus_sheets.intake.patterns import phrases, plain
from rus_sheets.intake.rules import Means
from rus_sheets.texts.manuscript import TypedCell, TypedLine, TypedTable

_AMOUNT = phrases()["money"]
_NAME = r"(?P<name>[^0-9]{2,60}?|.{2,90}?(?=: | - ))"
_ROW = re.compile(rf"{_NAME}?[ :-]*(?P<first>{_AMOUNT})(?: (?P<second>{_AMOUNT}))?(?:,? (?P<more>.*))?$", re.IGNORECASE)
_SHORT = 40
_MONEY = (Means.BUDGET, Means.FUNDING)


def as_tables(found: list[Passage]) -> list[Passage]:
    """The passages, with lines of a budget as a table of their own in their place."""
    made: list[Passage] = []
    at = 0
    while at < len(found):
        end, zone = at, found[at].zone
        while end < len(found) and zone in _MONEY and found[end].zone is zone and _is_plain(found[end]):
            end += 1
        rows = _rows(found[at:end])
        if sum(1 for row in rows if len(row) > 1) > 1:
            first = found[at].line
            grid = TypedTable(0, first.number, tuple(rows))
            made.append(Passage(replace(first, text=""), "", grid=grid, zone=zone))
        elif end > at:
            made += found[at:end]
        if end == at:
            made.append(found[at])
            end += 1
        at = end
    return made


def _is_plain(passage: Passage) -> bool:
    """A line that may be of a table: no table or heading, nor a sentence on funding that the rules know."""
    said = passage.zone is Means.FUNDING and any(fact.table == "funding" for fact in passage.facts)
    return passage.grid is None and not passage.means and not said


def _rows(lines: Sequence[Passage]) -> list[tuple[TypedCell, ...]]:
    rows: list[list[list[TypedLine]]] = []
    waiting: list[TypedLine] = []
    items = False
    for passage in lines:
        listed = bool(rows or waiting) and not items  # an item among other lines belongs to the comment of one
        items = passage.is_item and not listed
        found = None if passage.is_item and listed else _ROW.match(plain(passage.text))
        if waiting and re.search("[0-9]", waiting[-1].text):  # a header's row: a name has no figures
            rows += [[[line]] for line in waiting]
            waiting = []
        if found and (found["name"] or waiting):
            name = " ".join([*(line.text for line in waiting), found["name"] or ""]).strip(" :-–")
            cells = [name, found["first"], found["second"] or "", found["more"] or ""]
            rows.append([[replace(passage.line, text=text, item="")] if text else [] for text in cells])
            waiting = []
        elif (
            rows
            and len(rows[-1]) > 1
            and not (len(passage.text) < _SHORT and passage.maybe and not passage.text.endswith(":"))
        ):
            rows[-1][3].append(passage.line)
        else:
            waiting.append(passage.line)
    rows += [[[line]] for line in waiting] if rows else []
    if not any(row[2] for row in rows if len(row) > 1):
        rows = [[row[0], row[1], row[3]] if len(row) > 1 else row for row in rows]
    return [tuple(TypedCell(tuple(cell)) for cell in row) for row in rows]
