"""Pieces of a document that is written anew, put where they belong in one that people have edited.

A piece is blocks (paragraphs, tables or rows), or what stands within a paragraph. It goes in only where what stands
before and after it says the same in both documents. That what it replaces is as it was written, the caller knows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from lxml import etree

from rus_sheets.office.zipwrite import with_members
from rus_sheets.word.edit.newcomers import UNSAFE, Newcomers, is_other_field
from rus_sheets.word.memory.edges import number_in_name
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.ns import attribute, q
from rus_sheets.word.parts.styles import style_of
from rus_sheets.word.read.graftsite import (
    BLOCKS,
    END,
    START,
    Element,
    ElementList,
    count_captions,
    is_of_heading,
    key_of,
    length_of,
    next_to,
    numbers_in,
    paragraph_of,
    split_at,
)


class Graft:
    """Two documents of one template: ``old``, whose tree ``root`` is changed, and ``fresh``.

    ``numbers`` are those of the nodes of the new one in the old one, where it has them: what is put in is added.
    ``silent`` are those of nodes that have no edges in the old one: they get them with the first that is said of them.
    """

    def __init__(
        self,
        old: WordPackage,
        root: Element,
        fresh: WordPackage,
        fresh_root: Element,
        numbers: dict[int, int],
        silent: Mapping[int, int],
    ) -> None:
        self._old, self._root, self._fresh_root = old, root, fresh_root
        self._numbers, self._silent = numbers, silent
        self._newcomers = Newcomers(old, root, fresh, fresh_root)
        self._lacking: set[Element] = set()

    def data(self) -> bytes:
        """The old document with all that has been done."""
        count_captions(self._root)
        made = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return with_members(self._old, {self._old.main_part: made, **self._newcomers.parts()})

    def lacks(self, piece: ElementList) -> None:
        """Tell that this piece of the new document is not in the old one as yet."""
        self._lacking.update(node for one in piece for node in one.iter())
        if len(piece) == 1 and _is_all_of_a_cell(piece[0]):
            self._lacking.discard(piece[0])  # a cell keeps its paragraph

    def insert(self, piece: ElementList, own: Mapping[int, int], after: ElementList = ()) -> ElementList:
        """Put in what is missing: between its neighbours, or else ``after`` an item. ``own`` are its new numbers.

        Returns what has been put in; nothing where that can't be done.
        """
        own = {**own, **self._silent_in(piece)}
        done = self._insert_blocks(piece, own, after) if piece[0].tag in BLOCKS else self._insert_within(piece, own)
        if done:
            self._lacking.difference_update(node for one in piece for node in one.iter())
            self._numbers.update(own)
        return done

    def replace(self, gone: ElementList, gone_own: Collection[int], piece: ElementList, own: Mapping[int, int]) -> bool:
        """Put the piece where something else stands; ``gone_own`` are the numbers of that one's nodes."""
        blocks = piece[0].tag in BLOCKS
        if blocks is not (gone[0].tag in BLOCKS) or not self._can_go(gone):
            return False
        if (piece[0].tag == q("w:tr")) is not (gone[0].tag == q("w:tr")):
            return False  # a row stands among rows, and nothing else does
        if not blocks and _style_around(gone) != _style_around(piece):
            return False
        copies = self._copies(piece, own)
        if copies is None:
            return False
        for copy in copies:
            gone[0].addprevious(copy)
        self._without_twins(copies)
        self._take(gone, gone_own, copies)
        self._numbers.update(own)
        return True

    def remove(self, gone: ElementList, own: Collection[int]) -> bool:
        """Take something out."""
        parent = gone[0].getparent()
        left = () if parent is None else [child for child in parent if child.tag == gone[-1].tag and child not in gone]
        if not self._can_go(gone) or (gone[0].tag in BLOCKS and not left):
            return False
        self._take(gone, own, ())
        return True

    # -------------------------------------------------------------- blocks

    def _insert_blocks(self, piece: ElementList, own: Mapping[int, int], after: ElementList) -> ElementList:
        place = self._between(piece)
        if place is None and after and after[-1].tag == piece[-1].tag:
            place = after[-1], None
        copies = self._copies(piece, own) if place else None
        if place is None or copies is None:
            return ()
        self._put(copies, place)
        self._without_twins(copies)
        return copies

    @staticmethod
    def _put(copies: ElementList, place: tuple[Element | None, Element | None]) -> None:
        before, following = place
        for copy in reversed(copies) if before is not None else copies:
            if before is not None:
                before.addnext(copy)
            elif following is not None:
                following.addprevious(copy)

    def _between(self, piece: ElementList) -> tuple[Element | None, Element | None] | None:
        """The two neighbours in the old document that the piece belongs between; None unless they are plain to see."""
        before, following = next_to(piece[0], -1, self._lacking), next_to(piece[-1], 1, self._lacking)
        near = before if before is not None else following
        found: list[tuple[Element | None, Element | None]] = []
        for element in self._root.iter(str(near.tag)) if near is not None else ():
            if self._is_same(element, near):
                one, other = (element, next_to(element, 1)) if near is before else (next_to(element, -1), element)
                if self._is_same(one, before) and self._is_same(other, following):
                    found.append((one, other))
        return found[0] if len(found) == 1 else None

    def _is_same(self, old: Element | None, new: Element | None) -> bool:
        """Do the two say the same, and are they of the same nodes?"""
        if old is None or new is None:
            return old is new or (old is not None and _is_blank_end(old))
        if old.tag != new.tag or (old.tag == q("w:p") and style_of(old) != style_of(new)):
            return False
        return self._wanted(new) <= numbers_in(old) and key_of(old) == key_of(new, self._lacking)

    def _wanted(self, new: Element) -> set[int]:
        return {self._numbers[number] for number in numbers_in(new) if number in self._numbers}

    # -------------------------------------------------------------- within a paragraph

    def _insert_within(self, piece: ElementList, own: Mapping[int, int]) -> ElementList:
        paragraph = paragraph_of(piece[0])
        home = None if paragraph is None else self._home(paragraph)
        copies = None if home is None else self._copies(piece, own)
        if paragraph is None or home is None or copies is None:
            return ()
        before = list(paragraph)[: paragraph.index(piece[0])]
        names = _names_in(self._fresh_root)
        passed = {(line.tag, self._numbers.get(names.get(attribute(line, "w:id"), -1), -1)) for line in before}
        at = split_at(home, sum(length_of(line, self._lacking) for line in before), passed, _names_in(self._root))
        if at is None:
            return ()
        home[at:at] = copies
        return copies

    def _home(self, paragraph: Element) -> Element | None:
        """The old document's paragraph that says what this one does without what is lacking."""
        row = next(paragraph.iterancestors(q("w:tr")), None)
        around = paragraph if row is None else row
        wanted = self._wanted(around)
        is_known = wanted or any(True for _ in around.iter(q("w:sdt")))  # by its own nodes, or by its figures
        same = [element for element in self._root.iter(str(around.tag)) if is_known and self._is_same(element, around)]
        if len(same) != 1:
            return None
        lines, others = list(around.iter(q("w:p"))), list(same[0].iter(q("w:p")))
        return others[lines.index(paragraph)] if len(lines) == len(others) else None

    # -------------------------------------------------------------- edges

    def _silent_in(self, piece: ElementList) -> dict[int, int]:
        """Those of which nothing was said, and all of which is this piece."""
        edges = [edge for one in piece for edge in one.iter(START, END)]
        ends = {attribute(edge, "w:id") for edge in edges if edge.tag == END}
        whole = (number_in_name(edge) for edge in edges if edge.tag == START and attribute(edge, "w:id") in ends)
        return {number: self._silent[number] for number in whole if number is not None and number in self._silent}

    def _copies(self, piece: ElementList, own: Mapping[int, int]) -> list[Element] | None:
        ids = {number: key for key, number in _names_in(self._root).items()}
        others = {fresh: (ids[old], old) for fresh, old in self._numbers.items() if old in ids}
        return self._newcomers.copies(piece, own, others)

    @staticmethod
    def _can_go(gone: ElementList) -> bool:
        inside = [node for element in gone for node in element.iter()]
        if any(place.tag in UNSAFE or is_other_field(place) for place in inside):
            return False
        starts = (place for place in inside if place.tag == START)
        return all(number_in_name(start) is not None or is_of_heading(start) for start in starts)

    def _without_twins(self, copies: Sequence[Element]) -> None:
        """Edges of what the copies stand in are in them now, and no longer where they were."""
        new = {element for copy in copies for element in copy.iter(START, END)}
        keys = {(element.tag, attribute(element, "w:id")) for element in new}
        for element in list(self._root.iter(START, END)):
            if element not in new and (element.tag, attribute(element, "w:id")) in keys:
                _drop(element)

    def _take(self, gone: ElementList, own: Collection[int], copies: ElementList) -> None:
        """Take the elements out; edges of what is around them stay."""
        names = _names_in(self._root)
        for mark in [mark for element in gone for mark in element.iter(START, END)]:
            if attribute(mark, "w:id") in names and names[attribute(mark, "w:id")] not in own:
                beside = (*copies, gone[0]) if mark.tag == START else (gone[-1], *copies[-1:])
                if mark.tag == START:
                    beside[0].addprevious(mark)
                else:
                    beside[-1].addnext(mark)
        for element in gone:
            if element.tag not in (START, END) or names.get(attribute(element, "w:id")) in own:
                _drop(element)


def _is_all_of_a_cell(element: Element) -> bool:
    parent = element.getparent()
    return (
        parent is not None
        and parent.tag == q("w:tc")
        and [child for child in parent if child.tag in BLOCKS] == [element]
    )


def _is_blank_end(element: Element) -> bool:
    """Is it the paragraph that must stand after a table that would be the last?"""
    blank = element.tag == q("w:p") and not any(True for _ in element.iter(q("w:r"), q("w:sectPr"), START, END))
    before = next_to(element, -1)
    return blank and next_to(element, 1) is None and before is not None and before.tag == q("w:tbl")


def _names_in(root: Element) -> dict[str, int]:
    """The numbers of our bookmarks by id."""
    found = ((attribute(start, "w:id"), number_in_name(start)) for start in root.iter(START))
    return {key: number for key, number in found if number is not None}


def _style_around(piece: Iterable[Element]) -> str:
    paragraph = paragraph_of(next(iter(piece)))
    return "" if paragraph is None else style_of(paragraph)


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        element.tail = None
        parent.remove(element)
