"""A worksheet opened for changes, with the tables, merged cells and pivot tables that stand on it."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from rus_sheets.book.raw import RawTable
from rus_sheets.excel.edit.sheetedit import SheetEditor
from rus_sheets.excel.read.badsheet import BadSheetError, TooLargeError
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.sheetxml import MAX_CELLS, Rectangle, read_cells, rectangle_of, rows_of
from rus_sheets.excel.read.strings import SharedStrings
from rus_sheets.excel.read.tables import read_table
from rus_sheets.excel.read.workbook_part import SheetPart, sheet_fault, sheet_root
from rus_sheets.office.markup import as_utf8


class OpenTable(Struct, frozen=True):
    """A table and its part; ``headed`` tells whether it shows its header row."""

    part: str
    table: RawTable
    root: etree._Element

    @property
    def headed(self) -> bool:
        """Does the table have a header row?"""
        return self.root.get("headerRowCount") != "0"

    @property
    def columns(self) -> range:
        """The sheet's columns that it takes up."""
        return range(self.table.first_column, self.table.last_column + 1)


class OpenSheet(Struct, frozen=True):
    """A sheet opened for changes; ``pivots`` are the areas that pivot tables fill."""

    part: SheetPart
    editor: SheetEditor
    tables: tuple[OpenTable, ...]
    merged: tuple[Rectangle, ...]
    pivots: tuple[Rectangle, ...]


def open_sheet(package: Package, part: SheetPart, strings: SharedStrings, *, date1904: bool) -> OpenSheet:
    """Read the sheet for changes. Raises UnusableInputError, PatchRefusedError."""
    root = sheet_root(package, part)
    data = as_utf8(package.read(part.part), root)
    relationships = [r for r in package.relationships(part.part) if not r.external]
    try:
        cells = read_cells(rows_of(root), strings, date1904=date1904, max_blanks=MAX_CELLS)
        tables = [OpenTable(r.target, *_table(package, r.target)) for r in relationships if r.kind == "table"]
        merged = [rectangle_of(e.get("ref", "")) for e in root.iterfind(f"{{{MAIN}}}mergeCells/{{{MAIN}}}mergeCell")]
        pivots = [
            rectangle_of(location.get("ref", ""))
            for r in relationships
            if r.kind == "pivotTable"
            for location in package.xml(r.target).iterfind(f"{{{MAIN}}}location")
        ]
    except (BadSheetError, TooLargeError) as error:
        raise sheet_fault(package, part, error) from error
    return OpenSheet(part, SheetEditor(part.name, data, root, cells), tuple(tables), tuple(merged), tuple(pivots))


def _table(package: Package, part: str) -> tuple[RawTable, etree._Element]:
    root = package.xml(part)
    table = read_table(root)[0]
    if len(table.columns) != table.last_column - table.first_column + 1:
        raise BadSheetError(f"tabellen {table.name} har andra kolumner än sitt område")
    return table, root
