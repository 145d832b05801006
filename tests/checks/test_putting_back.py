"""What is said to help against a formula that is gone is what does."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest

from rus_sheets.checks.model import Report
from rus_sheets.usecases.create import new_workbook
from rus_sheets.usecases.fix import fix
from rus_sheets.usecases.validate import validate

NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    new_workbook(tmp_path / "ny.xlsx", 2026)
    return tmp_path / "ny.xlsx"


def remedies(report: Report, code: str) -> set[str]:
    return {" ".join(finding.remedy.split()) for finding in report.findings if finding.code == code}


def test_a_formula_of_a_sheet_that_is_gone_needs_the_sheet(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    plan = book["Plan"]
    header = next(cell.column for cell in plan[1] if cell.value == "Beslutade medel")
    del book["Medel"]
    for key, text in (("Aktivitets-ID", "A01"), ("Aktivitet", "Möten")):
        plan.cell(2, next(cell.column for cell in plan[1] if cell.value == key)).value = text
    plan.cell(2, header).value = None
    book.save(workbook)
    (said,) = remedies(validate(workbook), "RS202")
    assert re.search(r"saknar\. Lägg till det: rus-sheets validate ny\.xlsx --fix --extend$", said)
    assert remedies(fix(workbook, now=NOW, dry_run=True).report, "RS202") == {said}
    fix(workbook, now=NOW, extend=True)
    assert remedies(validate(workbook), "RS202") == set()


def test_a_formula_beside_another_text_needs_its_own(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    summary = book["Summering"]
    label = next(cell for row in summary for cell in row if cell.value == "Planerade dagar")
    label.value, summary.cell(label.row, label.column + 1).value = "Andra dagar", None
    book.save(workbook)
    assert remedies(validate(workbook), "RS202") == {
        "Skriv först tillbaka texten som hör till formeln. Lägg sedan tillbaka formeln med --fix."
    }
    book = openpyxl.load_workbook(workbook)
    book["Summering"].cell(label.row, label.column).value = "Planerade dagar"
    book.save(workbook)
    fix(workbook, now=NOW)
    assert remedies(validate(workbook), "RS202") == set()
