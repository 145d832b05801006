"""The year as one picture: how far a workbook has come, what waits, what is wrong, and the one next thing to do.

Everything in it is what the commands say themselves; nothing is changed. A step that can't be told of says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book, Total
from rus_sheets.checks.model import Report
from rus_sheets.checks.run_all import run_checks
from rus_sheets.commandline import command_line
from rus_sheets.documents.figures import number
from rus_sheets.documents.so_far import lacking
from rus_sheets.errors import UserError
from rus_sheets.excel.calc.stored import evaluate
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.findings import Severity
from rus_sheets.followup.status import AnswerState
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases.opening import declaration_of
from rus_sheets.usecases.remembered import Chosen
from rus_sheets.usecases.status import Board, follow_up

BEFORE = (DocumentCommand.PLAN, DocumentCommand.APPLICATION)
AFTER = (DocumentCommand.REPORT, DocumentCommand.SHORT)
"""The documents that are written before the year begins, and when it is over."""


class StepState(StrEnum):
    """How far a step has come."""

    DONE = "done"
    WAITS = "waits"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the year: ``said`` is how far it has come (Swedish), ``commands`` those that do it, to copy."""

    key: str
    name: str
    state: StepState
    said: str
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keyfigure:
    """A figure of the summary as it is told to people."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Year:
    """The picture. ``board`` is None where it can't be made; ``report`` has the findings.

    ``next`` is the one thing to do next, None when all is done.
    """

    chosen: Chosen
    year: int | None
    organisation: str
    figures: tuple[Keyfigure, ...]
    report: Report
    board: Board | None
    steps: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        """What is wrong comes before what waits; otherwise the order of the year."""
        for state in (StepState.WRONG, StepState.WAITS):
            for step in self.steps:
                if step.state is state:
                    return step
        return None


def picture(
    chosen: Chosen, *, today: dt.date, on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None
) -> Year:
    """The year of a workbook with the folders that go with it. Raises UnusableInputError where it can't be used.

    ``on_start`` is told how many files there are in the folders and gives what is called after each.
    """
    package = Package(chosen.path)
    raw = read_package(package)
    book = build_book(declaration_of(raw), raw)
    report = run_checks(book, computed=evaluate(package.data, raw).values)
    there = chosen.there
    board, fault = None, ""
    try:
        board = follow_up(chosen.path, there, today=today, on_start=on_start)
    except UserError as error:
        fault = str(error)
    steps = _Steps(chosen.path, book, there)
    follow = steps.follow(board, bool(there)) if board else steps.unknown(fault)
    figures = tuple(_keyfigure(book, total) for total in book.totals.values())
    return Year(
        chosen, book.year, book.setting_text("organisation"), figures, report, board,
        (steps.made(), steps.checked(report), *steps.written("documents", "Plan och ansökan", BEFORE), *follow,
                *steps.written("report", "Redovisa", AFTER)),
    )  # fmt: skip


def counted(report: Report) -> str:
    """``2 fel, 1 varning``; "" where nothing was found."""
    counts = ((severity, report.count(severity)) for severity in Severity)
    return ", ".join(severity.counted(count) for severity, count in counts if count)


def _keyfigure(book: Book, total: Total) -> Keyfigure:
    """The total; where it lacks something, of how many it is."""
    lacks = lacking(book, total.key)
    if total.value is None:
        text = total.unknown or "går inte att räkna ut"
    elif lacks.all_blank:
        text = "ännu inte redovisat" if total.whole else "ännu inte ifyllt"
    else:
        told = len(lacks.rows) - len(lacks.blank)
        text = number(total.value) + (f" (för {told} av {len(lacks.rows)})" if lacks else "")
    return Keyfigure(total.key, total.label, text)


@dataclass(frozen=True, slots=True)
class _Steps:
    path: Path
    book: Book
    folders: Sequence[Path]

    @property
    def _is_empty(self) -> str:
        """What a workbook without activities lacks, "" where it has some."""
        units = self.book[self.book.declaration.followup.unit]
        return "" if any(row.id for row in units.rows) else f"Bladet {units.table.sheet} har inga rader än."

    def made(self) -> Step:
        if self._is_empty:
            said = f"{self.path.name} finns. {self._is_empty} Fyll i arbetsboken i Excel."
            return Step("new", "Skapa", StepState.WAITS, said)
        return Step("new", "Skapa", StepState.DONE, f"{self.path.name} finns.")

    def checked(self, report: Report) -> Step:
        said, command = counted(report), command_line("validate", self.path)
        if report.wants_a_person:
            return Step("check", "Kontrollera", StepState.WRONG, f"{said}.", (command,))
        said = f"Inga fel. {said} att se på." if said else "Inga anmärkningar."
        return Step("check", "Kontrollera", StepState.DONE, said, (command,))

    def written(self, key: str, name: str, commands: Sequence[DocumentCommand]) -> Iterator[Step]:
        """A step for those documents that the declaration has, none where it has none."""
        wanted = [document for document in map(self.book.declaration.document_of, commands) if document]
        if not wanted:
            return
        files = {document.command: f"{document.file_name.format(year=self.book.year)}.docx" for document in wanted}
        missing = {command: file for command, file in files.items() if not self.path.with_name(file).is_file()}
        lines = tuple(_document_line(command, self.path) for command in missing or files)
        if not missing:
            yield Step(key, name, StepState.DONE, f"{_listed(files.values())} finns.", lines)
        else:
            yield Step(key, name, StepState.WAITS, f"Inte skrivet än: {_listed(missing.values())}.", lines)

    def follow(self, board: Board, has_folders: bool) -> Iterator[Step]:
        """Send out, collect, decide."""
        if self._is_empty:
            yield from self.unknown(self._is_empty, StepState.WAITS)
            return
        collected = self._collected(board)
        yield self._sent(board, has_folders)
        yield collected
        waiting = sum(board.open.values())
        if waiting:
            lines = (self._line("merge", "--conflicts", self.path.with_name("konflikter.xlsx")),)
            said = f"{waiting} {'värde' if waiting == 1 else 'värden'} att avgöra."
            state = StepState.WRONG if any(unit.unreadable for unit in board.units) else StepState.WAITS
            yield Step("decide", "Avgör", state, said, lines)
        elif collected.state is StepState.DONE:
            yield Step("decide", "Avgör", StepState.DONE, "Inget att avgöra.")
        else:
            yield Step("decide", "Avgör", StepState.WAITS, "Inget att avgöra än.")

    def unknown(self, fault: str, state: StepState = StepState.WRONG) -> Iterator[Step]:
        """The same steps, where nothing can be told of them."""
        for key, name in (("send", "Skicka ut"), ("collect", "Samla in"), ("decide", "Avgör")):
            yield Step(key, name, state, fault)

    def _sent(self, board: Board, has_folders: bool) -> Step:
        lines = (command_line("split", self.path, self.path.with_name("utskick")),)
        sent = sum(1 for unit in board.units if unit.sent)
        if all(unit.sent or unit.state is AnswerState.ANSWERED for unit in board.units):
            said = f"{sent} av {len(board.units)} har en fil." if sent else "Alla har svarat."
            return Step("send", "Skicka ut", StepState.DONE, said, lines)
        if not has_folders:
            said = "Ingen mapp är vald. Välj mapparna med utskickade och inkomna filer."
            return Step("send", "Skicka ut", StepState.WAITS, said, lines)
        return Step("send", "Skicka ut", StepState.WAITS, f"{sent} av {len(board.units)} har en fil i mapparna.", lines)

    def _collected(self, board: Board) -> Step:
        counts = {state: board.count(state) for state in AnswerState}
        said = (
            f"{counts[AnswerState.ANSWERED]} klara, {counts[AnswerState.PARTLY]} delvis, "
            f"{counts[AnswerState.MISSING]} saknas av {len(board.units)}."
        )
        lines = (self._line("merge"), self._line("status")) if self.folders else ()
        unmerged = sum(unit.unmerged for unit in board.units)
        unreadable = sum(len(unit.unreadable) for unit in board.units)
        if unmerged:
            said += f" {unmerged} {'värde är inte inläst' if unmerged == 1 else 'värden är inte inlästa'}."
        if unreadable:
            said += f" {unreadable} {'värde' if unreadable == 1 else 'värden'} går inte att läsa."
        if noted := sum(board.noted.values()):
            said += f" {noted} {'sak' if noted == 1 else 'saker'} att se till kan vara svar."
        if board.refused:
            said += f" {len(board.refused)} {'fil' if len(board.refused) == 1 else 'filer'} kan inte läsas."
        # What waits for nothing but a person's choice is told under the next step, which is where it is mended.
        left = unmerged > sum(board.open.values())
        if board.refused or (unreadable and left):
            return Step("collect", "Samla in", StepState.WRONG, said, lines)
        done = counts[AnswerState.ANSWERED] == len(board.units) and not left
        return Step("collect", "Samla in", StepState.DONE if done else StepState.WAITS, said, lines)

    def _line(self, command: str, *more: object) -> str:
        return command_line(command, self.path, *self.folders, *more)


def _document_line(command: DocumentCommand, path: Path) -> str:
    if command is DocumentCommand.SHORT:
        return command_line("report", path, "--short")
    return command_line(command.value, path)


def _listed(names: Iterable[str]) -> str:
    return " och ".join(names)
