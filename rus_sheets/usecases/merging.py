"""Merging returned files into the canonical workbook: read, decide, and only then write, once."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action, Decision, Decisions, Edits, FileState
from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.calc.stored import Calculation, calculate_new
from rus_sheets.excel.edit.grow import NoRoomError
from rus_sheets.excel.edit.patch import PatchRefusedError
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package, read_workbook
from rus_sheets.merge.apply import edits
from rus_sheets.merge.carry_out_choices import choice_edits, decided, read_choices, retold
from rus_sheets.merge.conflicts import conflict_workbook
from rus_sheets.merge.decide import counted, decide
from rus_sheets.merge.questions import Question, is_asked, replacing, waiting
from rus_sheets.merge.readback import differences
from rus_sheets.office.atomic import write_atomically
from rus_sheets.real_names import real_name
from rus_sheets.sharing import remove
from rus_sheets.usecases.changing.backupnotes import fingerprint
from rus_sheets.usecases.changing.backups import Held, exclusive
from rus_sheets.usecases.inbox.collecting import collect
from rus_sheets.usecases.inbox.reading import Asked, read_candidates, readers
from rus_sheets.usecases.log_room import ensure_room
from rus_sheets.usecases.opened import requirements
from rus_sheets.usecases.opened.for_change import Opened, apply_edits, open_for_change
from rus_sheets.usecases.opened.refused_files import judged

OPERATION = "inläsningen"
"""What undo calls it."""


class NoFilesError(UnusableInputError):
    """There is nothing to merge: no files, or only empty folders."""


class Merged(Struct, frozen=True):
    """What a merge did. ``backup`` is the copy from before, None where nothing was written.

    ``changed`` tells that there is something to write, if only that somebody confirms what stands; ``written`` is how
    many values stand in their cells in the file that was written (in a dry run: would have been).
    ``untrusted`` names formula cells ("Summering!B8") whose value Excel has to calculate when it opens the file.
    ``conflicts`` is the workbook to decide in, None where none was asked for or there is nothing to decide;
    ``chosen_in`` the one that was decided in; with ``goes_on`` what is still open can be chosen there. ``waiting`` is
    what a person has to see to, ``replacing`` what is read in over the same owner's earlier answer. ``decided`` is how
    many of the rows in ``chosen_in`` are decided on, and how many are left. ``book`` is the workbook as it was, and
    ``of`` the fingerprint of its file.
    """

    decisions: Decisions
    book: Book
    of: str
    backup: Path | None = None
    changed: bool = False
    written: int = 0
    untrusted: tuple[str, ...] = ()
    dry_run: bool = False
    conflicts: Path | None = None
    chosen_in: Path | None = None
    goes_on: bool = False
    waiting: tuple[Question, ...] = ()
    replacing: tuple[Question, ...] = ()
    decided: tuple[int, int] = (0, 0)

    @property
    def state(self) -> str:
        """What tells this merge from any other: the workbook, and everything that was decided."""
        decided = json.dumps(self.decisions.as_json(), sort_keys=True)
        return fingerprint(f"{self.of} {decided}".encode())

    @property
    def asks(self) -> bool:
        """Whether there is anything that a person can decide on in a conflict workbook."""
        return any(is_asked(decision) for decision in self.decisions.decisions)

    @property
    def nothing_usable(self) -> bool:
        """No file at all could be used."""
        states = {file.state for file in self.decisions.files}
        return bool(states) and states <= {FileState.REFUSED, FileState.OTHER}


def merge(  # noqa: PLR0913 - how it runs is the caller's to say, and all of it by name
    workbook: Path,
    sources: Sequence[Path],
    *,
    now: dt.datetime,
    dry_run: bool = False,
    conflicts: Path | None = None,
    seen: str = "",
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
    processes: int = 1,
) -> Merged:
    """Merge the returned files in ``sources`` (files, folders, zip files) into ``workbook``.

    ``on_start`` is told how many files there are and gives what is called after each. With ``conflicts``, what a person
    has to decide is written to that workbook. ``seen`` is the ``state`` of the dry run that a person has agreed to.
    Raises UnusableInputError when the workbook can't be used, it would be another merge than that, there are no files
    (NoFilesError) or ``conflicts`` is there already; a returned file that can't be used is refused by itself.
    ``processes``: see ``parallel``.
    """
    if conflicts is not None and conflicts.exists():
        remedy = "Där kan finnas val som ni har gjort. Ange ett annat namn, eller läs in valen med --decisions."
        raise UnusableInputError("Filen finns redan och skrivs inte över.", place=str(conflicts), remedy=remedy)
    with contextlib.ExitStack() as stack:
        held = stack.enter_context(exclusive(workbook))
        candidates = collect(sources, workbook)
        with readers(candidates, processes) as workers:  # they start while the workbook is read
            opened = open_for_change(workbook)
            requirements.ensure(opened.book, requirements.to_merge(opened.book.declaration), workbook)
            ensure_room(opened.book, workbook)
            if not candidates:
                remedy = "Ange de filer, eller mappen med de filer, som har kommit in."
                raise NoFilesError("Det finns inga filer att läsa in.", place=_names(sources), remedy=remedy)
            calculation = stack.enter_context(opened.calculation())
            if not dry_run:
                calculation.begin()  # they work while the files are read
            on_done = on_start(len(candidates))
            asked = Asked.by(opened.book, opened.data)
            returned = read_candidates(
                candidates, [opened.book.declaration], on_done, asked=asked, book=opened.book, workers=workers
            )
        writing = _Writing(held, opened, partial(edits, opened.book, now=now), now, calculation)
        # A file may be younger than ``now``, which is the caller's, but never than the machine that reads it.
        clock = max(now, dt.datetime.now(dt.UTC))
        prepared = judged(lambda files: writing.prepare(decide(opened.book, files, now=clock)), returned)
        del returned  # what thousands of files hold; what matters of it is in the decisions
        writing.ensure_seen(seen, prepared.decisions)
        if conflicts is None or not writing.merged(prepared.decisions).asks:
            return writing.carry_out(prepared, dry_run=dry_run)
        # Before the workbook, so that nothing has been changed when the questions can't be written.
        questions = conflict_workbook(opened.book, prepared.decisions, _seen_from(workbook.parent, conflicts))
        write_atomically(conflicts, make_workbook(questions, calculate_new))
        try:
            merged = writing.carry_out(prepared, dry_run=dry_run)
        except BaseException:
            with contextlib.suppress(OSError):
                remove(conflicts)
            raise
        return replace(merged, conflicts=conflicts)


def carry_out_choices(
    workbook: Path, chosen_in: Path, *, now: dt.datetime, dry_run: bool = False, seen: str = ""
) -> Merged:
    """Carry out the choices that a person has made in a conflict workbook; what isn't chosen stays open.

    ``seen`` is the ``state`` of the dry run that a person has agreed to. Raises UnusableInputError when either workbook
    can't be used, or it would come to something else than that.
    """
    with exclusive(workbook) as held:
        opened = open_for_change(workbook)
        requirements.ensure(opened.book, requirements.to_merge(opened.book.declaration), workbook)
        ensure_room(opened.book, workbook)
        chosen = read_choices(read_workbook(chosen_in), opened.book)

        def edits_of(decisions: Decisions) -> Edits:
            return choice_edits(opened.book, replace(chosen, decisions=decisions), now)

        with opened.calculation() as calculation:
            writing = _Writing(held, opened, edits_of, now, calculation)
            prepared = writing.prepare(chosen.decisions)
            decisions = prepared.decisions.decisions
            told = retold(chosen.path, decisions, chosen.decisions.files[0].notes, chosen.rows)
            writing.ensure_seen(seen, told)
            merged = writing.carry_out(replace(prepared, decisions=told), dry_run=dry_run)
            goes_on = replace(chosen, decisions=told).goes_on
            return replace(merged, chosen_in=chosen_in, goes_on=goes_on, decided=decided(decisions, chosen.rows))


class _Prepared(Struct, frozen=True):
    """What is going to be written: the decisions, what they change, and the workbook with that (None for nothing).

    Stored values of formulas are not yet set right in it.
    """

    decisions: Decisions
    changes: Edits
    data: bytes | None


class _Writing(Struct, frozen=True):
    """What turns decisions into a new workbook, and which workbook it replaces."""

    held: Held
    opened: Opened
    edits_of: Callable[[Decisions], Edits]
    now: dt.datetime
    calculation: Calculation

    def merged(self, decisions: Decisions, *, dry_run: bool = False) -> Merged:
        """What is told of the decisions as long as nothing has been written."""
        book = self.opened.book
        return Merged(
            decisions, book, fingerprint(self.opened.data), dry_run=dry_run,
            waiting=waiting(book, decisions.decisions), replacing=replacing(book, decisions.decisions),
        )  # fmt: skip

    def ensure_seen(self, seen: str, decisions: Decisions) -> None:
        """Raise UnusableInputError where it isn't what a person has looked at and agreed to."""
        if seen and self.merged(decisions).state != seen:
            fault = "Arbetsboken eller filerna har ändrats sedan du såg vad som skulle göras. Inget har gjorts."
            remedy = "Se efter igen vad som skulle ändras."
            raise UnusableInputError(fault, place=self.opened.book.raw.path, remedy=remedy)

    def prepare(self, decisions: Decisions) -> _Prepared:
        """The workbook with the decisions. A cell that can't be changed refuses its own value, not the others."""
        while True:
            changes = self.edits_of(decisions)
            try:
                return _Prepared(decisions, changes, apply_edits(self.opened, changes) if changes else None)
            except PatchRefusedError as error:
                refused = _refused_at(self.opened.book, decisions, error)
                if refused is None:
                    raise
                decisions = refused

    def carry_out(self, prepared: _Prepared, *, dry_run: bool) -> Merged:
        """Replace the workbook, once what was written has been read again and says what was decided."""
        merged = self.merged(prepared.decisions, dry_run=dry_run)
        if prepared.data is None:
            return merged
        merged = replace(merged, changed=True)
        if dry_run:
            return replace(merged, written=self._ensure_written(prepared, self._read(prepared.data)))
        after, calculated = self.calculation.settle(prepared.data)
        # What goes wrong when their files are taken away must go wrong before anything is written.
        self.calculation.end()
        made = self._read(after)
        written = self._ensure_written(prepared, made)
        backup = self.held.replace(self.opened.data, after, OPERATION, self.now, made.raw)
        untrusted = tuple(str(cell) for cell in calculated.untrusted)
        return replace(merged, backup=backup, written=written, untrusted=untrusted)

    def _read(self, data: bytes) -> Book:
        before = self.opened.book
        return build_book(before.declaration, read_package(Package(before.raw.path, data)))

    def _ensure_written(self, prepared: _Prepared, after: Book) -> int:
        """How many values were read in, as the new file tells. Raises UnusableInputError if it tells another story."""
        before = self.opened.book
        found = differences(before, after, prepared.decisions, prepared.changes)
        if found:
            raise UnusableInputError(
                f"Det som skrevs är inte det som bestämdes: {found[0]} Arbetsboken är orörd.",
                place=before.raw.path,
                remedy="Det är ett fel i rus-sheets. Spara filerna och anmäl det.",
            )
        return sum(1 for _ in prepared.decisions.of(Action.TAKE))


