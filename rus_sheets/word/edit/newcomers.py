"""Elements of one document made ready to stand in another: ids, lists, styles and links that are of that document."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from zlib import crc32

from lxml import etree

from rus_sheets.word.edit.graftedlists import AddedLists, lists_in
from rus_sheets.word.memory.edges import PREFIX, number_in_name
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.ns import NS, attribute, number_in, q
from rus_sheets.word.parts.styles import style_of
from rus_sheets.word.read.graftsite import END, START, Element, is_of_heading
from rus_sheets.word.read.intable import tag_of

UNSAFE = {
    q(name)
    for name in ("w:drawing", "w:pict", "w:object", "w:footnoteReference", "w:endnoteReference", "w:commentReference",
                 "w:commentRangeStart", "w:commentRangeEnd", "w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:sectPr",
                 "w:fldSimple", "w:permStart")
}  # fmt: skip
"""What can't be taken out of a document, or into another, without more being lost or needed than what can be read."""
_CODE = re.compile(r"\s*SEQ\s")
_STYLED = (q("w:pStyle"), q("w:rStyle"), q("w:tblStyle"))
_WORD_14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_LINK = f"{NS['r']}/hyperlink"


class Newcomers:
    """Makes copies of what stands in ``fresh`` for ``old``, whose main part's tree is ``root``."""

    def __init__(self, old: WordPackage, root: Element, fresh: WordPackage, fresh_root: Element) -> None:
        self._old, self._root, self._fresh = old, root, fresh
        self._names = {attribute(start, "w:id"): number_in_name(start) for start in fresh_root.iter(START)}
        self._links = {
            relationship.id: relationship.target
            for relationship in fresh.relationships(fresh.main_part)
            if relationship.external
        }
        part = old.part_of(old.main_part, "styles")
        styles = old.xml(part) if part else None
        self._styles = (
            set() if styles is None else {attribute(style, "w:styleId") for style in styles.iter(q("w:style"))}
        )
        marks = (start for part in old.text_parts for start in old.xml(part).iter(START))
        self._last_mark = max((number_in(attribute(mark, "w:id")) for mark in marks), default=0)
        self._controls = {attribute(node, "w:val") for node in root.iterfind(".//w:sdtPr/w:id", NS)}
        self._added: dict[str, str] = {}
        self._fresh_lists, self._old_lists = (
            lists_in(package, package.part_of(package.main_part, "numbering")) for package in (fresh, old)
        )
        self._added_lists = AddedLists(old, old.part_of(old.main_part, "numbering"))

    def copies(
        self, piece: Sequence[Element], own: Mapping[int, int], others: Mapping[int, tuple[str, int]]
    ) -> list[Element] | None:
        """Copies that can stand in the old document; None where they can't.

        ``own`` are the new numbers of the nodes in them; ``others`` the ids and numbers that those that they
        stand in have in the old document.
        """
        made = [deepcopy(element) for element in piece]
        every = [node for one in made for node in one.iter()]
        if any(element.tag in UNSAFE or is_other_field(element) for element in every):
            return None
        for copy in made:
            copy.tail = None
        if not (self._renamed(every, own, others) and self._styled(every) and self._linked(every)):
            return None
        for element in every:
            if element.tag == q("w:sdt") and "/" in tag_of(element):
                self._identified(element)
            for name in [name for name in element.attrib if str(name).startswith(_WORD_14)]:
                del element.attrib[name]
        return [table for table in made if table.tag not in (START, END) or table.get(q("w:id"))]

    def _renamed(self, every: Sequence[Element], own: Mapping[int, int], others: Mapping[int, tuple[str, int]]) -> bool:
        ids: dict[int, str] = {}
        headings = {attribute(element, "w:id") for element in every if is_of_heading(element)}
        for edge, key in [(element, attribute(element, "w:id")) for element in every if element.tag in (START, END)]:
            number = self._names.get(key)
            if number is None and key not in headings:
                return False
            known, name = "", 0  # a heading gets another mark with its line in the contents
            if number is not None and number in own:
                if number not in ids:
                    self._last_mark += 1
                    ids[number] = str(self._last_mark)
                known, name = ids[number], own[number]
            elif number is not None:
                known, name = others.get(number, ("", 0))
            if not known:
                parent = edge.getparent()
                del edge.attrib[q("w:id")]  # at the top it is left out of what is returned
                if parent is not None:
                    parent.remove(edge)
                continue
            edge.set(q("w:id"), known)
            if edge.tag == START:
                edge.set(q("w:name"), f"{PREFIX}{name}")
        return True

    def _styled(self, every: Sequence[Element]) -> bool:
        """Are all styles there? Bullets become those of the old document; a list that counts becomes one more there."""
        if any(attribute(element, "w:val") not in self._styles for element in every if element.tag in _STYLED):
            return False
        for number in [element for element in every if element.tag == q("w:numId")]:
            paragraph = next(number.iterancestors(q("w:p")), None)
            style = "" if paragraph is None else style_of(paragraph)
            alike = (paragraph for paragraph in self._root.iter(q("w:p")) if style and style_of(paragraph) == style)
            lists = (other.find("w:pPr/w:numPr/w:numId", NS) for other in alike)
            same = next((list_ for list_ in lists if list_ is not None), None)
            fresh = attribute(number, "w:val")
            known = self._list_like(fresh, self._looking_as(fresh) if same is None else attribute(same, "w:val"))
            if known is None:
                return False
            number.set(q("w:val"), known)
        return True

    def _looking_as(self, fresh: str) -> str:
        """The old document's list that looks as this one, where none in its style is left; "" if none does."""
        new = self._fresh_lists.get(fresh)
        alike = (key for key, old in self._old_lists.items() if new and (old.kind, old.looks) == (new.kind, new.looks))
        return next(alike, "")

    def _list_like(self, fresh: str, same: str) -> str | None:
        """The list of the old document for one of the new one's; ``same`` is one in its style there.

        None where the two aren't counted in one way.
        """
        new, old = self._fresh_lists.get(fresh), self._old_lists.get(same)
        if new is None or old is None or new.kind != old.kind:
            return None
        return same if new.kind == "bullet" else self._added_lists.add(fresh, old.definition, new.start)

    def _linked(self, every: Sequence[Element]) -> bool:
        for link in [element for element in every if element.tag == q("w:hyperlink")]:
            address = self._links.get(attribute(link, "r:id"))
            if address is None:
                return False
            link.set(q("r:id"), self._relation(address))
        return not any(
            str(name).startswith(f"{{{NS['r']}}}") and element.tag != q("w:hyperlink")
            for element in every
            for name in element.attrib
        )

    def _relation(self, address: str) -> str:
        known = self._old.relationships(self._old.main_part)
        for id_ in known:
            if id_.external and id_.kind == "hyperlink" and id_.target == address:
                return id_.id
        if address not in self._added:
            taken, number = {id_.id for id_ in known} | set(self._added.values()), 1
            while f"rId{number}" in taken:
                number += 1
            self._added[address] = f"rId{number}"
        return self._added[address]

    def parts(self) -> dict[str, bytes | None]:
        """The parts with the links and lists that the copies need; nothing where they need none."""
        return {**self._relationships(), **self._added_lists.parts()}

    def _relationships(self) -> dict[str, bytes | None]:
        folder, name = posixpath.split(self._old.main_part)
        part = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self._added:
            return {}
        root = self._old.xml(part)
        for address, key in self._added.items():
            made = etree.SubElement(root, root[0].tag if len(root) else "Relationship")
            made.attrib.update({"Id": key, "Type": _LINK, "Target": address, "TargetMode": "External"})
        return {part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}

    def _identified(self, control: Element) -> None:
        number, key = 1, control.find("w:sdtPr/w:id", NS)
        while (made := str(crc32(f"{tag_of(control)} {number}".encode()) & 0x7FFFFFFF or 1)) in self._controls:
            number += 1
        self._controls.add(made)
        if key is not None:
            key.set(q("w:val"), made)


def is_other_field(element: Element) -> bool:
    """Is it the code of a field that isn't the number of a caption?"""
    return element.tag == q("w:instrText") and not _CODE.match(element.text or "")
