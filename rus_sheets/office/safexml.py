"""Parsing XML from strangers: no entities, no DTD, no network, bounded depth and text (libxml2's own limits)."""

from __future__ import annotations

from lxml import etree

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


class BadXmlError(Exception):
    """The part is not well-formed, or holds a DOCTYPE; the text is for developers."""


def parse(data: bytes) -> etree._Element:
    """The root element of ``data``. Raises BadXmlError.

    A DOCTYPE is refused before parsing (entities in attribute values would be expanded even with
    ``resolve_entities=False``); Office never writes one.
    """
    text = data.decode("utf-16", "replace").encode() if data.startswith(_UTF16_MARKS) else data
    if b"<!DOCTYPE" in text:
        raise BadXmlError("DOCTYPE")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise BadXmlError(str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadXmlError("DOCTYPE")
    return root
