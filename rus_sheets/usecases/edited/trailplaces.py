"""Where what a document was made of stands in it today: its items, their lists, and what is read beside them."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from rus_sheets.word.memory.record import Then, bare, says_something, uncounted
from rus_sheets.word.read.bookmarks import Spot, Spots
from rus_sheets.word.read.graftsite import Element
from rus_sheets.word.templates.spoken import FIGURE_CLOSE, FIGURE_OPEN
from rus_sheets.word.templates.trail import TrailNode, What

Path = tuple[tuple[int, str], ...]
"""Site and key of each item, and site of each ``if``, from the outermost: where in a template a node is."""


_PIECES = re.compile(f"[\n{FIGURE_OPEN}{FIGURE_CLOSE}]")

ListedItem = tuple[int, str, Then]
"""An item of a list as it stands: its order in the document, its key, and what it was."""


class _List(Struct, frozen=True):
    """A list as it was written: its items, and where the thing that it belongs to begins in the document."""

    path: Path
    then: Then
    begins: int


class Standing:
    """What a document remembers (``then``) among what can be read in it."""

    def __init__(self, then: Then, spots: Spots) -> None:
        self._then = then
        self._spots = spots
        self._items: dict[Path, list[ListedItem]] = {}
        self._read()

    def _read(self) -> None:
        for site, homes in self._homes().items():
            starts = [home.begins for home in homes]
            for home in homes:
                for item in home.then.children:
                    spot = self.spot(item)
                    if spot:
                        # An item that people have moved stands in the list it stands in.
                        at = bisect(starts, spot.order) - 1 if len(homes) > 1 else 0
                        inside = home if _same_start(home, homes[at]) else homes[at]
                        self._items.setdefault((*inside.path, (site, "")), []).append((spot.order, item.key, item))
        for items in self._items.values():
            items.sort(key=lambda item: item[0])

    def _homes(self) -> dict[int, list[_List]]:
        """The lists of each loop of the template, as they begin in the document."""
        found: dict[int, list[_List]] = {}
        for list_ in _lists(self._then, (), 0, self._spots):
            found.setdefault(list_.then.site, []).append(list_)
        for homes in found.values():
            homes.sort(key=lambda home: home.begins)
        return found

    def spot(self, then: Then) -> Spot | None:
        """Where it stands; None where it has been taken away."""
        spot = self._spots.by_number.get(then.number)
        return spot if spot and says_something(spot.text) else None

    def items_of(self, path: Path, then: Then) -> list[ListedItem]:
        """The items that stand in a list, as they stand: order, key and what each was."""
        return self._items.get((*path, (then.site, "")), [])

    def is_to_come(self, old: Then, today: TrailNode) -> bool:
        """Does an item of it belong elsewhere ``today``, where it doesn't stand as yet? Then it can't be taken out."""
        keys = {(mark.site, mark.key) for mark in old.walk() if mark.what is What.ITEM and self.spot(mark)}
        homes = [(path, node) for path, node in _items_in(today, ()) if (node.site, node.key) in keys]
        wanted = {(node.site, node.key) for _, node in homes if says_something(node.text)}
        stands = {
            (node.site, node.key)
            for path, node in homes
            if any(key == node.key for _, key, _ in self._items.get((*path, (node.site, "")), ()))
            or self.is_typed(node.text)
        }
        return not wanted <= stands

    def nearest(self, around: tuple[TrailNode, ...]) -> Spot | None:
        """The spot of the innermost item that has one."""
        return next((spot for spot, _ in self._nearest(around)), None)

    def _nearest(self, around: tuple[TrailNode, ...]) -> Iterator[tuple[Spot, TrailNode]]:
        """The spot of each item that has one, from the innermost, and what the item is today."""
        for node in reversed(around):
            for items in self._items.values():
                for _, key, item in items:
                    if key == node.key and item.site == node.site and (spot := self.spot(item)):
                        yield spot, node

    def before(self, now: TrailNode) -> Spot | None:
        """The last spot before the place in the template that it belongs to, in the document's body."""
        body = (mark for part in self._then.children[:1] for mark in part.walk() if mark.site < now.site)
        found = [
            (mark.site, spot.order, spot) for mark in body if mark.what is not What.PART and (spot := self.spot(mark))
        ]
        return max(found, key=lambda mark: mark[:2])[2] if found else None

    def is_typed(self, text: str) -> bool:
        """Does it stand where nothing of ours does: as a line, or lines one after the other?"""
        whole = bare(uncounted(text))
        by_hand = whole in self._spots.typed and whole not in self._in_texts
        return by_hand or (text.strip().count("\n") > 0 and whole in self._spots.typed_text)

    def is_list_taken_out(self, then: Then, now: TrailNode, path: Path, around: Sequence[TrailNode]) -> bool:
        """Have people taken out all that was listed, with what it was listed under? Else they have emptied it.

        ``around`` are the items that it stands in, from all of the document.
        """
        if not then.children or self.items_of(path, then) or not all(map(self.is_taken_out, then.children)):
            return False
        if len(path) > 1 and _is_of_rows(now):
            return False  # what it stands in is its table's caption, which stands
        lead = _lead(now.text, around[-1].text)
        return not (lead and self.is_said(lead, tuple(around[1:]), around[0]))

    def is_taken_out(self, item: Then) -> bool:
        """Did it stand in the document, and does nothing of it any more?"""
        return bool(item.seen) and self.spot(item) is None

    def is_section(self, now: TrailNode, beside: Then) -> bool:
        """Is it of several paragraphs, as what stands beside it is no row of a table?"""
        spot = self.spot(beside)
        return spot is not None and spot.row is None and "\n" in now.text.strip()

    def stands_unmarked(self, item: Then | None, text: str, here: Sequence[ListedItem]) -> bool:
        """Does what it says stand there all the same, without its bookmark or typed anew?"""
        return (item is not None and self.is_unmarked(item, text, here)) or self.is_typed(text)

    def is_unmarked(self, item: Then, text: str, here: Sequence[ListedItem]) -> bool:
        """Does an item without a bookmark stand in its list (of which ``here`` stands): as a line that is no other
        thing's, or beside the others on their line? Some programs lose a few bookmarks.
        """
        whole = bare(uncounted(text))
        own = {mark.number for mark in item.walk()} | self._around[item.number]
        if any(not any(map(self._says, numbers - own)) for numbers in self._lines.get(whole, ())):
            return True
        return any(whole in line for line in self._beside(here))

    def _says(self, number: int) -> bool:
        spot = self._spots.by_number.get(number)
        return spot is not None and says_something(spot.text)

    @cached_property
    def _around(self) -> dict[int, frozenset[int]]:
        """The numbers of what each node stands in."""
        found: dict[int, frozenset[int]] = {self._then.number: frozenset()}
        for mark in self._then.walk():
            found.update((child.number, found[mark.number] | {mark.number}) for child in mark.children)
        return found

    @cached_property
    def _in_texts(self) -> frozenset[str]:
        """The lines of the workbook's texts of several: they have no spots of their own."""
        spots = (self.spot(mark) for mark in self._then.walk() if mark.what is What.VALUE)
        return frozenset(bare(uncounted(line)) for spot in spots if spot for line in spot.text.strip().split("\n")[1:])

    @cached_property
    def _lines(self) -> dict[str, list[frozenset[int]]]:
        """The spots that begin in each line, by what it says."""
        found: dict[str, list[frozenset[int]]] = {}
        for line, numbers in self._spots.marked:
            found.setdefault(self._spots.line_of(line), []).append(numbers)
        return found

    def _beside(self, here: Sequence[ListedItem]) -> Iterator[str]:
        """What the lines say beside the items that begin and end in them."""
        said: dict[Element, str] = {}
        for spot in filter(None, (self.spot(item) for _, _, item in here)):
            line = spot.start.getparent()
            if line is not None and spot.is_within_a_line:
                said[line] = said.get(line, self._spots.line_of(line)).replace(bare(uncounted(spot.text)), "\n", 1)
        yield from said.values()

    def is_said(self, text: str, around: tuple[TrailNode, ...], today: TrailNode) -> bool:
        """Can it be read where it belongs: in the item that it is about, or anywhere where there is none?

        As many times as in ``today``'s, or it is another thing's words that are read.
        """
        spot, node = next(self._nearest(around), (None, today))
        if spot and not any(map(str.isalpha, text)):
            return times(uncounted(text), uncounted(spot.around)) >= max(
                1, times(uncounted(text), uncounted(node.text))
            )
        said = bare(uncounted(text))
        stands = bare(uncounted(spot.around)) if spot else self._spots.said
        return stands.count(said) >= max(1, bare(uncounted(node.text)).count(said))


