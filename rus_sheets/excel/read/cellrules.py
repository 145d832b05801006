"""Rules that lie over cells, dropdowns and conditional formats, as a sheet's part has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from rus_sheets.book.raw import CellRule, RuleKind
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.formulas.areas import relative_form
from rus_sheets.office.markup import Splice, attribute, escape_text, prefix_of, spans, with_attribute

_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_KINDS = {"dataValidation": RuleKind.VALIDATION, "conditionalFormatting": RuleKind.HIGHLIGHT}
_FORMULAS = frozenset({"formula", "formula1", "formula2", "f"})
_SQREF = re.compile(rb"<([\w.-]+:sqref)>([^<]*)</\1>")


def read_rules(root: etree._Element) -> tuple[CellRule, ...]:
    """The rules of a ``worksheet`` element, those that newer Excel keeps in extensions too."""
    return tuple(_rules(root))


def _rules(root: etree._Element) -> Iterator[CellRule]:
    for name, kind in _KINDS.items():
        path = f"{{{MAIN}}}dataValidations/{{{MAIN}}}{name}" if kind is RuleKind.VALIDATION else f"{{{MAIN}}}{name}"
        for element in root.iterfind(path):
            yield CellRule(kind, element.get("sqref", ""), _moves(element))
    extensions = root.find(f"{{{MAIN}}}extLst")
    if extensions is not None:
        for name, kind in _KINDS.items():
            for element in extensions.iter(f"{{{_X14}}}{name}"):
                yield CellRule(kind, element.findtext(f"{{{_XM}}}sqref") or "", _moves(element))


def _moves(element: etree._Element) -> bool:
    texts = (
        node.text or ""
        for node in element.iter()
        if isinstance(node.tag, str) and node.tag.rpartition("}")[2] in _FORMULAS
    )
    return any(relative_form(text, 1, 1) != relative_form(text, 2, 1) for text in texts)


def rule_splices(data: bytes, root: etree._Element, ranges: Mapping[tuple[RuleKind, str], str]) -> list[Splice]:
    """What gives rules of a worksheet part other ranges: by kind, and the ranges as they are stored."""
    splices: list[Splice] = []
    for name, kind in _KINDS.items():
        for span in spans(data, prefix_of(root) + name.encode()):
            tag = data[span.start : span.open_end]
            new = ranges.get((kind, attribute(tag, "sqref") or ""))
            if new is not None:
                splices.append((span.start, span.open_end, with_attribute(tag, "sqref", new)))
        splices += _in_extensions(data, name, {old: new for (ruled, old), new in ranges.items() if ruled is kind})
    return splices


def _in_extensions(data: bytes, name: str, ranges: Mapping[str, str]) -> Iterator[Splice]:
    """The same in extensions, where the prefixes are their own and the ranges an element's text."""
    element = re.compile(rb"<((?:[\w.-]+:)" + name.encode() + rb")(?=[\s>])[^>]*>.*?</\1>", re.DOTALL)
    for match in element.finditer(data):
        for place in _SQREF.finditer(data, match.start(), match.end()):
            new = ranges.get(place[2].decode())
            if new is not None:
                yield place.start(2), place.end(2), escape_text(new).encode()
