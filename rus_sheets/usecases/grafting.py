"""What ``refresh`` puts in place from the document written anew: a sentence, a section, a table that code made.

The same template is filled in with today's workbook, and what differs is moved over where nobody has changed what it
replaces, and what stands beside it says the same in both. Only with a template of ours: others aren't at hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from rus_sheets.book.model import Book
from rus_sheets.documents.contexts import names_for
from rus_sheets.errors import UserError
from rus_sheets.office.zipwrite import with_members
from rus_sheets.resources import folder
from rus_sheets.schema.model import Document
from rus_sheets.usecases.mending import LONGEST, Mended, mended_line, remembered_anew
from rus_sheets.usecases.traillines import changed_lines
from rus_sheets.usecases.trails import Path, Trails
from rus_sheets.usecases.trailwords import id_of, label_of, list_name, short
from rus_sheets.word.bookmarks import Spot, Spots, read_spots, said_in
from rus_sheets.word.edited_package import WordPackage
from rus_sheets.word.figuretext import Own
from rus_sheets.word.grafted import Graft
from rus_sheets.word.graftsite import (
    Element,
    ElementList,
    controls_in,
    headings_in,
    paragraph_of,
    pieces_of,
    said_in_table,
    table_at,
)
from rus_sheets.word.intable import tag_of
from rus_sheets.word.ns import q
from rus_sheets.word.package import DocumentProperties
from rus_sheets.word.record import Record, Then, bare, checksum, plain_text, read_record
from rus_sheets.word.trail import What
from rus_sheets.word.written import own


def written_anew(declared: Document, record: Record, book: Book, previous: Book | None) -> WordPackage | None:
    """The document as its template gives it today; None where that template isn't ours as it is."""
    from rus_sheets.word.render import render  # noqa: PLC0415 - only when there is something to put in place

    last = previous if record.made.previous is not None else None
    properties = DocumentProperties("", "", dt.datetime(book.year or 1, 1, 1))  # noqa: DTZ001 - it is never saved
    template = folder("reports") / declared.template
    try:
        data = render(template, names_for(declared, book, last), properties, remembered=record.made)
    except UserError:
        return None
    made = WordPackage(declared.template, data)
    own = read_record(made)
    return made if own and own.skeleton == record.skeleton else None