def _is_of_rows(listed: TrailNode) -> bool:
    """Are its items rows of a table: does each end with that of a cell, and then its own?"""
    return all(item.text.endswith("\n\n") for item in listed.children)


def _lead(text: str, whole: str) -> str:
    """What is said before a text: the words on its line, or else on the line before."""
    before, found, _ = whole.partition(text) if says_something(text) else ("", "", "")
    pieces = [piece for piece in _PIECES.split(before) if any(map(str.isalnum, piece))]
    return pieces[-1].strip() if found and pieces else ""


def times(number: str, text: str) -> int:
    """How often a number stands in the text; 3 doesn't stand in 2023."""
    return len(re.findall(rf"(?<![\d,]){re.escape(number)}(?!,?\d)", text))


def _lists(then: Then, path: Path, begins: int, spots: Spots) -> Iterator[_List]:
    for child in then.children:
        if child.what is What.LIST:
            yield _List(path, child, begins)
            for item in child.children:
                spot = spots.by_number.get(item.number)
                yield from _lists(item, (*path, (item.site, item.key)), spot.order if spot else begins, spots)
        elif child.what in (What.BRANCH, What.PART):
            yield from _lists(child, (*path, (child.site, "")), begins, spots)


def _same_start(one: _List, other: _List) -> bool:
    return one is other or one.begins == other.begins


def _items_in(now: TrailNode, path: Path) -> Iterator[tuple[Path, TrailNode]]:
    """Every item of today with the path of the list that it is in."""
    for child in now.children:
        if child.what is What.ITEM:
            yield path, child
            yield from _items_in(child, (*path, (child.site, child.key)))
        else:
            yield from _items_in(child, path if child.what is What.LIST else (*path, (child.site, "")))
