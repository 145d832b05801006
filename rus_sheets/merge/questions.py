"""What a person is asked, and what each question is known by: the words of its row, not its number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.book.model import Book
from rus_sheets.book.shown import as_text
from rus_sheets.wording import counted

_TITLE = 60


class Question(Struct, frozen=True):
    """One row of the conflict workbook: most are about one value, that of a removed or a new activity about all.

    ``activity`` and ``place`` are how the row names them, with what people call the activity and the row.
    """

    activity: str
    place: str
    decisions: tuple[Decision, ...]

    @property
    def file(self) -> str:
        """The returned file that it is about."""
        return self.decisions[0].file

    @property
    def words(self) -> tuple[str, str, str]:
        """What it is known by."""
        return self.activity, self.place, self.file


def is_asked(decision: Decision) -> bool:
    """Whether a person is asked about it."""
    return decision.action is Action.CONFLICT or (decision.action is Action.REFUSE and decision.mendable)


def questions(book: Book, decisions: Sequence[Decision]) -> tuple[Question, ...]:
    """The questions in the order of their decisions."""
    return _named(book, decisions, [decision for decision in decisions if is_asked(decision)])


def waiting(book: Book, decisions: Sequence[Decision]) -> tuple[Question, ...]:
    """Everything that a person has to see to, also what no choice can mend."""
    return _named(
        book, decisions, [decision for decision in decisions if decision.action in (Action.CONFLICT, Action.REFUSE)]
    )


def replacing(book: Book, decisions: Sequence[Decision]) -> tuple[Question, ...]:
    """What is read in over the same owner's earlier answer, which nobody is asked about."""
    found = [decision for decision in decisions if decision.action is Action.TAKE and as_text(decision.replaces) != ""]
    titles = _Titles(book, decisions)
    return tuple(_question(titles, (decision,)) for decision in found)


def every(book: Book, decisions: Sequence[Decision]) -> tuple[Question, ...]:
    """All that was decided, named as the questions are."""
    return _named(book, decisions, decisions)


def _named(book: Book, decisions: Sequence[Decision], some: Sequence[Decision]) -> tuple[Question, ...]:
    titles = _Titles(book, decisions)
    return tuple(_question(titles, group) for group in _grouped(book, some))


def _grouped(book: Book, decisions: Iterable[Decision]) -> Iterator[tuple[Decision, ...]]:
    """Each decision by itself, but those of an activity that has been removed, or is new, together, file by file."""
    plan = book[book.declaration.followup.unit].by_id
    groups: dict[tuple[object, ...], list[Decision]] = {}
    for number, decision in enumerate(decisions):
        whole = decision.activity not in plan and (decision.new_unit or not decision.mendable)
        key = (decision.activity, decision.file, decision.action, decision.message) if whole else (number,)
        groups.setdefault(key, []).append(decision)
    return map(tuple, groups.values())


def named(row: str, title: str) -> str:
    """An id with what people call its row: ``A03 Kurser i klimatanpassning``."""
    line = " ".join(title.split())
    return f"{row} {line if len(line) <= _TITLE else f'{line[: _TITLE - 1].rstrip()}…'}".strip()


class _Titles:
    """What people call activities and rows, also rows that only a returned file has."""

    def __init__(self, book: Book, decisions: Iterable[Decision]) -> None:
        self._book = book
        self._new: Mapping[tuple[str, str, str], str] = {
            (decision.table, decision.row, decision.file): as_text(decision.returned)
            for decision in decisions
            if decision.key == book.declaration.table_of(decision.table).title
        }

    def activity(self, decision: Decision) -> str:
        row = self._book[self._book.declaration.followup.unit].by_id.get(decision.activity)
        return named(decision.activity, row.title if row else decision.title)

    def row(self, decision: Decision) -> str:
        if decision.row == decision.activity:
            return decision.sheet
        row = self._book[decision.table].by_id.get(decision.row)
        title = (row.title if row else "") or self._new.get((decision.table, decision.row, decision.file), "")
        return f"{decision.sheet}, {named(decision.row, title)}"


def _question(titles: _Titles, group: tuple[Decision, ...]) -> Question:
    first = group[0]
    if first.new_unit:
        return Question(titles.activity(first), f"Ny rad, {counted(len(group), 'värde', 'värden')}", group)
    if len(group) > 1:
        return Question(titles.activity(first), f"{len(group)} värden", group)
    return Question(titles.activity(first), f"{titles.row(first)}: {first.column}", group)
