"""What ``refresh`` can put right in texts and lists: where nobody has changed what the template made, and it is short.

A short text gets today's words. A row or item that is missing is copied from one beside it that says exactly what it
should, one that doesn't belong is taken out, and another order is followed. All else is left to a person, and told of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.office.zipwrite import with_members
from rus_sheets.usecases.edited.traillines import Changed, beside, changed_lines, is_other_kind, lines_in
from rus_sheets.usecases.edited.trailplaces import Path
from rus_sheets.usecases.edited.trails import Trails
from rus_sheets.usecases.edited.trailwords import id_of, label_of, list_name, short
from rus_sheets.word.edit.regrown import (
    Extent,
    NewFigure,
    NewText,
    PartEdit,
    extent_of,
    pieces_by_line,
    pieces_of,
    pieces_of_caption,
)
from rus_sheets.word.memory.record import (
    Record,
    Then,
    bare,
    checksum,
    kept,
    plain_text,
    record_part,
    record_xml,
    says_something,
    sums_of,
)
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.tables import CAPTION_LEAD
from rus_sheets.word.read.bookmarks import Spot, Spots, read_spots, said_in
from rus_sheets.word.read.figuretext import Own
from rus_sheets.word.read.graftsite import controls_in
from rus_sheets.word.read.intable import tag_of
from rus_sheets.word.read.written import own
from rus_sheets.word.templates.spoken import FIGURE_CLOSE, FIGURE_OPEN, Line
from rus_sheets.word.templates.trail import TrailNode, What

LONGEST = 400
"""Characters of a text that is exchanged as it is; a longer one is more likely to have been worked on."""


class Mended(Struct, frozen=True):
    """One thing that was put right: a text (``before`` and ``after``), or a row or item (``done`` tells what)."""

    place: str
    tag: str
    title: str
    before: str
    after: str
    done: str = ""


def remembered_anew(made: WordPackage, record: Record, trail: Then, spots: Spots) -> dict[str, bytes | None]:
    """The part that remembers, with what can be read in the document today.

    Of what people have changed it goes on remembering what could be read before that; ``spots`` are those before.
    """
    now, before = read_spots(made).by_number, spots.by_number
    old = {mark.number: mark.seen for mark in record.trail.walk()}

    def seen(spots: Mapping[int, Spot], then: Then) -> str:
        return checksum(spots[then.number].seen_as(then.what)) if then.number in spots else ""

    def anew(then: Then) -> Then:
        changed = then.number in old and seen(before, then) != old[then.number]
        read = then.seen if changed else seen(now, then)
        return replace(then, seen=read, children=tuple(map(anew, then.children)))

    return {record_part(made): record_xml(replace(record, trail=anew(trail)))}


@dataclass
class Mending:
    """One round over a document. Several may be needed: what has been put in place can be put in order after that."""

    package: WordPackage
    record: Record
    trails: Trails
    done: list[Mended] = field(default_factory=list)
    _edits: dict[str, PartEdit] = field(default_factory=dict)

    def data(self) -> bytes:
        """The document after the round; the same bytes where there was nothing to do."""
        self._next = 1 + max(mark.number for mark in self.record.trail.walk())
        trail = self._within(self.record.trail, self.trails.now, ())
        if not self.done:
            return self.package.data
        parts: dict[str, bytes | None] = {part: edit.made() for part, edit in self._edits.items()}
        made = WordPackage(self.package.path, with_members(self.package, parts))
        return with_members(made, remembered_anew(made, self.record, trail, self.trails.spots))

    def _edit(self, spot: Spot) -> PartEdit:
        if spot.part not in self._edits:
            self._edits[spot.part] = PartEdit(self.package, spot.part, spot.start.getroottree().getroot())
        return self._edits[spot.part]

    # -------------------------------------------------------------- the walk

    def _within(self, then: Then, now: TrailNode, path: Path) -> Then:
        today = {(child.what, child.site): child for child in now.children}
        children = []
        for child in then.children:
            other = today.get((child.what, child.site))
            if other is None or (child.what is What.BRANCH and child.key != other.key):
                children.append(child)
            elif child.what is What.LIST:
                children.append(self._list(child, other, path))
            elif child.what is What.VALUE:
                children.append(self._value(child, other))
            else:
                children.append(self._within(child, other, (*path, (child.site, ""))))
        return replace(then, children=tuple(children))

    def _value(self, then: Then, now: TrailNode) -> Then:
        said = checksum(now.text)
        spot = self.trails.standing.spot(then)
        if now.figure or not then.said or not said or then.said == said or spot is None:
            return then
        if now.lines and not now.simple:
            return self._lines(then, spot, now)
        is_caption = now.charts == (now.text,)
        pieces = None
        if checksum(spot.text) == then.seen and (is_caption or _is_short(now)):
            pieces = pieces_of_caption(spot) if is_caption else pieces_of(spot)
        if pieces is None:
            return then
        self._edit(spot).retext(pieces, f"{CAPTION_LEAD}{now.text}" if is_caption else now.text)
        title = now.title or plain_text(spot.text)
        self.done.append(Mended(str(spot.place), now.tag, title, plain_text(spot.text), plain_text(now.text)))
        return replace(then, said=said)

    def _lines(self, then: Then, spot: Spot, now: TrailNode) -> Then:
        """Give each line of a text its new words where it is short and nobody has touched it."""
        changed = changed_lines(then, spot.text, now.lines)
        lines = pieces_by_line(spot)
        if len(lines) != len(lines_in(spot.text)) or any(is_other_kind(lines, change) for change in changed):
            return then
        known = list(then.lines)
        left = False
        for change in changed:
            line, pieces = change.after, lines[change.place] if change.before else None
            if line and pieces and change.untouched and line.simple and len(line.text) <= LONGEST:
                self._edit(spot).retext(pieces, line.text)
                self.done.append(mended_line(spot, change, now))
                known = [checksum(line.text) if one == checksum(change.before) else one for one in known]
            else:
                left = True
        return replace(then, lines=tuple(known)) if left else replace(then, said=checksum(now.text), lines=sums_of(now))

    # -------------------------------------------------------------- lists

    def _list(self, then: Then, now: TrailNode, path: Path) -> Then:
        here = [item for _, _, item in self.trails.standing.items_of(path, then)]
        if here != [item for item in then.children if item.seen]:
            return then  # people have arranged it otherwise
        today = {child.key: child for child in now.children}
        ordered = self._in_order(then, here, today)
        if ordered is not None:
            return ordered
        children = [
            self._within(item, today[item.key], (*path, (item.site, item.key))) if item.key in today else item
            for item in then.children
        ]
        if all(item.key in today for item in here) and today.keys() <= {item.key for item in children}:
            return replace(then, children=tuple(children))
        numbers = _numbers(here)
        extents = {item.key: self._extent(item, numbers) for item in here}
        for item in here:
            extent = extents[item.key]
            gone = item.key not in today and extent and self._is_untouched(item) and self._holds_ours(item, extent)
            if gone and extent and not self.trails.standing.is_to_come(item, self.trails.now):
                self._take_out(item, extent)
                children = [child for child in children if child.number != item.number]
        return replace(then, children=tuple(self._with_new(children, here, now, extents)))

    def _in_order(self, then: Then, here: list[Then], today: dict[str, TrailNode]) -> Then | None:
        """The list in today's order; None where it has that, or can't be put in it."""
        wanted = [key for key in today if any(item.key == key for item in here)]
        if wanted == [item.key for item in here] or len(wanted) != len(here) or len(here) != len(then.children):
            return None
        numbers = _numbers(here)
        extents = [self._extent(item, numbers) for item in here]
        if not all(extents) or not all(map(self._is_untouched, here)):
            return None
        places = {item.key: place for place, item in enumerate(here)}
        spot = self.trails.standing.spot(here[0])
        if spot is None:
            return None
        self._edit(spot).reorder([extent for extent in extents if extent], [places[key] for key in wanted])
        where = list_name(spot)
        self.done.append(Mended(str(spot.place), "", "Raderna", "", "", f"satta i arbetsbokens ordning {where}"))
        return replace(then, children=tuple(here[places[key]] for key in wanted))

    def _holds_ours(self, item: Then, extent: Extent) -> bool:
        """Do its controls say what has been written in them? A figure that somebody has typed isn't taken away."""
        spot = self.trails.standing.spot(item)
        return spot is not None and all(
            own(plain_text(said_in(control, spot.looks)), self.record.written, tag_of(control))
            in (Own.ALL, Own.UNKNOWN)
            for control in controls_in(extent.elements)
        )

    def _take_out(self, item: Then, extent: Extent) -> None:
        spot = self.trails.standing.spot(item)
        if spot:
            self._edit(spot).remove(extent)
            said = short(spot.around)
            title = f"{id_of(item.key)} ”{said}”".strip()
            self.done.append(Mended(str(spot.place), "", title, said, "", f"borttagen {list_name(spot)}"))

    def _with_new(
        self, children: list[Then], here: list[Then], now: TrailNode, extents: dict[str, Extent | None]
    ) -> list[Then]:
        """The children with those put in that are missing, each after the one that it follows today."""
        today = {child.key: child for child in now.children}
        known = {child.key for child in children}
        placed = [item.key for item in here if item.key in today and extents[item.key]]
        before: str = ""
        for key, node in today.items():
            if key not in known and placed and says_something(node.text):
                first = not before
                models = [(item, today[item.key]) for item in here if item.key in today]
                made = self._copied(node, extents[before or placed[0]], models, extents, first=first)
                if made:
                    position = next(n for n, child in enumerate(children) if child.key == (before or placed[0]))
                    children.insert(position + (not first), made)
            if key in placed:
                before = key
        return children

    def _copied(
        self,
        node: TrailNode,
        near: Extent | None,
        models: list[tuple[Then, TrailNode]],
        extents: dict[str, Extent | None],
        *,
        first: bool,
    ) -> Then | None:
        """What is remembered of a copy of an item that says exactly what it should, put beside ``near``."""
        for item, model in models:
            extent, spot = extents[item.key], self.trails.standing.spot(item)
            says = spot and bare(spot.around) == bare(model.text)
            if not (extent and near and spot and says and _fits(item, model, node)):
                continue
            made = kept(node, {}, self._next)
            pairs = list(zip(item.walk(), made.walk(), node.walk(), strict=True))
            texts = [
                NewText(old.number, new.number, _readable(mine.text) if new.what is What.VALUE else None)
                for old, new, mine in pairs
                if old.number in self.trails.spots.by_number
            ]
            figures = [
                NewFigure(mine.tag, mine.title, _readable(mine.text))
                for _, _, mine in pairs
                if mine.figure and mine.text
            ]
            edge = near.elements[0] if first else near.elements[-1]
            if self._edit(spot).copy(extent, edge, texts, figures, before=first):
                self._next += len(pairs)
                self.done.append(Mended(str(spot.place), "", label_of(node), "", "", f"insatt {list_name(spot)}"))
                return made
        return None

    def _extent(self, item: Then, numbers: frozenset[int]) -> Extent | None:
        """Where it stands by itself; ``numbers`` are those of all the list's items."""
        spot = self.trails.standing.spot(item)
        own = frozenset(mark.number for mark in item.walk())
        extent = extent_of(spot, own, numbers) if spot else None
        # Nothing may have been written beside it either, on the same line.
        alone = (
            extent
            and spot
            and bare("".join(said_in(element, spot.looks) for element in extent.elements)) == bare(spot.around)
        )
        return extent if alone else None

    def _is_untouched(self, item: Then) -> bool:
        spot = self.trails.standing.spot(item)
        return spot is not None and checksum(spot.around) == item.seen


