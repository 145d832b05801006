"""Findings of one kind in many cells are shown as one; JSON has each of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from rus_sheets.cli.grouping import as_ranges, grouped
from rus_sheets.findings import Finding, Severity
from rus_sheets.resources import folder
from tests.checks.workbooks import lettered
from tests.cli.process import in_process


def _finding(cell: str, code: str = "RS101", message: str = "Fel.") -> Finding:
    return Finding(code, Severity.ERROR, "Plan", cell, message, "Rätta.")


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (["K2", "K3", "K4", "K5"], ["K2:K5"]),
        (["K2", "K3", "K9", "K5", "K6"], ["K2:K3, K5:K6, K9"]),
        (["K2", "K3", "K4"], ["K2", "K3", "K4"]),
        (["K2", "C2", "K3", "C3", "K4", "C4", "K5"], ["K2:K5", "C2", "C3", "C4"]),
        (["A2:B9", "A2:B9", "A2:B9", "A2:B9", ""], ["A2:B9", "A2:B9", "A2:B9", "A2:B9", ""]),
    ],
)
def test_many_alike_are_one(cells: list[str], shown: list[str]) -> None:
    groups = grouped(map(_finding, cells))
    assert [group.cells for group in groups] == shown
    assert sorted(each.cell for group in groups for each in group.findings) == sorted(cells)


def test_those_of_other_codes_stand_apart() -> None:
    findings = [_finding(f"K{row}", code) for row in range(2, 5) for code in ("RS101", "RS102")]
    assert len(grouped(findings)) == len(findings)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty activities typed as LibreOffice leaves them, below the table, and twelve days written as texts."""
    book = openpyxl.load_workbook(folder("examples") / "2026" / "verksamhet-2026.xlsx", rich_text=True)
    sheet = book["Plan"]
    days = next(cell.column for cell in sheet[1] if cell.value == "Dagar")
    for row in range(2, 14):
        sheet.cell(row, days).value = f"{row} dagar"
    last = sheet.max_row
    for number in range(1, 41):
        sheet.cell(last + number, 1).value = f"A{100 + number}"
        sheet.cell(last + number, 2).value = "G1"
    path = tmp_path_factory.mktemp("fel") / "verksamhet-2026.xlsx"
    book.save(path)
    return path


def test_in_the_terminal_and_for_programs(faulty: Path) -> None:
    told = in_process("validate", str(faulty))
    assert told.code == 1
    assert len(told.out.splitlines()) < 30
    assert re.search(lettered(r"RS101  12 celler\r?\n +{Plan[Dagar]}2:{Plan[Dagar]}13\r?\n"), told.out)
    assert "Likadant i 9 celler till." in told.out
    assert "40 rader står utanför tabellen" in " ".join(told.out.split())
    found = json.loads(in_process("validate", str(faulty), "--format", "json").out)["findings"]
    assert sum(each["code"] == "RS101" for each in found) == 12
    assert [each["cell"] for each in found if each["code"] == "RS005"] == ["A30:B69"]


def test_cells_beside_each_other_are_told_as_ranges() -> None:
    cells = ["Plan!C2", "Plan!C3", "Budget!E4", "Plan!C4", "Plan!C9", "Mina blad!B2", "Plan!D2"]
    assert as_ranges(cells) == "Plan!C2:C4, C9, Budget!E4, Mina blad!B2, Plan!D2"
    assert as_ranges([]) == ""
