"""What was written, read again and held against what was decided. Pure: two books in, what differs out.

A merge says that a value was read in only when it stands in its cell in the file that is going to replace the old one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain, zip_longest

from rus_sheets.answers.decisions import Action, Decisions, Edits, Written
from rus_sheets.book.convert import to_scalar
from rus_sheets.book.model import Book, Cell, Row
from rus_sheets.book.raw import Position, RawCell, RawSheet, ref_of
from rus_sheets.book.shown import as_scalar, as_text, normal, shown_as
from rus_sheets.schema.model import TableKind


def differences(before: Book, after: Book, decisions: Decisions, changes: Edits) -> tuple[str, ...]:
    """What the new workbook ``after`` holds that wasn't decided, or doesn't hold that was; none where all is well.

    Each take stands in its cell, the log has got its lines and no others, every table its new rows, and no other cell
    holds anything else than in ``before``. Formulas' stored values are another's to judge. Each text is Swedish.
    """
    return tuple(
        chain(
            _takes(after, decisions, changes),
            _emptied(before, after, changes),
            _new_rows(before, after, changes),
            _others(before, after, decisions, changes),
        )
    )


def _takes(after: Book, decisions: Decisions, changes: Edits) -> Iterator[str]:
    for decision in decisions.of(Action.TAKE):
        if decision.cell[:2] in changes.emptied:
            continue  # nothing of the row is to stand there
        place = f"{decision.sheet}, {decision.row}: {decision.column}"
        row = after[decision.table].by_id.get(decision.row)
        cell = row.cells.get(decision.key) if row else None
        if cell is None:
            yield f"{place} finns inte."
        elif normal(_scalar(cell), cell.column.type) != normal(as_scalar(decision.value), cell.column.type):
            yield f"{place} håller ”{_text(cell)}” i stället för ”{as_text(decision.value)}”."


def _emptied(before: Book, after: Book, changes: Edits) -> Iterator[str]:
    """Rows of which nothing was to be left; what stands in their place now may be a new one."""
    for key, row_id in sorted(changes.emptied):
        new = {row.number for row in _added(before, after, key, changes)}
        number = before[key].by_id[row_id].number
        if any(row.id == row_id or (row.number == number and number not in new) for row in after[key].rows):
            yield f"{after[key].table.sheet}, {row_id}: raden är inte tom."


def _new_rows(before: Book, after: Book, changes: Edits) -> Iterator[str]:
    for key, table in after.tables.items():
        wanted = changes.rows.get(key, ())
        added = _added(before, after, key, changes)
        if len(added) != len(wanted):
            yield f"{table.table.sheet} har fått {len(added)} nya rader i stället för {len(wanted)}."
            continue
        if table.table.kind is not TableKind.LOG:
            continue  # what stands in other rows was taken, each by itself
        for row, line in zip(added, wanted, strict=True):
            if any(row.text(column) != _line_text(value) for column, value in line.items() if column in row.cells):
                yield f"Raden {row.number} på {table.table.sheet} säger något annat än vad som lästes in."


def _others(before: Book, after: Book, decisions: Decisions, changes: Edits) -> Iterator[str]:
    """Cells that hold something else than before though nobody decided so."""
    meant = _meant(before, after, decisions, changes)
    for old, new in zip_longest(before.raw.sheets, after.raw.sheets):
        if old is None or new is None or old.name != new.name:
            yield "Bladen är inte desamma."
            return
        touched = meant.get(new.name, frozenset())
        for at in _changed(old, new):
            if at not in touched:
                yield f"{new.name}!{ref_of(*at)} har ändrats utan att det var bestämt."


def _changed(old: RawSheet, new: RawSheet) -> Iterator[Position]:
    for at in old.cells.keys() | new.cells.keys():
        was, now = old.cells.get(at), new.cells.get(at)
        if _content(was) != _content(now):
            yield at


def _content(cell: RawCell | None) -> object:
    """What must stay: the value, or that there is a formula (its text may move between cells that share one)."""
    if cell is None:
        return None
    return "formula" if cell.formula is not None or cell.shared_or_array else (type(cell.value), cell.value)


def _meant(before: Book, after: Book, decisions: Decisions, changes: Edits) -> Mapping[str, Collection[Position]]:
    meant: dict[str, set[Position]] = {}
    for decision in decisions.of(Action.TAKE):
        row = (before if decision.cell[:2] in changes.emptied else after)[decision.table].by_id.get(decision.row)
        if row and decision.key in row.cells:
            cell = row.cells[decision.key]
            meant.setdefault(cell.sheet, set()).add((cell.raw.row, cell.raw.column))
    for key, row_id in changes.emptied:
        row = before[key].by_id[row_id]
        for cell in (
            row.cells[column_key] for column_key in (row.table.id, row.table.parent) if column_key in row.cells
        ):
            meant.setdefault(cell.sheet, set()).add((cell.raw.row, cell.raw.column))
    for key in changes.rows:
        excel = after[key].raw
        for sheet in after.raw.sheets:
            if excel and excel in sheet.tables:
                rows = (row.number for row in _added(before, after, key, changes))
                columns = range(excel.first_column, excel.last_column + 1)
                meant.setdefault(sheet.name, set()).update((row, column) for row in rows for column in columns)
    return meant


def _added(before: Book, after: Book, key: str, changes: Edits) -> list[Row]:
    """The rows that weren't there, also where one has come in the place of one that was emptied."""
    known = {row.number for row in before[key].rows if (key, row.id) not in changes.emptied}
    return [row for row in after[key].rows if row.number not in known]


def _line_text(value: Written) -> str:
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _scalar(cell: Cell) -> str | float | int | bool | None:
    return cell.raw.value if cell.fault else to_scalar(cell.value)  # type: ignore[return-value]


def _text(cell: Cell) -> str:
    return as_text(shown_as(cell.raw.value, cell.column.type))
