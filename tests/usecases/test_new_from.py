"""Next year's workbook out of last year's file: what goes on, what is emptied, what nobody may lose."""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator

from rus_sheets.book.compare import compare
from rus_sheets.book.model import Book
from rus_sheets.book.raw import CellError
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.blueprint import NewCell, NewSheet, NewTable, NewWorkbook, Style
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.usecases.next_year import workbook_from
from rus_sheets.usecases.next_year_told import carried_on
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.rows_as_text import load_rows
from rus_sheets.usecases.validate import validate
from tests.checks.workbooks import lettered
from tests.cli.run import rus_sheets
from tests.libreoffice import convert
from tests.usecases.test_older_workbook import older as as_before

OWN_COLUMN, OWN_SHEET = "Internt", "Eget"
DROPPED = "A03"


def example(year: int) -> Path:
    return folder("examples") / str(year) / f"verksamhet-{year}.xlsx"


@cache
def used() -> bytes:
    """The year 2022 as people have it: a column of their own in Plan, a sheet that reads it, another title row."""
    declaration = load_declaration(declaration_path("verksamhet"))
    made = canonical_workbook(declaration, load_rows(declaration, folder("examples") / "2022"))
    sheets = tuple(_with_own_column(each) if each.name == "Plan" else each for each in made.sheets)
    own = NewSheet(
        name=OWN_SHEET,
        cells=(
            NewCell(1, 1, "Eget blad", Style.TITLE),
            NewCell(2, 1, formula="=SUM(Plan[Dagar])"),
            NewCell(3, 1, formula=lettered("=Plan!{Plan[Aktivitet]}6")),
            NewCell(4, 1, formula=lettered("=SUM(Plan!{Plan[Dagar]}2:{Plan[Dagar]}6)")),
        ),
    )
    return make_workbook(replace(made, sheets=(*sheets, own)), calculate_new)


def _with_own_column(sheet: NewSheet) -> NewSheet:
    table = sheet.tables[0]
    column = len(table.columns) + 1
    cells = tuple(NewCell(row, column, f"eget {row}") for row in range(2, table.rows + 2))
    wider = NewTable(table.name, table.row, table.column, table.rows, (*table.columns, (OWN_COLUMN, "")))
    return replace(sheet, cells=sheet.cells + cells, tables=(wider,))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "verksamhet-2022.xlsx"
    path.write_bytes(used())
    return path


@cache
def _made(year: int, drop: tuple[str, ...]) -> bytes:
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "gammal.xlsx", Path(folder) / "ny.xlsx"
        source.write_bytes(used())
        workbook_from(source, target, year, drop)
        return target.read_bytes()


def made(source: Path, year: int = 2023, *drop: str) -> Book:
    target = source.with_name(f"verksamhet-{year}.xlsx")
    target.write_bytes(_made(year, drop))
    return open_book(target)


@pytest.mark.parametrize("year", [2022, 2026])
@pytest.mark.parametrize("drop", [(), ("A02", "A05")])
def test_the_examples_give_workbooks_without_faults(tmp_path: Path, year: int, drop: tuple[str, ...]) -> None:
    target = tmp_path / "nästa.xlsx"
    workbook_from(example(year), target, year + 1, drop)
    found = [each for each in validate(target).findings if each.code != "RS310"]  # a figure in a text is for people
    assert not found


def test_the_plan_goes_on_and_the_outcome_is_empty(source: Path) -> None:
    old, new = open_book(source), made(source)
    found = compare(old, new)
    assert not found.new
    assert {each.table for each in found.ended} == {"events", "expenses", "allocations"}
    in_plan = {each.column for each in found.changed if each.table == "plan"}
    assert in_plan <= {"project_decided"}  # the day of a decision is its own year's
    assert {each.table for each in found.changed} - ({"plan"} if in_plan else set()) <= {
        "settings", "groups", "parts", "outcomes", "budget", "appendices",
    }  # fmt: skip
    assert all(each.b is None for each in found.changed if each.table != "settings")
    assert new.totals["days"].value == old.totals["days"].value
    assert new.totals["answered"].value == 0
    assert [len(new[key]) for key in ("events", "expenses", "exceptions", "log")] == [0, 0, 0, 0]
    assert not any(row["status"] or row["short"] or row["days"] for row in new["outcomes"])


