"""Finds what was handed out in a file that people have had: by label and header, not by position.

Rows may be sorted, columns added, rows moved and sheets renamed. Where a label is gone or stands twice, the place that
the base remembers decides, if it still looks right; otherwise the cell counts as not found, never as blank.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from rus_sheets.book.convert import plain, tidy
from rus_sheets.book.raw import Position, RawCell, RawSheet, RawWorkbook, position_of

_REACH = 12  # how many cells to the right of a label an input may stand


def cell_text(cell: RawCell) -> str:
    """A cell's content as one tidy line, "" for blank, errors and true/false."""
    value = cell.value
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return plain(value)


class Wanted(NamedTuple):
    """A labelled cell of the front sheet as it was handed out."""

    label: str
    ref: str
    unlocked: bool


def find_sheet(raw: RawWorkbook, name: str, words: Collection[str], taken: Collection[str]) -> RawSheet | None:
    """The sheet of that name, else the one that has most of the words (at least half of them)."""
    named = raw.sheet(name)
    if named and named.state != "veryHidden":
        return named
    wanted = set(words)
    best, most = None, 0
    for sheet in raw.sheets:
        if sheet.state == "veryHidden" or sheet.name in taken:
            continue
        count = len(wanted & {cell_text(cell) for cell in sheet.cells.values()})
        if count > most:
            best, most = sheet, count
    return best if most * 2 >= len(wanted) else None


def find_labelled(raw: RawWorkbook, sheet: RawSheet, wanted: Sequence[Wanted]) -> Mapping[Wanted, Position]:
    """Where each labelled cell stands now; those that can't be found are left out."""
    labels: dict[str, list[Position]] = {}
    known = {field.label for field in wanted}
    for at, cell in sheet.cells.items():
        text = cell_text(cell)
        if text in known:
            labels.setdefault(text, []).append(at)
    found: dict[Wanted, Position] = {}
    for field in wanted:
        if field.unlocked:
            place = _input_of(raw, sheet, field, labels.get(field.label, ()))
            if place:
                found[field] = place
    column = _usual_column(found)
    for field in wanted:
        if not field.unlocked and field.label in labels:
            found[field] = _fact_of(raw, sheet, field, labels[field.label], column)
    return found


def _locked(raw: RawWorkbook, sheet: RawSheet, at: Position) -> bool:
    return raw.style_of(sheet.at(*at)).locked


def _input_of(raw: RawWorkbook, sheet: RawSheet, wanted: Wanted, labels: Iterable[Position]) -> Position | None:
    """The first unlocked cell to the right of the label. An answer that reads like a label is unlocked: no label."""
    home = position_of(wanted.ref)
    nearest = sorted(
        (at for at in labels if _locked(raw, sheet, at)),
        key=lambda at: (abs(at[0] - home[0]), abs(at[1] - home[1] + 1)),
    )
    for row, column in nearest:
        for step in range(1, _REACH + 1):
            if not _locked(raw, sheet, (row, column + step)):
                return row, column + step
    # Formats that were lost (a pasted cell is locked) leave the label and the distance that was handed out.
    lone = [at for at in labels if at[1] < home[1]]
    return (lone[0][0], home[1]) if len(lone) == 1 else None


def _usual_column(found: Mapping[Wanted, Position]) -> int:
    columns = [column for _, column in found.values()]
    return max(set(columns), key=columns.count) if columns else 0


def _fact_of(raw: RawWorkbook, sheet: RawSheet, wanted: Wanted, labels: Sequence[Position], column: int) -> Position:
    home = position_of(wanted.ref)
    beside = column or home[1]
    locked = [at for at in labels if _locked(raw, sheet, (at[0], beside))] or list(labels)
    row, _ = min(locked, key=lambda at: (abs(at[0] - home[0]), at[1]))
    return row, beside


class FoundTable(Struct, frozen=True):
    """A child table in the file: its columns by header and its rows' numbers (header excluded).

    ``totals`` are the rows of totals that Excel has added to it.
    """

    sheet: RawSheet
    columns: Mapping[str, int]
    rows: tuple[int, ...]
    totals: tuple[int, ...] = ()


class WantedTable(NamedTuple):
    """A child table as it was handed out: the header of its ids, its headers, and its heading on a sheet of several."""

    id_header: str
    headers: Sequence[str]
    heading: str


def find_tables(sheet: RawSheet, wanted: Sequence[WantedTable]) -> list[FoundTable | None]:
    """The tables by their header rows, in the order that they are asked for. One ends above the next one's heading."""
    heads = [_head_of(sheet, table) for table in wanted]
    tops = [_heading_above(sheet, head[0], table.heading) for head, table in zip(heads, wanted, strict=True) if head]
    return [
        _table_below(sheet, *head, min((top for top in tops if top > head[0]), default=None)) if head else None
        for head in heads
    ]


def _head_of(sheet: RawSheet, wanted: WantedTable) -> tuple[int, Mapping[str, int]] | None:
    """The row that has the id's header and most of the others, and where they stand in it."""
    headers = set(wanted.headers)
    texts = ((at, cell_text(cell)) for at, cell in sheet.cells.items())
    by_row: dict[int, dict[str, int]] = {}
    for (row, column), text in sorted(cell_text for cell_text in texts if cell_text[1] in headers):
        by_row.setdefault(row, {}).setdefault(text, column)
    rows = [(len(columns), -row) for row, columns in by_row.items() if wanted.id_header in columns]
    if not rows:
        return None
    header = -max(rows)[1]
    return header, by_row[header]


def _heading_above(sheet: RawSheet, header: int, heading: str) -> int:
    """The row where what belongs to a table begins: its heading if it has one, and that is near."""
    rows = {
        row for (row, _), cell in sheet.cells.items() if header - _REACH < row < header and cell_text(cell) == heading
    }
    return max(rows, default=header)


def _table_below(sheet: RawSheet, header: int, columns: Mapping[str, int], end: int | None) -> FoundTable:
    """The table under a header row, down to the row ``end`` if it has one."""
    places = set(columns.values())
    filled = {
        row for (row, column), cell in sheet.cells.items()
        if column in places and header < row < (end or row + 1)
        and (cell.value is not None or cell.formula is not None)
    }  # fmt: skip
    totals = {table.last_row + 1 for table in sheet.tables if table.totals_row} & filled
    return FoundTable(sheet, columns, tuple(sorted(filled - totals)), tuple(sorted(totals)))
