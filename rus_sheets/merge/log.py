"""What the log tells of a cell: who gave it the value that stands there now, when, and what has been decided on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.answers.decisions import Decision
from rus_sheets.answers.returned import identity, short
from rus_sheets.book.model import Book
from rus_sheets.merge.impossible_times import Clock
from rus_sheets.schema.model import MergeWords, TableKind


class LogEntry(Struct, frozen=True):
    """A row of the log, all texts. ``answered`` is when the answer was saved by its owner (ISO, UTC).

    ``sender`` is who mailed the file; workbooks made before that was asked for have no column for it.
    """

    time: str
    file: str
    who: str
    activity: str
    sheet: str
    row: str
    field: str
    before: str
    after: str
    decision: str
    answered: str = ""
    sender: str = ""

    @property
    def identity(self) -> str:
        """Who answered, for comparing."""
        return identity(self.who, self.file)

    def as_row(self) -> dict[str, str]:
        """The entry by the keys of the log's columns."""
        return {name: getattr(self, name) for name in _FIELDS}


_FIELDS = (
    "time", "file", "who", "activity", "sheet", "row", "field", "before", "after", "decision", "answered", "sender",
)  # fmt: skip


def tells_more(decision: Decision, known: Decision | LogEntry) -> bool:
    """Whether the same answer in another file says something that isn't known: that another owner stands behind it,
    or the same one still later.

    A file that names nobody can't tell another owner from a copy of itself: it does where both its name and the time
    that it gives are others'. A time that only the disk gives is changed by a mere copying.
    """
    file, answered = (known.file, known.answered) if isinstance(known, LogEntry) else (known.file, known.when)
    later = decision.saved and decision.when > answered
    if decision.who:
        return later or decision.identity != known.identity
    return later if short(decision.file) == short(file) else decision.saved and decision.when != answered


def read_log(book: Book) -> tuple[LogEntry, ...]:
    """The workbook's log, oldest first."""
    return tuple(
        LogEntry(**{name: row.text(name) for name in _FIELDS})
        for table in book.declaration.tables(TableKind.LOG)
        for row in book[table.key].rows
    )


LoggedCell = tuple[str, str, str]
"""Sheet, row id and header."""


class History(Struct, frozen=True, dict=True):
    """The log by cell: sheet, row id and header."""

    words: MergeWords
    cells: Mapping[LoggedCell, tuple[LogEntry, ...]]

    @staticmethod
    def of(words: MergeWords, entries: Iterable[LogEntry], clock: Clock | None = None) -> History:
        """The history that the entries tell, in their order. A time that ``clock`` knows to be wrong counts as none."""
        cells: dict[LoggedCell, list[LogEntry]] = {}
        for entry in entries:
            wrong = clock is not None and clock.ahead(entry.answered)
            line = replace(entry, answered="") if wrong else entry
            cells.setdefault((line.sheet, line.row, line.field), []).append(line)
        return History(words, {key: tuple(rows) for key, rows in cells.items()})

    @cached_property
    def _by_owner(self) -> Mapping[tuple[str, str], Collection[LoggedCell]]:
        found: dict[tuple[str, str], dict[LoggedCell, None]] = {}
        for place, entries in self.cells.items():
            for entry in entries:
                found.setdefault((entry.activity, entry.identity), {})[place] = None
        return found

    def answered_by(self, activity: str, identity: str) -> Collection[LoggedCell]:
        """The cells that this owner has answered."""
        return self._by_owner.get((activity, identity), ())

    @cached_property
    def _latest(self) -> Mapping[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for entries in self.cells.values():
            for entry in entries:
                key = entry.activity, entry.identity
                found[key] = max(found.get(key, ""), entry.answered)
        return found

    def later(self, decision: Decision) -> str:
        """When the owner answered in a later file than the decision's that is read in already, "" for never."""
        latest = self._latest.get((decision.activity, decision.identity), "")
        return latest if decision.when and latest > decision.when else ""

    def behind(self, cell: LoggedCell, current: str) -> tuple[LogEntry, ...]:
        """The latest entries that gave or confirmed the value that stands in the cell now.

        None where it has been changed by hand since.
        """
        found = []
        for entry in reversed(self.cells.get(cell, ())):
            if entry.decision == self.words.kept:
                continue
            if entry.after != current:
                break
            found.append(entry)
        return tuple(found)

    def settled(self, cell: LoggedCell, current: str, returned: str) -> bool:
        """Whether a person has already decided that this value gives way to the one that stands there."""
        return any(
            cell.decision == self.words.kept and cell.before == returned and cell.after == current
            for cell in self.cells.get(cell, ())
        )

    def settled_later(self, cell: LoggedCell, current: str, identity: str, when: str) -> bool:
        """Whether that has been decided of a later answer of the same owner's than the one of ``when``."""
        return bool(when) and any(
            cell.decision == self.words.kept
            and cell.after == current
            and cell.identity == identity
            and cell.answered > when
            for cell in self.cells.get(cell, ())
        )
