"""What there is to decide on: what the latest conflict workbook asks, and what waits in answers that aren't read in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path

from msgspec import Struct

from rus_sheets.answers.decisions import Decision
from rus_sheets.errors import UserError
from rus_sheets.merge.questions import is_asked
from rus_sheets.usecases.conflict_files import conflict_files
from rus_sheets.usecases.deciding import Asking, look_at_questions
from rus_sheets.usecases.page.remembered import Chosen
from rus_sheets.usecases.status import look

_Known = tuple[tuple[str, str, str], str]
"""Where a returned value belongs and what it is. Not its file: that has another name, seen from another folder."""


class ToDecide(Struct, frozen=True):
    """``paths`` are the conflict workbooks, the latest first, and ``asking`` what that one asks (None: there is none).

    ``faults`` tell why others of such a name can't be used. ``unasked`` is how many values a person has to decide on
    that it doesn't ask about, so that they are put there when the answers are read in.
    """

    paths: tuple[Path, ...]
    asking: Asking | None
    faults: tuple[UserError, ...]
    unasked: int

    @property
    def waits(self) -> int:
        """How many of its values have no choice, or one that isn't carried out."""
        return self.asking.left + self.asking.to_carry_out if self.asking else 0


def to_decide(workbook: Path, decisions: Sequence[Decision] = ()) -> ToDecide:
    """What there is, where ``decisions`` are what a merge of the answers would come to.

    Raises UnusableInputError when the workbook can't be used.
    """
    files = conflict_files(workbook)
    asking = look_at_questions(workbook, files.paths[0]) if files.paths else None
    known = _asked(asking) if asking else ()
    unasked = sum(1 for decision in decisions if is_asked(decision) and _known(decision) not in known)
    return ToDecide(files.paths, asking, files.faults, unasked)


def in_answers(chosen: Chosen, today: dt.date) -> int:
    """How many values to decide on wait in answers that aren't read in; 0 where that can't be told."""
    try:
        return to_decide(
            chosen.path, look(chosen.path, chosen.there, today, sent_in=chosen.sent_in).decisions.decisions
        ).unasked
    except UserError:  # Collect says what is the matter
        return 0


def _asked(asking: Asking) -> Collection[_Known]:
    """What can be answered there; a question that the workbook has gone away from has to be put again."""
    return {
        _known(decision) for asked in asking.questions if not asked.is_stale for decision in asked.question.decisions
    }


def _known(decision: Decision) -> _Known:
    return decision.cell, decision.returned_seen
