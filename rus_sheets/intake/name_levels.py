"""Headings that would mean something else by their words, and are names of activities by where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rus_sheets.intake.passages import Passage
from rus_sheets.intake.rules import Means

_WORDED = (Means.SEATS, Means.BUDGET, Means.FUNDING, Means.EXPENSES, Means.TEXT, Means.ASIDE)
_BOLD = 50
_FEWEST = 3
"""Activities whose headings have one level before that is the level of activities."""


def free_names(found: Sequence[Passage]) -> None:
    """Take the meaning from headings such as ``Ekonomi`` where they have days under them and stand among activities'.

    Those are known by the level of their headings' style, or by being in bold.
    """
    timed = [passage for at, passage in enumerate(found) if _level(passage) and _has_days(found, at)]
    levels = Counter(_level(passage) for passage in timed if not passage.means)
    level, count = levels.most_common(1)[0] if levels else (0, 0)
    for passage in timed if count >= _FEWEST else ():
        if _level(passage) == level and passage.has(*_WORDED):
            passage.means = ()


def heads_others(found: Sequence[Passage], at: int) -> bool:
    """Does a heading with a style stand over others, with no text of its own: ``Sakområden`` over activities?"""
    below = found[at + 1].level if at + 1 < len(found) else 0
    return 0 < found[at].level < below


def _level(passage: Passage) -> int:
    return passage.level or (_BOLD if passage.line.bold and passage.maybe else 0)


def _has_days(found: Sequence[Passage], at: int) -> bool:
    """Are an activity's days told under the heading, before the next?"""
    for passage in found[at + 1 :]:
        if _level(passage):
            return False
        if any(fact.table == "plan" and "days" in fact.values for fact in passage.facts):
            return True
    return False