def test_last_years_outcome_is_shown_beside(source: Path) -> None:
    old, new = open_book(source), made(source)
    for row in old["outcomes"]:
        assert new["outcomes"].by_id[row.id]["previous_status"] == row["status"]
        assert new["outcomes"].by_id[row.id]["previous_short"] == row["short"]


def test_settings_of_the_year_are_new_and_the_others_kept(source: Path) -> None:
    new = made(source)
    assert new.year == 2023
    assert [new.setting(key) for key in ("reference", "decided_by", "decided_on")] == [None, None, None]
    assert new.setting("short_name") == "RUS"
    assert new.setting("vision") == open_book(source).setting("vision")


def test_the_workbook_is_another_with_the_id_that_its_year_gives(source: Path) -> None:
    new = made(source)
    assert new.workbook_id not in ("", open_book(source).workbook_id)
    empty = source.with_name("tom.xlsx")
    rus_sheets("new", empty, "--year", 2023)
    assert open_book(empty).workbook_id == new.workbook_id


def test_the_year_in_our_own_texts_follows(source: Path) -> None:
    new = made(source)
    for name in ("Om", "Summering"):
        sheet = new.raw.sheet(name)
        assert sheet
        texts = " ".join(str(cell.value) for cell in sheet.cells.values())
        assert "2023" in texts
        assert "2022" not in texts
    with zipfile.ZipFile(source.with_name("verksamhet-2023.xlsx")) as archive:
        assert "2023</dc:title>" in archive.read("docProps/core.xml").decode()


def test_what_people_have_added_follows_along(source: Path) -> None:
    new = made(source, 2023, DROPPED)
    plan = new.raw.sheet("Plan")
    own = new.raw.sheet(OWN_SHEET)
    assert plan
    assert own
    table = plan.tables[0]
    at = table.first_column + table.columns.index(OWN_COLUMN)
    kept = [f"eget {row.number}" for row in open_book(source)["plan"] if row.id != DROPPED]
    assert [plan.at(row, at).value for row in range(2, table.last_row + 1)] == kept
    assert own.at(1, 1).value == "Eget blad"
    assert own.at(2, 1).value == new.totals["days"].value - sum(row.number_of("days") for row in new["groups"])


def test_formulas_of_their_own_follow_the_rows_and_have_right_values(source: Path) -> None:
    old, new = open_book(source), made(source, 2023, DROPPED)
    own = new.raw.sheet(OWN_SHEET)
    assert own
    assert [own.at(row, 1).formula for row in (3, 4)] == lettered(
        ["Plan!{Plan[Aktivitet]}5", "SUM(Plan!{Plan[Dagar]}2:{Plan[Dagar]}5)"]
    )
    assert own.at(3, 1).value == old["plan"].rows[4]["name"]
    days = {row.id: row.number_of("days") for row in old["plan"].rows[:5] if row.id != DROPPED}
    assert own.at(4, 1).value == sum(days.values())


def test_a_dropped_activity_takes_its_outcome_and_parts_with_it(source: Path) -> None:
    old, new = open_book(source), made(source, 2023, "a22")
    assert old["parts"].by_parent["A22"]
    assert not any("A22" in (row.text("activity"), row.id) for key in ("plan", "outcomes", "parts") for row in new[key])
    assert len(new["plan"]) == len(old["plan"]) - 1
    assert len(new["parts"]) == len(old["parts"]) - len(old["parts"].by_parent["A22"])


