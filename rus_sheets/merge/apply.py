"""From decisions to what is written: cells, new rows and lines in the log. Carrying it out is another's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from rus_sheets.book.answers import Shown, as_text
from rus_sheets.book.decisions import Action, Decision, Decisions, Edits, Rich, RowFormula, Written
from rus_sheets.book.model import Book
from rus_sheets.merge.log import LogEntry
from rus_sheets.schema.model import Table, TableKind


def edits(book: Book, decisions: Decisions | Iterable[Decision], now: dt.datetime) -> Edits:
    """What the taken values change in ``book``. The log gets a line for each of them, and for nothing that stays.

    (One exception: where a second owner confirms a value that another's file gave, a line says so, since that owner's
    later answers must then not be overrun.) Nothing taken gives empty edits.
    """
    chosen = decisions.decisions if isinstance(decisions, Decisions) else tuple(decisions)
    taken = [each for each in chosen if each.action is Action.TAKE]
    logged = [log_entry(book, each, now) for each in chosen if each.action is Action.TAKE or each.log]
    return edits_of(book, taken, logged)


def edits_of(book: Book, taken: Sequence[Decision], logged: Iterable[LogEntry]) -> Edits:
    """The edits that carry out the taken decisions and add these lines to the log."""
    cells: dict[str, dict[str, Written]] = {}
    new: dict[str, dict[str, dict[str, Written]]] = {}
    for each in taken:
        table = book[each.table]
        row = table.by_id.get(each.row)
        if row is not None and each.key in row.cells:
            cell = row.cells[each.key]
            cells.setdefault(cell.sheet, {})[cell.ref] = _written(each)
        elif row is None:
            new.setdefault(each.table, {}).setdefault(each.row, {})[each.key] = _written(each)
    rows: dict[str, tuple[Mapping[str, Written], ...]] = {}
    for key, by_id in new.items():
        parents = {each.row: each.activity for each in taken}
        table_of = book.declaration.table_of(key)
        rows[key] = tuple(_full_row(table_of, row_id, parents[row_id], by_id[row_id]) for row_id in sorted(by_id))
    entries = tuple(each.as_row() for each in logged)
    if entries:
        rows[book.declaration.tables(TableKind.LOG)[0].key] = entries
    return Edits(MappingProxyType(cells), MappingProxyType(rows))


def log_entry(book: Book, each: Decision, now: dt.datetime, word: str = "") -> LogEntry:
    """The line that tells of a taken (or confirmed) value."""
    words = book.declaration.merge
    taken = each.action is Action.TAKE
    return LogEntry(
        time=now.isoformat(" ", "seconds")[:19], file=each.file, who=each.who, activity=each.activity, sheet=each.sheet,
        row=each.row, field=each.column, before=as_text(each.current if taken else each.value),
        after=as_text(each.value), decision=word or (words.taken if taken else words.confirmed), answered=each.when,
    )  # fmt: skip


def _written(each: Decision) -> Written:
    value: Shown = each.value
    if each.runs and isinstance(value, str) and "".join(text for text, _ in each.runs) == value:
        return Rich(each.runs)
    return "; ".join(value) if isinstance(value, tuple) else value


def _full_row(table: Table, row_id: str, unit: str, values: Mapping[str, Written]) -> Mapping[str, Written]:
    """A new row: its id, what it belongs to, the values, and the formulas that every row has."""
    row: dict[str, Written] = {}
    for column in table.columns:
        if column.formula:
            row[column.key] = RowFormula(column.formula)
        elif column.key == table.id:
            row[column.key] = row_id
        elif column.key == table.parent:
            row[column.key] = unit
        elif values.get(column.key) is not None:
            row[column.key] = values[column.key]
    return MappingProxyType(row)
