"""The steps of the year: how far each has come, when, what waits, and the page on which one goes on with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.book.model import Book
from rus_sheets.checks.model import Report
from rus_sheets.commandline import command_line
from rus_sheets.followup.status import AnswerState
from rus_sheets.merge.log import read_log
from rus_sheets.merge.questions import is_asked
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases.page.remembered import Chosen
from rus_sheets.usecases.page.to_decide import ToDecide, to_decide
from rus_sheets.usecases.page.written_documents import WrittenDocument
from rus_sheets.usecases.status import Board, Seen
from rus_sheets.wording import counted

DECIDE = "decide"


class StepState(StrEnum):
    """How far a step has come."""

    DONE = "done"
    WAITS = "waits"
    WRONG = "wrong"


class Step(Struct, frozen=True):
    """A step of the year: ``said`` is how far it has come and ``dates`` when (Swedish, "" for what nothing tells).

    ``page`` is where one goes on with it (another step's where that has to be done first), "" for nowhere;
    ``commands`` are those that do it, to copy.
    """

    key: str
    name: str
    state: StepState
    said: str
    commands: tuple[str, ...] = ()
    page: str = ""
    dates: str = ""


class Steps(Struct, frozen=True):
    """What makes the steps of a workbook."""

    chosen: Chosen
    book: Book
    documents: Sequence[WrittenDocument] = ()
    no_documents: str = ""
    """Why nothing can be told of the documents (Swedish)."""

    @property
    def _path(self) -> Path:
        return self.chosen.path

    @property
    def _is_empty(self) -> str:
        """What a workbook without activities lacks, "" where it has some."""
        units = self.book[self.book.declaration.followup.unit]
        return "" if any(row.id for row in units.rows) else f"Bladet {units.table.sheet} har inga rader än."

    def made(self) -> Step:
        """The workbook itself."""
        changed = f"Senast ändrad {_changed(self._path)}."
        if self._is_empty:
            said = f"{self._path.name} finns. {self._is_empty} Fyll i arbetsboken i Excel."
            return Step("new", "Skapa", StepState.WAITS, said, dates=changed)
        return Step("new", "Skapa", StepState.DONE, f"{self._path.name} finns.", dates=changed)

    def checked(self, report: Report, found: str) -> Step:
        """The findings, as they are told (``found``)."""
        lines = (command_line("validate", self._path),)
        if report.wants_a_person:
            return Step("check", "Kontrollera", StepState.WRONG, f"{found}.", lines, "check")
        said = f"Inga fel. {found} att se på." if found else "Inga anmärkningar."
        return Step("check", "Kontrollera", StepState.DONE, said, lines, "check")

    def written(self, key: str, name: str, commands: Sequence[DocumentCommand]) -> Iterator[Step]:
        """A step for those documents that the declaration has, none where it has none."""
        if not any(map(self.book.declaration.document_of, commands)):
            return
        if self.no_documents:
            yield Step(key, name, StepState.WRONG, self.no_documents, page="check")
            return
        documents = [document for document in self.documents if document.command in commands]
        there = [document for document in documents if document.is_there]
        missing = [document for document in documents if not document.is_there]
        disagree = [document for document in there if document.verified and document.verified.disagreements]
        state = StepState.WAITS if missing or disagree else StepState.DONE
        if any(document.fault for document in there):
            state = StepState.WRONG
        said = [f"Inte skrivet än: {_listed(document.path.name for document in missing)}."] if missing else []
        said += [f"{document.path.name}: {_outcome(document)}" for document in there]
        lines = [_document_line(document.command, self._path) for document in missing]
        lines += [command_line("verify", document.path, self._path) for document in disagree]
        dates = " ".join(_written_when(document) for document in there if document.made)
        yield Step(key, name, state, " ".join(said), tuple(lines), "documents", dates)

    def follow(self, seen: Seen) -> Iterator[Step]:
        """Send out, collect, decide."""
        if self._is_empty:
            yield from self.unknown(self._is_empty, StepState.WAITS)
            return
        following = _Following(self.chosen, self.book, seen)
        yield following.sent()
        yield following.collected()
        yield following.decided()

    def unknown(self, fault: str, state: StepState = StepState.WRONG) -> Iterator[Step]:
        """The same steps, where nothing can be told of them."""
        for key, name in (("send", "Skicka ut"), ("collect", "Samla in"), (DECIDE, "Avgör")):
            yield Step(key, name, state, fault, page="check" if state is StepState.WRONG else "")


class _Following(Struct, frozen=True, dict=True):
    """The steps that are told of what has come back."""

    chosen: Chosen
    book: Book
    seen: Seen

    @property
    def _board(self) -> Board:
        return self.seen.board

    @property
    def _decisions(self) -> tuple[Decision, ...]:
        return self.seen.decisions.decisions

    @cached_property
    def _unread(self) -> int:
        return sum(1 for decision in self._decisions if decision.action is Action.TAKE)

    @cached_property
    def _hopeless(self) -> int:
        """Values that can't be read in and that no choice can mend."""
        return sum(1 for decision in self._decisions if decision.action is Action.REFUSE and not is_asked(decision))

    @cached_property
    def _to_decide(self) -> ToDecide:
        return to_decide(self.chosen.path, self._decisions)

    def sent(self) -> Step:
        units, path = self._board.units, self.chosen.path
        lines = (command_line("split", path, path.with_name("utskick")),)
        days = sorted(unit.sent for unit in units if unit.sent)
        dates = f"Gjorda {_days(days)}." if days else ""
        if all(unit.sent or unit.state is AnswerState.ANSWERED for unit in units):
            said = f"{len(days)} av {len(units)} har en fil." if days else "Alla har svarat."
            return Step("send", "Skicka ut", StepState.DONE, said, lines, "send", dates)
        said = f"{len(days)} av {len(units)} har en fil i mapparna."
        if not self.chosen.there:
            said = "Ingen mapp är vald. Välj mapparna med utskickade och inkomna filer."
        return Step("send", "Skicka ut", StepState.WAITS, said, lines, "send", dates)

    def collected(self) -> Step:
        answered = self._board.count(AnswerState.ANSWERED)
        units, refused, unasked = len(self._board.units), len(self._board.refused), self._to_decide.unasked
        said = [self._board.told]
        if self._unread:
            said.append(f"{_values(self._unread)} är inte {'inläst' if self._unread == 1 else 'inlästa'}.")
        if unasked:
            said.append(f"{_values(unasked)} att avgöra läggs fram när svaren läses in.")
        if self._hopeless:
            said.append(f"{_values(self._hopeless)} går inte att läsa in.")
        if noted := sum(self._board.noted.values()):
            said.append(f"{counted(noted, 'sak', 'saker')} att se till kan vara svar.")
        if refused:
            said.append(f"{counted(refused, 'fil', 'filer')} kan inte läsas.")
        lines = (self._line("merge"), self._line("status")) if self.chosen.there else ()
        to_read = bool(self._unread or unasked or self._hopeless or refused)
        state = StepState.WRONG if refused else StepState.WAITS if to_read or answered < units else StepState.DONE
        page = "collect" if to_read or not self.chosen.there else "answers"
        return Step("collect", "Samla in", state, " ".join(said), lines, page, self._collecting_dates())

    def _collecting_dates(self) -> str:
        dates = []
        answered = sorted(
            _local_day(file.when) for file in self.seen.returned if file.when and self._holds_answers(file.path)
        )
        if answered:
            dates.append(f"Svaren är från {_days(answered)}.")
        if log := [entry.time for entry in read_log(self.book) if entry.time]:
            dates.append(f"Senast inläst {max(log)[:10]}.")
        return " ".join(dates)

    def _holds_answers(self, file: str) -> bool:
        return any(file in unit.files for unit in self._board.units)

    def decided(self) -> Step:
        found, name = self._to_decide, "Avgör"
        lines = (self._line("merge", "--conflicts", self.chosen.path.with_name("konflikter.xlsx")),)
        if found.asking and found.waits:
            lines = (command_line("merge", self.chosen.path, "--decisions", found.asking.path),)
            said = f"{_values(found.asking.left)} att avgöra." if found.asking.left else "Allt är valt."
            if chosen := found.asking.to_carry_out:
                said += f" {counted(chosen, 'är vald men inte genomförd', 'är valda men inte genomförda')}."
            return Step(DECIDE, name, StepState.WAITS, said, lines, DECIDE)
        if found.faults:
            said = f"{_listed(Path(fault.place).name for fault in found.faults)} kan inte läsas."
            return Step(DECIDE, name, StepState.WRONG, said, page=DECIDE)
        if found.unasked:
            said = f"{_values(found.unasked)} att avgöra väntar i svar som inte är inlästa. Samla in dem först."
            return Step(DECIDE, name, StepState.WAITS, said, lines, "collect")
        if found.asking:
            return Step(DECIDE, name, StepState.DONE, "Inget kvar att avgöra.", page=DECIDE)
        if self.collected().state is StepState.DONE:
            return Step(DECIDE, name, StepState.DONE, "Inget att avgöra.", page=DECIDE)
        return Step(DECIDE, name, StepState.WAITS, "Inget att avgöra än.", page="")

    def _line(self, command: str, *more: object) -> str:
        return command_line(command, self.chosen.path, *self.chosen.there, *more)


def _outcome(document: WrittenDocument) -> str:
    """Whether it agrees, in the words of the page of documents; why that can't be told."""
    if document.verified:
        return f"{document.verified.outcome}."
    return document.fault.message if document.fault else ""


def _written_when(document: WrittenDocument) -> str:
    edited = ", ändrat sedan dess" if document.edited else ""
    return f"{document.path.name} skrevs {document.made:%Y-%m-%d}{edited}."


def _document_line(command: DocumentCommand, path: Path) -> str:
    if command is DocumentCommand.SHORT:
        return command_line("report", path, "--short")
    return command_line(command.value, path)


def _values(count: int) -> str:
    return counted(count, "värde", "värden")


def _listed(names: Iterable[str]) -> str:
    return " och ".join(names)


def _days(days: Sequence[dt.date]) -> str:
    """The first and the last, as one where they are the same."""
    return f"{days[0]}" if days[0] == days[-1] else f"{days[0]} till {days[-1]}"


def _changed(file: Path) -> str:
    return f"{dt.datetime.fromtimestamp(file.stat().st_mtime).astimezone().date()}"


def _local_day(when: str) -> dt.date:
    """The day of a time (ISO, UTC) where the page is."""
    return dt.datetime.fromisoformat(when).astimezone().date()
