"""What ``refresh`` puts in place from the document written anew: a sentence, a section, a table that code made.

The same template is filled in with today's workbook, and what differs is moved over where nobody has changed what it
replaces, and what stands beside it says the same in both. Only with a template of ours: others aren't at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from msgspec.structs import replace

from rus_sheets.office.zipwrite import with_members
from rus_sheets.usecases.edited.mending import LONGEST, Mended, mended_line, remembered_anew
from rus_sheets.usecases.edited.pairing import Pairing, is_other_way, is_untouched
from rus_sheets.usecases.edited.table_as_written import is_as_written
from rus_sheets.usecases.edited.traillines import changed_lines
from rus_sheets.usecases.edited.trailplaces import Path
from rus_sheets.usecases.edited.trails import Trails
from rus_sheets.usecases.edited.trailwords import id_of, label_of, list_name, short
from rus_sheets.usecases.edited.wordsaround import WordsAround, stands_among
from rus_sheets.word.edit.grafted import Graft
from rus_sheets.word.memory.record import Record, Then, bare, checksum, plain_text, read_record, words_in
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.ns import q
from rus_sheets.word.read.bookmarks import Spot, Spots, read_spots, said_in
from rus_sheets.word.read.figuretext import Own
from rus_sheets.word.read.graftsite import (
    Element,
    ElementList,
    controls_in,
    has_heading,
    paragraph_of,
    pieces_of,
    said_in_table,
    table_at,
)
from rus_sheets.word.read.intable import tag_of
from rus_sheets.word.read.written import own
from rus_sheets.word.templates.trail import What

_A_WORD = 4
"""Shorter pieces of a template (``av``, ``kr.``) stand in people's words too."""


