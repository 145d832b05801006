"""Which line is the name of each activity: the heading, or the words, that what is known to belong to one stands under.

An activity is known by its days or its status. Its name is looked for upwards from there, as far as the activity before
and the nearest heading that means something else: a heading by its style first, then a name that begins a paragraph
(``Indikatorer: Bidra till …``), then a line that looks like a heading by its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec.structs import replace

from rus_sheets.intake.facts import Fact, field_of
from rus_sheets.intake.name_levels import heads_others
from rus_sheets.intake.passages import Passage, bare
from rus_sheets.intake.patterns import plain
from rus_sheets.intake.rules import Means, Rules
from rus_sheets.intake.running_texts import starts_anew
from rus_sheets.intake.zones import says_days

_RUN_IN = re.compile(r"(?P<name>[A-ZÅÄÖ0-9”\"][^:]{1,150}?) ?:\.?(?:\s+(?P<rest>\S.*)|$)", re.DOTALL)
_NEVER = (Means.OVERVIEW, Means.SUMMARY, Means.RESULTS, Means.MESSAGES, Means.EXPENSES, Means.CANDIDATES)
_SELDOM = (Means.BUDGET, Means.FUNDING, Means.GOALS)
"""What has days of activities under it only where they are told in so many words."""
_LONGEST = 200


def mark_titles(found: Sequence[Passage], rules: Rules) -> None:
    """Mark the lines that are names of activities, with the text after a name on its line apart (``rest``)."""
    names = _names_listed(found)
    anchors = [at for at, passage in enumerate(found) if not passage.title and _is_anchor(passage)]
    anchors = [at for at in anchors if starts_anew(found, at) and not _is_of_named(found, at)]
    level = _usual_level(found, anchors)
    anchors = sorted({*anchors, *_untimed(found, anchors)})
    before = -1
    for anchor in anchors:
        low = _low(found, before, anchor)
        if anchor == before + 1 and before >= 0 and found[anchor].status and not _names_itself(found[anchor]):
            before = anchor
            continue
        if _is_of_group(found, low, anchor, level):
            found[anchor].facts = tuple(_for_group(found[anchor].facts))
        else:
            used = frozenset(bare(passage.title) for passage in found[:anchor] if passage.title)
            _mark_one(found, low, anchor, level, names - used)
        before = anchor
    if level:
        _mark_alike(found, level, rules)
    _mark_running(found)


def _untimed(found: Sequence[Passage], anchors: Sequence[int]) -> Iterator[int]:
    """The last lines of activities that have a need of money and no days, among those whose names have no style."""
    for at, passage in enumerate(found):
        needs = any(fact.table == "plan" and "cash" in fact.values for fact in passage.facts)
        if not needs or at in anchors or passage.zone in (*_NEVER, *_SELDOM):
            continue
        following = found[at + 1] if at + 1 < len(found) else None
        ends = following is None or following.level or _looks_named(following)
        low = max((anchor + 1 for anchor in anchors if anchor < at), default=0)
        low = max((number + 1 for number in range(low, at) if found[number].level), default=low)
        if ends and any(_looks_named(found[number]) for number in range(low, at)):
            yield at


def _looks_named(passage: Passage) -> bool:
    return passage.maybe and not (passage.level or passage.means or passage.status or passage.facts or passage.is_item)


def _is_of_group(found: Sequence[Passage], low: int, anchor: int, level: int) -> bool:
    """Do the days of a line belong to the heading of a group, and not to an activity under it?"""
    passage = found[anchor]
    if passage.status or _comes_first(passage):
        return False
    styled = [at for at in range(low, anchor) if found[at].level]
    if styled and not found[styled[-1]].means:
        following = next((other.level for other in found[anchor:] if other.level), 0)
        return found[styled[-1]].level < level and following > found[styled[-1]].level
    if not low or not found[low - 1].has(Means.GROUP, Means.AREA):
        return False
    return low == anchor or _ends_list(found, low, anchor)


def _ends_list(found: Sequence[Passage], low: int, anchor: int) -> bool:
    """Does the line stand after the list of a group's activities, which have no days of their own?"""
    before = found[low:anchor]
    return len(before) > 1 and not found[anchor].is_item and all(other.is_item and not other.facts for other in before)


def _for_group(facts: Sequence[Fact]) -> Iterator[Fact]:
    """What is said of a group: its days, and the rest as it is."""
    return (replace(fact, table="groups", whole=True) if "days" in fact.values else fact for fact in facts)


def _mark_alike(found: Sequence[Passage], level: int, rules: Rules) -> None:
    """Mark headings of the level that activities have, among them: those without days or status are activities too."""
    inside = False
    for at in range(_start_of_plan(found, level), len(found)):
        passage = found[at]
        if passage.level and passage.level < level:
            following = range(at + 1, len(found))
            ends = next((other for other in following if 0 < found[other].level <= passage.level), len(found))
            inside = any(found[other].title for other in range(at, ends)) or passage.has(Means.GROUP)
        fits = passage.level == level and not passage.means and not field_of(plain(passage.text), rules)
        if fits and inside and not passage.title and not heads_others(found, at) and not _heads_names(found, at):
            _name(passage)


