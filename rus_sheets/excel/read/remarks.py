"""What lies on a sheet beside its cells: notes and threaded comments, text boxes, pictures and embedded files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from rus_sheets.book.raw import Remark, RemarkKind, ref_of
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.read.cell_formats import number_of
from rus_sheets.excel.read.escapes import unescape
from rus_sheets.excel.read.package import Package, Relationship

_FILES = ("package", "oleObject")


def read_remarks(package: Package, relationships: tuple[Relationship, ...]) -> tuple[Remark, ...]:
    """The remarks of the sheet with these relationships. A part that can't be read counts as an embedded file."""
    inside = [
        relationship for relationship in relationships if not relationship.external and package.has(relationship.target)
    ]
    found: dict[str, list[Remark]] = {}
    for place in inside:
        try:
            if place.kind in _READERS:
                found.setdefault(place.kind, []).extend(_READERS[place.kind](package.xml(place.target)))
            elif place.kind == "image":  # the sheet's background
                found.setdefault("files", []).append(Remark("A1", RemarkKind.PICTURE))
            elif place.kind in _FILES:
                found.setdefault("files", []).append(_file(place))
        except UnusableInputError:
            found.setdefault("files", []).append(_file(place))
    threads = found.get("threadedComment", [])
    threaded = {thread.ref for thread in threads}  # their notes hold a word to older programs
    notes = [remark for remark in found.get("comments", []) if remark.ref not in threaded]
    return tuple(dict.fromkeys((*threads, *notes, *found.get("drawing", []), *found.get("files", []))))


def _file(relationship: Relationship) -> Remark:
    return Remark("A1", RemarkKind.FILE, relationship.target.rpartition("/")[2])


def _comments(root: etree._Element) -> Iterator[Remark]:
    for element in root.iter("{*}comment", "{*}threadedComment"):
        text = unescape("".join(_text(part) for part in element.iterchildren("{*}text")))
        if text.strip():
            yield Remark(element.get("ref", ""), RemarkKind.COMMENT, text)


def _text(element: etree._Element) -> str:
    """Its own text or that of its runs, without how it is pronounced."""
    runs = [t.text or "" for t in element.iterdescendants("{*}t") if etree.QName(t.getparent()).localname != "rPh"]
    return "".join(runs) or element.text or ""


def _drawn(root: etree._Element) -> Iterator[Remark]:
    for anchor in root.iter("{*}twoCellAnchor", "{*}oneCellAnchor", "{*}absoluteAnchor"):
        ref = _anchor_ref(anchor)
        for body in anchor.iterdescendants("{*}txBody"):
            text = "\n".join("".join(t.text or "" for t in line.iter("{*}t")) for line in body.iterchildren("{*}p"))
            if text.strip():
                yield Remark(ref, RemarkKind.TEXT_BOX, text)
        for _ in anchor.iterdescendants("{*}pic"):
            yield Remark(ref, RemarkKind.PICTURE)


def _anchor_ref(anchor: etree._Element) -> str:
    """The cell at the upper left corner; the first cell for what is anchored to none."""
    corner = next(anchor.iterchildren("{*}from"), None)
    if corner is None:
        return "A1"
    row, column = (number_of(corner.findtext(f"{{*}}{name}")) for name in ("row", "col"))
    return ref_of(row + 1, column + 1)


_READERS: dict[str, Callable[[etree._Element], Iterator[Remark]]] = {
    "threadedComment": _comments, "comments": _comments, "drawing": _drawn,
}  # fmt: skip
