"""Rows that owners have added are compared as rows: cells of two rows are never put together to a third.

A form hands out spare rows with ids. Another file from the same form fills in a row with the same id, and so does the
secretariat, without knowing of each other. What is written must be one of these rows, whole; else nothing of it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.book.model import Book
from rus_sheets.book.shown import as_text
from rus_sheets.merge.log import History
from rus_sheets.merge.row_identity import RowKey, filled, same_heading, standing, told_apart_by
from rus_sheets.merge.row_questions import REMEDY

_MIXED = "Raden har fått olika innehåll i olika filer eller i arbetsboken."


class _FileRow(Struct, frozen=True):
    """A row as one file has it: its decisions, and what is filled in by column key."""

    decisions: Sequence[Decision]
    filled: Mapping[str, str]

    @property
    def first(self) -> Decision:
        return self.decisions[0]

    @property
    def writes(self) -> bool:
        return any(decision.action is Action.TAKE for decision in self.decisions)


class WholeRows(Struct, frozen=True):
    """The added rows of all files, against the workbook and against each other."""

    book: Book
    history: History

    def weighed(self, decisions: Sequence[Decision]) -> list[Decision]:
        """The decisions, where what would mix two rows has become a conflict of all that would be written of them."""
        rows: dict[RowKey, dict[str, list[Decision]]] = {}
        for decision in decisions:
            if decision.added:
                rows.setdefault(decision.cell[:2], {}).setdefault(decision.file, []).append(decision)
        stopped: dict[tuple[RowKey, str], str] = {}
        for key, files in rows.items():
            versions = [_FileRow(told, filled(told)) for told in files.values()]
            for version in versions:
                why = self._against_workbook(key, version)
                if why:
                    stopped[key, version.first.file] = why
            for one, other in combinations(versions, 2):
                if _opposed(one, other) and not self._one_row(key, one, other):
                    for version in (one, other):
                        stopped.setdefault((key, version.first.file), _MIXED)
        return [_stopped(decision, stopped.get((decision.cell[:2], decision.file), "")) for decision in decisions]

    def _against_workbook(self, key: RowKey, version: _FileRow) -> str:
        """Why the row can't be written beside what stands there under its id, "" where it can."""
        table = self.book.declaration.table_of(key[0])
        stands, heading = standing(self.book[key[0]].by_id.get(key[1])), table.title
        here, there = version.filled.get(heading, ""), stands.get(heading, "")
        other = told_apart_by(table, version.filled, stands)
        same = here != "" and here == there and other is None
        differing = [column for column, text in version.filled.items() if stands.get(column, text) != text]
        if differing and not same:
            # Another row, maybe; an earlier file's isn't passed over as if it were an old version of this one.
            unread = version.writes or not all(
                self._known(decision) for decision in version.decisions if decision.key in differing
            )
            known = f"”{there}”" if other is None or here != there else f"”{there}”, {other.header} {stands[other.key]}"
            why = f"{key[1]} är redan en annan rad, {known}." if here and there else _MIXED
            return why if unread else ""
        if not version.writes:
            return ""
        left = stands.keys() - version.filled.keys()
        return _MIXED if left or any(map(_stays, version.decisions)) else ""

    def _known(self, told: Decision) -> bool:
        """Whether the answer is asked about, or has been read in or decided on before and has since given way."""
        if told.settled or told.action is not Action.KEEP:
            return True
        return any(
            (cell.identity, cell.answered) == (told.identity, told.when) and cell.after == as_text(told.value)
            for cell in self.history.cells.get((told.sheet, told.row, told.column), ())
        )

    def _one_row(self, key: RowKey, one: _FileRow, other: _FileRow) -> bool:
        """Whether two files tell of the same row, so that taking both gives what one of them says."""
        if one.filled == other.filled:
            return True
        first, second = sorted((one, other), key=lambda version: version.first.when)
        same_owner = first.first.identity == second.first.identity and first.first.when < second.first.when
        table = self.book.declaration.table_of(key[0])
        if same_owner and same_heading(table, first.filled, second.filled):
            return set(first.filled) <= set(second.filled)
        smaller, larger = sorted((one.filled, other.filled), key=len)
        return all(larger.get(column) == text for column, text in smaller.items())


def _opposed(one: _FileRow, other: _FileRow) -> bool:
    """Whether two files' rows stand against each other: both would be written, or one has given way to what stood.

    That one owner's row gave way is no choice of the other's, which stays a question until something of it is taken.
    """
    if one.writes and other.writes:
        return True
    writing, quiet = (one, other) if one.writes else (other, one)
    gave_way = any(decision.settled for decision in quiet.decisions) and quiet.first.identity != writing.first.identity
    return writing.writes and gave_way and not any(decision.action is Action.AGREE for decision in writing.decisions)


def _stays(decision: Decision) -> bool:
    """Whether something else than the file says goes on standing in the cell."""
    if decision.action in (Action.TAKE, Action.AGREE):
        return False
    return decision.settled or as_text(decision.current) != ""


def _stopped(decision: Decision, why: str) -> Decision:
    """What would be written of a row that must wait, or would pass it over, waits for a person."""
    passes_over = decision.action is Action.KEEP and not decision.settled and decision.value is not None
    waits = decision.action is Action.TAKE or passes_over
    if not why or not waits or as_text(decision.value) == as_text(decision.current):
        return decision
    return decision._replace(action=Action.CONFLICT, message=why, remedy=REMEDY, log=False, clash=True)