@dataclass
class Grafting:
    """One round over a document. ``says`` gives what the figure with a tag says today."""

    package: WordPackage
    record: Record
    trails: Trails
    fresh: WordPackage
    says: Callable[[str], str]
    done: list[Mended] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=dict)
    _missing: set[int] = field(default_factory=set)
    _around: dict[int, Then] = field(default_factory=dict)

    def data(self) -> bytes:
        """The document after the round; the same bytes where there was nothing to do."""
        new = read_record(self.fresh)
        self._spots = read_spots(self.fresh)
        both = (self.trails.spots, self.package), (self._spots, self.fresh)
        roots = [_root_of(spots, package.main_part) for spots, package in both]
        self._nodes = list(self.trails.now.walk())
        if new is None or roots[0] is None or roots[1] is None or len(self._nodes) != sum(1 for _ in new.trail.walk()):
            return self.package.data
        self.trails.find()
        self._around = {child.number: mark for mark in new.trail.walk() for child in mark.children}
        self._next = 1 + max(mark.number for mark in self.record.trail.walk())
        self._pair(self.record.trail, new.trail, ())
        self._graft = Graft(self.package, roots[0], self.fresh, roots[1], self._numbers)
        for mark in new.trail.walk():
            if mark.number in self._missing:
                self._graft.lacks(self._pieces(mark)[-1])
        trail = self._within(self.record.trail, new.trail, ())
        if not self.done:
            return self.package.data
        made = WordPackage(self.package.path, self._graft.data())
        return with_members(made, remembered_anew(made, self.record, trail, self.trails.spots))

    # -------------------------------------------------------------- what is of what

    def _children(self, old: Then, new: Then, path: Path) -> Iterator[tuple[Then | None, Then | None, Path]]:
        """What belongs together of two nodes that do, in the new one's order, and then what is only in the old one."""
        if new.what is What.LIST:
            here = {key: item for _, key, item in self.trails.items_of(path, old)}
            known = {item.key: item for item in old.children} | here
            for item in new.children:
                yield known.pop(item.key, None), item, (*path, (new.site, item.key))
        else:
            known = {f"{child.what}{child.site}": child for child in old.children}
            sites = {f"{child.what}{child.site}" for child in new.children}
            # What stands by another ``if`` today, as where a place in an order decides, is the same thing.
            moved = {self._said_of(child): key for key, child in known.items() if key not in sites}
            moved.pop("", None)
            for child in new.children:
                inner = path if child.what in (What.LIST, What.VALUE) else (*path, (child.site, ""))
                key = f"{child.what}{child.site}"
                if key not in known and child.what is What.BRANCH:
                    key = moved.pop(checksum(self._nodes[child.number].text), key)
                yield known.pop(key, None), child, inner
        yield from ((piece, None, path) for piece in known.values())

    def _said_of(self, old: Then) -> str:
        """The checksum of what a way that nobody has changed says; "" for all else."""
        spot = self.trails.spot(old) if old.what is What.BRANCH else None
        return old.seen if spot and self._is_untouched(old, spot) else ""

    def _is_taken_away(self, old: Then, path: Path) -> bool:
        """Have people taken it out of the document, with all that is in it?"""
        if old.what is What.LIST:
            return (
                bool(old.children) and all(item.seen for item in old.children) and not self.trails.items_of(path, old)
            )
        return old.what is What.BRANCH and bool(old.seen) and not self.trails.spot(old)

    def _pair(self, old: Then, new: Then, path: Path) -> None:
        """Which nodes of the new document are in the old one, and which are missing."""
        if self.trails.spot(old):
            self._numbers[new.number] = old.number
        if self._is_taken_away(old, path):
            return
        for one, other, inner in self._children(old, new, path):
            if one and other and not _is_other_way(one, other):
                self._pair(one, other, inner)
            if other and self._is_missing(one, other) and self._pieces(other):
                self._missing.add(other.number)

    @staticmethod
    def _is_missing(old: Then | None, new: Then) -> bool:
        if old is None:
            return True
        if new.what is What.VALUE:
            return not old.said and bool(new.said)
        return _is_other_way(old, new) and not old.seen

    def _pieces(self, new: Then) -> list[ElementList]:
        """What a node of the new document is there, the narrowest first."""
        spot = self._spots.by_number.get(new.number)
        if spot is None:
            figure = self._figure(new)
            return [] if figure is None else [[figure]]
        in_row = spot.row is not None and (new.what is What.ITEM or self._is_all_of(spot, new))
        return pieces_of(spot, row=in_row) if spot.part == self.fresh.main_part else []

    def _is_all_of(self, spot: Spot, new: Then) -> bool:
        """Is a way that begins in a table row the whole row? Its edges stand in one cell."""
        said = bare(self._nodes[new.number].text)
        return new.what is What.BRANCH and said != bare(spot.text) and said == bare(spot.around)

    def _figure(self, new: Then) -> Element | None:
        """The control of a figure, which has no edges."""
        tag, around = self._nodes[new.number].tag, self._around.get(new.number)
        while around is not None and new.said == "f" and tag:
            for piece in self._pieces(around)[-1:]:
                found = [element for element in controls_in(piece) if tag_of(element) == tag]
                return found[0] if len(found) == 1 else None
            around = self._around.get(around.number)
        return None

    # -------------------------------------------------------------- the walk

    def _within(self, old: Then, new: Then, path: Path) -> Then:
        """What is remembered of the old one, with what has been moved over."""
        if self._is_taken_away(old, path):
            return old
        made: list[Then] = []
        after: ElementList = ()
        waits = False
        for one, other, inner in self._children(old, new, path):
            then = one
            if other is None:
                # What could not be put in may be the like of it: then both are left, and told of.
                then = one if one and (waits or not self._removed(one)) else None
            elif other.number in self._missing:
                then, after = self._inserted(other, one, after)
                waits = waits or (old.what is What.ITEM and then is one)
            elif one and one.site != other.site:
                then = one
            elif one and _is_other_way(one, other):
                then = self._replaced(one, other) if self._pieces(other) else None if self._removed(one) else one
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
        spots = self.trails.spot(old), self._spots.by_number.get(new.number)
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
        if not short_items or node.simple or checksum(spot.text) != old.seen:
            return old
        changed = changed_lines(old, spot.text, node.lines)
        for gone, piece in product(pieces_of(spot, row=False), pieces_of(other, row=False)):
            if self._are_known(gone) and self._graft.replace(gone, {old.number}, piece, own):
                self.done += [mended_line(spot, change, node) for change in changed]
                return _renumbered(new, own)
        return old

    def _joined(self, old: Then, new: Then, then: Then) -> Then:
        """An item within a sentence has the comma, or the ”och”, that follows from how many there are."""
        spots = self.trails.spot(old), self._spots.by_number.get(new.number)
        if spots[0] is None or spots[1] is None or old.what is not What.ITEM or then != old:
            return then
        within = spots[0].is_within_a_line and spots[1].is_within_a_line
        return self._replaced(old, new) if within and bare(spots[0].text) != bare(spots[1].text) else then

    def _stands(self, item: Then) -> ElementList:
        """Where an untouched item stands: what is new can come after it."""
        spot = self.trails.spot(item)
        if spot is None or not self._is_untouched(item, spot):
            return ()
        return next(iter(pieces_of(spot, row=spot.row is not None)[-1:]), ())

    def _own(self, new: Then) -> dict[int, int]:
        own = {node.number: self._next + count for count, node in enumerate(new.walk())}
        self._next += len(own)
        return own

    def _inserted(self, new: Then, old: Then | None, after: ElementList) -> tuple[Then | None, ElementList]:
        own = self._own(new)
        for piece in reversed(self._pieces(new)):
            made = self._graft.insert(piece, own, after)
            if made:
                node, spot = self._nodes[new.number], self._spots.by_number.get(new.number)
                title = label_of(node) if new.what is What.ITEM else node.title or f"”{short(node.text)}”"
                where = f" {list_name(spot)}" if spot and new.what is What.ITEM else ""
                place = str(spot.place) if spot else ""
                tags = [inner.tag for inner in node.walk() if inner.tag]
                one_row = len({tuple(tag.split("/")[:2]) for tag in tags}) == 1
                self.done.append(Mended(place, tags[0] if one_row else "", title, "", "", f"insatt{where}"))
                return _renumbered(new, own), made
        return old, after

    def _replaced(self, old: Then, new: Then) -> Then:
        spot, own = self.trails.spot(old), self._own(new)
        if spot is None or not self._is_untouched(old, spot):
            return old
        gone_own = {mark.number for mark in old.walk()}
        for piece in self._pieces(new):
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
        spot = self.trails.spot(old)
        if spot is None or old.what not in (What.BRANCH, What.ITEM) or not self._is_untouched(old, spot):
            return False
        if self.trails.is_to_come(old):
            return False
        is_row = old.what is What.ITEM and spot.row is not None
        around = paragraph_of(spot.start)
        alone = around is not None and bare(spot.text) == bare(said_in(around, spot.looks))
        if spot.row is not None and not is_row and alone:
            return False  # it may be all of the row
        if around is not None and alone and headings_in([around]):
            pieces = pieces_of(spot, row=False)[1:]  # a heading without words would keep its line in the contents
        else:
            pieces = pieces_of(spot, row=is_row)
        own = {mark.number for mark in old.walk()}
        for gone in reversed(pieces):
            if self._are_known(gone) and self._graft.remove(gone, own):
                said = short(spot.around if is_row else spot.text)
                self.done.append(
                    Mended(str(spot.place), "", f"{id_of(old.key)} ”{said}”".strip(), said, "", "borttagen")
                )
                return True
        return False

    @staticmethod
    def _is_untouched(old: Then, spot: Spot) -> bool:
        return checksum(spot.around if old.what is What.ITEM else spot.text) == old.seen

    def _are_known(self, gone: ElementList) -> bool:
        """Would all that goes be missed if people had changed it? Not what stands in a table that ends it."""
        return self._are_plain(gone) and (gone[-1].tag != q("w:tbl") or len(gone) == 1)

    def _are_plain(self, gone: ElementList) -> bool:
        """Do the controls hold their figures as they are today or were written last, and nothing typed into them?"""
        return all(map(self._is_plain, controls_in(gone)))

    def _is_plain(self, control: Element) -> bool:
        said, tag = plain_text(said_in(control, self.trails.spots.looks)), tag_of(control)
        return said == plain_text(self.says(tag)) or own(said, self.record.written, tag) is Own.ALL


def _root_of(spots: Spots, part: str) -> Element | None:
    """The tree that the spots of a part stand in."""
    found = (spot.start for spot in spots.by_number.values() if spot.part == part)
    first = next(found, None)
    return None if first is None else first.getroottree().getroot()


def _is_other_way(old: Then, new: Then) -> bool:
    return new.what is What.BRANCH and (old.site, old.key) != (new.site, new.key)


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
