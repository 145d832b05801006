"""Choices made cell by cell that would put two rows together: a row that an owner has added is one choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rus_sheets.book.answers import as_text
from rus_sheets.book.decisions import Action, Decision
from rus_sheets.merge.alike import RowKey

_REMEDY = "Välj samma för hela raden, eller skriv en egen text."


class MadeChoice(NamedTuple):
    """What a person was asked, what has become of it, and the place of the choice; ``done``: nothing is left to do."""

    asked: Decision
    decision: Decision
    place: str
    own: bool = False
    done: bool = False


def whole_rows(choices: Sequence[MadeChoice]) -> list[Decision]:
    """The decisions, where some of a row was to be taken and some of it to be kept has become open again.

    What comes of a row is what one file says of it, or what stands there; a person's own text may stand beside both.
    A value that can't be read may be left out.
    """
    rows: dict[RowKey, dict[str, list[MadeChoice]]] = {}
    for each in choices:
        if each.asked.added:
            rows.setdefault(each.asked.cell[:2], {}).setdefault(each.asked.file, []).append(each)
    why: dict[RowKey, str] = {}
    for key, files in rows.items():
        made = [each for of_file in files.values() for each in of_file]
        written = {each.asked.key: as_text(each.decision.value) for each in made if _takes(each)}
        if written and not any(_explains(of_file, written) for of_file in files.values()):
            taken = ", ".join(each.place for each in made if _takes(each))
            left = ", ".join(each.place for each in made if not _takes(each) and each.place)
            why[key] = f"{taken}: {key[1]} är en rad, och {left or 'resten'} säger annat. Den skulle bli en blandning."
    return [_opened(each, why.get(each.asked.cell[:2], "")) for each in choices]


def _takes(each: MadeChoice) -> bool:
    return not each.own and each.decision.action in (Action.TAKE, Action.AGREE)


def _explains(choices: Sequence[MadeChoice], written: Mapping[str, str]) -> bool:
    """Whether the file says all that is written, and nothing that a person has let give way to something else."""
    said = {each.asked.key: as_text(each.asked.value) for each in choices if each.asked.action is Action.CONFLICT}
    if any(said.get(key) != text for key, text in written.items()):
        return False
    for each in choices:
        if each.decision.action is Action.KEEP:
            stands = written.get(each.asked.key, as_text(each.asked.current))
            if stands != said.get(each.asked.key, ""):
                return False
    return True


def _opened(each: MadeChoice, why: str) -> Decision:
    if not why or not each.asked.added or each.own or each.done:
        return each.decision
    if each.decision.action not in (Action.TAKE, Action.KEEP):
        return each.decision
    return each.decision._replace(action=Action.CONFLICT, message=why, remedy=_REMEDY)