def test_a_dropped_group_takes_its_activities(source: Path) -> None:
    old, new = open_book(source), made(source, 2023, "G2")
    gone = {row.id for row in old["plan"] if row["group"] == "G2"}
    assert gone
    assert {row.id for row in new["plan"]} == {row.id for row in old["plan"]} - gone
    assert {row.id for row in new["outcomes"]} == {row.id for row in new["plan"]}


def test_a_dropped_goal_leaves_the_lists_of_goals(tmp_path: Path) -> None:
    old = open_book(example(2026))
    goal = next(row.id for row in old["goals"] if any(row.id in each.text("goals").split("; ") for each in old["plan"]))
    target = tmp_path / "ny.xlsx"
    workbook_from(example(2026), target, 2027, [goal])
    new = open_book(target)
    assert goal not in new["goals"].by_id
    for row in old["plan"]:
        left = [each for each in row.text("goals").split("; ") if each != goal]
        assert new["plan"].by_id[row.id].text("goals") == "; ".join(left)


def test_dropping_all_leaves_an_empty_table(tmp_path: Path) -> None:
    target = tmp_path / "ny.xlsx"
    ids = [row.id for row in open_book(example(2026))["plan"]]
    workbook_from(example(2026), target, 2027, ids)
    new = open_book(target)
    assert (len(new["plan"]), len(new["outcomes"])) == (0, 0)
    assert new.totals["days"].stored == 0


@pytest.mark.parametrize(("year", "kept"), [(2024, True), (2025, False)])
def test_assessments_are_kept_as_long_as_the_period_lasts(tmp_path: Path, year: int, *, kept: bool) -> None:
    declaration = load_declaration(declaration_path("verksamhet"))
    rows = dict(load_rows(declaration, folder("examples") / "2022"))
    area = rows["areas"][0]["id"]
    rows["goals"] = [{"id": "M01", "area": area, "text": "Ett mål", "assessment": "På väg", "comment": "Nästan"}]
    settings = [each for each in rows["settings"] if each["key"] != "Målperiod"]
    rows["settings"] = [*settings, {"key": "Målperiod", "value": "2022–2024"}]
    source = tmp_path / "gammal.xlsx"
    source.write_bytes(make_workbook(canonical_workbook(declaration, rows), calculate_new))
    done = workbook_from(source, tmp_path / "ny.xlsx", year)
    goal = open_book(tmp_path / "ny.xlsx")["goals"].by_id["M01"]
    assert (goal["assessment"], goal["comment"]) == (("På väg", "Nästan") if kept else (None, None))
    assert done.period == ("" if kept else "2022–2024")
    told = (
        f"Bedömning och kommentar följer med från 2022 för M01. De är inte gjorda för {year}: ändra dem eller töm dem."
    )
    assert (told in carried_on(done, source.name)) is kept


def test_no_stored_value_is_an_error_or_missing(source: Path) -> None:
    new = made(source, 2023, DROPPED, "G4")
    for sheet in new.raw.sheets:
        for cell in sheet.cells.values():
            assert not isinstance(cell.value, CellError), (sheet.name, cell)


@pytest.mark.libreoffice
def test_every_stored_value_is_as_libreoffice_computes_it(source: Path) -> None:
    new = made(source, 2023, DROPPED, "G4")
    theirs = read_workbook(convert(source.with_name("verksamhet-2023.xlsx"), "xlsx", source.parent / "lo"))
    for sheet in new.raw.sheets:
        other = theirs.sheet(sheet.name)
        assert other
        for place, cell in sheet.cells.items():
            if cell.formula is not None:
                assert (cell.value or "") == (other.at(*place).value or ""), (sheet.name, cell)


