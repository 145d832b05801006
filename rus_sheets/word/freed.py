"""Values freed from the template's own controls that can't hold them: a control in one for plain text or a date breaks.

Word lets such a control hold text alone, and shows what stands in one with a placeholder as if nobody had filled it in.
"""

from __future__ import annotations

from lxml import etree

from rus_sheets.word.ns import NS, attribute, q

_NARROW = ("w:text", "w:date", "w:dropDownList", "w:comboBox", "w:showingPlcHdr")


def free_values(root: etree._Element, placeholder: str) -> None:
    """Take away the controls round marks that they can't hold; ``placeholder`` is the style of what stood in them."""
    for control in list(root.iter(q("w:sdt"))):
        properties, content = control.find("w:sdtPr", NS), control.find("w:sdtContent", NS)
        if properties is None or content is None or next(content.iter(q("m:value")), None) is None:
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
