"""A merge's decisions as values: what becomes of each returned cell that differs from what was handed out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from msgspec import Struct, field

from rus_sheets.answers.returned import Note
from rus_sheets.book.convert import Shown
from rus_sheets.book.display import seen
from rus_sheets.book.raw import RichText, Runs
from rus_sheets.book.shown import as_json


class Action(StrEnum):
    """What becomes of a returned cell; the values are those of the JSON output."""

    KEEP = "keep"
    TAKE = "take"
    AGREE = "agree"
    CONFLICT = "conflict"
    REFUSE = "refuse"


class FileState(StrEnum):
    """How a whole file came out; the values are those of the JSON output. OTHER is a file that holds no answer."""

    MERGED = "merged"
    UNCHANGED = "unchanged"
    OPEN = "open"
    REFUSED = "refused"
    OTHER = "other"


class Decision(NamedTuple):
    """One returned cell that differs from its base. A tuple, since a merge makes so many and changes them so often.

    ``sheet``, ``row`` and ``column`` are the users' sheet, id and header; ``table`` and ``key`` the declaration's keys.
    ``value`` (with ``runs``) is what is written when it is taken: ``returned`` read as the column's type, or for a
    refused cell what was probably meant. ``log`` asks for a line in the log though nothing changes; ``clash`` tells
    that another owner's answer stands against this one; ``settled`` that a person has let it give way; ``mendable``
    that a person's choice can be carried out (for a refused cell: that another text can be written instead). ``seen``
    is what the person saw in the returned cell, where that is something else than the value: 50 %, 7:30. ``back``
    tells that the owner has left the cell as it was handed out, and so taken back an earlier answer. ``whole``
    is what the file says of the whole row that it has added, by column key and no blanks, where a person is asked about
    it. ``replaces`` is the same owner's earlier answer that gives way to a taken one. ``title`` is the activity's name
    when the file was made. ``new_unit``: it is of a unit that the workbook hasn't, which is taken whole or not at all.
    ``who``, ``sender``, ``when`` and ``saved`` are the file's (see ``Returned``).
    """

    activity: str
    table: str
    key: str
    sheet: str
    row: str
    column: str
    base: Shown
    current: Shown
    returned: Shown
    action: Action
    file: str
    who: str = ""
    when: str = ""
    message: str = ""
    remedy: str = ""
    value: Shown = None
    runs: Runs = ()
    place: str = ""
    identity: str = ""
    new_row: bool = False
    log: bool = False
    clash: bool = False
    settled: bool = False
    mendable: bool = False
    seen: str = ""
    sender: str = ""
    saved: bool = False
    back: bool = False
    whole: tuple[tuple[str, str], ...] = ()
    replaces: Shown = None
    title: str = ""
    new_unit: bool = False

    @property
    def added(self) -> bool:
        """Whether it belongs to a row that an owner has added, which may be another row than one with the same id."""
        return self.new_row and self.row != self.activity

    @property
    def returned_seen(self) -> str:
        """The returned value as the person who typed it sees it."""
        return self.seen or seen(self.returned)

    @property
    def cell(self) -> tuple[str, str, str]:
        """Table key, row id and column key."""
        return self.table, self.row, self.key

    def as_json(self) -> dict[str, Any]:
        """The decision as the JSON contract has it, with why and what to do."""
        return {
            "activity": self.activity,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "base": as_json(self.base),
            "current": as_json(self.current),
            "returned": as_json(self.returned),
            "action": self.action.value,
            "file": self.file,
            "who": self.who,
            "message": self.message,
            "remedy": self.remedy,
            "place": self.place,
        }


class FileResult(Struct, frozen=True):
    """How one file came out."""

    path: str
    activity: str
    state: FileState
    message: str
    notes: tuple[Note, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The file as the JSON contract has it, with what wasn't carried over."""
        return {
            "path": self.path,
            "activity": self.activity,
            "state": self.state.value,
            "message": self.message,
            "notes": [
                {"place": note.place, "message": note.text, "remedy": note.remedy, "asks": note.asks}
                for note in self.notes
            ],
        }

    @property
    def asks(self) -> bool:
        """Whether something in the file that isn't read wants a person."""
        return any(note.asks for note in self.notes)


class Decisions(Struct, frozen=True):
    """All files and all their decisions, ordered so that the order the files came in doesn't show."""

    files: tuple[FileResult, ...]
    decisions: tuple[Decision, ...]

    def of(self, *actions: Action) -> Iterator[Decision]:
        """The decisions with one of these actions."""
        return (decision for decision in self.decisions if decision.action in actions)

    @property
    def summary(self) -> Mapping[str, int]:
        """How many files, how many of them refused, and how many decisions of each action.

        A file that holds several activities is one, and refused if all of it is.
        """
        counts = Counter(decision.action for decision in self.decisions)
        read = self._usable
        refused = {file.path for file in self.files if file.state is FileState.REFUSED} - read
        told = {"files": len(read) + len(refused), "refused_files": len(refused)}
        return told | {action.value: counts[action] for action in Action}

    @property
    def giving(self) -> int:
        """How many files values are taken from."""
        return len({decision.file for decision in self.of(Action.TAKE)})

    @property
    def untouched(self) -> frozenset[str]:
        """The paths of those files that hold what was handed out and nothing else."""
        answered = {decision.file for decision in self.decisions}
        changed = {file.path for file in self.files if file.state is not FileState.UNCHANGED}
        return self._usable - answered - changed

    @property
    def _usable(self) -> frozenset[str]:
        """The paths of those files of which something can be used."""
        useless = (FileState.REFUSED, FileState.OTHER)
        return frozenset(file.path for file in self.files if file.state not in useless)

    @property
    def nothing_answered(self) -> bool:
        """Every file that can be used is as it was sent: probably the wrong folder."""
        return bool(self._usable) and self.untouched == self._usable

    @property
    def wants_a_person(self) -> bool:
        """Conflicts, refused cells or files, notes that ask, and nothing but files as sent make the exit code 1."""
        files = any(file.state is FileState.REFUSED or file.asks for file in self.files)
        return files or self.nothing_answered or any(self.of(Action.CONFLICT, Action.REFUSE))

    def as_json(self) -> dict[str, Any]:
        """The JSON contract of merge."""
        return {
            "files": [file.as_json() for file in self.files],
            "decisions": [decision.as_json() for decision in self.decisions],
            "summary": dict(self.summary),
        }


class RowFormula(Struct, frozen=True):
    """A declared formula to write, as a file holds it."""

    text: str


Written = Shown | RichText | RowFormula
"""What is written into a cell. Dates are dates; the writer makes them the workbook's serials."""


class Edits(Struct, frozen=True):
    """What a merge changes: cells by sheet and A1 reference, and rows to append by table key (columns by key).

    ``emptied`` are the rows (table key and id) of which nothing is left, so that their ids go too.
    """

    cells: Mapping[str, Mapping[str, Written]] = field(default_factory=dict)
    rows: Mapping[str, tuple[Mapping[str, Written], ...]] = field(default_factory=dict)
    emptied: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.cells or self.rows)
