"""A document without content controls, for publication.

Converters, readers and python-docx drop text that stands in controls within lines. Only the tags of the controls go;
what they hold stands as it stood, byte for byte. The hidden bookmarks and the part by which a document remembers its
workbook go too.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from rus_sheets.office.markup import Splice, as_utf8, spliced
from rus_sheets.office.package import TYPES
from rus_sheets.office.zipwrite import with_members
from rus_sheets.word.memory.edges import number_in_name
from rus_sheets.word.memory.record import record_part
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.elements import Elements
from rus_sheets.word.parts.ns import NS, attribute, number_in, q
from rus_sheets.word.parts.package import to_bytes

_MARK = "_rus_sheets_utan_falt"
"""A bookmark, which Word hides since its name begins so: by it the copy is known."""
_PROPERTIES = (q("w:sdtPr"), q("w:sdtEndPr"), q("w:smartTagPr"), q("w:customXmlPr"))
_HOLDERS = (q("w:sdt"), q("w:sdtContent"), q("w:smartTag"), q("w:customXml"))
_CHANGES = (q("w:ins"), q("w:del"), q("w:moveFrom"), q("w:moveTo"))


def without_controls(package: WordPackage) -> bytes:
    """The document with the content of each control in its place. Raises UnusableInputError."""
    replaced: dict[str, bytes | None] = {}
    for part in package.text_parts:
        root = package.xml(part)
        elements = Elements(as_utf8(package.read(part), root), root)
        splices = [splice for holder in root.iter(*_HOLDERS) for splice in _opened(elements, holder)]
        splices += map(elements.removed, _edges(root))
        if part == package.main_part and not is_plain(package):
            splices += _marked(elements, root)
        if splices:
            replaced[part] = spliced(elements.data, splices)
    replaced |= _forgotten(package)
    return with_members(package, replaced) if replaced else package.data


def is_plain(package: WordPackage) -> bool:
    """Is it such a copy?"""
    marks = package.xml(package.main_part).iter(q("w:bookmarkStart"))
    return any(attribute(mark, "w:name") == _MARK for mark in marks)


def changes_pending(package: WordPackage) -> int:
    """Tracked changes that are neither accepted nor rejected."""
    return sum(1 for part in package.text_parts for _ in package.xml(part).iter(*_CHANGES))


def comments_in(package: WordPackage) -> int:
    """Comments that a reader of the document would see."""
    found = package.parts_of(package.main_part, "comments")
    return sum(len(package.xml(part).findall("w:comment", NS)) for part in found)


def _edges(root: etree._Element) -> list[etree._Element]:
    """Our hidden bookmarks; those that the contents and references lead to are others."""
    starts = [start for start in root.iter(q("w:bookmarkStart")) if number_in_name(start) is not None]
    ids = {attribute(start, "w:id") for start in starts}
    return [*starts, *(end for end in root.iter(q("w:bookmarkEnd")) if attribute(end, "w:id") in ids)]


def _forgotten(package: WordPackage) -> dict[str, bytes | None]:
    """What takes away the part by which the document remembers its workbook, which is nobody else's."""
    record = record_part(package)
    if not record:
        return {}
    owned = [
        relationship.target
        for relationship in package.relationships(record)
        if not relationship.external and package.has(relationship.target)
    ]
    gone = [package.info(part).filename for part in (record, *owned, _relationships_of(record)) if package.has(part)]
    main = _relationships_of(package.main_part)
    links, types = package.xml(main), package.xml(TYPES)
    ids = {
        relationship.id
        for relationship in package.relationships(package.main_part)
        if package.has(relationship.target) and package.info(relationship.target).filename == record
    }
    for link in [link for link in links if link.get("Id") in ids]:
        links.remove(link)
    for type_ in [type_ for type_ in types if type_.get("PartName", "").lstrip("/") in gone]:
        types.remove(type_)
    return {**dict.fromkeys(gone), main: to_bytes(links), TYPES: to_bytes(types)}


def _relationships_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _opened(elements: Elements, holder: etree._Element) -> Iterator[Splice]:
    """Takes away an element's two tags and what it says of itself, and leaves its content."""
    stands = elements.span(holder)
    yield stands.start, stands.open_end, b""
    if not stands.empty_tag:
        yield stands.close_start, stands.end, b""
    yield from (elements.removed(child) for child in holder if child.tag in _PROPERTIES)


def _marked(elements: Elements, root: etree._Element) -> list[Splice]:
    body = root.find("w:body", NS)
    if body is None or elements.span(body).empty_tag:
        return []
    prefix = next((name for name, uri in root.nsmap.items() if name and uri == NS["w"]), "")
    if not prefix:
        return []
    ids = (number_in(attribute(start, "w:id")) for start in root.iter(q("w:bookmarkStart")))
    number, at = max(ids, default=0) + 1, elements.span(body).open_end
    start = f'<{prefix}:bookmarkStart {prefix}:id="{number}" {prefix}:name="{_MARK}"/>'
    return [(at, at, f'{start}<{prefix}:bookmarkEnd {prefix}:id="{number}"/>'.encode())]