def _refused_at(book: Book, decisions: Decisions, error: PatchRefusedError) -> Decisions | None:
    """The decisions with those that would write to the place of the error refused; None where none does."""

    def is_hit(decision: Decision) -> bool:
        row = book[decision.table].by_id.get(decision.row)
        if isinstance(error, NoRoomError):
            return row is None and book.declaration.table_of(decision.table).excel_name == error.table
        cell = row.cells.get(decision.key) if row else None
        return cell is not None and f"{cell.sheet}!{cell.ref}" == error.place

    hit = [decision.action is Action.TAKE and is_hit(decision) for decision in decisions.decisions]
    if not any(hit):
        return None
    message = f"Cellen {error.place} i arbetsboken kan inte skrivas. {error.message}"
    if isinstance(error, NoRoomError):
        message = f"Raden kan inte läggas till i arbetsboken ({error.place}). {error.message}"
    again = [
        decision._replace(action=Action.REFUSE, message=message, remedy=error.remedy, mendable=False)
        if refused
        else decision
        for decision, refused in zip(decisions.decisions, hit, strict=True)
    ]
    return counted(decisions.files, again)


def _seen_from(folder: Path, path: Path) -> str:
    """The path as one writes it in that folder."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # on another disk
        return real_name(path)


def _names(sources: Sequence[Path]) -> str:
    return ", ".join(str(source) for source in sources)
