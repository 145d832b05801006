"""--fix makes the rows that a table must have for each row of another, and nothing else with them."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Collection
from pathlib import Path

import pytest

from rus_sheets.book.model import Book
from rus_sheets.excel.calc.stored import settle
from rus_sheets.excel.edit.patch import Patch, patch_cells
from rus_sheets.excel.edit.shrink import remove_rows
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.layout.canonical import NewRow
from rus_sheets.usecases.fix import fix
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.undo import undo
from tests.cli.run import rus_sheets
from tests.usecases.years import Rows, no_change, written_year

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
REPORTED: NewRow = {"status": "Har skett som planerat", "short": "Bra", "text": "Möten", "days": 107}


def without_others(workbook: Path, table: str, kept: Collection[str]) -> Path:
    """The workbook with these rows of a table, as people who type it leave it."""
    found = open_book(workbook)[table]
    assert found.raw
    gone = [row.number for row in found.rows if row.id not in kept]
    data = remove_rows(Package(workbook), found.table.sheet, found.raw.name, gone)
    workbook.write_bytes(settle(workbook.read_bytes(), data)[0])
    return workbook


def typed_plan(folder: Path, *, answered: bool = True) -> Path:
    """A plan that was typed by hand: of the outcomes there is one row, with an answer or without."""

    def change(rows: Rows) -> None:
        rows["outcomes"] = [{"id": "A03", **(REPORTED if answered else {})}]

    return without_others(written_year(folder, "2026", "plan", change)[1], "outcomes", ["A03"])


def outcomes(book: Book) -> list[str]:
    return [row.id for row in book["outcomes"].rows]


def plan(book: Book) -> list[str]:
    return [row.id for row in book["plan"].rows]


def test_the_rows_are_made_with_their_formulas(tmp_path: Path) -> None:
    workbook = typed_plan(tmp_path)
    before = workbook.read_bytes()
    assert "RS111" in {each["code"] for each in json.loads(validated(workbook, "--format", "json"))["findings"]}
    fixed = fix(workbook, now=NOW)
    book = open_book(workbook)
    assert outcomes(book) == ["A03", *(each for each in plan(book) if each != "A03")]
    assert [(each.sheet, len(each.ids)) for each in fixed.added] == [("Utfall", len(plan(book)) - 1)]
    for row in book["outcomes"].rows:
        planned = book["plan"].by_id[row.id]
        assert (row.text("name"), row.number_of("planned_days")) == (planned.text("name"), planned.number_of("days"))
    assert "RS111" not in {each.code for each in fixed.report.findings}
    assert fix(workbook, now=NOW).added == ()
    undo(workbook, now=NOW)
    assert workbook.read_bytes() == before


def validated(workbook: Path, *options: str) -> str:
    return rus_sheets("validate", workbook, *options).out


def test_the_remedy_that_is_told_helps(tmp_path: Path) -> None:
    workbook = typed_plan(tmp_path)
    findings = json.loads(validated(workbook, "--format", "json"))["findings"]
    finding = next(each for each in findings if each["code"] == "RS111")
    assert "validate arbetsbok.xlsx" in finding["remedy"]
    assert "--fix" in finding["remedy"]
    before = workbook.read_bytes()
    dry = rus_sheets("validate", workbook, "--fix", "--dry-run")
    assert (dry.code, workbook.read_bytes() == before) == (0, True)
    assert "Skulle lägga till 27 rader på Utfall" in " ".join(dry.out.split())
    done = rus_sheets("validate", workbook, "--fix", "--format", "json")
    assert done.code == 0
    assert [(each["sheet"], len(each["ids"])) for each in json.loads(done.out)["rows"]] == [("Utfall", 27)]
    assert rus_sheets("validate", workbook).code == 0


def test_an_activity_added_in_the_year_gets_its_row(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(EXAMPLES / "2022" / "verksamhet-2022.xlsx", tmp_path / "verksamhet.xlsx"))
    patch = Patch(workbook)
    patch.append_rows("Plan", "Plan", [{"Aktivitets-ID": "A60", "Grupp-ID": "G1", "Aktivitet": "Ny", "Dagar": 2}])
    patch.write(workbook)
    assert [each.ids for each in fix(workbook, now=NOW).added] == [("A60",)]
    assert "Lade till" not in validated(workbook, "--fix")
    assert open_book(workbook)["outcomes"].by_id["A60"].text("name") == "Ny"


def test_some_rows_gone_are_told_and_made_before_anything_is_reported(tmp_path: Path) -> None:
    workbook = typed_plan(tmp_path, answered=False)
    assert "RS111" in validated(workbook)
    assert [len(each.ids) for each in fix(workbook, now=NOW).added] == [27]
    assert "RS111" not in validated(workbook)


def with_rows(workbook: Path, count: int) -> Path:
    """The workbook with so many rows on the sheet of outcomes; a table without any has a blank one."""
    ids = plan(open_book(workbook))[: count or 1]
    without_others(workbook, "outcomes", ids)
    if not count:
        before = workbook.read_bytes()
        blank = Patch(workbook)
        blank.set_cells("Utfall", {open_book(workbook)["outcomes"].rows[0].cell("id").ref: None})
        workbook.write_bytes(settle(before, blank.to_bytes())[0])
    return workbook


def test_a_sheet_without_rows_is_no_fault_but_has_them_when_asked(tmp_path: Path) -> None:
    workbook = with_rows(written_year(tmp_path, "2026", "plan", no_change)[1], 0)
    assert "RS111" not in validated(workbook)
    fix(workbook, now=NOW)
    assert outcomes(open_book(workbook)) == plan(open_book(workbook))


@pytest.mark.parametrize(("count", "said"), [(0, "OK"), (4, "FEL"), (28, "OK")])
def test_the_summary_says_the_same(tmp_path: Path, count: int, said: str) -> None:
    workbook = with_rows(written_year(tmp_path, "2026", "plan", no_change)[1], count)
    checks = next(each for each in open_book(workbook).declaration.summary.block if each.key == "checks")
    label = next(each.label for each in checks.rows if each.key == "outcomes_match")
    sheet = read_package(Package(workbook)).sheet("Summering")
    assert sheet
    place = next(cell for (_, column), cell in sheet.cells.items() if column == 1 and cell.value == label)
    assert sheet.at(place.row, 2).value == said
    assert ("RS111" in validated(workbook)) == (said == "FEL")


def test_a_table_without_room_is_refused_by_itself(tmp_path: Path) -> None:
    workbook = typed_plan(tmp_path)
    patch = Patch(workbook)
    patch.set_cells("Utfall", {"A40": "en anteckning"})
    patch.set_cells("Summering", {"B8": 745})
    patch.write(workbook)
    fixed = fix(workbook, now=NOW)
    assert [each.ref for each in fixed.repairs] == ["B8"]
    assert (fixed.added, [each.what.sheet for each in fixed.refused]) == ((), ["Utfall"])
    assert "Kan inte läggas till: Utfall" in " ".join(validated(workbook, "--fix").split())


@pytest.mark.parametrize("answered", [1, 3])
def test_another_declaration(tmp_path: Path, answered: int) -> None:
    def change(rows: Rows) -> None:
        rows["accounts"] = [{"id": each["id"], "short": "Bra"} for each in rows["counties"]]

    workbook = written_year(tmp_path, "bidrag-2026", "report", change)[1]
    kept = [row.id for row in open_book(workbook)["accounts"].rows][:answered]
    without_others(workbook, "accounts", kept)
    assert outcomes_of(workbook, "accounts") == kept
    fix(workbook, now=NOW)
    assert set(outcomes_of(workbook, "accounts")) == set(outcomes_of(workbook, "counties"))


def outcomes_of(workbook: Path, table: str) -> list[str]:
    return [row.id for row in open_book(workbook)[table].rows]


@pytest.mark.parametrize("typed", ["A088", "A77", None, "A04"])
def test_a_row_that_may_be_the_missing_one_is_mended_first(tmp_path: Path, typed: str | None) -> None:
    """A row of the outcomes whose id is misspelt, of no activity, blank or another's: it may be the one."""
    workbook = Path(shutil.copy(EXAMPLES / "2022" / "verksamhet-2022.xlsx", tmp_path / "verksamhet.xlsx"))
    patch_cells(workbook, workbook, {"Utfall": {"A9": typed}})
    assert fix(workbook, now=NOW).added == ()


def test_what_a_person_has_silenced_is_left(tmp_path: Path) -> None:
    workbook = typed_plan(tmp_path)
    exceptions = open_book(workbook)["exceptions"]
    names = {key: exceptions.table.column(key).header for key in ("code", "sheet", "reason")}
    values = {"code": "RS111", "sheet": "Plan", "reason": "Rapporteras i ett annat system"}
    patch = Patch(workbook)
    assert exceptions.raw is not None
    patch.append_rows(exceptions.table.sheet, exceptions.raw.name, [{names[key]: values[key] for key in names}])
    patch.write(workbook)
    assert fix(workbook, now=NOW).added == ()
