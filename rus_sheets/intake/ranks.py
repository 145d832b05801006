"""How high each heading of a plan stands, and which of them are areas, where no style says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rus_sheets.intake.passages import Passage, bare
from rus_sheets.intake.rules import Means

_LABELLED = re.compile(r"[^:]{2,40}: \S")
_UNDER = 10.0
_TITLE = 990.0
WITHIN = 995.0
"""What stands within an activity, or within a text."""
WITHOUT = (
    Means.OVERVIEW, Means.SUMMARY, Means.RESULTS, Means.BUDGET, Means.FUNDING, Means.EXPENSES, Means.MESSAGES,
    Means.SEATS, Means.TEXT, Means.ASIDE, Means.CANDIDATES,
)  # fmt: skip
"""What stands under such a heading is no part of the plan itself."""


def give_keys(found: Sequence[Passage]) -> None:
    """A rank for each heading: styles first, then what the rules know, then names by words alone."""
    above = 0.0
    styled = any(passage.level and passage.title for passage in found)
    bold = _are_bold(found)
    for at, passage in enumerate(found):
        if passage.title:
            passage.key = passage.level * _UNDER if passage.level else _TITLE
        elif passage.level:
            passage.key = above = passage.level * _UNDER
        elif passage.has(Means.SEATS, Means.MESSAGES):
            passage.key = WITHIN
        elif passage.means:
            passage.key = above + _depth(passage)
        elif not styled and _may_head(found, at, bold=bold) and (_leads(found, at) or _stands_over_goals(found, at)):
            cue = _is_cue(found, at) or _stands_over_goals(found, at)
            passage.key = above + 4 if above else 1 if cue and not passage.text.endswith(":") else 4
    if not styled:
        _rank_maybes(found)


def _are_bold(found: Sequence[Passage]) -> bool:
    """Are the activities' names in bold, so that what isn't is no heading?"""
    titles = [passage for passage in found if passage.title and not passage.rest]
    return len(titles) > 1 and sum(passage.line.bold for passage in titles) > len(titles) * 2 / 3


def _may_head(found: Sequence[Passage], at: int, *, bold: bool) -> bool:
    passage = found[at]
    return passage.maybe and (passage.line.bold or not bold) and not _is_under_its_heading(found, at)


def _is_under_its_heading(found: Sequence[Passage], at: int) -> bool:
    """Does the line tell something of the heading with a style right above it: ``Ansvarig länsstyrelse: Kalmar``?"""
    return at > 0 and found[at - 1].level > 0 and bool(_LABELLED.match(found[at].text))


def _depth(passage: Passage) -> float:
    """Unstyled headings that rules know, within what stands over them."""
    values = {key for rule in passage.means for key in rule.values}
    if passage.has(Means.GROUP):
        return 2 if "kind" in values else 3
    return 1 if passage.has(Means.AREA) else 5 if passage.has(Means.GOALS) else 1.5 if passage.has(Means.FRAME) else 1


def _leads(found: Sequence[Passage], at: int) -> bool:
    """Does the line stand right before a heading of the plan, or before an activity's name?"""
    if found[at].status or found[at].facts:
        return False
    following = next(
        (other for other in found[at + 1 :] if not (other.maybe and not other.means and not other.title)), None
    )
    text = found[at].zone in (Means.TEXT, Means.ASIDE)  # nobody sees where it ends, where nothing has a style
    if following is None or (found[at].zone in WITHOUT and not (text and following.title)):
        return following is not None and following.has(Means.GOALS, Means.GROUP)
    return bool(following.title) or following.listing or following.has(Means.GOALS, Means.FRAME, Means.GROUP)


def _stands_over_goals(found: Sequence[Passage], at: int) -> bool:
    """Is the line the nearest that may be a heading above the one over goals, with nothing but a text between them?"""
    for passage in found[at + 1 :]:
        if passage.means:
            return passage.has(Means.GOALS)
        if passage.maybe or passage.is_item or passage.grid or passage.facts or passage.status or passage.title:
            return False
    return False


def _is_cue(found: Sequence[Passage], at: int) -> bool:
    following = next((other for other in found[at + 1 :] if other.means or other.title or not other.maybe), None)
    return following is not None and following.has(Means.GOALS, Means.FRAME, Means.GROUP)


def _rank_maybes(found: Sequence[Passage]) -> None:
    """Where nothing has a style: the larger of the letters is the higher heading, and a colon ends a group's."""
    areas = {bare(passage.text) for passage in found if passage.key == 1 and not passage.means}
    names = _areas_listed(found)
    sizes = sorted({passage.line.size for passage in found if passage.key == 4 and passage.line.size}, reverse=True)
    for passage in found:
        if passage.key != 4 or passage.means:
            continue
        listed = bare(passage.text) in areas | names
        larger = len(sizes) > 1 and passage.line.size == sizes[0]
        if listed or larger or (not areas and not names and not passage.text.endswith(":")):
            passage.key = 1


def _areas_listed(found: Sequence[Passage]) -> set[str]:
    """The names in a list that is said to be of the areas."""
    names: set[str] = set()
    inside = False
    for passage in found:
        if passage.is_item and inside:
            names.add(bare(passage.text))
        else:
            inside = bool(re.search(r"\bområden:?$", passage.text))
    return names


def mark_areas(found: Sequence[Passage]) -> None:
    """Mark the headings that are areas: those that have goals or a sum of their own, else the highest of several."""
    named = any(passage.has(Means.AREA) for passage in found)
    for passage in found:
        heads = passage.key > 0 and not passage.title and not passage.has(*WITHOUT)
        heads = heads and (passage.level > 0 or passage.has(Means.AREA) or not named)
        passage.area = passage.backed = heads and _has_goals(found, passage)
    _put_groups_under(found)
    chains = [_chain(found, at) for at, passage in enumerate(found) if passage.title or passage.listing]
    common = set.intersection(*({id(over) for over in chain} for chain in chains)) if chains else set()
    for chain in chains:
        known = [over for over in chain if over.has(Means.AREA) or _has_goals(found, over)]
        free = [over for over in chain if not over.has(Means.FRAME, Means.GROUP)]
        apart = [over for over in free if id(over) not in common]
        if over := (known or apart or free)[:1]:
            over[0].area = True


def _put_groups_under(found: Sequence[Passage]) -> None:
    """A group's heading of the same level as the area with goals before it stands under that area."""
    area: Passage | None = None
    for passage in found:
        if passage.area:
            area = passage
        elif area is not None and passage.level and passage.key == area.key and passage.has(Means.GROUP):
            passage.key += 1
        elif area is not None and 0 < passage.key <= area.key and not passage.has(Means.GROUP):
            area = None


def _chain(found: Sequence[Passage], at: int) -> list[Passage]:
    """The headings above a passage, the outermost first."""
    chain: list[Passage] = []
    key = found[at].key or _TITLE
    for passage in reversed(found[:at]):
        if 0 < passage.key < key and not passage.title:
            key = passage.key
            if not passage.has(*WITHOUT):
                chain.insert(0, passage)
    return chain


def _has_goals(found: Sequence[Passage], heading: Passage) -> bool:
    """Do goals, or a sum of days, stand under the heading, before its groups and activities?"""
    start = next(at for at, passage in enumerate(found) if passage is heading) + 1
    for passage in found[start:]:
        if passage.title or (passage.key and passage.key <= heading.key):
            return False
        if passage.has(Means.GOALS):
            return True
        if passage.key and not passage.has(Means.FRAME):
            return False
    return False
