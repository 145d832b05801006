"""The example years as they stand in the repository, and as Excel would leave them after a change."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from rus_sheets.book.build import build_book
from rus_sheets.book.convert import to_scalar
from rus_sheets.book.raw import RawCell, RawWorkbook
from rus_sheets.checks.context import Context
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.resources import folder
from tests.checks.workbooks import declared


@cache
def example(year: str) -> RawWorkbook:
    return read_workbook(folder("examples") / year / f"verksamhet-{year}.xlsx")


def calculated(raw: RawWorkbook) -> RawWorkbook:
    """With every declared formula's stored value made new."""
    found: dict[str, dict[tuple[int, int], RawCell]] = {}
    for each in Context(build_book(declared(), raw)).expected:
        if each.raw.formula == each.formula and each.known:
            value = to_scalar(each.value)
            cell = each.raw._replace(value="" if value is None else value)
            found.setdefault(each.place.sheet, {})[cell.row, cell.column] = cell
    sheets = (replace(sheet, cells={**sheet.cells, **found.get(sheet.name, {})}) for sheet in raw.sheets)
    return replace(raw, sheets=tuple(sheets))
