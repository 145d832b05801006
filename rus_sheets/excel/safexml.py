"""Parsing XML from strangers: no entities, no DTD, no network, bounded depth and text (libxml2's own limits)."""

from __future__ import annotations

import re

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL_ATTRIBUTE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


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


def unescape(text: str) -> str:
    """Decode Excel's ``_x000D_`` escapes (ECMA-376 part 1, 22.9.2.19, ST_Xstring); halves of pairs stay as written."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(_decoded, text)


def _decoded(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def escape(text: str) -> str:
    """The opposite of ``unescape``: what XML can't hold, CR (parsers turn it into LF) and what looks like an escape."""
    return _TO_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


_FORBIDDEN = "\x00-\x08\x0b-\x1f\ufffe\uffff"
# An escape that follows begins with "_" too, so it can close what then looks like an escape.
_TO_ESCAPE = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}[_{_FORBIDDEN}])|[{_FORBIDDEN}]")
