"""Choices made cell by cell that would put two rows together: a row that an owner has added is one choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.answers.halfrow import owners
from rus_sheets.book.model import Book
from rus_sheets.book.shown import as_text
from rus_sheets.merge.row_identity import RowKey, RowTexts, standing

_SAME = "Välj samma för hela raden, eller skriv en egen text."
_ALL = "Gör ett val för vart och ett av radens fält, och läs in filen igen."


class MadeChoice(NamedTuple):
    """What a person was asked, what has become of it, and the place of the choice.

    ``own``: it is a text of their own; ``keep``: what stands is to stay; ``done``: nothing is left to do;
    ``stale``: the question is about what no longer stands.
    """

    asked: Decision
    decision: Decision
    place: str
    own: bool = False
    keep: bool = False
    done: bool = False
    stale: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a choice that can be carried out. That something stays needs nothing more."""
        return self.decision.action is Action.CONFLICT and not self.keep

    @property
    def writes(self) -> bool:
        """Whether the file's own value is going to be written."""
        return self.decision.action is Action.TAKE and not self.own


def complete_rows(choices: Sequence[MadeChoice]) -> list[Decision]:
    """The decisions, where a file's row of which something still waits for a choice waits as a whole."""
    why: dict[tuple[RowKey, str], tuple[str, str]] = {}
    for key, file, made in _versions(choices):
        left = [table for table in made if table.is_open]
        chosen = ", ".join(table.place for table in made if table.place and not table.is_open)
        if left and chosen:
            columns = ", ".join(word.asked.column for word in left)
            fault = f"{chosen}: {key[1]} är en rad, och för {columns} finns inget val som går att genomföra."
            why[key, file] = fault, next((word.decision.remedy for word in left if word.stale), _ALL)
    return [_opened(choice, *why.get((choice.asked.cell[:2], choice.asked.file), ("", ""))) for choice in choices]


def unmixed_rows(book: Book, choices: Sequence[MadeChoice]) -> list[Decision]:
    """The decisions, where a row that would be what no file says of it has become open again.

    What comes of a row is what one file says of it, or what stands there; a person's own text may stand in either.
    A value that can't be read may be left out.
    """
    rows: dict[RowKey, list[tuple[MadeChoice, ...]]] = {}
    for key, _, made in _versions(choices):
        rows.setdefault(key, []).append(made)
    why: dict[RowKey, str] = {}
    for key, versions in rows.items():
        every = [table for made in versions for table in made]
        if any(choice.writes for choice in every) and not any(_is(book, key, every, made) for made in versions):
            taken = ", ".join(choice.place for choice in every if choice.writes)
            left = ", ".join(choice.place for choice in every if choice.keep and choice.place)
            left = left or "det som redan står i arbetsboken"
            why[key] = f"{taken}: {key[1]} är en rad, och {left} säger annat. Den skulle bli en blandning."
    return [_opened(choice, why.get(choice.asked.cell[:2], ""), _SAME) for choice in choices]


def _versions(choices: Iterable[MadeChoice]) -> list[tuple[RowKey, str, tuple[MadeChoice, ...]]]:
    """The added rows, as each file has them."""
    found: dict[tuple[RowKey, str], list[MadeChoice]] = {}
    for choice in choices:
        if choice.asked.added:
            found.setdefault((choice.asked.cell[:2], choice.asked.file), []).append(choice)
    return [(key, file, tuple(made)) for (key, file), made in found.items()]


def _is(book: Book, key: RowKey, every: Sequence[MadeChoice], made: Sequence[MadeChoice]) -> bool:
    """Whether the row, when all has been written, is what the file says of it, but for a person's own texts."""
    taken = {
        choice.asked.key: as_text(choice.decision.value) for choice in every if choice.decision.action is Action.TAKE
    }
    own = {choice.asked.key for choice in every if choice.own and choice.decision.action in (Action.TAKE, Action.AGREE)}
    becomes = standing(book[key[0]].by_id.get(key[1])) | taken
    said = _said(made)
    return all(
        becomes.get(column.key, "") == said.get(column.key, "")
        for column in book.declaration.table_of(key[0]).columns
        if owners(column) and book.has_column(key[0], column.key)
        and column.key not in own
    )  # fmt: skip


def _said(made: Sequence[MadeChoice]) -> RowTexts:
    """What the file says of the row: what it was remembered to say, and what was asked about."""
    asked: Mapping[str, str] = {
        choice.asked.key: as_text(choice.asked.value) if choice.asked.action is Action.CONFLICT else ""
        for choice in made
    }
    return {**dict(made[0].asked.whole), **asked}


def _opened(made: MadeChoice, why: str, remedy: str) -> Decision:
    if not why or not made.asked.added or made.done or made.decision.action not in (Action.TAKE, Action.KEEP):
        return made.decision
    return made.decision._replace(action=Action.CONFLICT, message=why, remedy=remedy)
