"""Nothing that is declared needs an engine: they are for formulas that people add, and may be absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.book.raw import CellError
from rus_sheets.checks.declared_formulas import declared_cells
from rus_sheets.excel.calc import engines
from rus_sheets.excel.calc.engines import same
from rus_sheets.excel.edit.patch import Cached, Formula, Patch, patch_cells
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.formulas.evaluate import Evaluator, formula_cells
from rus_sheets.usecases.create import new_workbook
from rus_sheets.usecases.fix import fix
from rus_sheets.usecases.merging import merge
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.validate import validate
from tests.usecases.inbox import NOW, answered, sent_forms

OWN = {"Z2": Formula('TEXT(Dagar_utfall_totalt,"0")', "7"), "Z3": Formula("ROUND(Dagar_utfall_totalt/3,0)", 0)}
"""What somebody has added: a function that nobody here knows, and one that is known."""


@pytest.fixture(autouse=True)
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_: object) -> None:
        raise AssertionError("an engine that isn't there is started")

    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    monkeypatch.setattr(engines, "_Worker", start)


def not_right(path: Path) -> set[str]:
    """The formula cells that don't store what they come to; a blank is as good as an empty text."""
    raw = read_workbook(path)
    cells = {sheet.name: sheet.cells for sheet in raw.sheets}
    known = Evaluator(raw).known()
    return {
        f"{sheet}!{cells[sheet][row, column].ref}"
        for sheet, row, column in formula_cells(raw)
        if not same(cells[sheet][row, column].value, known.get((sheet, row, column), CellError("")))
    }


@pytest.mark.parametrize("template", ["verksamhet", "bidrag"])
def test_a_new_workbook_holds_every_value(tmp_path: Path, template: str) -> None:
    workbook = tmp_path / "ny.xlsx"
    new_workbook(workbook, 2027, template)
    assert not_right(workbook) == set()
    assert declared_cells(open_book(workbook)) == set(formula_cells(read_workbook(workbook)))
    assert {each.code for each in validate(workbook).findings} & {"RS205", "RS206", "RS214", "RS215", "RS216"} == set()


def test_merging_calculates_all_but_what_people_have_added(tmp_path: Path) -> None:
    workbook = sent_forms(tmp_path)
    spent = open_book(workbook).totals["days_spent"]
    patch = Patch(Package(workbook))
    patch.set_cells(spent.sheet, OWN)
    patch.set_cells(spent.sheet, {spent.ref: Cached(999)})  # declared: it gets its value, whatever stands there
    workbook.write_bytes(patch.to_bytes())
    answered(workbook, "A01", tmp_path / "in" / "A01.xlsx", Dagar_utfall=3)
    done = merge(workbook, [tmp_path / "in"], now=NOW)
    assert done.backup
    assert done.untrusted == (f"{spent.sheet}!Z2",)
    assert not_right(workbook) == {f"{spent.sheet}!Z2"}
    sheet = read_workbook(workbook).sheet(spent.sheet)
    assert sheet
    stored = {cell.ref: cell.value for cell in sheet.cells.values()}
    assert (stored[spent.ref], stored["Z2"], stored["Z3"]) == (3, None, 1)


def test_a_formula_that_is_put_back_has_its_value(tmp_path: Path) -> None:
    workbook = tmp_path / "ny.xlsx"
    new_workbook(workbook, 2027)
    total = open_book(workbook).totals["days"]
    patch_cells(workbook, workbook, {total.sheet: {total.ref: 17}})
    assert fix(workbook, now=NOW).untrusted == ()
    assert not_right(workbook) == set()
    assert open_book(workbook).totals["days"].stored == 0


def test_validate_says_which_formulas_nobody_calculated(tmp_path: Path) -> None:
    workbook = tmp_path / "ny.xlsx"
    new_workbook(workbook, 2027)
    sheet = open_book(workbook).totals["days_spent"].sheet
    patch_cells(workbook, workbook, {sheet: {**OWN, "Z4": Formula("Z2&Z3", "70")}})
    found = [(each.severity.value, each.message) for each in validate(workbook).findings if each.code == "RS216"]
    message = f"2 egna formler kunde inte räknas om här: {sheet}!Z2, {sheet}!Z4. Det som är sparat där är inte prövat."
    assert found == [("info", message)]
