"""Excel tables (ListObjects) as read."""

from __future__ import annotations

from lxml import etree

from rus_sheets.book.raw import RawTable
from rus_sheets.excel.read.badsheet import BadSheetError
from rus_sheets.excel.read.cell_formats import number_of
from rus_sheets.excel.read.escapes import unescape
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.sheetxml import rectangle_of


def read_table(root: etree._Element) -> tuple[RawTable, bool]:
    """The table of a ``table`` element, and whether its filter hides anything.

    ``name`` is the one used in formulas (displayName). A table without a header row gets the row above its first
    as ``first_row``, so that the data always begin in the row after. Raises BadSheetError, also where the range is
    far wider than its columns: a program may miss one, but the engines would work for a minute on a whole sheet.
    """
    area = rectangle_of(root.get("ref", ""))
    totals = number_of(root.get("totalsRowCount"))
    headless = root.get("headerRowCount") == "0"
    columns = root.findall(f"{{{MAIN}}}tableColumns/{{{MAIN}}}tableColumn")
    if area.last_column - area.first_column + 1 > 2 * len(columns):
        raise BadSheetError(f"tabellen {root.get('displayName', '')} är mycket bredare än sina kolumner")
    formulas = {}
    for column in columns:
        formula = column.find(f"{{{MAIN}}}calculatedColumnFormula")
        if formula is not None and formula.text:
            formulas[_name(column)] = formula.text
    table = RawTable(
        name=unescape(root.get("displayName") or root.get("name") or ""),
        first_row=area.first_row - 1 if headless else area.first_row,
        last_row=area.last_row - totals,
        first_column=area.first_column,
        last_column=area.last_column,
        columns=tuple(_name(column) for column in columns),
        totals_row=totals > 0,
        column_formulas=formulas,
    )
    return table, root.find(f"{{{MAIN}}}autoFilter/{{{MAIN}}}filterColumn") is not None


def _name(column: etree._Element) -> str:
    return unescape(column.get("name", ""))
