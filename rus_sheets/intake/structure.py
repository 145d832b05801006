"""The areas, groups and activities of a plan, out of its headings and of the names of its activities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec import field as default

from rus_sheets.intake.listings import listed_rows
from rus_sheets.intake.passages import Passage, bare
from rus_sheets.intake.ranks import WITHIN, WITHOUT, give_keys, mark_areas
from rus_sheets.intake.rules import Means, Rules


class AreaPart(Struct):
    """An area with what stands under its heading, before its groups and activities."""

    heading: Passage
    name: str
    body: list[Passage] = default(default_factory=list)
    goals: list[Passage] = default(default_factory=list)

    @property
    def is_guessed(self) -> bool:
        """Whether the heading has neither a style nor a rule that says that it is an area's."""
        return not self.heading.level and not self.heading.has(Means.AREA)


class GroupPart(Struct):
    """A group: the headings between its area and its activities, the outermost first; ``values`` by the rules."""

    area: AreaPart
    headings: tuple[Passage, ...]
    name: str
    values: dict[str, str] = default(default_factory=dict)
    body: list[Passage] = default(default_factory=list)


class ActivityPart(Struct):
    """An activity: the line that names it, and what stands under it.

    ``under`` is the heading within its group that it is the first under, if any.
    """

    heading: Passage
    group: GroupPart
    body: list[Passage] = default(default_factory=list)
    under: Passage | None = None


class Structure(Struct):
    """What the document consists of. ``over`` are by each passage the headings above it, areas and groups among them.

    ``others`` are the passages that stand under no activity, group or area.
    """

    areas: list[AreaPart] = default(default_factory=list)
    groups: list[GroupPart] = default(default_factory=list)
    activities: list[ActivityPart] = default(default_factory=list)
    others: list[Passage] = default(default_factory=list)


def structured(found: Sequence[Passage], rules: Rules) -> Structure:
    """The document's parts; every passage gets its ``key`` and the ``heading`` that it stands under."""
    give_keys(found)
    mark_areas(found)
    return _Walk(found, rules).walk()


