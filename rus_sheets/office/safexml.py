"""Parsing XML from strangers: no entities, no DTD, no network, bounded depth and text (libxml2's own limits)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_FAULTS = (etree.XMLSyntaxError, ValueError, LookupError)
_SAFELY: Any = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


class BadXmlError(Exception):
    """The part is not well-formed, or holds a DOCTYPE; the text is for developers."""


def parse(data: bytes) -> etree._Element:
    """The root element of ``data``. Raises BadXmlError.

    A DOCTYPE is refused before parsing (entities in attribute values would be expanded even with
    ``resolve_entities=False``); Office never writes one.
    """
    _refuse_doctype(data)
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFELY))
    except _FAULTS as error:
        raise BadXmlError(str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadXmlError("DOCTYPE")
    return root


class Streamed:
    """The elements of one name, each whole when its turn comes and gone after it: a part of any size in little memory.

    ``root`` is the rest, once all of them have been had.
    """

    root: etree._Element

    def __init__(self, data: bytes, tag: str) -> None:
        self._data = data
        self._tag = tag

    def __iter__(self) -> Iterator[etree._Element]:
        """Raises BadXmlError, as ``parse`` does."""
        _refuse_doctype(self._data)
        parser = etree.iterparse(io.BytesIO(self._data), tag=self._tag, **_SAFELY)
        try:
            for _, element in parser:
                yield element
                parent = element.getparent()
                if parent is not None:
                    parent.remove(element)
        except _FAULTS as error:
            raise BadXmlError(str(error)) from error
        self.root = parser.root


def _refuse_doctype(data: bytes) -> None:
    text = data.decode("utf-16", "replace").encode() if data.startswith(_UTF16_MARKS) else data
    if b"<!DOCTYPE" in text:
        raise BadXmlError("DOCTYPE")
