"""A map of tiles in a document: which state each row of a table is in, a county's account say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rus_sheets.book import recompute
from rus_sheets.book.formula_columns import ComputedRows
from rus_sheets.book.model import Book, Row
from rus_sheets.documents.charts import titled
from rus_sheets.documents.figures import name_of, shown
from rus_sheets.schema.model import SummaryMap
from rus_sheets.texts.content import Chart, Series, Text

_BELOW = 2  # lines from the last of the grid to the first of what it doesn't place


def tile_map(book: Book, declared: SummaryMap, rows: Sequence[Row]) -> Text:
    """The map of these rows, with every state even where none is in it; empty where there are no rows.

    A row that the grid doesn't place has its tile below the others, and is named in the text for those who can't see.
    """
    rows = [row for row in rows if row.id]
    if not rows:
        return Text()
    found = {row.id: _state(book, declared, row) for row in rows}
    places = _places(declared, rows)
    lines = sorted(rows, key=lambda row: places[row.id][::-1])
    last = len(declared.state) - 1
    series = tuple(
        Series(
            state.label,
            tuple(places[row.id][1] if found[row.id] == number else None for row in lines),
            waiting=number == last,
        )
        for number, state in enumerate(declared.state)
    )
    labels = tuple(row.text(declared.label) or row.id for row in lines)
    title = titled(declared.title, book.year)
    alt = f"{declared.title}. {declared.alt} {_told(declared, rows, found)}"
    return Text((Chart("tiles", title, labels, series, alt, places=tuple(places[row.id][0] for row in lines)),))


def states(book: Book, row: Row) -> dict[str, bool]:
    """Which states of the maps of its table the row is in, by their words."""
    maps = [declared for declared in book.declaration.summary.map if declared.table == row.table.key]
    return {
        name_of(state.label): number == _state(book, declared, row)
        for declared in maps
        for number, state in enumerate(declared.state)
    }


def _places(declared: SummaryMap, rows: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """Each row's place and line: in the grid, else below it from left to right."""
    known = dict(declared.places())
    wide = max((place for place, _ in known.values()), default=len(rows))
    first = max((line + _BELOW for _, line in known.values()), default=1)
    others = [row.id for row in rows if row.id not in known]
    below = {id_: (number % wide + 1, number // wide + first) for number, id_ in enumerate(others)}
    return {row.id: known.get(row.id) or below[row.id] for row in rows}


def _state(book: Book, declared: SummaryMap, row: Row) -> int:
    """The number of the first state that the row is in."""
    source, binding = ComputedRows(book), {"$id": row.id}
    found = (
        number
        for number, state in enumerate(declared.state)
        if not state.recompute or (recompute.total(source, state.recompute, binding) or 0) > 0
    )
    return next(found)  # the last state is everyone's


def _told(declared: SummaryMap, rows: Sequence[Row], found: Mapping[str, int]) -> str:
    """``Har redovisat (2): Blekinge län, Kalmar län. Har inte redovisat (1): Skåne län. Under kartan: …``."""
    told = []
    for number, state in enumerate(declared.state):
        theirs = [_name(row) for row in rows if found[row.id] == number]
        told.append(f"{state.label} ({len(theirs)}): {', '.join(theirs)}." if theirs else f"{state.label}: inga.")
    known = dict(declared.places())
    below = [_name(row) for row in rows if row.id not in known]
    return " ".join(told) + (f" Under kartan: {', '.join(below)}." if below else "")


def _name(row: Row) -> str:
    return shown(row.title) or row.id
