"""Decides what becomes of each returned cell: pure, linear in the cells, blind to the order of the files.

The rules, in their order, stand in docs/sammanfogning.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from rus_sheets.answers.decisions import Action, Decision, Decisions, FileResult, FileState
from rus_sheets.answers.halfrow import half_rows
from rus_sheets.answers.interpret import LOST, loses
from rus_sheets.answers.returned import Note, RefusedFile, Returned
from rus_sheets.book.model import Book
from rus_sheets.merge.acceptance import file_fault
from rus_sheets.merge.across_files import between_files
from rus_sheets.merge.cell_rules import CellRules
from rus_sheets.merge.impossible_days import impossible_days
from rus_sheets.merge.impossible_times import Clock
from rus_sheets.merge.log import History, read_log
from rus_sheets.merge.moved_rows import MovedRows
from rus_sheets.merge.removed_rows import removals_weighed
from rus_sheets.merge.row_questions import whole_questions
from rus_sheets.merge.rows import WholeRows
from rus_sheets.merge.taken_back import TakenBack, may_be_taken_back


def decide(book: Book, returned: Sequence[Returned | RefusedFile], *, now: dt.datetime | None = None) -> Decisions:
    """One decision for every returned cell that differs from what was handed out.

    Files that can't be used are refused by themselves. ``now`` tells which answers' times can't be right.
    """
    clock = Clock(now) if now else None
    history = History.of(book.declaration.merge, read_log(book), clock)
    timed = [_timed(book, answer, now) if now and isinstance(answer, Returned) else answer for answer in returned]
    files = sorted(timed, key=_file_order)
    faults = {id(file): file_fault(book, file) for file in files}
    usable = [file for file in files if isinstance(file, Returned) and faults[id(file)] is None]
    decisions = between_files(WholeRows(book, history).weighed(_of_each(book, usable, history)), history)
    decisions = removals_weighed(book, usable, MovedRows(book, usable).weighed(decisions))
    decisions = whole_questions(book, decisions)
    read_in = _read_in(decisions)
    told = [
        _with_notes(book, file, read_in.get((file.path, file.unit), ())) if isinstance(file, Returned) else file
        for file in files
    ]
    return counted([_uncounted(file, faults[id(sent)]) for file, sent in zip(told, files, strict=True)], decisions)


def _timed(book: Book, file: Returned, now: dt.datetime) -> Returned:
    """The file without a time that can't be right, and with notes on such days in it."""
    checked = Clock(now).checked(file)
    notes = tuple(impossible_days(book, checked, now.date()))
    return replace(checked, notes=(*checked.notes, *notes)) if notes else checked


def _read_in(decisions: Iterable[Decision]) -> Mapping[tuple[str, str], Sequence[Decision]]:
    """What is read in, by the path of its file and by its unit."""
    found: dict[tuple[str, str], list[Decision]] = {}
    for decision in decisions:
        if decision.action in (Action.TAKE, Action.AGREE):
            found.setdefault((decision.file, decision.activity), []).append(decision)
    return found


def _with_notes(book: Book, file: Returned, own: Sequence[Decision]) -> Returned:
    """The file with a note on what of its ``own`` is read in otherwise than it looks: cleaned, or half rows."""
    rows = {file.cell[:2] for file in own}
    notes = [Note(file.place, LOST) for file in own if isinstance(file.returned, str) and loses(file.returned)]
    remedy = "Det som står där är inläst. Be den ansvariga om resten."
    notes += [Note(row.place, str(row), remedy) for row in half_rows(book, file) if (row.table, row.row) in rows]
    return replace(file, notes=(*file.notes, *notes)) if notes else file


def _of_each(book: Book, files: Iterable[Returned], history: History) -> list[Decision]:
    """The files' decisions one by one, in the order of their times, with what they take back of earlier ones."""
    earlier: dict[tuple[str, str], dict[tuple[str, str, str], Decision]] = {}
    found: list[Decision] = []
    for file in files:
        rules = CellRules(book, file, history)
        owners = earlier.setdefault((file.unit, file.identity), {})
        own = list(rules.decisions())
        back = list(TakenBack(rules, owners).decisions({decision.cell for decision in own}))
        found += [*own, *back]
        owners.update({decision.cell: decision for decision in own if decision.when and may_be_taken_back(decision)})
        for decision in back:
            owners.pop(decision.cell, None)
    return found


def counted(files: Iterable[FileResult], decisions: Sequence[Decision]) -> Decisions:
    """The files with what their decisions come to; again, when some of them have become others."""
    by_file: dict[tuple[str, str], list[Decision]] = {}
    for decision in decisions:
        by_file.setdefault((decision.file, decision.activity), []).append(decision)
    results = [
        file
        if file.state in (FileState.REFUSED, FileState.OTHER)
        else _result(file.path, file.activity, by_file.get((file.path, file.activity), []), file.notes)
        for file in files
    ]
    return Decisions(tuple(results), tuple(decisions))


def _uncounted(file: Returned | RefusedFile, fault: str | None) -> FileResult:
    notes = file.notes if isinstance(file, Returned) and fault is None else ()
    other = isinstance(file, RefusedFile) and file.other
    state = FileState.UNCHANGED if fault is None else FileState.OTHER if other else FileState.REFUSED
    return FileResult(file.path, file.unit, state, fault or "", notes)


def _file_order(file: Returned | RefusedFile) -> tuple[str, str, str]:
    return file.unit, file.when if isinstance(file, Returned) else "", file.path


def _result(path: str, unit: str, decisions: Sequence[Decision], notes: tuple[Note, ...]) -> FileResult:
    taken, open_ = _count(decisions, Action.TAKE), _count(decisions, Action.CONFLICT, Action.REFUSE)
    asks = sum(1 for note in notes if note.asks)
    state = FileState.OPEN if open_ or asks else FileState.MERGED if taken else FileState.UNCHANGED
    nothing = "Inget nytt" if notes else "Inte ändrad sedan utskicket"
    return FileResult(path, unit, state, ", ".join(_told(decisions, asks)) or nothing, notes)


def _count(decisions: Iterable[Decision], *actions: Action) -> int:
    return sum(1 for decision in decisions if decision.action in actions)


_TOLD = {
    Action.TAKE: ("1 värde läses in", "{n} värden läses in"),
    Action.CONFLICT: ("1 konflikt att avgöra", "{n} konflikter att avgöra"),
    Action.REFUSE: ("1 värde kan inte läsas in", "{n} värden kan inte läsas in"),
    Action.AGREE: ("1 fanns redan", "{n} fanns redan"),
    Action.KEEP: ("1 ändras inte", "{n} ändras inte"),
}


def _told(decisions: Sequence[Decision], asks: int) -> Iterator[str]:
    for action, (one, many) in _TOLD.items():
        count = _count(decisions, action)
        if count:
            yield one if count == 1 else many.format(n=count)
    if asks:
        yield "1 anmärkning att se till" if asks == 1 else f"{asks} anmärkningar att se till"
