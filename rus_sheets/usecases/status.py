"""Who has answered: the secretariat's board."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action, Decisions, FileState
from rus_sheets.answers.returned import Returned
from rus_sheets.book.model import Book
from rus_sheets.followup.status import AnswerState, UnitStatus, status
from rus_sheets.merge.decide import decide
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.inbox.collecting import Candidate, collect
from rus_sheets.usecases.inbox.reading import Asked, read_candidates
from rus_sheets.usecases.opened import requirements
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.opened.refused_files import File, judged


class UnitStanding(StrEnum):
    """How far an activity has come as people are told: one that has answered isn't done while its answer wants them."""

    DONE = "done"
    WAITS = "waits"
    PARTLY = "partly"
    MISSING = "missing"

    @property
    def word(self) -> str:
        """In Swedish, of an activity."""
        return {"done": "Klart", "waits": "Se till", "partly": "Delvis", "missing": "Saknas"}[self.value]

    @property
    def of_several(self) -> str:
        """In Swedish, after how many they are."""
        return {"done": "klara", "waits": "att se till", "partly": "delvis", "missing": "saknas"}[self.value]


class Board(Struct, frozen=True):
    """Every activity's state; ``open`` is how many of its returned values a person has to decide on.

    ``noted`` is how much else in its files a person has to look at, since it may be an answer.
    ``refused`` are files that can't be used, with the reason, ``other`` those that are no answers, with what they are;
    ``headers`` what the workbook calls a unit and its owner.
    """

    headers: tuple[str, str]
    units: tuple[UnitStatus, ...]
    open: Mapping[str, int]
    noted: Mapping[str, int]
    refused: tuple[tuple[str, str], ...]
    other: tuple[tuple[str, str], ...] = ()

    @property
    def beside(self) -> int:
        """How much a person has to see to that belongs to none of the activities: of a whole file, or of others."""
        own = {unit.activity for unit in self.units}
        return sum(count for counts in (self.open, self.noted) for unit, count in counts.items() if unit not in own)

    @property
    def wants_a_person(self) -> bool:
        """Whether something that came back can't be read, or has to be decided on (exit code 1)."""
        return (
            bool(self.refused)
            or any(self.open.values())
            or any(self.noted.values())
            or any(unit.unreadable for unit in self.units)
        )

    def count(self, state: AnswerState) -> int:
        """How many activities are in that state."""
        return sum(1 for unit in self.units if unit.state is state)

    def standing(self, unit: UnitStatus) -> UnitStanding:
        """How far that activity has come; WAITS where all is answered, and something of it is a person's to see to."""
        if unit.state is AnswerState.MISSING:
            return UnitStanding.MISSING
        if unit.state is AnswerState.PARTLY:
            return UnitStanding.PARTLY
        asks = self.open.get(unit.activity) or self.noted.get(unit.activity) or unit.unreadable or unit.unfinished
        return UnitStanding.WAITS if asks else UnitStanding.DONE

    @property
    def standings(self) -> Mapping[UnitStanding, int]:
        """How many activities stand how, in the order that they are told."""
        counts = Counter(map(self.standing, self.units))
        return {standing: counts[standing] for standing in UnitStanding}

    @property
    def told(self) -> str:
        """``22 klara, 2 att se till, 0 delvis, 4 saknas av 28.``"""
        counts = ((standing, count) for standing, count in self.standings.items() if count or standing != "waits")
        return f"{', '.join(f'{count} {standing.of_several}' for standing, count in counts)} av {len(self.units)}."


def follow_up(
    workbook: Path,
    sources: Sequence[Path],
    *,
    today: dt.date,
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
    sent_in: Sequence[Path] = (),
) -> Board:
    """The board for the workbook and the files in ``sources``, both those sent and those that came back.

    Those that lie in ``sent_in`` only tell when they were sent: nobody reads them in. Raises UnusableInputError when
    the workbook can't be used.
    """
    return look(workbook, sources, today, on_start, sent_in).board


class Seen(Struct, frozen=True):
    """The board, with the workbook, the files and the decisions behind it; ``candidates`` are the files by name."""

    board: Board
    book: Book
    returned: tuple[Returned, ...]
    decisions: Decisions
    candidates: Mapping[str, Candidate]


def look(
    workbook: Path,
    sources: Sequence[Path],
    today: dt.date,
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
    sent_in: Sequence[Path] = (),
) -> Seen:
    """As ``follow_up``, with what it was made of."""
    book = open_book(workbook)
    requirements.ensure(book, requirements.to_follow_up(book.declaration), workbook)
    found = collect(sources, workbook)
    asked = Asked.by(book, read_bytes(workbook))
    files = read_candidates(found, [book.declaration], on_start(len(found)), asked=asked, book=book)
    candidates = {candidate.name: candidate for candidate in found if isinstance(candidate, Candidate)}
    sent = {
        name for name, candidate in candidates.items() if any(candidate.path.is_relative_to(place) for place in sent_in)
    }
    decisions, units, returned = judged(partial(_weighed, book, today, sent), files)
    waiting = Counter(decision.activity for decision in decisions.of(Action.CONFLICT, Action.REFUSE))
    noted = Counter(file.activity for file in decisions.files for note in file.notes if note.asks)
    refused, other = (
        tuple((file.path, file.message) for file in decisions.files if file.state is state)
        for state in (FileState.REFUSED, FileState.OTHER)
    )
    return Seen(Board(_headers(book), units, waiting, noted, refused, other), book, returned, decisions, candidates)


def _weighed(
    book: Book, today: dt.date, sent: Collection[str], files: Sequence[File]
) -> tuple[Decisions, tuple[UnitStatus, ...], tuple[Returned, ...]]:
    decisions = decide(book, [file for file in files if file.path not in sent], now=dt.datetime.now(dt.UTC))
    files = [replace(file, cells=()) if isinstance(file, Returned) and file.path in sent else file for file in files]
    settled = {(decision.file, decision.place) for decision in decisions.decisions if decision.settled}
    returned = tuple(file for file in files if isinstance(file, Returned))
    unmerged = Counter(decision.activity for decision in decisions.of(Action.TAKE))
    return decisions, status(book, files, today, settled=settled, unmerged=unmerged), returned


def _headers(book: Book) -> tuple[str, str]:
    form = book.declaration.followup
    table = book.declaration.table_of(form.unit)
    unit, owner = (table.column(key).header if key else "" for key in (table.title, form.owner))
    return unit, owner
