"""Follow-up files that have come back: sent out, filled in as the example's owners did, and saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.synthetic import declaration, rows
from rus_sheets.answers.returned import Returned
from rus_sheets.excel.edit import patch
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.followup.read import read_form
from rus_sheets.layout.canonical import Content, RichText

Place = tuple[str, str, str]
"""Table key, row id and column key."""

SENT = dt.date(2026, 10, 1)
_FEWER = 1_500
"""Than the days that an activity may have; the examples repeat at another pace."""
_ASKED = ("outcomes", "events", "expenses")


def answers(count: int) -> Mapping[str, Mapping[Place, Content]]:
    """What the owners of ``count`` activities fill in, by activity; the same numbers don't come again soon."""
    given = rows(count, answered=True)
    found: dict[str, dict[Place, Content]] = {}
    for key in _ASKED:
        table = declaration().table_of(key)
        for row in given[key]:
            unit = found.setdefault(str(row.get(table.parent)), {})
            own = len(found)
            unit.update({(key, str(row[table.id]), column): _own(value, own) for column, value in row.items()})
    return found


def _own(value: Content, number: int) -> Content:
    """Else what the owners of a thousand activities made of 28 have written would often be the same sheet.

    More days than a column takes are refused, so that they begin again.
    """
    return value + number % _FEWER if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def fill_in(sent: Sequence[Path], target: Path) -> Iterator[Path]:
    """Each file with its answers, in the folder ``target``; files whose example has none are returned as they are."""
    target.mkdir(parents=True, exist_ok=True)
    given = answers(len(sent))
    for path in sent:
        form = read_form(read_workbook(path), [declaration()])
        assert isinstance(form, Returned)  # noqa: S101 - we have just made it
        values: dict[str, dict[str, patch.CellValue]] = {}
        for cell in form.cells:
            value = given.get(form.unit, {}).get((cell.table, cell.row, cell.column))
            if value is not None and cell.ref:
                written = patch.RichText(value.runs) if isinstance(value, RichText) else value
                values.setdefault(cell.sheet, {})[cell.ref] = written
        filled = target / path.name
        patch.patch_cells(path, filled, values)
        yield filled
