"""What Word has copied out of a template's headings: entries of contents, and names of chapters in headers.

Somebody who updates the contents in a template gets its tags there once more. A copy is no tag: filled in, it would
stand outside its loop. Contents are made anew with the document, and Word makes names of chapters anew by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from rus_sheets.office.safexml import BadXmlError, parse
from rus_sheets.word.parts.ns import NS, attribute, q
from rus_sheets.word.parts.package import to_bytes

_COPYING = re.compile(r"\s*(?:TOC|INDEX|TOA|STYLEREF)\b", re.IGNORECASE)
_TAG = re.compile(r"\{[{%]|[}%]\}")


class _Field(Struct):
    code: str = ""
    shown: bool = False
    texts: list[etree._Element] = field(default_factory=list)


def without_copies(part: bytes) -> bytes | None:
    """The part without the tags that such fields show, None where there are none."""
    if b"{" not in part or not re.search(rb"TOC|INDEX|TOA|STYLEREF", part):
        return None
    try:
        root = parse(part)
    except BadXmlError:
        return None  # told of by the one who opens the template
    copies = [texts for texts in _shown(root) if _TAG.search("".join(text.text or "" for text in texts))]
    for text in (text for texts in copies for text in texts):
        text.text = ""
    return to_bytes(root) if copies else None


def _shown(root: etree._Element) -> Iterator[list[etree._Element]]:
    """The texts that each field which copies shows."""
    opened: list[_Field] = []
    for node in root.iter(q("w:fldChar"), q("w:instrText"), q("w:t")):
        kind = attribute(node, "w:fldCharType")
        if node.tag == q("w:t"):
            for around in opened:
                around.texts += [node] if around.shown else []
        elif node.tag == q("w:instrText") and opened:
            opened[-1].code += "" if opened[-1].shown else node.text or ""
        elif kind == "begin":
            opened.append(_Field())
        elif kind == "separate" and opened:
            opened[-1].shown = True
        elif kind == "end" and opened and _COPYING.match((ended := opened.pop()).code):
            yield ended.texts
    for simple in root.iterfind(".//w:fldSimple", NS):
        if _COPYING.match(attribute(simple, "w:instr")):
            yield list(simple.iter(q("w:t")))