def _heads_names(found: Sequence[Passage], at: int) -> bool:
    """Does a heading stand over lines that are activities' names themselves?"""
    below = takewhile(lambda other: not (other.level or other.means), found[at + 1 :])
    return any(other.title for other in below)


def _start_of_plan(found: Sequence[Passage], level: int) -> int:
    """The highest of the headings that stand over the first activity."""
    start = next((at for at, passage in enumerate(found) if passage.title), 0)
    highest = level
    for at in range(start, -1, -1):
        if 0 < found[at].level < highest:
            start, highest = at, found[at].level
    return start


def _mark_running(found: Sequence[Passage]) -> None:
    """Mark what stands under a group whose days are set for all of it: each item, or each paragraph with a name."""
    for at, passage in enumerate(found):
        if passage.has(Means.GROUP) and any("kind" in rule.values for rule in passage.means):
            end = _end_of_group(found, at)
            if any(other.title for other in found[at:end]):
                continue
            inside = [other for other in found[at + 1 : end] if not other.grid and not other.facts and not other.means]
            named = [other for other in inside if _run_in(other)]
            items = [other for other in inside if other.is_item and other.line.depth == 0]
            for other in named if len(named) > 1 else items:
                _name_item(other)


def _end_of_group(found: Sequence[Passage], at: int) -> int:
    """Where what stands under the heading ends: before the next that is as high, or that means something."""
    for number in range(at + 1, len(found)):
        passage = found[number]
        if passage.means or (passage.level and found[at].level and passage.level <= found[at].level):
            return number - sum(1 for _ in takewhile(lambda other: other.maybe, reversed(found[at + 1 : number])))
    return len(found)


def _name_item(passage: Passage) -> None:
    """An item of a list as an activity: named by what stands before a colon, else by its first sentence."""
    begun = _run_in(passage)
    if begun:
        _name(passage)
        return
    name, _, rest = passage.text.partition(". ")
    passage.title, passage.rest = name.strip(" .:"), rest


def _names_itself(passage: Passage) -> bool:
    return bool(passage.facts) and _run_in(passage) is not None


def _is_anchor(passage: Passage) -> bool:
    """Does the line belong to one activity, and is it the first that tells so?"""
    days = any(fact.table == "plan" and "days" in fact.values for fact in passage.facts)
    if passage.zone in _NEVER or passage.level or any(fact.table == "groups" for fact in passage.facts):
        return False
    if passage.zone in _SELDOM:
        return says_days(passage)
    return days or bool(passage.status)


def _is_of_named(found: Sequence[Passage], at: int) -> bool:
    """Is the nearest heading above a line the name of an activity already, with days of its own?"""
    above = next((other for other in reversed(found[:at]) if other.level or other.title or other.maybe), None)
    return above is not None and bool(above.title and above.facts and not above.is_item)


def _low(found: Sequence[Passage], before: int, anchor: int) -> int:
    """The line from which a name can stand: after the anchor before, and what means something else."""
    for number in range(anchor, before, -1):
        passage = found[number]
        summed = any(fact.table == "groups" for fact in passage.facts)
        if number < anchor and (passage.means or passage.listing or summed or passage.title):
            return number + 1
    return before + 1


def _usual_level(found: Sequence[Passage], anchors: Sequence[int]) -> int:
    """The level of the headings that most activities have, 0 for none."""
    levels: Counter[int] = Counter()
    before = -1
    for anchor in anchors:
        low = _low(found, before, anchor)
        nearest = next((found[at].level for at in range(anchor, low - 1, -1) if found[at].level), 0)
        if nearest:
            levels[nearest] += 1
        before = anchor
    return levels.most_common(1)[0][0] if levels else 0


def _mark_one(found: Sequence[Passage], low: int, anchor: int, level: int, names: frozenset[str]) -> None:
    window = range(low, anchor + 1)
    styled = [at for at in window if found[at].level and not found[at].means and not found[at].title]
    if styled and (own := _named_below(found, styled[-1], anchor)) is not None:
        _name(found[own])
    elif styled:
        usual = [at for at in styled if found[at].level == level and not heads_others(found, at)]
        _name(found[usual[-1] if usual else styled[-1]])
    elif listed := [at for at in window if _listed(found[at], names)]:
        _name(found[listed[0]])
    elif _run_in(found[anchor]) and _comes_first(found[anchor]):
        _name(found[anchor])
    elif found[anchor].status and not found[anchor].facts and anchor > low and _is_short(found[anchor - 1]):
        _name(found[anchor - 1], whole_line=True)
    elif (maybe := _named_by_words(found, window)) is not None:
        _name(found[maybe])
    else:
        started = next((at for at in reversed(window) if not found[at].is_item and _run_in(found[at])), None)
        if started is not None:
            _name(found[started])
        elif _comes_first(found[anchor]):
            _guess_name(found[anchor])


