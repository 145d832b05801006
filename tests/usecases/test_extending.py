"""An older workbook gets what has been declared since, by one command, and nothing else of it is changed."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest

from rus_sheets.book.lacking import Lacking, lacking
from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.resources import folder
from rus_sheets.usecases.create import new_workbook
from rus_sheets.usecases.fix import fix
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.undo import undo
from rus_sheets.usecases.validate import validate
from tests.cli.run import rus_sheets
from tests.libreoffice import convert
from tests.mixed import MIXED, PLAN
from tests.mixed import rows_of as mixed_rows
from tests.usecases.test_older_workbook import older

NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
FOLLOWS = {"Finansiering, kr"}
"""Labels that follow their formula, which names one of the new columns."""
OWN = {"Plan": {"AZ40": "egen anteckning"}, "Om": {"D2": "vår ruta"}}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """One of an older declaration, with something of people's own in it."""
    declaration = older(PLAN)
    path = tmp_path / "gammal.xlsx"
    path.write_bytes(make_workbook(canonical_workbook(declaration, mixed_rows(MIXED, declaration)), calculate_new))
    patch_cells(path, path, OWN)
    return path


def test_everything_that_has_come_since_is_there_as_in_a_new_workbook(workbook: Path) -> None:
    before = {finding.code for finding in validate(workbook).findings}
    fixed = fix(workbook, now=NOW, extend=True)
    assert not fixed.not_added
    book = open_book(workbook)
    left = lacking(book)
    assert left == Lacking({}, (), (), ())
    assert {finding.code for finding in validate(workbook).findings} <= before - {"RS203"}
    new = workbook.parent / "ny.xlsx"
    new_workbook(new, 2026)
    for sheet in ("Medel", "Kandidater", "Bilagor"):
        assert _dressed(workbook, sheet) == _dressed(new, sheet)
    for sheet, header in (("Plan", "Ny"), ("Finansiering", "Läge"), ("Plan", "Projektplan beslutas")):
        assert _dressed(workbook, sheet)[header] == _dressed(new, sheet)[header]
    assert book["plan"].by_id["A01"].cell("next_id").raw.formula
    areas = book["areas"].by_id
    assert [areas[key].cell("running_days").stored for key in ("O1", "O2")] == [148, 7]


def _dressed(path: Path, sheet: str) -> dict[str, tuple[object, ...]]:
    """By header the look of its first cell, and what its dropdown says."""
    cells = openpyxl.load_workbook(path)[sheet]
    rules = {
        column: (rule.type, rule.formula1, rule.prompt, rule.error)
        for rule in cells.data_validations.dataValidation
        for area in rule.sqref.ranges
        for column in range(area.min_col, area.max_col + 1)
    }
    return {
        head.value: (
            head.fill.fgColor.rgb, head.font.b, cell.fill.fgColor.rgb, cell.number_format, cell.alignment.wrap_text,
            cell.protection.locked, cells.column_dimensions[cell.column_letter].width, rules.get(cell.column),
        )
        for head, cell in zip(cells[1], cells[2], strict=True)
    }  # fmt: skip


def test_nothing_else_is_changed_and_undo_takes_it_back(workbook: Path) -> None:
    before, original = open_book(workbook).raw, workbook.read_bytes()
    with zipfile.ZipFile(workbook) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    fix(workbook, now=NOW)
    plain = open_book(workbook).raw
    undo(workbook, now=NOW)
    assert workbook.read_bytes() == original
    fix(workbook, now=NOW, extend=True)
    after = open_book(workbook).raw
    for sheet in plain.sheets:
        made = after.sheet(sheet.name)
        assert made
        same = {at: (cell.value, cell.formula) for at, cell in sheet.cells.items() if cell.formula is None}
        same = {at: said for at, said in same.items() if said[0] not in FOLLOWS}
        assert {at: (made.at(*at).value, made.at(*at).formula) for at in same} == same
    assert [sheet.name for sheet in after.sheets][: len(before.sheets)] == [sheet.name for sheet in before.sheets]
    with zipfile.ZipFile(workbook) as package:
        now = {name: package.read(name) for name in package.namelist()}
    own = {name for name in parts if "chart" in name or "drawing" in name or "theme" in name}
    assert own
    assert all(now[name] == parts[name] for name in own)
    assert not fix(workbook, now=NOW, extend=True).anything


def test_a_dry_run_tells_the_same_and_writes_nothing(workbook: Path) -> None:
    data = workbook.read_bytes()
    tried = rus_sheets("validate", workbook, "--fix", "--extend", "--dry-run")
    assert workbook.read_bytes() == data
    assert "Skulle lägga till i gammal.xlsx: 4 blad" in " ".join(tried.out.split())
    done = rus_sheets("validate", workbook, "--fix", "--extend")
    assert "Lade till i gammal.xlsx: 4 blad" in " ".join(done.out.split())


def test_what_stands_in_the_way_is_named_and_the_rest_comes(workbook: Path) -> None:
    book = open_book(workbook)
    table = book["funding"].raw
    assert table
    beside = openpyxl.utils.get_column_letter(table.last_column + 1)
    patch_cells(workbook, workbook, {"Finansiering": {f"{beside}40": "min kommentar"}})
    fixed = fix(workbook, now=NOW, extend=True)
    assert [(lost.sheet, lost.headers) for lost in fixed.not_added] == [("Finansiering", ("Läge",))]
    assert "står något annat" in fixed.not_added[0].reason
    assert open_book(workbook)["allocations"].raw


