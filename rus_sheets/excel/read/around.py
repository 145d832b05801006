"""What stands around a sheet's cells: joined cells, hidden columns, filters, protection, links and rules."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from lxml import etree
from msgspec import Struct

from rus_sheets.book.raw import CellRule
from rus_sheets.excel.read.cell_formats import number_of
from rus_sheets.excel.read.cellrules import read_rules
from rus_sheets.excel.read.measures import is_narrow
from rus_sheets.excel.read.ns import MAIN, REL_ATTRIBUTE
from rus_sheets.excel.read.package import Relationship
from rus_sheets.excel.read.plainxml import NotPlainError
from rus_sheets.excel.read.sheetxml import flag
from rus_sheets.formulas.areas import MAX_COLUMN
from rus_sheets.office.safexml import BadXmlError, parse

SheetLinks = tuple[tuple[str, str, str | None], ...]
"""Range, relationship id and place in the workbook."""


class Around(Struct, frozen=True):
    """What stands around a sheet's cells. ``links``: range, relationship id and place in the workbook.

    ``plain``: the root is a worksheet that is written without a prefix and has one ``sheetData``.
    """

    merged: tuple[str, ...]
    hidden_columns: frozenset[int]
    filtered: bool
    protected: bool
    links: SheetLinks
    rules: tuple[CellRule, ...]
    plain: bool


def plain_around(data: bytes) -> Around:
    """As ``around``, of the text of a part. Raises NotPlainError where that is no XML, or not written plainly."""
    try:
        found = around(parse(data))
    except BadXmlError as error:
        raise NotPlainError from error
    if not found.plain:
        raise NotPlainError
    return found


def around(root: etree._Element) -> Around:
    """What stands around the cells of a ``worksheet`` element."""
    data = root.findall(f"{{{MAIN}}}sheetData")
    return Around(
        merged=tuple(e.get("ref", "") for e in root.iterfind(f"{{{MAIN}}}mergeCells/{{{MAIN}}}mergeCell")),
        hidden_columns=_hidden_columns(root),
        filtered=root.find(f"{{{MAIN}}}autoFilter/{{{MAIN}}}filterColumn") is not None,
        protected=_protected(root),
        links=tuple(
            (e.get("ref", ""), e.get(REL_ATTRIBUTE, ""), e.get("location"))
            for e in root.iterfind(f"{{{MAIN}}}hyperlinks/{{{MAIN}}}hyperlink")
        ),
        rules=read_rules(root),
        plain=root.tag == f"{{{MAIN}}}worksheet" and len(data) == 1 and data[0].prefix is None,
    )


def _hidden_columns(root: etree._Element) -> frozenset[int]:
    # Only the ends are counted, since a hostile file can have a million spans of all columns.
    steps: Counter[int] = Counter()
    for element in root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        first, last = max(number_of(element.get("min")), 1), min(number_of(element.get("max")), MAX_COLUMN)
        if (flag(element, "hidden") or is_narrow(element.get("width"))) and first <= last:
            steps[first] += 1
            steps[last + 1] -= 1
    hidden: set[int] = set()
    depth = 0
    for column, following in pairwise(sorted(steps)):
        depth += steps[column]
        if depth:
            hidden.update(range(column, following))
    return frozenset(hidden)


def _protected(root: etree._Element) -> bool:
    element = root.find(f"{{{MAIN}}}sheetProtection")
    return element is not None and flag(element, "sheet")


def hyperlinks(links: SheetLinks, relationships: tuple[Relationship, ...]) -> dict[str, str]:
    """Addresses by reference; internal ones begin with #."""
    targets = {relationship.id: relationship.target for relationship in relationships}
    found = {}
    for ref, relationship, location in links:
        address = targets.get(relationship, "")
        found[ref] = f"{address}#{location}" if location else address
    return found
