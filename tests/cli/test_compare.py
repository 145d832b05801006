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
OLD = folder("examples") / "2022" / "verksamhet-2022.xlsx"
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


@pytest.fixture
def renamed(tmp_path: Path) -> Path:
    """The same year with another name for every activity, as a plan that has nothing in common with it."""
    path = tmp_path / "annan.xlsx"
    plan = read_workbook(A).sheet("Plan")
    assert plan
    table = plan.tables[0]
    column = table.columns.index("Aktivitet") + 1
    patch = Patch(A)
    names = {ref_of(row, column): f"{chr(65 + row % 26) * 9} {row}" for row in range(2, table.last_row + 1)}
    patch.set_cells("Plan", names)
    patch.write(path)
    return path


def test_ids_of_two_plans_are_told_of_first_and_rows_matched_by_name(tmp_path: Path) -> None:
    output = tmp_path / "skillnader.xlsx"
    ran = rus_sheets("compare", OLD, A, "--all", "-o", output)
    assert ran.code == 0
    said = " ".join(ran.out.split())
    assert said.startswith("Id:na är olika planers: 28 av 28 gemensamma id:n på bladet Plan är något annat. A01 är ")
    found = json.loads(rus_sheets("compare", OLD, A, "--all", "--format", "json").out)
    assert found["matched_by"] == "name"
    assert " ".join(found["told"]) in said
    pairs = {(each["a"], each["b"]) for each in found["same"] if each["sheet"] == "Plan"}
    assert ("A16", "A23") in pairs, "Miljömålsdagarna"
    assert f"{len(pairs)} av 49 i verksamhet-2022.xlsx och 28 i verksamhet-2026.xlsx känns igen" in said
    assert "A16 → A23 Miljömålsdagarna" in said
    assert {each["was"] for each in found["changed"] if each["sheet"] == "Plan"} <= {a for a, _ in pairs}
    assert "A41 Nobelmötet – A25 Nobelmötet och extra vårmöte?" in said
    sheet = read_workbook(output).sheets[0]
    rows = range(sheet.tables[0].first_row + 1, sheet.tables[0].last_row + 1)
    kinds = [sheet.at(row, 1).value for row in rows]
    assert kinds.count("Samma namn") == len(found["same"])
    assert kinds.count("Osäker") == len(found["unsure"])
    assert [sheet.at(row, 1).value for row in range(3, 3 + len(found["told"]))] == found["told"]
    assert any(sheet.at(row, 3).value == "A16 → A23" for row in rows)


def test_what_is_the_same_is_told_of_while_the_rest_is_asked_about() -> None:
    ran = rus_sheets("compare", OLD, A)
    assert ran.code == 1
    assert len(ran.out.splitlines()) < 56
    assert "    P1, P2, P4: samma id och namn" in ran.out.splitlines()
    found = json.loads(rus_sheets("compare", OLD, A, "--format", "json").out)
    whole = json.loads(rus_sheets("compare", OLD, A, "--all", "--format", "json").out)
    assert found["same"] == whole["same"]
    assert found["unsure"] == whole["unsure"]
    assert found["totals"] == whole["totals"]
    told_of = sum(len(whole[kind]) for kind in ("new", "ended", "changed"))
    assert 0 < told_of <= found["withheld"]
    assert "A16 → A23 Miljömålsdagarna" in ran.out
    assert "Nya" not in ran.out


def test_where_nearly_all_names_are_others_a_person_is_asked(renamed: Path, tmp_path: Path) -> None:
    ran = rus_sheets("compare", OLD, renamed, "-o", tmp_path / "s.xlsx")
    assert ran.code == 1
    assert len(ran.out.splitlines()) < 40, "the totals, and the few rows that are the same"
    found = json.loads(rus_sheets("compare", OLD, renamed, "--format", "json").out)
    assert found["withheld"] > 300
    assert f"{found['withheld']} skillnader visas inte" in " ".join(ran.out.split())
    assert (found["changed"], found["new"], len(found["totals"])) == ([], [], found["summary"]["totals"])
    assert "Planerade dagar: " in ran.out
    assert "--all" in ran.out
    sheet = read_workbook(tmp_path / "s.xlsx").sheets[0]
    told = [*found["totals"], *found["same"], *found["unsure"]]
    assert sheet.tables[0].last_row - sheet.tables[0].first_row == len(told)
    whole = json.loads(rus_sheets("compare", OLD, renamed, "--all", "--format", "json").out)
    assert (whole["withheld"], whole["matched_by"]) == (0, "name")
    assert len(whole["new"]) + len(whole["ended"]) + len(whole["changed"]) <= found["withheld"]
    by_id = rus_sheets("compare", OLD, renamed, "--by-id", "--format", "json")
    assert by_id.code == 0
    assert json.loads(by_id.out)["told"] == []
