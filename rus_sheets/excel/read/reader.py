"""Reading a workbook into ``rus_sheets.book.raw``: values, types, styles and formulas in one pass over each sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from lxml import etree

from rus_sheets.book.raw import RawSheet, RawTable, RawWorkbook
from rus_sheets.excel.read.around import Around, around, hyperlinks, plain_around
from rus_sheets.excel.read.badsheet import BadSheetError, TooLargeError
from rus_sheets.excel.read.cell_formats import read_styles
from rus_sheets.excel.read.file_properties import properties
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.package import Package, Relationship
from rus_sheets.excel.read.plaincells import Layout, read_layout
from rus_sheets.excel.read.plainxml import NotPlainError, cut
from rus_sheets.excel.read.remarks import read_remarks
from rus_sheets.excel.read.sheetxml import ROW, SHEET_DATA, SheetCells, flag, read_cells
from rus_sheets.excel.read.strings import SharedStrings, read_plain_strings, read_shared_strings
from rus_sheets.excel.read.tables import read_table
from rus_sheets.excel.read.workbook_part import (
    SheetPart,
    WorkbookPart,
    checked_root,
    defined_names,
    external_links,
    read_workbook_part,
    sheet_fault,
)
from rus_sheets.office.package import remembered
from rus_sheets.office.safexml import BadXmlError, Streamed, parse


def read_workbook(path: str | Path, sheets: Collection[str] | None = None) -> RawWorkbook:
    """Read the workbook at ``path``; only the named sheets if ``sheets`` is given (names not there are ignored).

    Raises UnusableInputError when the file is missing, encrypted, damaged or no workbook.
    """
    return read_package(Package(path), sheets)


def read_package(package: Package, sheets: Collection[str] | None = None) -> RawWorkbook:
    """As ``read_workbook``, for a package that is open already."""
    book = read_workbook_part(package)
    strings = read_strings(package, book)
    styles = book.part_of_kind("styles")
    calculation = book.root.find(f"{{{MAIN}}}calcPr")
    return RawWorkbook(
        path=package.path,
        sheets=tuple(
            _read_sheet(package, sheet, strings, date1904=book.date1904)
            for sheet in book.sheets
            if sheets is None or sheet.name in sheets
        ),
        styles=package.parsed(styles, read_styles) if styles and package.has(styles) else (),
        defined_names=defined_names(book),
        date1904=book.date1904,
        calc_mode="auto" if calculation is None else calculation.get("calcMode", "auto"),
        iterates=calculation is not None and flag(calculation, "iterate"),
        rounds_to_display=calculation is not None and calculation.get("fullPrecision") in ("0", "false"),
        external_links=external_links(package, book),
        has_macros=bool(book.part_of_kind("vbaProject")),
        properties=properties(package),
    )


def read_tables(package: Package) -> Iterator[RawTable]:
    """The Excel tables of all sheets, without the sheets: quick. Raises UnusableInputError."""
    for sheet in read_workbook_part(package).sheets:
        for relationship in package.relationships(sheet.part) if sheet.part else ():
            if relationship.kind == "table" and not relationship.external:
                yield _table(package, relationship, sheet)[0]


def _table(package: Package, relationship: Relationship, sheet: SheetPart) -> tuple[RawTable, bool]:
    try:
        return package.parsed(relationship.target, read_table)
    except BadSheetError as error:
        raise sheet_fault(package, sheet, error) from error


def read_strings(package: Package, book: WorkbookPart) -> SharedStrings:
    """The shared strings; an empty table where the workbook has none."""
    part = book.part_of_kind("sharedStrings")
    if not part or not package.has(part):
        return SharedStrings()
    try:
        content, text = cut(package.xml_text(part), "sst")
        if _tag(text) != f"{{{MAIN}}}sst":
            raise NotPlainError
        return read_plain_strings(content)
    except NotPlainError:
        return read_shared_strings(package.xml(part))


def _tag(data: bytes) -> str:
    try:
        return str(parse(data).tag)
    except BadXmlError as error:
        raise NotPlainError from error


def _read_sheet(package: Package, sheet: SheetPart, strings: SharedStrings, *, date1904: bool) -> RawSheet:
    if not sheet.part:
        return RawSheet(sheet.name, sheet.state, {})
    relationships = package.relationships(sheet.part)
    try:
        found, about = _cells_and_around(package, sheet, strings, date1904=date1904)
        tables = [_table(package, r, sheet) for r in relationships if r.kind == "table" and not r.external]
    except (BadSheetError, TooLargeError) as error:
        raise sheet_fault(package, sheet, error) from error
    return RawSheet(
        name=sheet.name,
        state=sheet.state,
        cells=found.cells,
        tables=tuple(_in_place([table for table, _ in tables])),
        merged=about.merged,
        hidden_rows=frozenset(found.hidden_rows),
        hidden_columns=about.hidden_columns,
        filtered=any(filtered for _, filtered in tables) or about.filtered,
        protected=about.protected,
        hyperlinks=hyperlinks(about.links, relationships),
        blank_styles=found.blank_styles,
        remarks=read_remarks(package, relationships) if relationships else (),
        rules=about.rules,
    )


def _cells_and_around(
    package: Package, sheet: SheetPart, strings: SharedStrings, *, date1904: bool
) -> tuple[SheetCells, Around]:
    data = package.xml_text(sheet.part)
    try:
        layout, about = _layout(data)
        return layout.with_texts(strings), about
    except NotPlainError:
        rows = Streamed(data, ROW)
    try:
        found = read_cells(_of_the_sheet(rows), strings, date1904=date1904)
    except BadXmlError as error:
        raise package.unreadable(sheet.part) from error
    return found, around(checked_root(package, sheet, rows.root))


def _of_the_sheet(rows: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Those rows that stand where rows stand."""
    sheet_data: etree._Element | None = None
    for row in rows:
        parent = row.getparent()
        if parent is not None and (parent is sheet_data or _is_sheet_data(parent)):
            sheet_data = parent
            yield row


def _is_sheet_data(element: etree._Element) -> bool:
    root = element.getparent()
    return root is not None and root.getparent() is None and root.find(SHEET_DATA) is element


@remembered
def _layout(data: bytes) -> tuple[Layout, Around]:
    """A plain sheet but for its texts. Sheets that nobody has written in are alike in file after file."""
    content, text = cut(data, "sheetData")
    about = plain_around(text)
    return read_layout(content), about


def _in_place(tables: list[RawTable]) -> list[RawTable]:
    return sorted(tables, key=lambda table: (table.first_row, table.first_column))
