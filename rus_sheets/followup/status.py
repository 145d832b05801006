"""The secretariat's board: who has answered, what is missing, for how long. Pure on the workbook and the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.answers.halfrow import half_rows, needed_in, owners
from rus_sheets.answers.interpret import Meant, interpret
from rus_sheets.answers.returned import RefusedFile, Returned, ReturnedCell, differs, short
from rus_sheets.book.model import Book, Row
from rus_sheets.book.raw import ref_of
from rus_sheets.followup.form import answer_columns
from rus_sheets.schema.model import Column


class AnswerState(StrEnum):
    """How far an activity's follow-up has come; the values are those of the JSON output."""

    ANSWERED = "answered"
    PARTLY = "partly"
    MISSING = "missing"


class Unreadable(Struct, frozen=True):
    """A value in a returned file that the merge would refuse: where it stands, what the person sees there, and why.

    ``expected`` is whether its field is one that every owner answers.
    """

    file: str
    place: str
    column: str
    seen: str
    message: str
    remedy: str
    expected: bool
    has_proposal: bool

    def as_json(self) -> dict[str, str]:
        """The value for --format json."""
        return {
            "file": self.file,
            "cell": self.place,
            "column": self.column,
            "value": self.seen,
            "message": self.message,
            "remedy": self.remedy,
        }


class Unfinished(Struct, frozen=True):
    """A row that an owner has begun in a returned file, and the headers of what it can't be without and lacks."""

    file: str
    sheet: str
    place: str
    row: str
    columns: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The value for --format json."""
        return {"file": self.file, "cell": self.place, "row": self.row, "columns": list(self.columns)}


class UnitStatus(Struct, frozen=True):
    """One activity.

    ``percent`` is the share of the expected fields that a merge would read, or that the workbook has; ``missing`` the
    headers of those that nobody has filled in, ``unreadable`` what is written and can't be read, and ``unfinished`` the
    rows that are begun and lack something; with any of these it is never 100. ``files`` are the
    returned files that hold answers, ``unmerged`` how many of their values a merge would read in. ``days`` is the
    days since the form was made, None where no file tells.
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
    unreadable: tuple[Unreadable, ...] = ()
    unfinished: tuple[Unfinished, ...] = ()

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
            "unreadable": [unreadable.as_json() for unreadable in self.unreadable],
            "unfinished": [unfinished.as_json() for unfinished in self.unfinished],
        }


def status(
    book: Book,
    returned: Sequence[Returned | RefusedFile],
    today: dt.date,
    sent: Mapping[str, dt.date] | None = None,
    settled: Collection[tuple[str, str]] = (),
    unmerged: Mapping[str, int] = MappingProxyType({}),
) -> tuple[UnitStatus, ...]:
    """One line for each unit in the plan, in its order.

    ``returned`` may hold both files as they were sent and as they came back; a file that answers nothing only tells
    when it was sent. ``sent`` tells of units whose files aren't there. ``settled`` are the cells (file and place) that
    a person has decided on already, ``unmerged`` how many values a merge would read in for each unit.
    """
    by_unit: dict[str, list[Returned]] = {}
    for file in returned:
        own = isinstance(file, Returned) and file.workbook_id in ("", book.workbook_id)
        if own and isinstance(file, Returned):
            by_unit.setdefault(file.unit, []).append(file)
    lines = []
    for row in book[book.declaration.followup.unit].rows:
        if row.id:
            files = by_unit.get(row.id, [])
            answers = [answer for file in files for answer in _answers(book, file)]
            last_sent = max([file.sent for file in files], default=(sent or {}).get(row.id))
            half = (*_unfinished(book, files), *_standing_half(book, row.id, answers))
            line = replace(_unit(book, row, answers, half, settled, last_sent), unmerged=unmerged.get(row.id, 0))
            lines.append(replace(line, days=max(0, (today - last_sent).days)) if last_sent else line)
    return tuple(lines)