@dataclass
class Grafting:
    """One round over a document. ``says`` gives what the figure with a tag says today.

    ``left`` are the words around figures that are left as they are, since they don't fit today's: so are those words.
    """

    package: WordPackage
    record: Record
    trails: Trails
    fresh: WordPackage
    says: Callable[[str], str]
    left: Collection[WordsAround] = ()
    done: list[Mended] = field(default_factory=list)

    def data(self) -> bytes:
        """The document after the round; the same bytes where there was nothing to do."""
        new = read_record(self.fresh)
        self._spots = read_spots(self.fresh)
        both = (self.trails.spots, self.package), (self._spots, self.fresh)
        roots = [_root_of(spots, package.main_part) for spots, package in both]
        self._nodes = list(self.trails.now.walk())
        if new is None or roots[0] is None or roots[1] is None or len(self._nodes) != sum(1 for _ in new.trail.walk()):
            return self.package.data
        self._next = 1 + max(mark.number for mark in self.record.trail.walk())
        self._pairs = Pairing(self.trails, self.record.trail, new.trail, self._spots, self.fresh.main_part)
        known = self._pairs.numbers, self._pairs.silent
        self._graft = Graft(self.package, roots[0], self.fresh, roots[1], *known)
        self._inline = frozenset(
            mark.site
            for mark in new.trail.walk()
            if mark.what is What.ITEM
            and (spot := self._spots.by_number.get(mark.number))
            and _stands_in_a_sentence(spot)
        )
        for mark in new.trail.walk():
            if mark.number in self._pairs.missing:
                self._graft.lacks(self._pairs.pieces(mark)[-1])
        trail = self._within(self.record.trail, new.trail, ())
        if not self.done:
            return self.package.data
        made = WordPackage(self.package.path, self._graft.data())
        return with_members(made, remembered_anew(made, self.record, trail, self.trails.spots))

    # -------------------------------------------------------------- the walk

    def _within(self, old: Then, new: Then, path: Path) -> Then:
        """What is remembered of the old one, with what has been moved over."""
        if self._pairs.is_taken_away(old, new, path):
            return old
        made: list[Then] = []
        after: ElementList = ()
        waits = False
        for one, other, inner in self._pairs.children(old, new, path):
            then = one
            if other is None:
                # What could not be put in may be the like of it: then both are left, and told of.
                then = one if one and (waits or not self._removed(one)) else None
            elif other.number in self._pairs.missing:
                then, after = self._inserted(other, one, () if one else after)
                waits = waits or (old.what is What.ITEM and then is one)
            elif one and one.site != other.site:
                then = one
            elif one and is_other_way(one, other):
                then = self._replaced(one, other) if self._pairs.pieces(other) else None if self._removed(one) else one
            elif one and one.what is What.VALUE:
                then = self._value(one, other)
            elif one:
                then = self._joined(one, other, self._within(one, other, inner))
                after = self._stands(one) if new.what is What.LIST else ()
            made += [then] if then else []
        return replace(old, children=_as_they_stand(old, made) if new.what is What.LIST else tuple(made))

    def _value(self, old: Then, new: Then) -> Then:
        """A table that code has made gets today's rows, a list of short items today's items.

        Other texts are left to ``mending`` and to people.
        """
        spots = self.trails.standing.spot(old), self._spots.by_number.get(new.number)
        if spots[0] is None or spots[1] is None or old.said == new.said:
            return old
        gone, piece = table_at(spots[0]), table_at(spots[1])
        # The edges have only its caption, but the checksum of what it was made of all that it said.
        untouched = all(
            tbl and checksum(said_in_table(tbl, spot.looks)) == then.said
            for tbl, spot, then in ((gone, spots[0], old), (piece, spots[1], new))
        )
        own = self._own(new)
        if untouched and self._are_plain(gone) and self._graft.replace(gone, {old.number}, piece, own):
            title = plain_text(said_in(gone[0], spots[0].looks))
            self.done.append(Mended(str(spots[0].place), "", title, "", "", "tabellen skriven på nytt"))
            return _renumbered(new, own)
        return self._items(old, new, spots[0], spots[1])

    def _items(self, old: Then, new: Then, spot: Spot, other: Spot) -> Then:
        """A list of which nobody has changed anything is exchanged for today's."""
        node, own = self._nodes[new.number], self._own(new)
        short_items = bool(node.lines) and all(len(line.text) <= LONGEST for line in node.lines)
        if not short_items or (node.simple and not old.lines) or checksum(spot.text) != old.seen:
            return old
        changed = changed_lines(old, spot.text, node.lines)
        for gone, piece in product(pieces_of(spot, row=False), pieces_of(other, row=False)):
            if self._are_known(gone) and self._graft.replace(gone, {old.number}, piece, own):
                self.done += [mended_line(spot, change, node) for change in changed]
                return _renumbered(new, own)
        return old

    def _joined(self, old: Then, new: Then, then: Then) -> Then:
        """An item within a sentence has the comma, or the ”och”, that follows from how many there are."""
        spots = self.trails.standing.spot(old), self._spots.by_number.get(new.number)
        if spots[0] is None or spots[1] is None or old.what is not What.ITEM or then != old:
            return then
        within = spots[0].is_within_a_line and spots[1].is_within_a_line
        return self._replaced(old, new) if within and bare(spots[0].text) != bare(spots[1].text) else then

    def _stands(self, item: Then) -> ElementList:
        """Where an untouched item stands: what is new can come after it."""
        spot = self.trails.standing.spot(item)
        if spot is None or not is_untouched(item, spot):
            return ()
        return next(iter(pieces_of(spot, row=spot.row is not None)[-1:]), ())

    def _own(self, new: Then) -> dict[int, int]:
        own = {node.number: self._next + count for count, node in enumerate(new.walk())}
        self._next += len(own)
        return own

    def _inserted(self, new: Then, old: Then | None, after: ElementList) -> tuple[Then | None, ElementList]:
        own = self._own(new)
        for piece in reversed(self._pairs.pieces(new)):
            made = self._graft.insert(piece, own, after)
            if made:
                node, spot = self._nodes[new.number], self._spots.by_number.get(new.number)
                said = f"”{short(node.text)}”" if node.text.strip() else "en tom rad"
                title = label_of(node) if new.what is What.ITEM else node.title or said
                where = f" {list_name(spot)}" if spot and new.what is What.ITEM else ""
                place = str(spot.place) if spot else ""
                tags = [inner.tag for inner in node.walk() if inner.tag]
                one_row = len({tuple(tag.split("/")[:2]) for tag in tags}) == 1
                self.done.append(Mended(place, tags[0] if one_row else "", title, "", "", f"insatt{where}"))
                return _renumbered(new, own), made
        return old, after

    def _replaced(self, old: Then, new: Then) -> Then:
        spot, own = self.trails.standing.spot(old), self._own(new)
        if spot is None or not is_untouched(old, spot) or self._is_beside_what_is_left(spot):
            return old
        gone_own = {mark.number for mark in old.walk()}
        for piece in self._pairs.pieces(new):
            for gone in pieces_of(spot, row=False):
                if self._are_known(gone) and self._graft.replace(gone, gone_own, piece, own):
                    node, before = self._nodes[new.number], short(spot.text)
                    title = node.title or f"”{before}”"
                    same = before == short(node.text) or "\n" in node.text
                    done = "skriven på nytt" if same else f"utbytt mot ”{short(node.text)}”"
                    self.done.append(Mended(str(spot.place), node.tag, title, before, short(node.text), done))
                    return _renumbered(new, own)
        return old

    def _removed(self, old: Then) -> bool:
        """Whether what doesn't belong any more has been taken out."""
        spot = self.trails.standing.spot(old)
        if spot is None or old.what not in (What.BRANCH, What.ITEM) or not is_untouched(old, spot):
            return False
        if self.trails.standing.is_to_come(old, self.trails.now) or self._is_beside_what_is_left(spot):
            return False
        if self._was_all_of_its_line(old, spot):
            return False
        is_row = old.what is What.ITEM and spot.row is not None
        around = paragraph_of(spot.start)
        alone = around is not None and bare(spot.text) == bare(said_in(around, spot.looks))
        in_cell = spot.row is not None and not is_row and alone
        if in_cell and not self._is_of_its_cell(spot, old):
            return False  # it may be all of the row
        if in_cell:
            pieces = pieces_of(spot, row=False)[:1]  # a cell keeps its paragraph
        elif around is not None and alone and has_heading([around]):
            pieces = pieces_of(spot, row=False)[1:]  # a heading goes with its words
        else:
            pieces = pieces_of(spot, row=is_row)
        own = {mark.number for mark in old.walk()}
        for gone in reversed(pieces):
            ours = self._are_plain(gone) and is_as_written(gone[-1], old, self.trails, self._pieces)
            if (ours or self._are_known(gone)) and self._graft.remove(gone, own):
                said = short(spot.around if is_row else spot.text)
                self.done.append(
                    Mended(str(spot.place), "", f"{id_of(old.key)} ”{said}”".strip(), said, "", "borttagen")
                )
                return True
        return False

    def _was_all_of_its_line(self, old: Then, spot: Spot) -> bool:
        """Are the other words there people's?"""
        if old.what is What.ITEM:
            return old.site not in self._inline and _stands_in_a_sentence(spot)
        return self._is_beside_own_words(spot)

    def _is_beside_own_words(self, spot: Spot) -> bool:
        """Is all else on its line what people have typed: neither the template's words nor the workbook's?"""
        line = paragraph_of(spot.start) if spot.is_within_a_line else None
        said = "" if line is None else plain_text(said_in(line, spot.looks))
        rest = plain_text(said.replace(plain_text(spot.text), " ", 1))
        figures = [] if line is None else [said_in(control, spot.looks) for control in controls_in([line])]
        if line is None or not any(map(str.isalnum, rest)) or any(figure not in spot.text for figure in figures):
            return False
        others = (other for other in self.trails.spots.by_number.values() if paragraph_of(other.start) is line)
        texts = [text for other in others if (text := plain_text(other.text)) and text not in spot.text]
        ours = [*self._words, *(text for text in texts if plain_text(spot.text) not in text)]
        return not any(words in rest for words in ours) and rest not in self._pieces

    @cached_property
    def _words(self) -> list[str]:
        """What the template says between its tags, but for mere signs."""
        return [piece for piece in self._pieces if len(piece) >= _A_WORD]

    @cached_property
    def _pieces(self) -> set[str]:
        return {plain_text(piece) for part in self.record.skeleton for piece in words_in(part)}

    def _is_of_its_cell(self, spot: Spot, old: Then) -> bool:
        """Is it no more than its cell says? Where all of a row is a way, nothing else in the row stands by itself."""
        own = {mark.number for mark in old.walk()}
        others = [other for other in self.trails.spots.by_number.values() if other.number not in own]
        beside = [other for other in others if other.part == spot.part and other.row is spot.row]
        line = paragraph_of(spot.start)
        return spot.is_within_a_line and any(
            other.order > spot.order or (other.is_within_a_line and paragraph_of(other.start) is not line)
            for other in beside
        )

    def _is_beside_what_is_left(self, spot: Spot) -> bool:
        line = paragraph_of(spot.start) if self.left and spot.is_within_a_line else None
        if line is None:
            return False
        said = bare(said_in(line, spot.looks))
        figures = [(tag_of(control), said_in(control, spot.looks)) for control in controls_in([line])]
        return any(
            stands_among(words, figure, said) for words in self.left for tag, figure in figures if tag == words[0]
        )

    def _are_known(self, gone: ElementList) -> bool:
        """Would all that goes be missed if people had changed it? Not what stands in a table that ends it."""
        return self._are_plain(gone) and (gone[-1].tag != q("w:tbl") or len(gone) == 1)

    def _are_plain(self, gone: ElementList) -> bool:
        """Do the controls hold their figures as they are today or were written last, and nothing typed into them?"""
        return all(map(self._is_plain, controls_in(gone)))

    def _is_plain(self, control: Element) -> bool:
        said, tag = plain_text(said_in(control, self.trails.spots.looks)), tag_of(control)
        return said == plain_text(self.says(tag)) or own(said, self.record.written, tag) is Own.ALL


def _stands_in_a_sentence(spot: Spot) -> bool:
    """Does its line say more than it does?"""
    line = paragraph_of(spot.start) if spot.is_within_a_line else None
    return line is not None and bare(spot.text) != bare(said_in(line, spot.looks))


def _root_of(spots: Spots, part: str) -> Element | None:
    """The tree that the spots of a part stand in."""
    found = (spot.start for spot in spots.by_number.values() if spot.part == part)
    first = next(found, None)
    return None if first is None else first.getroottree().getroot()


def _as_they_stand(old: Then, made: list[Then]) -> tuple[Then, ...]:
    """The items in the order they had, each with what was put in after it: no other order has been given them."""
    places = {item.number: place for place, item in enumerate(old.children)}
    place, keyed = -1, []
    for item in made:
        place = places.get(item.number, place)
        keyed.append((place, item))
    return tuple(item for _, item in sorted(keyed, key=lambda pair: pair[0]))


def _renumbered(new: Then, own: Mapping[int, int]) -> Then:
    return replace(new, number=own[new.number], children=tuple(_renumbered(child, own) for child in new.children))
