"""What belongs together of a document as people have left it and the same written anew, and what of that is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rus_sheets.usecases.edited.trailplaces import ListedItem, Path
from rus_sheets.usecases.edited.trails import Trails
from rus_sheets.word.memory.record import Then, bare, checksum
from rus_sheets.word.read.bookmarks import Spot, Spots
from rus_sheets.word.read.graftsite import Element, ElementList, controls_in, pieces_of
from rus_sheets.word.read.intable import tag_of
from rus_sheets.word.templates.trail import TrailNode, What


class Pairing:
    """The nodes of the two documents.

    ``old`` and ``new`` are what the two remember, ``spots`` the new one's and ``main_part`` the part that they are
    looked for in. ``numbers`` are those of the old one's nodes by the new one's, ``silent`` likewise of those of which
    nothing was said, which so have no edges, and ``missing`` the numbers of those that the old one lacks.
    """

    def __init__(self, trails: Trails, old: Then, new: Then, spots: Spots, main_part: str) -> None:
        self._trails, self._spots, self._main_part = trails, spots, main_part
        self._nodes: Sequence[TrailNode] = list(trails.now.walk())
        self._around = {child.number: mark for mark in new.walk() for child in mark.children}
        self.numbers: dict[int, int] = {}
        self.silent: dict[int, int] = {}
        self.missing: set[int] = set()
        self._pair(old, new, ())

    def children(self, old: Then, new: Then, path: Path) -> Iterator[tuple[Then | None, Then | None, Path]]:
        """What belongs together of two nodes that do, in the new one's order, and then what is only in the old one."""
        if new.what is What.LIST:
            here = {key: item for _, key, item in self._trails.standing.items_of(path, old)}
            wanted = {item.key for item in new.children}
            # What people have moved to another list is that list's, unless today's has it here.
            own = [item for item in old.children if item.key in wanted or not self._trails.standing.spot(item)]
            known = {item.key: item for item in own} | here
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
        spot = self._trails.standing.spot(old) if old.what is What.BRANCH else None
        return old.seen if spot and is_untouched(old, spot) else ""

    def is_taken_away(self, old: Then, new: Then, path: Path) -> bool:
        """Have people taken it out of the document, with all that is in it?"""
        if old.what is What.LIST:
            return self._trails.standing.is_list_taken_out(old, self._nodes[new.number], path, self._items_around(new))
        return old.what is What.BRANCH and bool(old.seen) and not self._trails.standing.spot(old)

    def _items_around(self, new: Then) -> tuple[TrailNode, ...]:
        """The items that it stands in, from all of the document."""
        around = self._around.get(new.number)
        if around is None:
            return (self._trails.now,)
        own = (self._nodes[around.number],) if around.what is What.ITEM else ()
        return (*self._items_around(around), *own)

    def _pair(self, old: Then, new: Then, path: Path) -> None:
        """Which nodes of the new document are in the old one, and which are missing."""
        if self._trails.standing.spot(old):
            self.numbers[new.number] = old.number
        elif old.what is What.ITEM and not old.seen:
            self.silent[new.number] = old.number
        if self.is_taken_away(old, new, path):
            return
        here = self._trails.standing.items_of(path, old) if old.what is What.LIST else ()
        for one, other, inner in self.children(old, new, path):
            if one and other and not is_other_way(one, other):
                self._pair(one, other, inner)
            is_missing = other and (self._is_missing(one, other) or self._is_line_taken_out(one, other, here))
            if other and is_missing and self.pieces(other):
                self.missing.add(other.number)

    def _is_line_taken_out(self, old: Then | None, new: Then, here: Sequence[ListedItem]) -> bool:
        """Is it a line of a list that people have taken out? A section of several is left out, as they have it."""
        if old is None or old.what is not What.ITEM or not self._trails.standing.is_taken_out(old):
            return False
        pieces = self.pieces(new)
        text = self._nodes[new.number].text
        return bool(pieces) and len(pieces[-1]) == 1 and not self._trails.standing.stands_unmarked(old, text, here)

    @staticmethod
    def _is_missing(old: Then | None, new: Then) -> bool:
        if old is None:
            return True
        if new.what is What.VALUE:
            return not old.said and bool(new.said)
        return is_other_way(old, new) and not old.seen

    def pieces(self, new: Then) -> list[ElementList]:
        """What a node of the new document is there, the narrowest first."""
        spot = self._spots.by_number.get(new.number)
        if spot is None:
            figure = self._figure(new)
            return [] if figure is None else [[figure]]
        in_row = spot.row is not None and (new.what is What.ITEM or self._is_all_of(spot, new))
        return pieces_of(spot, row=in_row) if spot.part == self._main_part else []

    def _is_all_of(self, spot: Spot, new: Then) -> bool:
        """Is a way that begins in a table row the whole row? Its edges stand in one cell."""
        said = bare(self._nodes[new.number].text)
        return new.what is What.BRANCH and said != bare(spot.text) and said == bare(spot.around)

    def _figure(self, new: Then) -> Element | None:
        """The control of a figure, which has no edges."""
        tag, around = self._nodes[new.number].tag, self._around.get(new.number)
        while around is not None and new.said == "f" and tag:
            for piece in self.pieces(around)[-1:]:
                found = [element for element in controls_in(piece) if tag_of(element) == tag]
                return found[0] if len(found) == 1 else None
            around = self._around.get(around.number)
        return None


def is_untouched(old: Then, spot: Spot) -> bool:
    """Does it say in the document what was written there?"""
    return checksum(spot.around if old.what is What.ITEM else spot.text) == old.seen


def is_other_way(old: Then, new: Then) -> bool:
    """Is it another way taken at an ``if``?"""
    return new.what is What.BRANCH and (old.site, old.key) != (new.site, new.key)
