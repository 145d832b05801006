"""The secretariat's board: who has answered, what is missing, for how long. Pure on the workbook and the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rus_sheets.book.answers import RefusedFile, Returned, ReturnedCell, differs, normal
from rus_sheets.book.convert import convert, to_scalar
from rus_sheets.book.model import Book, Row
from rus_sheets.book.raw import CellError, RawCell
from rus_sheets.followup.form import answer_columns
from rus_sheets.schema.model import CellType, Column


class AnswerState(StrEnum):
    """How far an activity's follow-up has come; the values are those of the JSON output."""

    ANSWERED = "answered"
    PARTLY = "partly"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One activity.

    ``percent`` is the share of the expected fields that are filled in, in the workbook or in a returned file;
    ``missing`` the headers of the others. ``files`` are the returned files that hold answers, ``unmerged`` how many of
    their answers differ from the workbook. ``days`` is the days since the form was made, None where no file tells.
    """

    activity: str
    title: str
    owner: str
    email: str
    state: AnswerState
    percent: int
    missing: tuple[str, ...]
    files: tuple[str, ...]
    unmerged: int
    sent: dt.date | None
    days: int | None

    def as_json(self) -> dict[str, Any]:
        """The activity for --format json."""
        return {
            "activity": self.activity,
            "title": self.title,
            "owner": self.owner,
            "email": self.email,
            "state": self.state.value,
            "percent": self.percent,
            "missing": list(self.missing),
            "files": list(self.files),
            "unmerged": self.unmerged,
            "sent": self.sent.isoformat() if self.sent else None,
            "days": self.days,
        }


def status(
    book: Book, returned: Sequence[Returned | RefusedFile], today: dt.date, sent: Mapping[str, dt.date] | None = None
) -> tuple[UnitStatus, ...]:
    """One line for each unit in the plan, in its order.

    ``returned`` may hold both files as they were sent and as they came back; a file that answers nothing only tells
    when it was sent. ``sent`` tells of units whose files aren't there.
    """
    by_unit: dict[str, list[Returned]] = {}
    for file in returned:
        own = isinstance(file, Returned) and file.workbook_id in ("", book.workbook_id)
        if own and isinstance(file, Returned):
            by_unit.setdefault(file.unit, []).append(file)
    units = book[book.declaration.followup.unit].rows
    return tuple(_unit(book, row, by_unit.get(row.id, []), today, (sent or {}).get(row.id)) for row in units if row.id)


def _unit(book: Book, row: Row, files: list[Returned], today: dt.date, sent: dt.date | None) -> UnitStatus:
    form = book.declaration.followup
    answers = {file.path: _answers(book, file) for file in files}
    expected = [column for column in answer_columns(book.declaration) if column.expected]
    missing = tuple(column.header for column in expected if not _filled(book, row, column, answers))
    percent = round(100 * (len(expected) - len(missing)) / len(expected)) if expected else 100
    anything = len(missing) < len(expected) or any(answers.values())
    last_sent = max([file.sent for file in files], default=sent)
    return UnitStatus(
        activity=row.id, title=row.title, owner=row.text(form.owner), email=row.text(form.email),
        state=AnswerState.ANSWERED if not missing else AnswerState.PARTLY if anything else AnswerState.MISSING,
        percent=percent, missing=missing, files=tuple(sorted(path for path, cells in answers.items() if cells)),
        unmerged=sum(_differs(book, cell) for cells in answers.values() for cell in cells), sent=last_sent,
        days=max(0, (today - last_sent).days) if last_sent else None,
    )  # fmt: skip


def _answers(book: Book, file: Returned) -> list[ReturnedCell]:
    """The cells that the owner has changed."""
    return [cell for cell in file.cells if differs(cell, _kind(book, cell))]


def _kind(book: Book, cell: ReturnedCell) -> CellType:
    return book.declaration.table_of(cell.table).column(cell.column).type


def _filled(book: Book, row: Row, column: Column, answers: Mapping[str, list[ReturnedCell]]) -> bool:
    answer = book.declaration.followup.answer
    own = book[answer].by_id.get(row.id)
    if own and column.key in own.cells and own.cells[column.key].value is not None:
        return True
    return any(
        (cell.table, cell.row, cell.column) == (answer, row.id, column.key) and _usable(cell, column)
        for cells in answers.values()
        for cell in cells
    )


def _usable(cell: ReturnedCell, column: Column) -> bool:
    if isinstance(cell.value, CellError):
        return False
    converted = convert(RawCell(1, 1, cell.value), column.type)
    return converted.value is not None or converted.meant is not None


def _differs(book: Book, cell: ReturnedCell) -> bool:
    row = book[cell.table].by_id.get(cell.row)
    current = row.cells[cell.column] if row and cell.column in row.cells else None
    stands = to_scalar(current.value) if current and not current.fault else current.raw.value if current else None
    return normal(stands, _kind(book, cell)) != normal(cell.value, _kind(book, cell))
