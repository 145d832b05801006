"""What a document was made of beside what the workbook gives today: texts, lists and what is said only if.

The document remembers what its template did (``word.record``). The same template is followed with today's workbook, and
where the two part, what stands in the document tells whether a person has seen to it already.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from rus_sheets.usecases.edited.disagreement import Disagreement, DisagreementKind
from rus_sheets.usecases.edited.traillines import beside, changed_lines, in_its_piece
from rus_sheets.usecases.edited.trailplaces import Path, Standing
from rus_sheets.usecases.edited.trailwords import (
    first_line,
    has_words,
    id_of,
    label_of,
    labels,
    list_name,
    of_order,
    of_section,
    short,
    text_of,
)
from rus_sheets.word.memory.record import Then, bare, captioned, checksum, says_something, uncounted, worded
from rus_sheets.word.read.bookmarks import Spot, Spots
from rus_sheets.word.read.controls import DocumentPlace
from rus_sheets.word.templates.spoken import Line
from rus_sheets.word.templates.trail import TrailNode, What

_WORKBOOK = "arbetsboken"
_PUT = "Ändra för hand i dokumentet, eller skriv det på nytt."
_ADD = "Lägg till det för hand i dokumentet, eller skriv det på nytt."
_STRUCK = (
    "Summorna räknar med det: skriv i texten att det är struket. Eller hämta det ur en tidigare kopia, "
    "eller skriv dokumentet på nytt."
)
_MOVE = "Flytta eller ta bort det för hand i dokumentet, eller skriv det på nytt."


class Trails(Struct, dict=True):
    """The two trails of a document. ``cell`` gives the cell of a tag (``Plan!K4``), "" where there is none.
    ``written`` are the tags of the figures that the document was given.

    After ``find``: how many ``texts`` and ``lists`` were compared, where those stood that people have ``removed``, the
    titles of the ``charts`` that belong where a text of today stands, and the tags of the figures in what is
    ``left_over``, one for each control.
    """

    then: Then
    now: TrailNode
    spots: Spots
    cell: Callable[[str], str]
    written: Collection[str] = ()
    workbook: str = _WORKBOOK
    texts: int = 0
    lists: int = 0
    removed: list[str] = field(default_factory=list)
    charts: set[str] = field(default_factory=set)
    left_over: list[str] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=dict)

    def find(self, workbook: str = _WORKBOOK) -> list[Disagreement]:
        """Everything that differs, in the order of the document as it was written.

        ``workbook`` is what the workbook is called in what is told.
        """
        self.workbook = workbook
        self.texts = self.lists = 0
        self.removed = []
        self.charts = set()
        self.left_over = []
        self._numbers = {id(node): number for number, node in enumerate(self.now.walk())}
        return list(self._within(self.then, self.now, (), ()))

    @cached_property
    def standing(self) -> Standing:
        """Where what is remembered stands in the document."""
        return Standing(self.then, self.spots)

    def untouched(self) -> set[int]:
        """The numbers of the texts that stand as the workbook gave them when the document was written."""
        return {
            mark.number
            for mark in self.then.walk()
            if mark.what is What.VALUE and (spot := self.standing.spot(mark)) and checksum(spot.text) == mark.said
        }

    def alts(self) -> set[str]:
        """The checksums of the charts' texts as they were written (with those of other texts' lines)."""
        return {line for then in self.then.walk() for line in then.lines}

    # -------------------------------------------------------------- the walk

    def _within(self, then: Then, now: TrailNode, path: Path, around: tuple[TrailNode, ...]) -> Iterator[Disagreement]:
        today = {(child.what, child.site): child for child in now.children}
        before = {(child.what, child.site, child.key) for child in then.children}
        ways = {checksum(one.text) for one in now.children if (one.what, one.site, one.key) not in before}
        for child in then.children:
            other = today.pop((child.what, child.site), None)
            if child.what is What.BRANCH:
                if other is None or other.key != child.key:
                    yield from self._way(child, other, around, ways)
                elif self._is_there(child, other, around):
                    yield from self._within(child, other, (*path, (child.site, "")), around)
            elif other and child.what is What.PART:
                yield from self._within(child, other, (*path, (child.site, "")), around)
            elif other and child.what is What.LIST:
                yield from self._list(child, other, path, around)
            elif other:
                yield from self._value(child, other, around)
        for other in today.values():
            if other.what is What.BRANCH:
                yield from self._way(None, other, around)

    def _is_there(self, then: Then, now: TrailNode, around: tuple[TrailNode, ...]) -> bool:
        if not then.seen or any(map(self.standing.spot, then.walk())):
            return True
        self._miss(now, around)
        return False

    def _miss(self, now: TrailNode, around: tuple[TrailNode, ...]) -> None:
        """Remember what people have taken away by the heading that it stood under, and what it says today."""
        near = self.standing.nearest(around) or self.standing.before(now)
        self.removed.append(str(DocumentPlace(near.place.heading if near else "", near=first_line(now.text))))

    # -------------------------------------------------------------- values

    def _value(self, then: Then, now: TrailNode, around: tuple[TrailNode, ...]) -> Iterator[Disagreement]:
        if now.figure or then.said == "f":
            yield from self._figure(then, now, around)
            return
        said = checksum(now.text)
        if not then.said and not said:
            return
        spot = self.standing.spot(then)
        if then.said and not spot:
            self._taken_away(then, now, around)
            return
        self.texts += 1
        if then.said == said:
            self.charts.update(now.charts)
        if then.said == said or (spot and said in (checksum(spot.text), checksum(captioned(spot.text)))):
            return
        if not then.said:
            if not self.standing.is_said(now.text, around, self.now):
                yield self._missing(now, around)
            return
        if not said and spot:
            name = now.title or labels(around) or f"”{short(spot.text)}”"
            blank = "men cellen är tom" if now.tag else f"men {self.workbook} har inget till det i dag"
            message = f"{name}: dokumentet säger ”{short(spot.text)}”, {blank}."
            yield self._told(DisagreementKind.TEXT, now, spot, message, _PUT)
        elif spot:
            yield from self._lines(then, now, spot, around)

    def _taken_away(self, then: Then, now: TrailNode, around: tuple[TrailNode, ...]) -> None:
        """A chart is named by its title, all else by its place; what was never seen stood in what describes a table."""
        if now.charts == (now.text,) and then.said == checksum(now.text):
            self.charts.update(now.charts)
        elif then.seen:
            self._miss(now, around)

    def _lines(self, then: Then, now: TrailNode, spot: Spot, around: tuple[TrailNode, ...]) -> Iterator[Disagreement]:
        """A text that is another: each item of a list by its own cell, of one cell's text where it begins to differ."""
        title = now.title or labels(around)
        if now.charts == (now.text,):
            before, after = beside(captioned(spot.text), now.text)
            message = f"Figurtexten: dokumentet säger ”{before}”, {self.workbook} ”{after}”."
            yield self._told(DisagreementKind.TEXT, now, spot, message, _PUT, before, after)
            return
        if not (now.simple or now.lines):
            name = f"{title} ”{short(spot.text)}”".strip()
            yield self._told(
                DisagreementKind.TEXT, now, spot, f"{name} är ett annat i {self.workbook} än i dokumentet.", _PUT
            )
            return
        every = changed_lines(then, spot.text, now.lines or (Line(now.text),))
        of_rows = any(line.tag for line in now.lines)
        for changed in every if of_rows else every[:1]:
            line = in_its_piece(changed.after, changed.before) if changed.after else Line("")
            before, after = beside(changed.before, line.text)
            name = f"{line.title or title}: " if line.title or title else ""
            if before and after:
                message = f"{name}dokumentet säger ”{before}”, {self.workbook} ”{after}”."
            elif after:
                message = f"{name}”{after}” står i {self.workbook} men saknas i dokumentet."
            else:
                message = f"{name}”{before}” står i dokumentet men inte i {self.workbook}."
            if not of_rows and len(every) > 1:
                message += f" {len(every)} stycken i texten är andra."
            told = self._told(DisagreementKind.TEXT, now, spot, message, _PUT, *((before, after) if of_rows else ()))
            cell = self.cell(line.tag) if line.tag else told.cell
            place = str(replace(spot.place, near=short(changed.before))) if before else told.place
            about = f"{told.about} {line.tag or bare(before)}"
            yield replace(told, place=place, tag=line.tag or told.tag, cell=cell, about=about)

    def _figure(self, then: Then, now: TrailNode, around: tuple[TrailNode, ...]) -> Iterator[Disagreement]:
        """What has a control is compared there; here only what has got none, as it was blank or stood for another."""
        is_new = not then.said or (self.written and now.tag not in self.written)  # there may be another cell's figure
        if now.text and is_new and not self.standing.is_said(now.text, around, self.now):
            yield self._missing(now, around)

    def _missing(self, now: TrailNode, around: tuple[TrailNode, ...]) -> Disagreement:
        name = now.title or labels(around)
        message = f"{name}{': ' if name else ''}”{short(now.text)}” står i {self.workbook} men saknas i dokumentet."
        return self._told(
            DisagreementKind.MISSING, now, self.standing.nearest(around) or self.standing.before(now), message, _ADD
        )

    # -------------------------------------------------------------- what is said only if

    def _way(
        self, then: Then | None, now: TrailNode | None, around: tuple[TrailNode, ...], ways: Collection[str] = ()
    ) -> Iterator[Disagreement]:
        """What was said only if; ``ways`` are the checksums of what has come to be said beside it since."""
        spot = self.standing.spot(then) if then else None
        if now is None and then and spot and then.seen in ways:
            return  # its words are said by another ``if`` today
        as_written = spot and then and checksum(spot.text) == then.seen
        before = spot.text if spot and then and (as_written or self._holds_texts(then)) else ""
        after = now.text if now else ""
        if checksum(before) == checksum(after) or not has_words(before + after):
            return
        missing = bool(has_words(after)) and not self.standing.is_said(after, around, self.now)
        if not before and not missing:
            return
        name = labels(around)
        begin = f"{name}: " if name else ""
        if before and after:
            message = f"{begin}i dokumentet står ”{short(before)}”, men i dag gäller ”{short(after)}”."
        elif before:
            message = f"{begin}”{short(before)}” står kvar i dokumentet, men gäller inte i dag."
        else:
            message = f"{begin}”{short(uncounted(after))}” saknas i dokumentet."
        kind = (
            DisagreementKind.LEFT_OVER
            if before and not missing
            else DisagreementKind.MISSING
            if not before
            else DisagreementKind.TEXT
        )
        if spot and spot.row is None and kind is DisagreementKind.LEFT_OVER:  # of a row it may be a part
            self.left_over += spot.tags
        remedy = _PUT if before else _ADD
        near = spot or self.standing.nearest(around) or (self.standing.before(now) if now else None)
        told = self._told(kind, now, near, message, remedy, short(before), short(after))
        yield replace(told, about=f"then {then.number}") if then else told

    def _holds_texts(self, then: Then) -> bool:
        """Do texts of the workbook stand in it, as they were or edited?"""
        texts = (mark for mark in then.walk() if mark.what is What.VALUE and mark.said not in {"", "f"})
        return any(map(self.standing.spot, texts))

    # -------------------------------------------------------------- lists

    def _list(self, then: Then, now: TrailNode, path: Path, around: tuple[TrailNode, ...]) -> Iterator[Disagreement]:
        here = self.standing.items_of(path, then)
        silent = {item.key: item for item in then.children if not item.seen}  # nothing was said of them
        if self.standing.is_list_taken_out(then, now, path, (self.now, *around)):
            self._miss(now, around)
            return
        today = {child.key: child for child in now.children}
        present = {key: item for _, key, item in here}
        self.lists += bool(here or any(says_something(child.text) for child in now.children))
        written = {item.key: item for item in then.children}
        beside = self.standing.spot(here[0][2]) if here else None
        near = beside or self.standing.nearest(around) or self.standing.before(now)
        where = list_name(beside or near, labels(around))
        for key, node in today.items():
            if key in present or key in silent or not says_something(node.text):
                continue
            if not self.standing.stands_unmarked(written.get(key), node.text, here):
                section = key in written and bool(here) and self.standing.is_section(node, here[0][2])
                message = of_section(node, labels(around)) if section else f"{label_of(node)} saknas {where}."
                remedy = _STRUCK if section else _ADD
                yield self._told(DisagreementKind.MISSING, node, near, message, remedy, "", short(node.text))
        for _, key, item in here:
            if key not in today:
                yield self._left_over(item, where)
        yield from self._order(here, then, today, where)
        for key, item in {**silent, **present}.items():
            if key in today:
                node = today[key]
                inner = list(self._within(item, node, (*path, (item.site, key)), (*around, node)))
                yield from inner or self._joined(item, node)

    def _joined(self, then: Then, now: TrailNode) -> Iterator[Disagreement]:
        """An item within a sentence, whose comma or ”och” follows from how many there are."""
        spot = self.standing.spot(then)
        if (
            spot
            and spot.is_within_a_line
            and checksum(spot.text) == then.seen
            and worded(spot.text) != worded(now.text)
        ):
            message = f"I dokumentet står ”{short(spot.text)}”, men i dag gäller ”{short(now.text)}”."
            yield self._told(DisagreementKind.TEXT, now, spot, message, _PUT, short(spot.text), short(now.text))

    def _left_over(self, item: Then, where: str) -> Disagreement:
        spot = self.standing.spot(item)
        said = (short(spot.around) if spot.row is not None else first_line(spot.text)) if spot else item.key
        name = f"{id_of(item.key)} ”{said}”".strip()
        homes = [around for around in _where_now(self.now, item, ()) if around]
        now = f" Hör i dag till ”{labels(homes[0])}”." if homes else ""
        message = f"{name} står kvar {where}, men hör inte dit.{now}"
        told = self._told(DisagreementKind.LEFT_OVER, None, spot, message, _MOVE, said, "")
        self.left_over += spot.tags if spot else []
        return replace(told, about=f"then {item.number}")

    def _order(
        self, here: list[tuple[int, str, Then]], then: Then, today: dict[str, TrailNode], where: str
    ) -> Iterator[Disagreement]:
        """Another order in the workbook since; that people have put things in an order of their own is no fault."""
        seen = [key for _, key, _ in here if key in today]
        wanted = [key for key in today if key in seen]
        written = [item.key for item in then.children if item.key in seen]
        if wanted not in (seen, written) and len(written) == len(wanted):
            labels_of = {key: label_of(today[key]) for key in wanted}
            names, spot = ", ".join(labels_of.values()), self.standing.spot(here[0][2])
            message, remedy = of_order(where, self.workbook, spot, seen, labels_of)
            told = self._told(DisagreementKind.ORDER, None, spot, message, remedy, "", names)
            yield replace(told, about=f"order {then.number}")

    # -------------------------------------------------------------- telling

    def _told(  # noqa: PLR0913, PLR0917
        self,
        kind: DisagreementKind,
        now: TrailNode | None,
        spot: Spot | None,
        message: str,
        remedy: str,
        before: str = "",
        after: str = "",
    ) -> Disagreement:
        tags = (
            list(dict.fromkeys(node.tag for node in now.walk() if node.tag and (node is now or node.text)))
            if now
            else []
        )
        # A way chosen with several rows in it is none of their cells' doing.
        rows = {tuple(tag.split("/")[:2]) for tag in tags}
        tag = tags[0] if tags and (len(rows) == 1 or now is None or now.what is not What.BRANCH) else ""
        if spot and not (now and tag):
            tags = list(dict.fromkeys(spot.tags)) if kind is DisagreementKind.LEFT_OVER else []
            tag = tags[0] if len({tuple(tag.split("/")[:2]) for tag in tags}) == 1 else tag
        place = str(spot.place) if spot else ""
        said = before or (short(spot.text) if spot and kind is DisagreementKind.TEXT else "")
        about = f"now {self._numbers[id(now)]}" if now else ""
        return Disagreement(kind, place, tag, self.cell(tag), said, after or text_of(now), message, remedy, about)


def _where_now(now: TrailNode, item: Then, around: tuple[TrailNode, ...]) -> Iterator[tuple[TrailNode, ...]]:
    for child in now.children:
        if child.what is What.ITEM and child.site == item.site and child.key == item.key:
            yield around
        yield from _where_now(child, item, (*around, child) if child.what is What.ITEM else around)