def mended_line(spot: Spot, changed: Changed, now: TrailNode) -> Mended:
    """One line of the text at the spot that has been put right."""
    line = changed.after or Line("")
    before, after = beside(changed.before, line.text)
    place = replace(spot.place, near=short(changed.before)) if before else spot.place
    title = line.title or now.title or f"”{before or after}”"
    done = "" if before and after else "insatt i listan" if after else "borttagen ur listan"
    return Mended(str(place), line.tag or now.tag, title, before, after, done)


def _fits(item: Then, model: TrailNode, node: TrailNode) -> bool:
    """Was the item made as the new one would be? What it has a text for the new one has too, on one line."""
    shapes = [[(mark.what, mark.site, _way(mark)) for mark in one.walk()] for one in (item, model, node)]
    if not shapes[0] == shapes[1] == shapes[2]:
        return False
    values = [pair for pair in zip(model.walk(), node.walk(), strict=True) if pair[0].what is What.VALUE]
    return all(bool(old.text) is bool(new.text) and _is_short(old) and _is_short(new) for old, new in values)


def _way(node: TrailNode | Then) -> str:
    return node.key if node.what is What.BRANCH else ""


def _is_short(node: TrailNode) -> bool:
    return node.simple and "\n" not in node.text.strip() and len(node.text) <= LONGEST


def _readable(text: str) -> str:
    return text.replace(FIGURE_OPEN, "").replace(FIGURE_CLOSE, "")


def _numbers(items: list[Then]) -> frozenset[int]:
    """The numbers of all that is in the items."""
    return frozenset(mark.number for item in items for mark in item.walk())
