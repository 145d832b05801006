"""Two figures of one unit in a sentence, the plan's and the outcome's: which is said to be which?

``53 dagar i stället för 55`` tells that 55 were planned. Each may be the workbook's, and the sentence still wrong.
The words are in ``typed_senses.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from rus_sheets.texts.stated import Stated, sentence_around
from rus_sheets.usecases.edited.figure_sense import without_comparisons
from rus_sheets.usecases.edited.role_words import Role, RoleCue, any_of, role_words, vocabulary


class TwoFigures(Struct, frozen=True):
    """What is said of two figures: ``plan`` and ``outcome``.

    ``by_year`` is true where they may be last year's figure (``plan``) and this year's as well: ``från 40 till 53``;
    ``by_role`` where they are what was planned and what came of it.
    """

    plan: Stated
    outcome: Stated
    by_year: bool = False
    by_role: bool = True

    def fits(self, plan: float, outcome: float) -> bool:
        """Are they these?"""
        return self.plan.reach.has(plan) and self.outcome.reach.has(outcome)


class _Words(Struct, frozen=True):
    """The sentence before, between and after the two figures."""

    before: str
    between: str
    after: str


def two_figures(text: str, figures: Sequence[Stated]) -> TwoFigures | None:
    """What their sentence in the text says of them; None where there are more or fewer than two, or nothing tells."""
    if len(figures) != 2:
        return None
    first, second = sorted(figures, key=lambda figure: figure.start)
    words = _around(text, first, second)
    if words is None:
        return None
    cues = list(role_words().find(without_comparisons(words.before)))
    change = _pattern("from_to").search(f"{words.before}\0{words.between}\0")
    if change:  # "budgeten höjdes från 4,1 till 4,5 mnkr" is about the plans of two years
        return TwoFigures(first, second, by_year=True, by_role=not any(cue.end <= change.start() for cue in cues))
    role = _role_of_first(words, cues)
    if role is None:
        return None
    return TwoFigures(first, second) if role is Role.PLAN else TwoFigures(second, first)


def _around(text: str, first: Stated, second: Stated) -> _Words | None:
    """The words of their sentence in the text."""
    before, sentence = sentence_around(text, first.start, first.end)
    if second.sentence != sentence or first.end > second.start:
        return None
    end = first.start - len(before) + len(sentence)
    return _Words(before, text[first.end : second.start], text[second.end : end])


def _role_of_first(words: _Words, cues: Sequence[RoleCue]) -> Role | None:
    """Plan or outcome; None where nothing tells, or both are said to be the same."""
    labelled = _labelled(words.before, cues)
    if labelled:
        return labelled
    between = list(role_words().find(words.between))
    of_first = [cue for cue in between if _belongs_to_first(words.between, cue)]
    of_second = [cue for cue in between if cue not in of_first]
    first = of_first[-1].role if of_first else cues[-1].role if cues else None
    second = of_second[-1].role if of_second else None
    order = _pattern("order").search(words.between)
    if first is None and second is None and order:
        return Role.OUTCOME if order["outcome_first"] else Role.PLAN
    return _agreed(first, second or next((cue.role for cue in role_words().find(words.after)), None))


def _agreed(first: Role | None, second: Role | None) -> Role | None:
    """The role of the first, by its own words or by those of the second."""
    if Role.REST in (first, second) or first is second:
        return None
    return first or (Role.PLAN if second is Role.OUTCOME else Role.OUTCOME)


def _labelled(before: str, cues: Sequence[RoleCue]) -> Role | None:
    """``Utfall/plan: 46/53``: the roles of both, in their order."""
    if len(cues) < 2 or cues[-1].role is cues[-2].role:
        return None
    joined = _pattern("joined").fullmatch(before[cues[-2].end : cues[-1].start])
    is_label = joined and re.fullmatch(r"\)?(?:\s?[:=])?\s*(?:\w+\s+)?", before[cues[-1].end :])
    return cues[-2].role if is_label else None


def _belongs_to_first(between: str, cue: RoleCue) -> bool:
    """Right after the number (``53 planerade dagar``), or before what ends what is said of it (``planerades, men``)."""
    right_after = not between[: cue.start].strip()
    return right_after or bool(_pattern("ends").search(between, cue.end))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    words = vocabulary("pair")
    outcome_first, plan_first = any_of(words["outcome_first"]), any_of(words["plan_first"])
    patterns = {
        "order": rf"(?<!\w)(?:(?P<outcome_first>{outcome_first})|(?:{plan_first}))(?!\w)",
        "from_to": rf"\b(?:{any_of(words['from'])})\s+(?:\w+\s+)?\0[^\0]*?\s(?:{any_of(words['to'])})\s+(?:\w+\s+)?\0",
        "joined": rf"\s*(?:{any_of(words['joined'])})\s*",
        "ends": rf"[,;(]|(?<!\w)(?:{any_of(words['ends'])}|{outcome_first})(?!\w)",
    }
    return re.compile(patterns[name], re.IGNORECASE)
