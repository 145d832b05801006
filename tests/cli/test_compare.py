"""``rus-sheets compare`` as a user sees it: short lines, JSON, and a workbook to sort and filter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rus_sheets.book.raw import ref_of
from rus_sheets.excel.edit.patch import Patch
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from tests.cli.run import rus_sheets
from tests.documents.years import path

A = folder("examples") / "2026" / "verksamhet-2026.xlsx"
DAYS, COLUMN = 77, "Dagar"


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A01 has other days and a word in the middle of its description, A03 has become A99."""
    path = tmp_path / "ändrad.xlsx"
    plan = read_workbook(A).sheet("Plan")
    assert plan
    at = {name: place for place, name in enumerate(plan.tables[0].columns, 1)}
    text = str(plan.at(2, at["Beskrivning"]).value)
    middle = text.index(" ", 100)
    patch = Patch(A)
    patch.set_cells(
        "Plan",
        {
            ref_of(2, at[COLUMN]): DAYS,
            ref_of(2, at["Beskrivning"]): f"{text[:middle]} NYTT{text[middle:]}",
            ref_of(4, at["Aktivitets-ID"]): "A99",
        },
    )
    patch.write(path)
    return path


def test_differences_are_told_sheet_by_sheet_in_short_lines(changed: Path) -> None:
    ran = rus_sheets("compare", A, changed)
    assert ran.code == 0
    lines = [line.strip() for line in ran.out.splitlines()]
    assert lines[0] == "Plan"
    assert {"Nya (1)", "Avslutade (1)", "Ändrade (2)"} <= set(lines)
    assert any(line.startswith("A99 ") for line in lines)
    assert any(line.startswith(f"A01 {COLUMN}: ") and line.endswith(f" → {DAYS}") for line in lines)
    assert any("NYTT" in line and "…" in line for line in lines), "the difference itself is shown"
    assert all(len(line) <= 80 for line in ran.out.splitlines())


def test_nothing_is_said_in_one_line() -> None:
    ran = rus_sheets("compare", A, A)
    assert (ran.code, ran.out.count("\n")) == (0, 1)
    assert "Inget skiljer" in ran.out


def test_json_has_every_difference(changed: Path) -> None:
    found = json.loads(rus_sheets("compare", A, changed, "--format", "json").out)
    assert found["summary"] == {"new": 1, "ended": 1, "changed": 2, "totals": 1}
    days = next(each for each in found["changed"] if each["column"] == COLUMN)
    assert (days["sheet"], days["row"], days["b"]) == ("Plan", "A01", DAYS)
    assert [each["row"] for each in found["new"]] == ["A99"]


def test_the_workbook_has_a_row_for_each_difference(changed: Path, tmp_path: Path) -> None:
    output = tmp_path / "skillnader.xlsx"
    assert rus_sheets("compare", A, changed, "-o", output).code == 0
    words = load_declaration(declaration_path("verksamhet")).compare
    assert words
    sheet = read_workbook(output).sheet(words.sheet)
    assert sheet
    table = sheet.tables[0]
    assert table.columns == tuple(words.headers[key] for key in words.headers)
    rows = [
        tuple(sheet.at(row, column).value for column in range(1, 9))
        for row in range(table.first_row + 1, table.last_row + 1)
    ]
    assert [row[0] for row in rows] == [words.new, words.ended, words.changed, words.changed, words.total]
    days = next(row for row in rows if row[4] == COLUMN)
    assert (days[5], days[6], days[7]) == (53, DAYS, DAYS - 53)


def test_an_input_is_never_written_over(changed: Path) -> None:
    before = changed.read_bytes()
    ran = rus_sheets("compare", A, changed, "-o", changed)
    assert ran.code == 3
    assert "Välj ett annat namn" in ran.err
    assert changed.read_bytes() == before


def test_an_input_that_is_missing_is_told(tmp_path: Path) -> None:
    ran = rus_sheets("compare", A, tmp_path / "borta.xlsx")
    assert (ran.code, ran.out) == (3, "")


def test_a_total_of_which_nothing_is_told_is_no_nought() -> None:
    found = json.loads(rus_sheets("compare", path("2026", "complete"), path("2026", "empty"), "--format", "json").out)
    totals = {total["name"]: (total["a"], total["b"]) for total in found["totals"]}
    assert totals["Utfall_totalt"][0] > 0
    assert totals["Utfall_totalt"][1] is totals["Dagar_utfall_totalt"][1] is None
    assert totals["Besvarade_totalt"] == (28, 0)
