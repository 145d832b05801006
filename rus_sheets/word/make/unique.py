"""What Word wants once in a document, where a template's loop has written it again: comments, notes, bookmarks.

Word repairs a document with doubled ids, or refuses it, and a reference would lead to the first round from all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as REL
from lxml import etree

from rus_sheets.word.make.loop_rounds import Round, Rounds
from rus_sheets.word.parts.ns import NS, attribute, number_in, q
from rus_sheets.word.parts.package import to_bytes

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_PARAGRAPH_IDS = (f"{{{_W14}}}paraId", f"{{{_W14}}}textId")
_REFERENCE = re.compile(r"^(\s*(?:REF|PAGEREF|NOTEREF|HYPERLINK\s+\\l)\s+\"?)([^\s\"]+)")
_CHANGES = [q(f"w:{name}") for name in (
    "ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange", "sectPrChange",
    "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "numberingChange", "moveFromRangeStart",
    "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "permStart", "permEnd",
)]  # fmt: skip
_START, _END = re.compile("Start$"), re.compile("End$")
_MAX_NAME = 40
"""Characters of a bookmark's name (ECMA-376 part 1, 17.13.6.2)."""


def unique_bookmarks(rounds: Rounds) -> None:
    """One name and one id for each bookmark; references lead to the one in their own round. Halves are taken away."""
    start, end = q("w:bookmarkStart"), q("w:bookmarkEnd")
    found = list(rounds.walk(start, end))
    next_id = 1 + max((number_in(attribute(element, "w:id")) for element, _ in found), default=0)
    names: Counter[str] = Counter()
    opened: dict[str, etree._Element] = {}
    copies: dict[str, list[tuple[tuple[Round, ...], str]]] = {}
    for mark, inside in found:
        if mark.tag == start:
            _remove(opened.pop(attribute(mark, "w:id"), None))  # its end went with a tag's paragraph
            opened[attribute(mark, "w:id")] = mark
            continue
        begun = opened.pop(attribute(mark, "w:id"), None)
        if begun is None:
            _remove(mark)
            continue
        name = attribute(begun, "w:name")
        names[name] += 1
        if names[name] > 1:
            suffix = f"_{names[name]}"
            begun.set(q("w:name"), name[: _MAX_NAME - len(suffix)] + suffix)
            for half in (begun, mark):
                half.set(q("w:id"), str(next_id))
            next_id += 1
        copies.setdefault(name, []).append((inside, attribute(begun, "w:name")))
    for begun in opened.values():
        _remove(begun)
    _lead_home(rounds, copies)


def _lead_home(rounds: Rounds, copies: dict[str, list[tuple[tuple[Round, ...], str]]]) -> None:
    """Let each reference to a bookmark that there are several of lead to the one that shares most rounds with it."""

    def nearest(name: str, inside: tuple[Round, ...]) -> str:
        at_home = lambda copy: sum(1 for mine, its in zip(inside, copy[0], strict=False) if mine == its)  # noqa: E731
        return max(copies[name], key=at_home)[1] if len(copies.get(name, ())) > 1 else name

    for element, inside in rounds.walk(q("w:hyperlink"), q("w:instrText")):
        if element.tag == q("w:hyperlink"):
            anchor = attribute(element, "w:anchor")
            if anchor:
                element.set(q("w:anchor"), nearest(anchor, inside))
        elif match := _REFERENCE.match(element.text or ""):
            element.text = match[1] + nearest(match[2], inside) + (element.text or "")[match.end() :]