def test_a_sheet_of_ones_own_by_that_name_is_kept(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book.create_sheet("Medel").append(["Konto", "Saldo"])
    book.save(workbook)
    fixed = fix(workbook, now=NOW, extend=True)
    assert [(lost.sheet, lost.headers) for lost in fixed.not_added] == [("Medel", ())]
    sheet = open_book(workbook).raw.sheet("Medel")
    assert sheet
    assert sheet.at(1, 1).value == "Konto"


@pytest.mark.libreoffice
def test_a_workbook_saved_by_libreoffice_gets_it_too(workbook: Path) -> None:
    saved = convert(workbook, "xlsx", workbook.parent / "sparad")
    fixed = fix(saved, now=NOW, extend=True)
    assert not fixed.not_added
    dressed = _dressed(saved, "Medel")
    new = workbook.parent / "ny.xlsx"
    new_workbook(new, 2026)
    assert dressed == _dressed(new, "Medel")
    opened = convert(saved, "xlsx", workbook.parent / "igen")
    assert open_book(opened)["allocations"].raw


def test_it_goes_with_fix_alone(workbook: Path) -> None:
    for option in ("--extend", "--amounts"):
        ran = rus_sheets("validate", workbook, option)
        assert ran.code == 2
        assert f"{option} hör ihop med --fix" in ran.err


AMOUNTS = {"A01": (60_000, "Ja", "P1"), "A02": (25_000, "Eventuellt", "P1"), "A04": (5_000, "Nej", None)}


@pytest.fixture
def with_amounts(workbook: Path) -> Path:
    """With amounts on the plan, one of them clear."""
    plan = open_book(workbook)["plan"].by_id
    cells = {}
    for key, (amount, cash, post) in AMOUNTS.items():
        row = plan[key]
        cells |= {row.cell("amount").ref: amount, row.cell("cash").ref: cash, row.cell("post").ref: post}
    patch_cells(workbook, workbook, {"Plan": cells})
    return workbook


def test_amounts_are_moved_with_post_and_year_and_what_is_unclear_is_asked(with_amounts: Path) -> None:
    before = open_book(with_amounts)
    others = [row.id for row in before["plan"] if row["amount"] is not None and row.id not in AMOUNTS]
    fixed = fix(with_amounts, now=NOW, extend=True, amounts=True)
    assert {move.activity for move in fixed.moved.moves} == {"A01", *others}
    assert ["Eventuellt" in each.message for each in fixed.moved.asked] == [True, False]
    book = open_book(with_amounts)
    row = next(row for row in book["allocations"] if row["activity"] == "A01")
    said = [row[key] for key in ("post", "amount", "year", "state", "source")]
    assert said == ["P1", 60_000, before.year, "Beslutad", None]
    plan = book["plan"].by_id
    assert [plan[key]["amount"] for key in AMOUNTS] == [None, 25_000, 5_000]
    assert plan["A01"].cell("allocated").stored == 60_000
    again = fix(with_amounts, now=NOW, amounts=True)
    assert not again.moved.moves


def test_rows_that_say_the_same_empty_the_cell_and_others_are_asked_about(with_amounts: Path) -> None:
    fix(with_amounts, now=NOW, extend=True, amounts=True)
    plan = open_book(with_amounts)["plan"].by_id
    for stated, moved in ((60_000, True), (70_000, False)):
        patch_cells(with_amounts, with_amounts, {"Plan": {plan["A01"].cell("amount").ref: stated}})
        fixed = fix(with_amounts, now=NOW, amounts=True)
        assert ("A01" in {move.activity for move in fixed.moved.moves}) == moved
        assert any("60 000 kr" in " ".join(each.message.split()) for each in fixed.moved.asked) == (not moved)
    assert len([row for row in open_book(with_amounts)["allocations"] if row["activity"] == "A01"]) == 1


def test_without_the_sheet_nothing_is_moved_and_that_is_said(with_amounts: Path) -> None:
    ran = rus_sheets("validate", with_amounts, "--fix", "--amounts")
    assert "--extend" in ran.out
    assert open_book(with_amounts)["plan"].by_id["A01"]["amount"] == 60_000


def test_what_is_asked_for_in_vain_is_said() -> None:
    """In a workbook that lacks nothing, and by a declaration without amounts; only tried, so that nothing changes."""
    year, grant = (
        folder("examples") / "2026" / "verksamhet-2026.xlsx",
        folder("examples") / "bidrag-2026" / "bidrag-2026.xlsx",
    )
    ran = rus_sheets("validate", year, "--fix", "--extend", "--amounts", "--dry-run")
    assert ran.code == 0
    assert "Inget har kommit till i mallen" in ran.out
    assert "Inga belopp att flytta." in ran.out
    ran = rus_sheets("validate", grant, "--fix", "--amounts", "--dry-run")
    assert (ran.code, "har inget blad att flytta belopp till" in ran.err) == (2, True)


def test_an_amount_that_is_asked_about_wants_a_person(with_amounts: Path) -> None:
    assert rus_sheets("validate", with_amounts, "--fix", "--extend", "--amounts").code == 1
