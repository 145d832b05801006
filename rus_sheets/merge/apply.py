"""From decisions to what is written: cells, new rows and lines in the log. Carrying it out is another's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from rus_sheets.answers.decisions import Action, Decision, Decisions, Edits, RowFormula, Written
from rus_sheets.book.convert import Shown
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RichText
from rus_sheets.book.shown import as_text
from rus_sheets.merge.emptied_rows import emptied_rows, id_refs
from rus_sheets.merge.log import LogEntry
from rus_sheets.schema.model import Table, TableKind


def edits(book: Book, decisions: Decisions | Iterable[Decision], now: dt.datetime) -> Edits:
    """What the taken values change in ``book``. The log gets a line for each of them, and for nothing that stays.

    (One exception: where a second owner confirms a value that another's file gave, a line says so, since that owner's
    later answers must then not be overrun.) Nothing taken gives empty edits.
    """
    chosen = decisions.decisions if isinstance(decisions, Decisions) else tuple(decisions)
    taken = [decision for decision in chosen if decision.action is Action.TAKE]
    logged = [log_entry(book, decision, now) for decision in chosen if decision.action is Action.TAKE or decision.log]
    return edits_of(book, taken, logged)


def edits_of(book: Book, taken: Sequence[Decision], logged: Iterable[LogEntry]) -> Edits:
    """The edits that carry out the taken decisions and add these lines to the log. A row that they empty loses its ids.

    Raises LookupError for a value that has no cell: that is a conflict, and deciding has to say so.
    """
    cells: dict[str, dict[str, Written]] = {}
    new: dict[str, dict[str, dict[str, Written]]] = {}
    for decision in taken:
        table = book[decision.table]
        row = table.by_id.get(decision.row)
        if row is not None and decision.key in row.cells:
            cell = row.cells[decision.key]
            cells.setdefault(cell.sheet, {})[cell.ref] = _written(decision)
        elif row is None and decision.new_row and book.has_column(decision.table, decision.key):
            new.setdefault(decision.table, {}).setdefault(decision.row, {})[decision.key] = _written(decision)
        else:
            raise LookupError(f"no cell for {decision.table}/{decision.row}/{decision.key}")
    rows: dict[str, tuple[Mapping[str, Written], ...]] = {}
    for key, by_id in new.items():
        parents = {decision.row: decision.activity for decision in taken}
        rows[key] = tuple(full_row(book, key, row_id, parents[row_id], by_id[row_id]) for row_id in sorted(by_id))
    emptied = emptied_rows(book, taken)
    for row_key in emptied:
        sheet, refs = id_refs(book, row_key)
        cells.setdefault(sheet, {}).update(dict.fromkeys(refs))
    log = book.declaration.tables(TableKind.LOG)[0]
    entries = tuple(_line(book, log, entry) for entry in logged)
    if entries:
        rows[log.key] = entries
    return Edits(MappingProxyType(cells), MappingProxyType(rows), emptied)


def _line(book: Book, log: Table, entry: LogEntry) -> Mapping[str, Written]:
    """The line by the log's columns. A workbook from before may lack an optional one."""
    return {
        key: value
        for key, value in entry.as_row().items()
        if not log.column(key).optional or book.has_column(log.key, key)
    }


def log_entry(book: Book, decision: Decision, now: dt.datetime, word: str = "") -> LogEntry:
    """The line that tells of a taken (or confirmed) value."""
    words = book.declaration.merge
    taken = decision.action is Action.TAKE
    return LogEntry(
        time=now.isoformat(" ", "seconds")[:19], file=decision.file, who=decision.who, activity=decision.activity,
        sheet=decision.sheet, row=decision.row, field=decision.column,
        before=as_text(decision.current if taken else decision.value), after=as_text(decision.value),
        decision=word or (words.taken if taken else words.confirmed), answered=decision.when, sender=decision.sender,
    )  # fmt: skip


def _written(decision: Decision) -> Written:
    value: Shown = decision.value
    if decision.runs and isinstance(value, str) and "".join(text for text, _ in decision.runs) == value:
        return RichText(decision.runs)
    return "; ".join(value) if isinstance(value, tuple) else value


def full_row(book: Book, key: str, row_id: str, unit: str, values: Mapping[str, Written]) -> Mapping[str, Written]:
    """A new row: its id, what it belongs to, the values, and the formulas that every row has.

    Raises LookupError for a value that the row has no cell for.
    """
    table = book.declaration.table_of(key)
    row: dict[str, Written] = {}
    for column in table.columns:
        if column.optional and not book.has_column(key, column.key):
            continue
        if column.formula:
            row[column.key] = RowFormula(column.formula)
        elif column.key == table.id:
            row[column.key] = row_id
        elif column.key == table.parent:
            row[column.key] = unit
        elif values.get(column.key) is not None:
            row[column.key] = values[column.key]
    lost = {column for column, value in values.items() if value is not None} - row.keys()
    if lost:
        raise LookupError(f"no cell in a new row of {key} for {sorted(lost)}")
    return MappingProxyType(row)