def unique_comments(rounds: Rounds, main: Any) -> None:
    """A comment of its own for each round: the note's text once more, with its own id."""
    related = (rel for rel in main.rels.values() if not rel.is_external and rel.reltype == REL.COMMENTS)
    part = next((relationship.target_part for relationship in related), None)
    held = {} if part is None else {attribute(node, "w:id"): node for node in part.element.iterfind("w:comment", NS)}
    next_id = 1 + max((number_in(number) for number in held), default=0)
    kinds = [q(name) for name in ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")]
    seen: dict[str, dict[str, list[etree._Element]]] = {}
    for mark, _ in rounds.walk(*kinds):
        seen.setdefault(attribute(mark, "w:id"), {}).setdefault(str(mark.tag), []).append(mark)
    for comment, marks in seen.items():
        starts, ends, references = (marks.get(kind, []) for kind in kinds)
        whole = min(len(starts), len(ends), len(references)) if comment in held else 0
        for extra in (*starts[whole:], *ends[whole:], *([] if comment in held else references)):
            _remove(extra)
        for number in range(1, len(references) if comment in held else 0):
            copy = deepcopy(held[comment])
            copy.set(q("w:id"), str(next_id))
            for paragraph in copy.iter(q("w:p")):
                _drop_ids(paragraph)
            part.element.append(copy)  # type: ignore[union-attr]
            for nodes in (starts[:whole], ends[:whole], references):
                if number < len(nodes):
                    nodes[number].set(q("w:id"), str(next_id))
            next_id += 1


def unique_notes(root: etree._Element, main: Any) -> None:
    """A footnote or endnote of its own for each place that refers to one: its text once more, with its own id."""
    for kind, relation in (("footnote", REL.FOOTNOTES), ("endnote", REL.ENDNOTES)):
        places: dict[str, list[etree._Element]] = {}
        for mark in root.iter(q(f"w:{kind}Reference")):
            places.setdefault(attribute(mark, "w:id"), []).append(mark)
        again = [(number, mark) for number, marks in places.items() for mark in marks[1:]]
        related = (rel for rel in main.rels.values() if not rel.is_external and rel.reltype == relation)
        part = next((relationship.target_part for relationship in related), None)
        if not again or part is None:
            continue
        notes = etree.fromstring(part.blob)
        held = {attribute(node, "w:id"): node for node in notes.iterfind(f"w:{kind}", NS)}
        next_id = 1 + max(map(number_in, held), default=0)
        for number, mark in again:
            if number in held:
                copy = deepcopy(held[number])
                copy.set(q("w:id"), str(next_id))
                for paragraph in copy.iter(q("w:p")):
                    _drop_ids(paragraph)
                notes.append(copy)
                mark.set(q("w:id"), str(next_id))
                next_id += 1
        part._blob = to_bytes(notes)  # noqa: SLF001 - a Part has no setter


def unique_paragraphs(root: etree._Element) -> None:
    """Ids of paragraphs, controls and what else Word gives anew by itself: only the first one keeps its own."""
    seen: set[tuple[str, str]] = set()
    for element in root.iter(q("w:p"), q("w:tr"), q("w:sdtPr")):
        if element.tag == q("w:sdtPr"):
            own = element.find("w:id", NS)
            if own is not None and _again(seen, "sdt", attribute(own, "w:val")):
                element.remove(own)
        elif _again(seen, "paragraph", element.get(_PARAGRAPH_IDS[0], "")):
            _drop_ids(element)


def unique_changes(root: etree._Element) -> None:
    """An id of its own for each tracked change and for each range that some may edit."""
    found = [mark for mark in root.iter(*_CHANGES) if attribute(mark, "w:id")]
    if not found:
        return
    next_id = 1 + max((number_in(attribute(mark, "w:id")) for mark in root.iter() if mark.get(q("w:id"))), default=0)
    seen: set[tuple[str, str]] = set()
    renewed: dict[tuple[str, str], str] = {}
    for mark in found:
        kind, end, number = *_END.subn("", str(mark.tag)), attribute(mark, "w:id")
        if end:  # ends where the latest of its kind with that id began
            mark.set(q("w:id"), renewed.get((kind, number), number))
        elif _again(seen, "change", number):
            renewed[_START.sub("", kind), number] = str(next_id)
            mark.set(q("w:id"), str(next_id))
            next_id += 1


def _again(seen: set[tuple[str, str]], kind: str, value: str) -> bool:
    known = (kind, value) in seen
    seen.add((kind, value))
    return bool(value) and known


def _drop_ids(paragraph: etree._Element) -> None:
    for name in _PARAGRAPH_IDS:
        if name in paragraph.attrib:
            del paragraph.attrib[name]


def _remove(element: etree._Element | None) -> None:
    parent = None if element is None else element.getparent()
    if parent is not None and element is not None:
        parent.remove(element)
