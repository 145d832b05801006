"""Editing XML as bytes, so that what isn't changed stays as it was written, to the byte.

Only for parts that lxml has found well-formed: then ``<`` never stands in an attribute value, and skipping comments,
CDATA and processing instructions is enough to find every tag.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from lxml import etree
from msgspec import Struct

from rus_sheets.office.xmltext import for_xml


class Span(Struct, frozen=True):
    """Where an element stands: its tag is ``start:open_end``, its content ``open_end:close_start``.

    An empty-element tag has all but ``start`` equal.
    """

    start: int
    open_end: int
    close_start: int
    end: int

    @property
    def empty_tag(self) -> bool:
        """Is it written ``<x/>``?"""
        return self.open_end == self.end


Splice = tuple[int, int, bytes]
"""Replace ``start:end`` by these bytes."""

_ATTRIBUTE = re.compile(rb"\s+([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def as_utf8(data: bytes, root: etree._Element) -> bytes:
    """``data``, written anew only if it isn't UTF-8 (Office always writes UTF-8)."""
    if (root.getroottree().docinfo.encoding or "UTF-8").upper() in ("UTF-8", "UTF8", "US-ASCII", "ASCII"):
        return data
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def prefix_of(root: etree._Element) -> bytes:
    """The prefix that the root's namespace is written with, colon included."""
    return f"{root.prefix}:".encode() if root.prefix else b""


def spans(data: bytes, name: bytes, start: int = 0, end: int | None = None) -> list[Span]:
    """Each element written ``name`` (prefix included) between the two places; for elements that don't nest."""
    found = []
    opened: re.Match[bytes] | None = None
    for match in _tag(name).finditer(data, start, len(data) if end is None else end):
        if match[1] is None:
            continue
        if match[1]:
            if opened is not None:
                found.append(Span(opened.start(), opened.end(), match.start(), match.end()))
            opened = None
        elif match[2].endswith(b"/"):
            found.append(Span(match.start(), match.end(), match.end(), match.end()))
        else:
            opened = match
    return found


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """``data`` with all replacements made; they must not overlap. Insertions at one place keep their order."""
    pieces: list[bytes] = []
    at = 0
    for start, end, replacement in sorted(splices, key=lambda splice: splice[:2]):
        pieces += (data[at:start], replacement)
        at = end
    return b"".join((*pieces, data[at:]))


def attribute(tag: bytes, name: str) -> str | None:
    """The value of an attribute in an opening tag."""
    wanted = name.encode()
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == wanted:
            return html.unescape((match[2] if match[2] is not None else match[3]).decode())
    return None


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """The opening tag with the attribute set, in its place if it is there, else last; ``None`` takes it away."""
    written = b"" if value is None else f' {name}="{escape_attribute(value)}"'.encode()
    wanted = name.encode()
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == wanted:
            return tag[: match.start()] + written + tag[match.end() :]
    if value is None:
        return tag
    stop = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:stop].rstrip() + written + tag[stop:]


def opened_tag(tag: bytes) -> bytes:
    """``<x/>`` as ``<x>``."""
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def rewritten(element: etree._Element, prefix: str) -> str:
    """An element of one namespace as it is written in another part, whose names have that prefix.

    Attributes of other namespaces are left out.
    """
    name = f"{prefix}{etree.QName(element).localname}"
    said = "".join(
        f' {key!s}="{escape_attribute(str(value))}"' for key, value in element.items() if not str(key).startswith("{")
    )
    content = escape_text(element.text or "") if len(element) == 0 else ""
    content += "".join(rewritten(child, prefix) for child in element if isinstance(child.tag, str))
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def escape_text(text: str) -> str:
    """For element content; what XML can't hold is left out."""
    return for_xml(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """For an attribute value in double quotes; line breaks would be read as spaces if left alone."""
    return escape_text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def _tag(name: bytes) -> re.Pattern[bytes]:
    """Opening and closing tags of that name; group 1 is None for what is only to be skipped."""
    return re.compile(
        rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)"
        + re.escape(name)
        + rb"(?=[\s/>])((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)>",
        re.DOTALL,
    )
