"""Values put where they can stand: outside controls that can't hold them, and in paragraphs.

Word lets such a control hold text alone, and shows what stands in one with a placeholder as if nobody had filled it in.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, el, q
from rus_sheets.word.templates.trail import EDGE

_HOLDERS = ("w:body", "w:tc", "w:p", "w:sdtContent", "w:txbxContent")
_TEXT: Any = etree._Element.text  # noqa: SLF001 - what lxml itself calls the text before the first child
_NARROW = ("w:text", "w:date", "w:dropDownList", "w:comboBox", "w:showingPlcHdr")


def wrap_bare_text(root: etree._Element) -> None:
    """Put text that stands between paragraphs into one: ``{{p }}`` round a name or a number takes its paragraph along.

    Where it stands straight in a paragraph (``{{r }}``), into a run.
    """
    for holder in [root, *root.iter(*(q(name) for name in _HOLDERS))]:
        inner = "w:r" if holder.tag == q("w:p") else "w:p"
        # python-docx's paragraphs have a text of another kind.
        first = _TEXT.__get__(holder) or ""
        if EDGE.sub("", first).strip():
            holder.insert(0, _holding(first, inner))
            _TEXT.__set__(holder, None)
        for child in list(holder):
            if EDGE.sub("", child.tail or "").strip():
                made = _holding(child.tail or "", inner)
                child.tail = None
                child.addnext(made)


def _holding(text: str, name: str) -> etree._Element:
    run = el("w:r")
    piece = etree.SubElement(run, q("w:t"))
    piece.text = text.strip(" ")
    piece.set(q("xml:space"), "preserve")
    return run if name == "w:r" else el("w:p", None, run)


def free_values(root: etree._Element, placeholder: str) -> None:
    """Take away the controls round marks that they can't hold; ``placeholder`` is the style of what stood in them."""
    for control in list(root.iter(q("w:sdt"))):
        properties, content = control.find("w:sdtPr", NS), control.find("w:sdtContent", NS)
        if properties is None or content is None or next(content.iter(q("w:our-value")), None) is None:
            continue
        if all(properties.find(name, NS) is None for name in _NARROW):
            continue
        for style in list(content.iter(q("w:rStyle"))):
            parent = style.getparent()
            if placeholder and parent is not None and attribute(style, "w:val") == placeholder:
                parent.remove(style)
        for child in list(content):
            control.addprevious(child)
        holder = control.getparent()
        if holder is not None:
            holder.remove(control)
