"""Workbooks that Excel wrote: our values are Excel's, and after an edit LibreOffice's."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.book.raw import SheetPosition, ref_of
from rus_sheets.excel.calc.engines import same
from rus_sheets.excel.calc.stored import CellRef, evaluate, settle
from rus_sheets.excel.edit.patch import Patch
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package, read_workbook
from rus_sheets.formulas.graph import Graph
from tests.conftest import SHARED
from tests.libreoffice import convert

pytestmark = pytest.mark.shared

WITH_FORMULAS = {
    # file: (formulas, those that must come out as Excel stored them)
    "ClosedXML__TemplateWithTableSourcePivotTables.xlsx": (1450, 1449),
    "Open-XML-SDK__Complex01.xlsx": (1, 1),
    "poi__56644.xlsx": (4, 4),
    "poi__DataTableCities.xlsx": (14, 14),
    "poi__simple-monthly-budget.xlsx": (5, 5),
    "poi__xlookup.xlsx": (5, 5),
}


@pytest.mark.parametrize("name", WITH_FORMULAS)
def test_values_are_those_that_excel_stored(name: str) -> None:
    path = SHARED / "workbooks" / name
    formulas = Graph(read_workbook(path)).formulas
    found = evaluate(path).values
    right = [
        place
        for place, formula in formulas.items()
        if formula.cell.ref in found.get(place[0], {}) and same(found[place[0]][formula.cell.ref], formula.cell.value)
    ]
    assert (len(formulas), len(right)) == WITH_FORMULAS[name]


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "name", ["ClosedXML__TemplateWithTableSourcePivotTables.xlsx", "poi__simple-monthly-budget.xlsx"]
)
def test_after_an_edit_values_are_those_of_libreoffice(name: str, tmp_path: Path) -> None:
    source = SHARED / "workbooks" / name
    graph = Graph(read_workbook(source))
    sheet, row, column = _an_input(source, graph)
    patch = Patch(source)
    patch.set_cells(sheet, {ref_of(row, column): 1234.5})
    after, result = settle(source, patch.to_bytes())
    path = tmp_path / name
    path.write_bytes(after)
    ours, theirs = read_package(Package(path)), read_workbook(convert(path, "xlsx", tmp_path / "ut"))
    reached = graph.reached([(sheet, row, column)])
    assert reached
    for place in reached:
        if CellRef(place[0], ref_of(*place[1:])) not in result.untrusted:
            one, other = (book.sheet(place[0]) for book in (ours, theirs))
            assert one is not None
            assert other is not None
            assert same(one.at(*place[1:]).value, other.at(*place[1:]).value), place
    assert len(result.untrusted) < len(reached) / 2


def _an_input(path: Path, graph: Graph) -> SheetPosition:
    """The number that most formulas depend on."""
    inputs = [
        (sheet.name, *position)
        for sheet in read_workbook(path).sheets
        for position, cell in list(sheet.cells.items())[:400]
        if isinstance(cell.value, int | float) and cell.formula is None
    ]
    return max(inputs, key=lambda place: len(graph.reached([place])))
