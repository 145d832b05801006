"""Texts in cells: shared strings, inline strings, rich text runs."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from rus_sheets.excel.safexml import MAIN, unescape

Runs = tuple[tuple[str, str], ...]
"""(text, marks) with marks a subset of "bi"."""

_T, _R, _RPR, _B, _I = (f"{{{MAIN}}}{name}" for name in ("t", "r", "rPr", "b", "i"))


@dataclass(frozen=True, slots=True)
class SharedStrings:
    """The shared string table: ``texts`` by index, ``runs`` only for those that are rich text."""

    texts: tuple[str, ...] = ()
    runs: dict[int, Runs] = field(default_factory=dict)


def read_shared_strings(root: etree._Element) -> SharedStrings:
    """The table of an ``sst`` element."""
    texts: list[str] = []
    rich: dict[int, Runs] = {}
    for item in root.iterchildren(f"{{{MAIN}}}si"):
        text, runs = read_text(item)
        if runs:
            rich[len(texts)] = runs
        texts.append(text)
    return SharedStrings(tuple(texts), rich)


def read_text(item: etree._Element) -> tuple[str, Runs]:
    """Text and runs of an ``si`` or ``is`` element; phonetic runs (``rPh``) are no part of the text."""
    if len(item) == 1 and item[0].tag == _T:
        return unescape(item[0].text or ""), ()
    plain: list[str] = []
    runs: list[tuple[str, str]] = []
    for child in item:
        if child.tag == _T:
            plain.append(unescape(child.text or ""))
        elif child.tag == _R:
            text = unescape("".join(t.text or "" for t in child.iterchildren(_T)))
            runs.append((text, _marks(child.find(_RPR))))
    return "".join(plain) + "".join(text for text, _ in runs), tuple(runs)


def _marks(properties: etree._Element | None) -> str:
    if properties is None:
        return ""
    return "".join(mark for tag, mark in ((_B, "b"), (_I, "i")) if _is_on(properties.find(tag)))


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")