def test_an_older_workbook_without_the_new_columns_goes_too(tmp_path: Path) -> None:
    new = load_declaration(declaration_path("verksamhet"))
    older = as_before(new)
    source, target = tmp_path / "gammal.xlsx", tmp_path / "ny.xlsx"
    kept = {table.key: {column.key for column in table.columns} | {"key", "value"} for table in older.table}
    rows = {
        key: [{name: value for name, value in row.items() if name in kept[key]} for row in each]
        for key, each in load_rows(new, folder("examples") / "2022").items()
        if key in kept
    }
    source.write_bytes(make_workbook(canonical_workbook(older, rows), calculate_new))
    ran = rus_sheets("new", target, "--year", 2023, "--from", source)
    assert ran.code == 0
    assert new.next_year
    paths = [path.partition(".") for path in new.next_year.shown]
    headers = [new.table_of(table).column(column).header for table, _, column in paths]
    assert headers
    assert "Förra årets utfall visas inte" in ran.out
    assert all(header in " ".join(ran.out.split()) for header in headers)
    assert {each.code for each in validate(target).findings} <= {"RS203", "RS014"}  # formulas and choices of before


def test_the_file_is_valid_office_open_xml(source: Path) -> None:
    made(source, 2023, DROPPED, "G4")
    assert not OpenXmlValidator().validate(source.with_name("verksamhet-2023.xlsx")).errors


def test_last_years_file_is_not_touched(source: Path) -> None:
    workbook_from(source, source.with_name("ny.xlsx"), 2023)
    assert source.read_bytes() == used()


def test_the_command_tells_what_it_did(source: Path) -> None:
    target = source.with_name("ny.xlsx")
    ran = rus_sheets("new", target, "--year", 2023, "--from", source, "--drop", DROPPED)
    assert ran.code == 0
    assert "Klart" in ran.out
    assert f"Fortsätter inte: Plan, {DROPPED}" in ran.out
    assert "Tömt: Händelser, 70 rader" in ran.out
    assert all(len(line) <= 80 for line in ran.out.splitlines())
    again = rus_sheets("new", target, "--year", 2023, "--from", source)
    assert again.code == 3
    assert "skrivs inte över" in again.err


@pytest.mark.parametrize(
    ("words", "code", "fault"),
    [
        (("--year", 2022), 2, "gäller 2022"),
        (("--year", 2023, "--drop", "A99"), 2, "”A99”"),
        (("--year", 2023, "--template", "verksamhet"), 2, "--template"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_written(
    source: Path, words: tuple[object, ...], code: int, fault: str
) -> None:
    target = source.with_name("ny.xlsx")
    ran = rus_sheets("new", target, "--from", source, *words)
    assert (ran.code, target.exists()) == (code, False)
    assert fault in ran.err


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "annat.xlsx"
    other.write_bytes(make_workbook(NewWorkbook((NewSheet("Blad1"),), "x", "x"), calculate_new))
    with pytest.raises(UnusableInputError, match="inte en arbetsbok"):
        workbook_from(other, tmp_path / "ny.xlsx", 2027)
    with pytest.raises(UsageError):
        workbook_from(example(2026), tmp_path / "ny.xlsx", 2026)


def test_notices_stay_behind_and_the_letters_beginning_goes_on(tmp_path: Path) -> None:
    declaration = load_declaration(declaration_path("verksamhet"))
    rows = dict(load_rows(declaration, folder("examples") / "2026"))
    said = {"document": "Nyhetsbrev", "text": "En nyhet.", "heading": "Nytt"}
    kept = [row for row in rows["texts"] if row["document"] != "Nyhetsbrev"]
    rows["texts"] = [*kept, {"key": "nyhetsbrev-inledning", **said}, {"key": "notis-medel", **said}]
    source = tmp_path / "verksamhet-2026.xlsx"
    source.write_bytes(make_workbook(canonical_workbook(declaration, rows), calculate_new))
    made = workbook_from(source, tmp_path / "verksamhet-2027.xlsx", 2027)
    letters = [row.id for row in open_book(made.path)["texts"] if row.text("document") == "Nyhetsbrev"]
    assert letters == ["nyhetsbrev-inledning"]
    assert "Fortsätter inte: Texter, notis-medel Nytt" in "\n".join(carried_on(made, source.name))
