"""What the workbook part says of sheets, tables and names that are added: each last, so that no other is renumbered."""

from __future__ import annotations

from collections.abc import Mapping

from rus_sheets.excel.edit.new_parts import Additions
from rus_sheets.excel.read.cell_formats import number_of
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.workbook_part import WorkbookPart
from rus_sheets.office.markup import (
    Splice,
    escape_attribute,
    escape_text,
    opened_tag,
    prefix_of,
    spans,
    spliced,
)
from rus_sheets.office.ns import RELATION_KINDS

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"


def table_identities(package: Package, book: WorkbookPart) -> tuple[int, set[str]]:
    """The highest id of a table, and the names that none may have: tables' own, and the workbook's defined names."""
    names = {element.get("name", "").casefold() for element in book.root.iter(f"{{{MAIN}}}definedName")}
    ids = {0}
    for info in package.infos:
        if package.content_type(info.filename) == TABLE_TYPE:
            root = package.xml(info.filename)
            ids.add(number_of(root.get("id")))
            names |= {root.get("name", "").casefold(), root.get("displayName", "").casefold()}
    return max(ids), names


def list_sheet(
    package: Package, book: WorkbookPart, additions: Additions, name: str, relationship: str, titles: str
) -> None:
    """The sheet last in the workbook part; ``titles`` are the rows and columns that each printed page repeats."""
    data = additions.read(package.workbook_part)
    prefix = prefix_of(book.root)
    p = prefix.decode()
    used = {number_of(sheet.sheet_id) for sheet in book.sheets}
    own = next((o for o, uri in book.root.nsmap.items() if uri == RELATION_KINDS and o), "")
    declared = "" if own else f' xmlns:r="{RELATION_KINDS}"'
    said = f'name="{escape_attribute(name)}" sheetId="{max(used) + 1}"{declared} {own or "r"}:id="{relationship}"'
    sheets = spans(data, prefix + b"sheets")[0]
    repeated = (
        f'<{p}definedName name="_xlnm.Print_Titles" localSheetId="{len(book.sheets)}">'
        f"{escape_text(titles)}</{p}definedName>"
    )
    splices: list[Splice] = [(sheets.close_start, sheets.close_start, f"<{p}sheet {said}/>".encode())]
    additions.change(package.workbook_part, spliced(data, [*splices, _names_splice(data, prefix, repeated)]))


def with_names(data: bytes, book: WorkbookPart, names: Mapping[str, str]) -> bytes:
    """The workbook part with these defined names more (their formulas without ``=``)."""
    prefix = prefix_of(book.root)
    p = prefix.decode()
    written = "".join(
        f'<{p}definedName name="{escape_attribute(name)}">{escape_text(formula)}</{p}definedName>'
        for name, formula in names.items()
    )
    return spliced(data, [_names_splice(data, prefix, written)]) if names else data


def _names_splice(data: bytes, prefix: bytes, written: str) -> Splice:
    p, found = prefix.decode(), spans(data, prefix + b"definedNames")
    if found and found[0].empty_tag:
        tag = opened_tag(data[found[0].start : found[0].end])
        return found[0].start, found[0].end, tag + f"{written}</{p}definedNames>".encode()
    if found:
        return found[0].close_start, found[0].close_start, written.encode()
    at = _after_sheets(data, prefix)
    return at, at, f"<{p}definedNames>{written}</{p}definedNames>".encode()


def _after_sheets(data: bytes, prefix: bytes) -> int:
    """Where ``definedNames`` belongs (ECMA-376 part 1, CT_Workbook)."""
    for name in (b"externalReferences", b"functionGroups", b"sheets"):
        found = spans(data, prefix + name)
        if found:
            return found[-1].end
    raise AssertionError("a workbook without sheets is refused when it is read")
