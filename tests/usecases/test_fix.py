"""--fix puts declared formulas back, all of them and nothing else, and can be undone."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rus_sheets.checks.context import Context
from rus_sheets.checks.repair import Repair, repairs
from rus_sheets.excel.edit.patch import CellValue, Formula, Patch, patch_cells
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.usecases.changing.backupnotes import FOLDER
from rus_sheets.usecases.fix import fix
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.undo import undo
from tests.checks.workbooks import lettered
from tests.cli.run import rus_sheets
from tests.excel.small import members_of, zipped
from tests.excel.test_patch_shared import assert_only_decided, raw_members
from tests.libreoffice import convert

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*/verksamhet-*.xlsx"))
NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
DAYS = lettered("{Plan[Dagar]}")
SPENT, DIFFERENCE, OTHER = lettered(["{Budget[Utfall]}3", "{Budget[Avvikelse]}3", "{Budget[Avvikelse]}4"])

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return copy_of(EXAMPLES[1], tmp_path)


def copy_of(example: Path, folder: Path) -> Path:
    return Path(shutil.copy(example, folder / "verksamhet.xlsx"))


def formula_cells(path: Path, *, missed: bool = False) -> dict[str, dict[str, str]]:
    """Every declared formula by sheet and cell, or those that are missed where they are blank: not in a blank row."""
    cells: dict[str, dict[str, str]] = {}
    for each in Context(open_book(path)).expected:
        if each.filled or not missed:
            cells.setdefault(each.place.sheet, {})[each.place.ref] = each.formula
    return cells


def plant(workbook: Path, sheet: str, ref: str, value: CellValue) -> None:
    patch_cells(workbook, workbook, {sheet: {ref: value}})


@each_example
@pytest.mark.parametrize("value", [None, 17, "=1+1", Formula("1+1", 2)], ids=["blank", "number", "text", "formula"])
def test_every_formula_comes_back_with_its_value(example: Path, value: CellValue, tmp_path: Path) -> None:
    workbook = copy_of(example, tmp_path)
    cells = formula_cells(example, missed=value is None)
    patch_cells(workbook, workbook, {sheet: dict.fromkeys(refs, value) for sheet, refs in cells.items()})
    fixed = fix(workbook, now=NOW)
    assert {(each.sheet, each.ref) for each in fixed.repairs} == {(s, ref) for s, refs in cells.items() for ref in refs}
    assert (fixed.refused, fixed.untrusted, fixed.report.findings) == ((), (), ())
    before, after = read_workbook(example), read_workbook(workbook)
    for old, new in zip(before.sheets, after.sheets, strict=True):
        assert {place: cell.formula for place, cell in new.cells.items()} == {
            place: cell.formula for place, cell in old.cells.items()
        }
        values = [{place: cell.value or None for place, cell in sheet.cells.items()} for sheet in (old, new)]
        assert values[0] == values[1]


def test_only_the_cells_change_and_a_second_run_changes_nothing(workbook: Path, tmp_path: Path) -> None:
    plant(workbook, "Budget", SPENT, 133617.375)
    before = tmp_path / "före.xlsx"
    shutil.copy(workbook, before)
    fixed = fix(workbook, now=NOW)
    assert fixed.repairs == (
        Repair(
            "Budget", SPENT, "P2", fixed.repairs[0].row_title, "Utfall", 133617.375, None,
            formula_cells(workbook)["Budget"][SPENT],
        ),
    )  # fmt: skip
    assert fixed.repairs[0].now_text == "133 617,375"
    assert fixed.backup is not None
    assert fixed.backup.read_bytes() == before.read_bytes()
    old, new = members_of(before), members_of(workbook)
    changed = {name for name in old if old[name] != new[name]}
    assert all(re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name) for name in changed)
    assert raw_members(before, changed) == raw_members(workbook, changed)
    budget = next(
        name for name in changed if f'r="{SPENT}"'.encode() in new[name] and b"SUMIFS(Utgifter[Belopp]" in new[name]
    )
    assert_only_decided(
        old[budget],
        new[budget],
        set(lettered([f"{{Budget[{name}]}}{row}" for name in ("Utfall", "Avvikelse") for row in (2, 3)])),
    )

    once = workbook.read_bytes()
    again = fix(workbook, now=NOW)
    assert (again.repairs, again.backup, workbook.read_bytes()) == ((), None, once)
    assert len(list((workbook.parent / FOLDER).glob("*.xlsx"))) == 1
    assert undo(workbook).note.operation == "rättningen"
    assert workbook.read_bytes() == before.read_bytes()


def test_a_dry_run_tells_and_changes_nothing(workbook: Path) -> None:
    plant(workbook, "Summering", "B8", 745)
    before = workbook.read_bytes()
    fixed = fix(workbook, now=NOW, dry_run=True)
    assert [(each.ref, each.now_text) for each in fixed.repairs] == [("B8", "745")]
    assert not fixed.report.wants_a_person
    assert workbook.read_bytes() == before
    assert not (workbook.parent / FOLDER).exists()


def test_a_clean_workbook_is_left_alone(workbook: Path) -> None:
    before = workbook.read_bytes()
    assert fix(workbook, now=NOW).repairs == ()
    assert workbook.read_bytes() == before


@pytest.mark.libreoffice
@each_example
def test_formulas_as_libreoffice_writes_them_are_right(example: Path, tmp_path: Path) -> None:
    saved = convert(example, "xlsx", tmp_path / "lo")
    assert repairs(open_book(saved)) == ()
    plant(saved, "Budget", DIFFERENCE, 0)
    assert [each.ref for each in fix(saved, now=NOW).repairs] == [DIFFERENCE]
    assert fix(saved, now=NOW).repairs == ()


def test_a_new_row_gets_its_formulas(workbook: Path) -> None:
    patch = Patch(workbook)
    table = open_book(workbook)["plan"].raw
    assert table is not None
    row = {"Aktivitets-ID": "A99", "Grupp-ID": "G1", "Aktivitet": "Ny", "Område-ID": None, "Prioritetsklass": None}
    (number,) = patch.append_rows("Plan", table.name, [row])
    patch.write(workbook)
    assert [each.ref for each in fix(workbook, now=NOW).repairs] == lettered(
        [f"{{Plan[{name}]}}{number}" for name in ("Område-ID", "Prioritetsklass")]
    )
    assert open_book(workbook)["plan"].by_id["A99"].cell("area").stored == "O1"


def test_the_same_meaning_in_other_words_is_left_and_a_short_range_is_not(workbook: Path) -> None:
    plant(workbook, "Summering", "B8", Formula(f"sum( Plan!${DAYS}$2:${DAYS}$29 ) + SUM(Grupper[Dagar])", 0))
    assert repairs(open_book(workbook)) == ()
    short = f"SUM(Plan!{DAYS}2:{DAYS}28)+SUM(Grupper[Dagar])"
    plant(workbook, "Summering", "B8", Formula(short, 0))
    assert [each.now_text for each in repairs(open_book(workbook))] == [f"={short}"]


def test_what_a_person_has_silenced_stays(workbook: Path) -> None:
    plant(workbook, "Budget", SPENT, 5)
    exceptions = open_book(workbook)["exceptions"]
    names = {key: exceptions.table.column(key).header for key in ("code", "sheet", "row", "field", "reason")}
    values = {"code": "RS201", "sheet": "Budget", "row": "P2", "field": "Utfall", "reason": "Beslutat"}
    patch = Patch(workbook)
    assert exceptions.raw is not None
    patch.append_rows(exceptions.table.sheet, exceptions.raw.name, [{names[key]: values[key] for key in names}])
    patch.write(workbook)
    assert fix(workbook, now=NOW).repairs == ()


def test_nothing_is_written_beside_another_label(workbook: Path) -> None:
    """Somebody has taken out a row: the labels moved, so what is declared for the place belongs elsewhere."""
    plant(workbook, "Summering", "A8", "Mina egna dagar")
    plant(workbook, "Summering", "B8", 12)
    fixed = fix(workbook, now=NOW)
    assert fixed.repairs == ()
    assert "RS201" in {each.code for each in fixed.report.findings}


def edited(workbook: Path, part: str, change: Callable[[str], str]) -> None:
    members = members_of(workbook)
    new = change(members[part].decode())
    assert new.encode() != members[part]
    workbook.write_bytes(zipped(members | {part: new.encode()}))


def test_a_formula_that_names_what_is_gone_is_not_written(workbook: Path) -> None:
    plant(workbook, "Summering", "B14", 5)
    assert [each.ref for each in repairs(open_book(workbook))] == ["B14"]
    edited(workbook, "xl/workbook.xml", lambda text: text.replace('name="Utfall_totalt"', 'name="Annat"'))
    assert repairs(open_book(workbook)) == ()


def test_a_covered_cell_is_refused_by_itself(workbook: Path) -> None:
    plant(workbook, "Budget", SPENT, 5)
    plant(workbook, "Budget", OTHER, 6)
    part = "xl/worksheets/sheet12.xml"
    merge = (
        '</sheetData><mergeCells count="1"><mergeCell ref="'
        + lettered("{Budget[Utfall]}2:{Budget[Utfall]}3")
        + '"/></mergeCells>'
    )
    edited(workbook, part, lambda text: text.replace("</sheetData>", merge))
    fixed = fix(workbook, now=NOW)
    assert [each.ref for each in fixed.repairs] == [OTHER]
    assert [(each.what.ref, "sammanfogade" in each.reason) for each in fixed.refused] == [(SPENT, True)]


# ------------------------------------------------------------------- command


def test_the_command_shows_what_it_does(workbook: Path) -> None:
    plant(workbook, "Summering", "B8", 745)
    dry = rus_sheets("validate", workbook, "--fix", "--dry-run")
    assert dry.code == 0
    assert "Nu:   745" in dry.out
    assert "Blir: =SUM(Plan[Dagar])+SUM(Grupper[Dagar])" in dry.out
    assert "Skulle lägga tillbaka 1 formel" in dry.out
    done = rus_sheets("validate", workbook, "--fix", "--format", "json")
    answer = json.loads(done.out)
    assert [(each["cell"], each["now"]) for each in answer["fixed"]] == [("B8", 745)]
    assert "inget att lägga tillbaka" in rus_sheets("validate", workbook, "--fix").out
    assert "rättningen" in rus_sheets("undo", workbook).out


def test_errors_that_are_left_make_the_exit_code_1(workbook: Path) -> None:
    patch_cells(workbook, workbook, {"Summering": {"B8": 745}, "Plan": {f"{DAYS}3": "tolv dagar"}})
    assert rus_sheets("validate", workbook, "--fix").code == 1


def test_dry_run_needs_fix(workbook: Path) -> None:
    assert rus_sheets("validate", workbook, "--dry-run").code == 2


def test_the_copy_is_never_the_workbook_nor_another_file(workbook: Path, tmp_path: Path) -> None:
    before = workbook.read_bytes()
    assert rus_sheets("validate", workbook, "--annotate", workbook).code == 2
    assert rus_sheets("validate", workbook, "--annotate", tmp_path / "kopia.pdf").code == 2
    other = tmp_path / "annan.xlsx"
    shutil.copy(workbook, other)
    refused = rus_sheets("validate", workbook, "--annotate", other)
    assert (refused.code, "skrivs inte över" in refused.err) == (3, True)
    assert workbook.read_bytes() == other.read_bytes() == before


def test_an_earlier_copy_is_written_over(workbook: Path, tmp_path: Path) -> None:
    copy = tmp_path / "granskad.xlsx"
    plant(workbook, "Plan", f"{DAYS}3", "tolv dagar")
    assert rus_sheets("validate", workbook, "--annotate", copy).code == 1
    answer = json.loads(rus_sheets("validate", workbook, "--annotate", copy, "--format", "json").out)
    assert answer["annotated"] == str(copy)
    notes = "".join(text.decode() for name, text in members_of(copy).items() if "comments" in name)
    assert f'<comment ref="{DAYS}3"' in notes
    assert read_workbook(copy).sheets[-1].name == "Granskning"