def _unfinished(book: Book, files: Sequence[Returned]) -> Iterator[Unfinished]:
    for file in files:
        for half in half_rows(book, file):
            headers = tuple(column.header for column in half.lacks)
            yield Unfinished(file.path, half.sheet, half.place, half.row, headers)


def _standing_half(book: Book, unit: str, answers: Sequence[_Answer]) -> Iterator[Unfinished]:
    """The unit's rows in the workbook that lack what they can't be without, and of which no file tells."""
    told = {answer.cell.at[:2] for answer in answers}
    for child in book.declaration.followup.child_tables:
        table = book[child.table]
        for row in table.by_parent.get(unit, ()):
            held = {
                key for key, cell in row.cells.items() if cell.raw.value is not None or cell.raw.formula is not None
            }
            lacks = tuple(column.header for column in needed_in(table.table) if column.key not in held)
            begun = any(column.key in held for column in table.table.columns if owners(column))
            if lacks and begun and (table.table.key, row.id) not in told:
                place = f"{table.table.sheet}!{ref_of(row.number, min(table.columns.values()))}"
                yield Unfinished(short(book.raw.path), table.table.sheet, place, row.id, lacks)


class _Answer(Struct, frozen=True):
    """A cell that the owner has changed, and what the merge takes it to hold."""

    file: str
    cell: ReturnedCell
    column: Column
    meant: Meant

    @property
    def at(self) -> tuple[str, str]:
        """The file and the place in it, which a person may have decided on."""
        return self.file, self.cell.place

    def unreadable(self) -> Unreadable:
        cell = self.cell
        return Unreadable(
            self.file, cell.place, self.column.header, cell.seen, self.meant.fault, self.meant.remedy,
            self.column.expected, self.meant.value is not None,
        )  # fmt: skip


def _unit(
    book: Book, row: Row, answers: list[_Answer], unfinished: tuple[Unfinished, ...],
    settled: Collection[tuple[str, str]], sent: dt.date | None,
) -> UnitStatus:  # fmt: skip
    form = book.declaration.followup
    expected = [column for column in answer_columns(book.declaration) if column.expected]
    missing, filled = [], 0
    for column in expected:
        given = [answer for answer in answers if answer.cell.at == (form.answer, row.id, column.key)]
        readable = any(not row.meant.fault and row.meant.value is not None for row in given)
        if readable or _stands(book, row, column):
            filled += 1
        elif not any(row.meant.fault for row in given):
            missing.append(column.header)
    begun = bool(filled or answers)
    unreadable = tuple(answer.unreadable() for answer in answers if answer.meant.fault and answer.at not in settled)
    most = 99 if unreadable or unfinished else 100
    return UnitStatus(
        activity=row.id, title=row.title, owner=row.text(form.owner), email=row.text(form.email),
        state=AnswerState.ANSWERED if not missing else AnswerState.PARTLY if begun else AnswerState.MISSING,
        percent=min(most, round(100 * filled / len(expected))) if expected else most,
        missing=tuple(missing), files=tuple(sorted({answer.file for answer in answers})),
        unmerged=0, sent=sent, days=None,
        unreadable=unreadable, unfinished=unfinished,
    )  # fmt: skip


def _answers(book: Book, file: Returned) -> Iterator[_Answer]:
    """The cells that the owner has changed and may change, each with the one judgement of the merge."""
    for cell in file.cells:
        column = book.declaration.table_of(cell.table).column(cell.column)
        unknown = cell.formula and cell.value is None
        if owners(column) and not cell.gone and (unknown or differs(cell, column.type)):
            yield _Answer(file.path, cell, column, interpret(book, column, cell))


def _stands(book: Book, row: Row, column: Column) -> bool:
    """Whether the workbook has the answer already."""
    own = book[book.declaration.followup.answer].by_id.get(row.id)
    return own is not None and column.key in own.cells and own.cells[column.key].value is not None
