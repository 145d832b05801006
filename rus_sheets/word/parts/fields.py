"""Fields with their values filled in: the numbers of captions."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, q

_SEQ = re.compile(r"\s*SEQ\s+(\w+)")
_SWITCHES = re.compile(r"\\([crh])\s*(\d*)")
"""What makes a caption's number another than the next: the same once more, a new beginning (ECMA-376-1, 17.16.5.56)."""


def number_captions(root: etree._Element) -> None:
    """Give each SEQ field its number, counted in reading order."""
    counts: Counter[str] = Counter()
    for field in root.iter(q("w:instrText"), q("w:fldSimple")):
        code = field.text or "" if field.tag == q("w:instrText") else attribute(field, "w:instr")
        label = label_in(code)
        if not label:
            continue
        switches = dict(_SWITCHES.findall(code))
        if switches.get("r"):
            counts[label] = int(switches["r"])
        elif "c" not in switches:
            counts[label] += 1
        if "h" not in switches:
            set_result(field, str(counts[label]))


def label_in(code: str) -> str:
    """What a field counts (Tabell, Figur), "" where it counts nothing."""
    match = _SEQ.match(code)
    return match[1] if match else ""


def set_result(code: etree._Element, value: str) -> None:
    """Replace what the field shows: what stands between its ``separate`` and ``end``, or all in a simple one."""
    if code.tag == q("w:fldSimple"):
        for place, node in enumerate(code.iter(q("w:t"))):
            node.text = "" if place else value
        return
    shown: etree._Element | None = None
    run = code.getparent()
    separated = False
    while run is not None and (run := run.getnext()) is not None:
        kind = attribute(run.find("w:fldChar", NS), "w:fldCharType")
        if kind == "end":
            break
        text = run.find("w:t", NS)
        if separated and text is not None:
            text.text = value if shown is None else ""
            shown = text
        separated = separated or kind == "separate"