def _named_below(found: Sequence[Passage], heading: int, anchor: int) -> int | None:
    """The line that names an activity under a heading that others are under too, None where the heading is its name."""
    below = takewhile(lambda at: not found[at].level, range(anchor, len(found)))
    timed = [at for at in below if any(fact.table == "plan" and "days" in fact.values for fact in found[at].facts)]
    if len(timed) < 2 or timed[0] != anchor:
        return None
    passage = found[anchor]
    if passage.line.lead and _run_in(passage) and _comes_first(passage):
        return anchor
    return _named_by_words(found, range(heading + 1, anchor))


def _guess_name(passage: Passage) -> None:
    """The first sentence of a paragraph, where nothing else names its activity."""
    name, stop, _ = passage.text[: passage.facts[0].start].partition(". ")
    if name.strip() and stop:
        passage.title, passage.rest = name.strip(" .:"), passage.text[len(name) :].lstrip(" .")
        passage.guessed = True


def _names_listed(found: Sequence[Passage]) -> frozenset[str]:
    """The names in lists of activities and of their outcomes."""
    listed = [passage for passage in found if passage.zone in (Means.OVERVIEW, Means.RESULTS, Means.SUMMARY)]
    return frozenset(name for passage in listed if passage.is_item for name in _names_in(passage))


def _names_in(passage: Passage) -> Iterator[str]:
    begun = _run_in(passage)
    yield bare(re.sub(r",? PRIO$", "", begun["name"] if begun else passage.text.split(". ")[0]))
    if passage.line.lead:
        yield bare(passage.line.lead)


def _listed(passage: Passage, names: frozenset[str]) -> bool:
    """Does the line begin with a name that is in such a list?"""
    if passage.is_item or passage.title or passage.zone in _NEVER:
        return False
    begun = _run_in(passage)
    said = begun["name"] if begun else passage.text if passage.maybe or _is_short(passage) else ""
    return bare(re.sub(r",? PRIO$", "", said)) in names if said else False


def _run_in(passage: Passage) -> re.Match[str] | None:
    """The name that a paragraph begins with, before a colon or in bold; not where a rule has taken those words."""
    if passage.line.lead and len(passage.line.lead) < _LONGEST and not passage.is_item:
        lead = re.escape(passage.line.lead.rstrip(" .:"))
        found = re.match(rf"(?P<name>{lead})[ .:]*(?P<rest>.*)$", passage.text, re.DOTALL)
        if found and not _is_taken(passage, found.end("name")):
            return found
    found = _RUN_IN.match(passage.text)
    if not found or _is_taken(passage, found.end("name")) or re.search(r"[a-zåäö]\. [A-ZÅÄÖ]", found["name"]):
        return None
    goes_on = passage.maybe and (found["rest"] or "")[:1].islower()  # ``Pilot: kommunen som beställare``
    return None if goes_on else found


def _is_taken(passage: Passage, end: int) -> bool:
    return any(fact.start < end for fact in passage.facts) or bool(passage.status)


def _comes_first(passage: Passage) -> bool:
    """Is there a text before what the rules know of in the paragraph?"""
    return bool(passage.facts) and passage.facts[0].start > 0


def _is_short(passage: Passage) -> bool:
    return not passage.grid and not passage.is_item and len(passage.text) <= _LONGEST and not passage.facts


def _named_by_words(found: Sequence[Passage], window: range) -> int | None:
    """The line that names an activity by how it looks: the nearest in bold, else the first that may be a heading.

    Of several that follow on each other it is the last: what follows that is its text. Words in bold that come again
    and again are labels (``Bakgrund``). A line in bold that isn't the nearest has no days, and is asked about.
    """
    runs = list(_runs(found, window))
    bold = [at for run in runs for at in run if found[at].line.bold]
    said = Counter(passage.text for passage in found if passage.line.bold)
    own = [at for at in bold if said[found[at].text] == 1]
    return own[-1] if own else (bold or runs[0])[-1] if runs else None


def _runs(found: Sequence[Passage], window: range) -> Iterator[list[int]]:
    """The lines that look like headings, those that follow on each other together."""
    run: list[int] = []
    for at in window:
        if found[at].maybe and not (found[at].means or found[at].status or found[at].facts):
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _name(passage: Passage, *, whole_line: bool = False) -> None:
    begun = None if passage.level or whole_line else _run_in(passage)
    passage.title = (begun["name"] if begun else passage.text).strip(" .:")
    passage.rest = (begun["rest"] or "") if begun else ""
