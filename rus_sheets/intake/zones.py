"""What kind of heading each passage stands under, of those that rules name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from rus_sheets.intake.passages import Passage
from rus_sheets.intake.patterns import plain
from rus_sheets.intake.rules import Means

_SMALLER = (Means.GROUP, Means.GOALS, Means.FRAME, Means.SEATS, Means.MESSAGES)
_LISTS = (Means.OVERVIEW, Means.SUMMARY, Means.RESULTS)
_UNSTYLED = 50
"""The level of headings that are known by their words alone."""
_STRONG = re.compile(r"\barbetstid\b|\bresurs", re.IGNORECASE)


def mark_zones(found: Sequence[Passage]) -> None:
    """Give each passage the kind of the heading that it stands under, where that is one of those that rules name."""
    over: list[tuple[int, Means]] = []
    items = False
    styled = sum(1 for passage in found if passage.level) > 2
    for passage in found:
        level = passage.level or _UNSTYLED
        lists = any(zone in _LISTS and (rank < level or level == _UNSTYLED) for rank, zone in over)
        if (lists and passage.has(Means.GROUP)) or (
            styled and not passage.level and passage.means and not _may_be_unstyled(passage, over)
        ):
            passage.means = ()
        if passage.means or passage.level:
            over = [(rank, zone) for rank, zone in over if rank < level]
            over += [(level, passage.means[0].means)] if passage.means else []
            items = False
        elif over and over[-1] == (_UNSTYLED, Means.GOALS) and items and passage.maybe:
            over.pop()
        passage.zone = over[-1][1] if over else None
        items = items or passage.is_item
    _open_lists(found)


def _may_be_unstyled(passage: Passage, over: Sequence[tuple[int, Means]]) -> bool:
    """Where headings have styles, is a line without one still a heading? Not within what has one, but for the small."""
    inside_budget = any(zone is Means.BUDGET for _, zone in over)
    within = any(rank < _UNSTYLED for rank, _ in over)
    return not within or passage.has(*_SMALLER) or (inside_budget and passage.has(Means.FUNDING))


def _open_lists(found: Sequence[Passage]) -> None:
    """What is headed as a list of activities may be the plan itself: then activities have their days there."""
    for zone, group in groupby(found, key=lambda passage: passage.zone):
        inside = list(group)
        if zone in _LISTS and sum(map(says_days, inside)) > 1:
            for passage in inside:
                passage.zone = None


def says_days(passage: Passage) -> bool:
    """Are days told in so many words: as time of work, or as resources?"""
    days = (fact for fact in passage.facts if fact.table == "plan" and "days" in fact.values)
    return any(_STRONG.search(plain(passage.text)[fact.start : fact.end]) for fact in days)