class _Walk:
    """Goes through the passages and puts each under what it belongs to."""

    def __init__(self, found: Sequence[Passage], rules: Rules) -> None:
        self._found = found
        self._rules = rules
        self._made = Structure()
        self._open: list[Passage] = []
        self._area: AreaPart | None = None
        self._group: GroupPart | None = None
        self._activity: ActivityPart | None = None
        self._under: list[Passage] = []
        self._styled: Passage | None = None

    def walk(self) -> Structure:
        for passage in self._found:
            passage.heading = self._open[-1].title or self._open[-1].text if self._open else ""
            if _names_what_follows(passage, self._rules):
                self._styled = passage
            elif passage.key or passage.title:
                self._heading(passage)
            else:
                self._text(passage)
        return self._made

    def _heading(self, passage: Passage) -> None:
        key = passage.key
        if key == WITHIN and self._activity is not None:
            self._activity.body.append(passage)
            return
        self._open = [over for over in self._open if over.key < key]
        self._open.append(passage)
        self._activity = None
        if passage.title:
            group = self._group_of(passage)
            self._activity = ActivityPart(passage, group, under=self._styled or self._first_under())
            self._styled = None
            self._made.activities.append(self._activity)
            passage.seen = True
            return
        if passage.has(*WITHOUT) and not passage.area:
            self._made.others.append(passage)
            return
        self._group = None
        area = next((over for over in self._open if over.area), None)
        if area is None:
            self._area = None
            self._made.others.append(passage)
            return
        if self._area is None or self._area.heading is not area:
            self._area = self._area_of(area)
        passage.seen = True
        if passage.has(Means.GROUP) or not (passage.means or passage.area):
            self._group = self._group_of(passage)

    def _text(self, passage: Passage) -> None:
        zone = self._zone()
        if passage.listing:
            self._listing(passage)
        elif self._activity is not None:
            self._activity.body.append(passage)
        elif zone is passage.zone is Means.GOALS and self._area is not None:
            self._area.goals.append(passage)
        elif self._open and self._open[-1].has(*WITHOUT):
            self._made.others.append(passage)
        elif self._group is not None:
            self._group.body.append(passage)
        elif self._area is not None:
            self._area.body.append(passage)
        else:
            self._made.others.append(passage)

    def _listing(self, passage: Passage) -> None:
        """A table of activities: each row is one, a row with nothing but a name a group."""
        self._activity = None
        group = self._group_of(passage)
        for row in listed_rows(passage, self._rules):
            if row.heading.title:
                self._made.activities.append(ActivityPart(row.heading, group, list(row.body)))
            elif row.body and self._made.activities:
                self._made.activities[-1].body += row.body  # a sum of one of the things that it stands under
            else:
                group = self._inner_group(group, row.heading)

    def _inner_group(self, group: GroupPart, heading: Passage) -> GroupPart:
        values = {key: value for rule in heading.means for key, value in rule.values.items()}
        made = GroupPart(group.area, (*group.headings, heading), heading.text.strip(" .:"), {**group.values, **values})
        self._made.groups.append(made)
        return made

    def _zone(self) -> Means | None:
        return self._open[-1].means[0].means if self._open and self._open[-1].means else None

    def _area_of(self, heading: Passage) -> AreaPart:
        """The area of that name; a heading that comes again goes on with it."""
        known = next((area for area in self._made.areas if bare(area.name) == bare(heading.text)), None)
        if known is None:
            known = AreaPart(heading, heading.text.strip(" .:"))
            self._made.areas.append(known)
        return known

    def _group_of(self, passage: Passage) -> GroupPart:
        """The group that the passage stands in, or begins."""
        area = self._area
        if area is None:
            free = (over for over in self._open if not over.title and not over.has(*WITHOUT))
            area = self._area_of(next(free, passage))
            self._area = area
        parts = [over for over in self._open if over is not area.heading and self._is_part(over)]
        parts = [over for over in parts if over is not passage or not passage.title]
        named = next((at for at, over in enumerate(parts) if over.has(Means.GROUP)), len(parts))
        parts = [over for at, over in enumerate(parts) if at < named or over.has(Means.GROUP)]
        names = [over.text.strip(" .:") for over in parts if bare(over.text) != bare(area.name)]
        name = ", ".join([*names[:1], *(small(name) for name in names[1:])]) or area.name
        known = next((group for group in self._made.groups if group.area is area and group.name == name), None)
        if known is None:
            values = {key: value for over in parts for rule in over.means for key, value in rule.values.items()}
            known = GroupPart(area, tuple(parts), name, values)
            self._made.groups.append(known)
        return known

    def _first_under(self) -> Passage | None:
        """The heading within a group that the rules know, if this is the first activity under it."""
        group = next((at for at, over in enumerate(self._open) if over.has(Means.GROUP)), len(self._open))
        within = [over for over in self._open[group:] if not (over.means or over.title or over.area)]
        if not within or within[-1] in self._under:
            return None
        self._under.append(within[-1])
        return within[-1]

    def _is_part(self, passage: Passage) -> bool:
        area = next((at for at, over in enumerate(self._open) if over.area), -1)
        inside = self._open.index(passage) > area
        return inside and not passage.title and (passage.has(Means.GROUP) or not passage.means)


def _names_what_follows(passage: Passage, rules: Rules) -> bool:
    """Does its style say that it is a heading within a group, over the next activity?"""
    style = passage.line.style
    return any(style in rule.styles for rule in rules.field if rule.column == "plan.subheading")


def small(name: str) -> str:
    """A name as it stands after a comma: with a small letter, if it isn't an abbreviation."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def texts(parts: Sequence[Passage]) -> Iterator[Passage]:
    """The passages that say something and that nothing has been made of yet."""
    return (passage for passage in parts if not passage.seen and not passage.grid and passage.text)
