"""A docx as a zip file whose bytes depend on nothing but its content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from shutil import copyfileobj
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from msgspec import Struct

from rus_sheets.office.package import RELATIONSHIPS, TYPES
from rus_sheets.texts.text import one_line

if TYPE_CHECKING:
    from docx.document import Document

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = (TYPES, RELATIONSHIPS)


class DocumentProperties(Struct, frozen=True):
    """What the file says of itself. ``created`` is given by the caller, so that the same input gives the same bytes."""

    title: str
    author: str
    created: datetime
    subject: str = ""
    language: str = "sv-SE"


def save(document: Document, properties: DocumentProperties) -> bytes:
    """The document as bytes."""
    core = document.core_properties
    core.title = one_line(properties.title)[:255]
    core.author = core.last_modified_by = one_line(properties.author)[:255]
    core.subject = one_line(properties.subject)[:255]
    core.language = properties.language
    core.comments = ""
    core.keywords = ""
    if core.content_status:
        core.content_status = ""  # Word writes there that a template is final
    core.revision = 1
    core.created = core.modified = properties.created
    saved = BytesIO()
    document.save(saved)
    return repack(saved.getvalue(), {})


def repack(package: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """The package with some parts changed, members in a fixed order and with a fixed date."""
    target = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        names = sorted(source.namelist(), key=lambda name: (name not in _FIRST, name))
        for name in names:
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 0
            if name in changes:
                made.writestr(info, changes[name](source.read(name)))
                continue
            info.file_size = source.getinfo(name).file_size
            with source.open(name) as content, made.open(info, "w") as copy:
                copyfileobj(content, copy, 2**20)
    return target.getvalue()


def to_bytes(root: etree._Element) -> bytes:
    """A part's XML as it is stored."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
