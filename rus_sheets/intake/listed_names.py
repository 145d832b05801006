"""Lists whose lines are an activity each, with its days on the line: ``Webb: 14 dagar, 20 tkr``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from rus_sheets.intake.facts import listed_in
from rus_sheets.intake.passages import Passage, meant
from rus_sheets.intake.patterns import plain
from rus_sheets.intake.rules import Means, Rules

_ELSEWHERE = (
    Means.SUMMARY, Means.RESULTS, Means.GOALS, Means.MESSAGES, Means.EXPENSES, Means.CANDIDATES, Means.BUDGET,
    Means.FUNDING,
)  # fmt: skip
_FEWEST = 2
_AFTER_NAME = re.compile(r": | [-–—] |\. (?=[A-ZÅÄÖ])")


def mark_listed(found: Sequence[Passage], rules: Rules) -> None:
    """Name such lines, where there are some after each other and no other line under their heading has days."""
    _free_headings(found, rules)
    for section in _sections(found, rules):
        lines = [at for at in section if _is_listed(found[at], rules)]
        others = [at for at in section if at not in lines and _has_days(found[at])]
        runs = [run for run in _runs(found, section, lines) if sum(1 for at in run if at in lines) >= _FEWEST]
        if any(fact.whole for at in section for fact in found[at].facts) and not (runs or others):
            items = [at for at in section if found[at].is_item and not found[at].facts and found[at].line.depth == 0]
            runs = [items] if len(items) >= _FEWEST else []
        for run in runs if not others else ():
            for at in run:
                _name(found[at], rules)


def _free_headings(found: Sequence[Passage], rules: Rules) -> None:
    """An item over deeper ones that are activities is a heading, and none of them: ``Löpande`` over ``Webb (12 d)``."""
    for passage, following in pairwise(found):
        means = tuple(meant(passage.text, rules))
        over = following.line.depth > passage.line.depth or any(rule.means is Means.GROUP for rule in means)
        under = following.is_item and _is_listed(following, rules)
        if passage.is_item and under and over and not _is_listed(passage, rules):
            passage.line = replace(passage.line, item="")
            passage.maybe, passage.means, passage.facts = True, means, ()


def _sections(found: Sequence[Passage], rules: Rules) -> Iterator[list[int]]:
    """What stands under each line that may be a heading of activities."""
    section: list[int] = []
    for at, passage in enumerate(found):
        heads = passage.maybe and not (passage.is_item or passage.facts or _is_listed(passage, rules))
        if passage.level or passage.means or heads:
            yield section
            section = []
        elif passage.zone not in _ELSEWHERE and passage.grid is None:
            section.append(at)
    yield section


def _runs(found: Sequence[Passage], section: Sequence[int], lines: Sequence[int]) -> Iterator[list[int]]:
    """The lines on end; in a list of items also those of its items that have no days."""
    run: list[int] = []
    for at in section:
        item = found[at].is_item and found[at].line.depth == 0
        if at in lines or (item and run and found[run[0]].is_item):
            run.append(at)
        else:
            yield run
            run = []
    yield run


def _is_listed(passage: Passage, rules: Rules) -> bool:
    """Is all of the line an activity? Not one whose first words rules know, as ``Resurser: 12 dagar``."""
    found = listed_in(plain(passage.text), rules)
    return found is not None and all(fact.start >= len(found[0]) for fact in passage.facts)


def _has_days(passage: Passage) -> bool:
    return any(fact.table == "plan" and "days" in fact.values for fact in passage.facts)


def _name(passage: Passage, rules: Rules) -> None:
    found = listed_in(plain(passage.text), rules)
    if found is None:
        name, *rest = _AFTER_NAME.split(passage.text, maxsplit=1)
        passage.title, passage.rest = name.strip(" .:"), "".join(rest)
        return
    name, facts = found
    passage.title, passage.facts = name, facts
    passage.rest = passage.text[facts[0].start :]
