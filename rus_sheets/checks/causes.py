"""Which findings tell why another check finds something: the cells that a figure is made of, the ids of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rus_sheets.book.model import BookTable, Cell, Row
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Teller
from rus_sheets.checks.place import Place

CELL_FAULTS = (
    "RS101", "RS102", "RS103", "RS104", "RS105", "RS106", "RS107", "RS108", "RS109", "RS110", "RS113", "RS116",
    "RS118", "RS205", "RS208", "RS209", "RS211", "RS315",
)  # fmt: skip
"""The findings about what stands in one input cell: what is made of the cell follows of them."""
ODD_NUMBERS = ("RS104", "RS105", "RS117", "RS208")
"""Those by which a number is counted that is none, or too large. The others leave it out: a sum is too small then."""
ID_FAULTS = ("RS005", "RS108", "RS109")
"""Findings about the ids of a table, by which references to it may miss: rows below it, twice, misspelt."""
FORMULA_FAULTS = ("RS203", "RS204")
"""Findings about a declared formula that is another one now."""
_TABLE_GONE = frozenset({("RS001", "", ""), ("RS002", "", "")})


def at_place(place: Place, codes: Iterable[str]) -> frozenset[Teller]:
    """Those findings at one cell."""
    return frozenset((code, place.sheet, place.ref) for code in codes)


def of_cells(cells: Iterable[Cell | None], codes: Iterable[str] = CELL_FAULTS) -> frozenset[Teller]:
    """Those findings at some cells; None for one that the workbook lacks."""
    codes = tuple(codes)
    return frozenset((code, cell.sheet, cell.ref) for cell in cells if cell for code in codes)


def of_columns(table: BookTable, *columns: str, codes: Iterable[str] = CELL_FAULTS) -> frozenset[Teller]:
    """Those findings in whole columns of a table; where the table is gone (RS002), that."""
    found = of_cells((row.cells.get(key) for row in table for key in columns), codes)
    return found if table.raw else found | _TABLE_GONE


def of_ids(table: BookTable) -> Iterator[Teller]:
    """Findings about a table's ids, for which a reference to it may miss."""
    sheet = table.table.sheet
    yield from _TABLE_GONE if table.raw is None else ()
    yield from ((code, sheet, "") for code in ID_FAULTS)
    # A row without id is a finding at that cell (RS106); one elsewhere on the sheet has nothing to do with ids.
    if table.table.id in table.columns:
        yield from (("RS106", sheet, row.cell(table.table.id).ref) for row in table if not row.id)
    else:
        yield "RS003", sheet, ""


def hidden(context: Context, table: BookTable) -> int:
    """How many rows of a table nobody can refer to: without id, with one that another row has too, or misspelt."""
    ids = [row.id.casefold() for row in table if row.id]
    misspelt = {id_.casefold() for id_ in context.misspelt_ids(table)}
    return len(table.rows) - len(set(ids) - misspelt)


def expenses_of(context: Context, post: Row) -> frozenset[Teller]:
    """Findings on expenses that are, or may be, the post's: their amounts, and posts that there are none of."""
    posts = context.book["budget"].by_id
    found: frozenset[Teller] = frozenset()
    for row in context.book["expenses"]:
        if row.text("post") == post.id:
            found |= of_cells([row.cells.get("amount")])
        elif row.text("post") not in posts:
            found |= of_cells([row.cells.get("post")])
    return found
