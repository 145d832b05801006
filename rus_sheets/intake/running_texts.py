"""Days and needs of money that a running text, or a heading itself, tells of an activity.

``Arbetet tar 25 dagar och kostar 40 000 kr`` counts where nothing else says such a value under the same heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rus_sheets.intake.facts import Fact, field_of, listed_in
from rus_sheets.intake.name_levels import heads_others
from rus_sheets.intake.passages import Passage
from rus_sheets.intake.patterns import plain
from rus_sheets.intake.ranks import WITHOUT
from rus_sheets.intake.rules import Means, Rules

_ELSEWHERE = (*WITHOUT, Means.GOALS)


def mark_headed(found: Sequence[Passage], rules: Rules) -> None:
    """Headings that end in days: names of activities, and over other headings a sum: ``Kartor (14 dagar, 20 tkr)``."""
    for section in _sections(found, rules):
        heading = section[0]
        heads = heading.level or (heading.maybe and not heading.is_item)
        told = listed_in(plain(heading.text), rules) if heads and not (heading.means or heading.title) else None
        if told is None or _is_elsewhere(heading) or heading.facts:
            continue
        name, facts = told
        if heads_others(found, at := next(at for at, one in enumerate(found) if one is heading)):
            heading.facts = tuple(_summed(facts))
            heading.text = name
        elif heading.level or (at + 1 < len(found) and not found[at + 1].maybe):
            heading.title, heading.facts = name, facts
            heading.rest = heading.text[facts[0].start :]


def _is_elsewhere(heading: Passage) -> bool:
    """Does a section stand under what is no part of the plan? Without styles nobody sees where a text ends."""
    ends = heading.zone in (Means.TEXT, Means.ASIDE) and not (heading.level or heading.means)
    return heading.zone in _ELSEWHERE and not ends


def _summed(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Days over activities as a sum of theirs."""
    for fact in facts:
        if "days" in fact.values:
            yield Fact(fact.rule, "groups", {"days": fact.values["days"]}, fact.start, fact.end)


def settle_running(found: Sequence[Passage], rules: Rules) -> None:
    """Let what running texts tell count as facts, where no rule has found the same column under their heading."""
    for section in _sections(found, rules):
        over = section[0].means or (len(section) == 1 and not section[0].line.lead)
        if over or _is_elsewhere(section[0]):
            continue
        known = {key for passage in section for fact in passage.facts for key in fact.values}
        timed = "days" in known or any("days" in fact.values for one in section for fact in one.running)
        for passage in section:
            own = (fact for fact in passage.running if timed and not known & set(fact.values))
            passage.facts = tuple(sorted((*passage.facts, *own), key=lambda fact: fact.start))


def _sections(found: Sequence[Passage], rules: Rules) -> Iterator[list[Passage]]:
    """Each line that may be a heading, with what stands under it before the next."""
    section: list[Passage] = []
    for passage in found:
        said = passage.facts or any(fact.start == 0 for fact in passage.running)
        heads = passage.maybe and not (passage.is_item or said or field_of(plain(passage.text), rules))
        if section and (passage.level or passage.title or passage.means or passage.begins_bold or heads):
            yield section
            section = []
        section.append(passage)
    if section:
        yield section


def starts_anew(found: Sequence[Passage], at: int) -> bool:
    """Is the line the first under its heading that says days, or not by a running text alone?"""
    if any("days" in fact.values and not fact.running for fact in found[at].facts) or found[at].status:
        return True
    for passage in reversed(found[:at]):
        if passage.level or passage.title or passage.maybe or passage.begins_bold:
            return True
        if any("days" in fact.values for fact in passage.facts):
            return False
    return True
