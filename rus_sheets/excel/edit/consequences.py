"""What must follow when cells change: the calculation chain, pivot tables, table headers, calculation on load."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping

from lxml import etree

from rus_sheets.book.raw import Position, position_of
from rus_sheets.excel.edit.editable_sheet import OpenSheet, OpenTable
from rus_sheets.excel.read.badsheet import BadSheetError
from rus_sheets.excel.read.escapes import escape
from rus_sheets.excel.read.ns import MAIN, REL_ATTRIBUTE
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.sheetxml import rectangle_of
from rus_sheets.excel.read.workbook_part import WorkbookPart
from rus_sheets.office.markup import (
    Splice,
    as_utf8,
    attribute,
    escape_text,
    prefix_of,
    spans,
    spliced,
    with_attribute,
)
from rus_sheets.office.package import TYPES

_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


def calculation_chain(
    package: Package, book: WorkbookPart, gone: Mapping[str, Collection[Position]]
) -> dict[str, bytes | None]:
    """The calculation chain without the cells (by sheet id) whose formulas go; Excel repairs a file that lists them.

    A chain that would be empty isn't allowed: then the part goes, with its relationship and content type.
    """
    part = book.part_of_kind("calcChain")
    if not part or not package.has(part) or not any(gone.values()):
        return {}
    root = package.xml(part)
    data = as_utf8(package.read(part), root)
    listed = spans(data, prefix_of(root) + b"c")
    splices: list[Splice] = []
    sheet = ""
    carried = False
    for span in listed:
        tag = data[span.start : span.open_end]
        own = attribute(tag, "i")
        sheet = own or sheet
        if _place(tag) in gone.get(sheet, ()):
            splices.append((span.start, span.end, b""))
            carried = own is not None or carried
            continue
        if own is None and carried:
            # An entry without a sheet has that of the entry before it, and the one that told it is gone.
            splices.append((span.start, span.open_end, with_attribute(tag, "i", sheet)))
        carried = False
    if not splices:
        return {}
    if sum(1 for _, _, replacement in splices if not replacement) == len(listed):
        return _without_part(package, part)
    return {part: spliced(data, splices)}


def refreshed_pivots(
    package: Package, book: WorkbookPart, sheets: Collection[OpenSheet], touched: Mapping[str, Collection[Position]]
) -> dict[str, bytes | None]:
    """Pivot caches over touched cells (by sheet name), marked to be refreshed when the workbook is opened."""
    tables = {
        table.table.name.casefold()
        for sheet in sheets
        for table in sheet.tables
        if any(
            row in range(table.table.first_row, table.table.last_row + 2) and column in table.columns
            for row, column in touched.get(sheet.part.name, ())
        )
    }
    # A defined name may mean any cells; refreshing once too often does no harm.
    defined = book.root.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName")
    names = tables | {element.get("name", "").casefold() for element in defined}
    found: dict[str, bytes | None] = {}
    for relationship in book.relationships:
        if relationship.kind != "pivotCacheDefinition" or not package.has(relationship.target):
            continue
        root = package.xml(relationship.target)
        source = root.find(f"{{{MAIN}}}cacheSource/{{{MAIN}}}worksheetSource")
        if source is None or not _is_touched(source, names, touched):
            continue
        data = as_utf8(package.read(relationship.target), root)
        found_at = spans(data, prefix_of(root) + b"pivotCacheDefinition")
        if not found_at:
            raise package.fault(f"Filen är skadad: delen {relationship.target} har fel innehåll.")
        span = found_at[0]
        tag = data[span.start : span.open_end]
        if attribute(tag, "refreshOnLoad") not in ("1", "true"):
            new = with_attribute(tag, "refreshOnLoad", "1")
            found[relationship.target] = spliced(data, [(span.start, span.open_end, new)])
    return found


def header_splices(data: bytes, table: OpenTable, names: Mapping[int, str]) -> list[Splice]:
    """The table part's columns renamed, by place from 0."""
    columns = spans(data, prefix_of(table.root) + b"tableColumn")
    splices = []
    for index, name in names.items():
        span = columns[index]
        stored = escape(name).replace("\n", "_x000a_")
        tag = with_attribute(data[span.start : span.open_end], "name", stored)
        splices.append((span.start, span.open_end, tag))
    return splices


def formulas_name(package: Package, header: str) -> bool:
    """Does any formula, rule or name in the workbook mention a table column of that name?"""
    quoted = "".join(f"'{letter}" if letter in "[]#'@" else letter for letter in header)
    wanted = {f"[{escape_text(form)}]".encode() for form in (header, quoted)}
    wanted |= {form.replace(b'"', b"&quot;") for form in wanted}
    return any(
        form in content
        for info in package.infos
        if info.filename.lower().endswith(".xml")
        for content in (package.read(info.filename),)
        for form in wanted
    )


def calculation_on_load(data: bytes, prefix: bytes) -> list[Splice]:
    """The workbook part told to be calculated in full when it is opened."""
    found = spans(data, prefix + b"calcPr")
    if found:
        tag = data[found[0].start : found[0].open_end]
        if attribute(tag, "fullCalcOnLoad") in ("1", "true"):
            return []
        return [(found[0].start, found[0].open_end, with_attribute(tag, "fullCalcOnLoad", "1"))]
    for name in _BEFORE_CALCULATION:
        before = spans(data, prefix + name.encode())
        if before:
            end = before[-1].end
            return [(end, end, b"<" + prefix + b'calcPr fullCalcOnLoad="1"/>')]
    return []


def _place(tag: bytes) -> Position | None:
    try:
        return position_of(attribute(tag, "r") or "")
    except ValueError:
        return None


def _is_touched(source: etree._Element, names: set[str], touched: Mapping[str, Collection[Position]]) -> bool:
    name = source.get("name")
    if source.get(REL_ATTRIBUTE):
        return False  # another workbook's cells
    if name is not None:
        return name.casefold() in names
    try:
        area = rectangle_of(source.get("ref", ""))
    except BadSheetError:
        return True
    return any(position in area for position in touched.get(source.get("sheet", ""), ()))


def _without_part(package: Package, part: str) -> dict[str, bytes | None]:
    folder, name = posixpath.split(package.workbook_part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    dropped = [r.id for r in package.relationships(package.workbook_part) if r.target == part]
    return {
        part: None,
        rels: _without_elements(package, rels, "Relationship", "Id", dropped),
        TYPES: _without_elements(package, TYPES, "Override", "PartName", ["/" + part]),
    }


def _without_elements(package: Package, part: str, element: str, key: str, values: Collection[str]) -> bytes:
    root = package.xml(part)
    data = as_utf8(package.read(part), root)
    found = spans(data, prefix_of(root) + element.encode())
    doomed = [span for span in found if attribute(data[span.start : span.open_end], key) in values]
    return spliced(data, [(span.start, span.end, b"") for span in doomed])
