"""Merging returned files into the canonical workbook: read, decide, and only then write, once."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rus_sheets.book.build import build_book, find_table
from rus_sheets.book.decisions import Decisions, Edits, Rich, RowFormula, Written
from rus_sheets.book.model import Book
from rus_sheets.book.recomputed import right_cells
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.atomic import write_atomically
from rus_sheets.excel.calc import Calculation, calculate_new
from rus_sheets.excel.make import make_workbook
from rus_sheets.excel.package import Package
from rus_sheets.excel.patch import CellValue, Formula, Patch, RichText
from rus_sheets.excel.reader import read_package, read_workbook
from rus_sheets.merge.apply import edits
from rus_sheets.merge.choices import choice_edits, read_choices
from rus_sheets.merge.conflicts import conflict_workbook, is_asked
from rus_sheets.merge.decide import decide
from rus_sheets.usecases.backups import Held, exclusive
from rus_sheets.usecases.collecting import collect, read_candidates, readers
from rus_sheets.usecases.opening import declaration_of

OPERATION = "inläsningen"
"""What undo calls it."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did. ``backup`` is the copy from before, None where nothing was written.

    ``untrusted`` names formula cells ("Summering!B8") whose value Excel has to calculate when it opens the file.
    ``conflicts`` is the workbook to decide in, None where none was asked for or there is nothing to decide.
    """

    decisions: Decisions
    backup: Path | None
    untrusted: tuple[str, ...] = ()
    dry_run: bool = False
    conflicts: Path | None = None

    @property
    def nothing_usable(self) -> bool:
        """No file at all could be used."""
        summary = self.decisions.summary
        return summary["files"] > 0 and summary["files"] == summary["refused_files"]


@dataclass(frozen=True, slots=True)
class Opened:
    """The canonical workbook as it stood when it was read."""

    data: bytes
    book: Book

    def calculation(self) -> Calculation:
        """What sets its stored values right when it has been changed."""
        return Calculation(self.data, self.book.raw, right_cells(self.book))


def open_for_change(workbook: Path) -> Opened:
    """Read the workbook so that a change can be checked against the bytes it was decided on."""
    package = Package(workbook)
    raw = read_package(package)
    return Opened(package.data, build_book(declaration_of(raw), raw))


def merge(  # noqa: PLR0913 - how it runs is the caller's to say, and all of it by name
    workbook: Path,
    sources: Sequence[Path],
    *,
    now: dt.datetime,
    dry_run: bool = False,
    conflicts: Path | None = None,
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
    processes: int = 1,
) -> Merged:
    """Merge the returned files in ``sources`` (files, folders, zip files) into ``workbook``.

    ``on_start`` is told how many files there are and gives what is called after each. With ``conflicts``, what a person
    has to decide is written to that workbook. Raises UnusableInputError when the workbook can't be used, there are no
    files or ``conflicts`` is there already; a returned file that can't be used is refused by itself. ``processes``: see
    ``many``.
    """
    if conflicts is not None and conflicts.exists():
        remedy = "Där kan finnas val som ni har gjort. Ange ett annat namn, eller läs in valen med --decisions."
        raise UnusableInputError("Filen finns redan och skrivs inte över.", place=str(conflicts), remedy=remedy)
    with contextlib.ExitStack() as stack:
        held = stack.enter_context(exclusive(workbook))
        candidates = collect(sources, workbook)
        with readers(candidates, processes) as workers:  # they start while the workbook is read
            opened = open_for_change(workbook)
            if not candidates:
                remedy = "Ange de filer, eller mappen med de filer, som har kommit in."
                raise UnusableInputError("Det finns inga filer att läsa in.", place=_names(sources), remedy=remedy)
            calculation = stack.enter_context(opened.calculation())
            if not dry_run:
                calculation.begin()  # they work while the files are read
            on_done = on_start(len(candidates))
            returned = read_candidates(candidates, [opened.book.declaration], on_done, workers=workers)
        decisions = decide(opened.book, returned)
        writing = _Writing(held, opened, edits(opened.book, decisions, now), now, calculation)
        if conflicts is None or not any(is_asked(each) for each in decisions.decisions):
            return writing.carry_out(decisions, dry_run=dry_run)
        # Before the workbook, so that nothing has been changed when the questions can't be written.
        write_atomically(conflicts, make_workbook(conflict_workbook(opened.book, decisions), calculate_new))
        try:
            merged = writing.carry_out(decisions, dry_run=dry_run)
        except BaseException:
            with contextlib.suppress(OSError):
                conflicts.unlink()
            raise
        return replace(merged, conflicts=conflicts)


def carry_out_choices(workbook: Path, chosen_in: Path, *, now: dt.datetime, dry_run: bool = False) -> Merged:
    """Carry out the choices that a person has made in a conflict workbook; what isn't chosen stays open.

    Raises UnusableInputError when either workbook can't be used.
    """
    with exclusive(workbook) as held:
        opened = open_for_change(workbook)
        chosen = read_choices(read_workbook(chosen_in), opened.book)
        with opened.calculation() as calculation:
            writing = _Writing(held, opened, choice_edits(opened.book, chosen, now), now, calculation)
            return writing.carry_out(chosen.decisions, dry_run=dry_run)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What is going to be written, and to which workbook."""

    held: Held
    opened: Opened
    changes: Edits
    now: dt.datetime
    calculation: Calculation

    def carry_out(self, decisions: Decisions, *, dry_run: bool) -> Merged:
        if dry_run or not self.changes:
            return Merged(decisions, None, dry_run=dry_run)
        after, calculated = self.calculation.settle(apply_edits(self.opened, self.changes))
        # What goes wrong when their files are taken away must go wrong before anything is written.
        self.calculation.end()
        backup = self.held.replace(self.opened.data, after, OPERATION, self.now)
        return Merged(decisions, backup, tuple(str(cell) for cell in calculated.untrusted))


def apply_edits(opened: Opened, changes: Edits) -> bytes:
    """The workbook with the edits; stored values of formulas are not yet set right."""
    patch = Patch(Package(opened.book.raw.path, opened.data))
    for sheet, cells in changes.cells.items():
        patch.set_cells(sheet, {ref: _cell_value(value) for ref, value in cells.items()})
    for key, rows in changes.rows.items():
        table = opened.book.declaration.table_of(key)
        found = find_table(table, opened.book.raw)
        if found is None:
            remedy = "Lägg tillbaka bladet med dess tabell och läs in filerna igen."
            raise UnusableInputError(f"Tabellen {table.sheet} finns inte.", place=opened.book.raw.path, remedy=remedy)
        own_sheet, excel = found
        headers = {column.key: column.header for column in table.columns}
        # Most are texts, and quickly.
        by_header = [
            {headers[key]: value if type(value) is str else _cell_value(value) for key, value in row.items()}
            for row in rows
        ]
        patch.append_rows(own_sheet.name, excel.name, by_header)
    return patch.to_bytes()


def _cell_value(value: Written) -> CellValue:
    match value:
        case Rich():
            return RichText(value.runs)
        case RowFormula():
            return Formula(value.text)
        case tuple():
            return "; ".join(value)
        case _:
            return value


def _names(sources: Sequence[Path]) -> str:
    return ", ".join(str(each) for each in sources)
