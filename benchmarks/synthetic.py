"""Workbooks of any size, made of the activities, answers and texts of the example of 2026 over and over again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from rus_sheets.layout.canonical import NewRow
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import Declaration
from rus_sheets.usecases.create import workbook_bytes
from rus_sheets.usecases.rows_as_text import load_rows

_EXAMPLE = folder("examples") / "2026"
_OF_A_UNIT = ("parts", "outcomes", "events", "expenses")
"""Tables whose rows belong to an activity."""


@cache
def declaration() -> Declaration:
    return load_declaration(declaration_path("verksamhet"))


def unit_ids(count: int) -> list[str]:
    return [f"A{number:02}" for number in range(1, count + 1)]


def rows(count: int, *, answered: bool) -> Mapping[str, Sequence[NewRow]]:
    """The example's rows with ``count`` activities, with or without what their owners have answered."""
    given = {**load_rows(declaration(), _EXAMPLE)}
    answers = load_rows(declaration(), _EXAMPLE / "svar") if answered else {}
    examples = list(given["plan"])
    pairs = list(zip(unit_ids(count), itertools.cycle(examples), strict=False))
    # A thousand times the days and the money would be a fault to find in each row; the sums stay those of a year.
    share = len(examples) / max(count, len(examples))
    given["plan"] = [_scaled({**row, "id": unit, "name": _own_name(unit, row)}, share) for unit, row in pairs]
    for key in _OF_A_UNIT:
        own = [*answers.get(key, ()), *given[key]]
        given[key] = list(_renamed(key, own, [(unit, str(row["id"])) for unit, row in pairs]))
    return given


def workbook(count: int, *, answered: bool = False) -> bytes:
    """The canonical workbook with ``count`` activities."""
    return workbook_bytes(declaration(), rows(count, answered=answered))


def _own_name(unit: str, row: NewRow) -> str:
    """Two activities of one name would be a fault too."""
    return str(row["name"]) if unit == row["id"] else f"{row['name']} ({unit})"


def _scaled(row: NewRow, share: float) -> NewRow:
    return {key: value * share if key in ("days", "amount") else value for key, value in row.items()}  # type: ignore[operator]


def _renamed(key: str, given: Sequence[NewRow], pairs: Sequence[tuple[str, str]]) -> Iterator[NewRow]:
    """Each example activity's rows, once for each activity made of it."""
    table = declaration().table_of(key)
    by_unit: dict[str, list[NewRow]] = {}
    for row in given:
        by_unit.setdefault(str(row.get(table.parent)), []).append(row)
    yield from by_unit.get("None", ())
    for unit, example in pairs:
        for row in by_unit.get(example, ()):
            yield {**row, table.id: str(row[table.id]).replace(example, unit, 1), table.parent: unit}
