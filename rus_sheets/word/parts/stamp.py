"""A mark in each document that we write, by which it is known whether anybody has changed it since.

It is a checksum of all its parts but the one that the mark stands in, as that part's ``dc:identifier``, which Word and
LibreOffice show nowhere.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from lxml import etree

from rus_sheets.errors import UnusableInputError
from rus_sheets.office.zipwrite import with_members
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.package import to_bytes

_CORE = "core-properties"
_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
_CREATED = "{http://purl.org/dc/terms/}created"
_MARK = "rus-sheets "


def stamped(data: bytes) -> bytes:
    """The document with the mark; as it is where it has no part for it."""
    package = WordPackage("document.docx", data)
    core = package.part_of("", _CORE)
    if not core:
        return data
    root = package.xml(core)
    for node in root.findall(_IDENTIFIER):
        root.remove(node)
    etree.SubElement(root, _IDENTIFIER).text = _MARK + _checksum(package, core)
    return with_members(package, {core: to_bytes(root)})


def is_as_written(data: bytes) -> bool:
    """Whether the document is the very one that we wrote; never raises for what it is."""
    try:
        package = WordPackage("document.docx", data)
        core = package.part_of("", _CORE)
        return bool(core) and package.xml(core).findtext(_IDENTIFIER) == _MARK + _checksum(package, core)
    except (UnusableInputError, ValueError):
        return False


def written_when(package: WordPackage) -> dt.datetime | None:
    """When the document says that it was first written, by the clock on the wall; None where it doesn't say."""
    core = package.part_of("", _CORE)
    said = package.xml(core).findtext(_CREATED) if core else None
    try:
        return dt.datetime.fromisoformat(said or "").replace(tzinfo=None)
    except ValueError:
        return None


def _checksum(package: WordPackage, core: str) -> str:
    found = hashlib.sha256()
    own = package.info(core).filename
    for name in sorted(info.filename for info in package.infos if info.filename != own):
        content = package.read(name)
        found.update(f"{name}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()
