"""Random workbooks come to the same here and in LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.excel.calc.engines import same
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.formulas.evaluate import Evaluator, formula_cells
from tests.formulas.random_book import write
from tests.libreoffice import convert


@pytest.mark.libreoffice
@pytest.mark.parametrize("seed", [1])
def test_random_formulas_come_to_what_libreoffice_says(tmp_path: Path, seed: int) -> None:
    source = tmp_path / f"{seed}.xlsx"
    write(source, seed, formulas=600)
    book, theirs = read_workbook(source), read_workbook(convert(source, "xlsx", tmp_path / "ut"))
    cells = {sheet.name: sheet.cells for sheet in book.sheets}
    calculated = {sheet.name: sheet for sheet in theirs.sheets}
    ours = Evaluator(book).known()
    assert len(ours) > 0.9 * len(list(formula_cells(book)))
    different = {
        cells[place[0]][place[1:]].formula: (value, calculated[place[0]].at(*place[1:]).value)
        for place, value in ours.items()
        if not same(value, calculated[place[0]].at(*place[1:]).value)
    }
    assert different == {}
