"""The demonstration year, run as a user would: everything there, nothing lost, every figure right."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest

from rus_sheets.book.model import Book
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.resources import folder
from rus_sheets.schema.model import Declaration
from rus_sheets.usecases.demo import _answers, _deliver
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.page.remembered import Chosen
from rus_sheets.usecases.page.year import picture
from tests.cli.run import Ran, rus_sheets
from tests.libreoffice import convert

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    target = tmp_path_factory.mktemp("år") / "demo"
    return target, rus_sheets("demo", target)


@pytest.fixture(scope="module")
def book(demo: tuple[Path, Ran]) -> Book:
    return open_book(demo[0] / "verksamhet-2026.xlsx")


def test_it_leaves_a_whole_year(demo: tuple[Path, Ran]) -> None:
    target, ran = demo
    assert ran.code == 0, ran
    assert len(list((target / "uppfoljning").glob("A[0-9][0-9] *.xlsx"))) == 28
    with zipfile.ZipFile(target / "inkommet" / "bilagor.zip") as archive:
        zipped = len(archive.namelist())
    assert len(list((target / "inkommet").rglob("*.xlsx"))) + zipped == 23
    (mail,) = (target / "inkommet").glob("*.eml")
    assert "ett mejl" in ran.out
    logged = [row for row in open_book(target / "verksamhet-2026.xlsx")["log"] if row.text("file").endswith(mail.name)]
    assert {row.text("sheet") for row in logged} == {"Utfall", "Händelser"}
    for name in ("Verksamhetsplan", "Verksamhetsberattelse", "Ansokan"):
        assert (target / f"{name}-2026.docx").stat().st_size > 10_000


def test_no_date_says_another_than_the_demos(demo: tuple[Path, Ran]) -> None:
    target = demo[0]
    ours = [path for path in target.rglob("*.*") if "inkommet" not in path.parts]
    days = {dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date() for path in ours}
    assert days == {dt.date(2026, 12, 18)}
    for workbook in (target / "verksamhet-2026.xlsx", target / "ovning" / "verksamhet-2026.xlsx"):
        year = picture(Chosen(workbook), today=dt.date(2026, 12, 20))
        assert set(re.findall(r"\d{4}-\d\d-\d\d", " ".join(step.dates for step in year.steps))) == {"2026-12-18"}


def test_answers_come_back_from_another_disk(tmp_path: Path) -> None:
    """The system's folder for temporary files and the demonstration's need not lie on one disk."""
    other = Path("/dev/shm")  # noqa: S108
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("needs a second disk: /dev/shm")
    with tempfile.TemporaryDirectory(dir=other) as place:
        filled = [Path(place) / f"A{number:02}.xlsx" for number in range(1, 9)]
        for each in filled:
            each.write_bytes(each.name.encode())
        _deliver(filled, tmp_path)
    delivered = {path.read_text() for path in tmp_path.rglob("*.xlsx")}
    with zipfile.ZipFile(tmp_path / "bilagor.zip") as archive:
        delivered |= {archive.read(name).decode() for name in archive.namelist()}
    assert delivered == {each.name for each in filled}


def test_it_tells_what_it_did(demo: tuple[Path, Ran]) -> None:
    told = " ".join(demo[1].out.replace("\u00a0", " ").split())
    for words in ("28 aktiviteter, varav 14 prioriterade", "755 dagar", "4 500 000 kr", "28 uppföljningsfiler",
                  "24 svar i inkommet", "från 24 filer", "24 aktiviteter har svar, 4 saknas"):  # fmt: skip
        assert words in told
    lines = [
        line for line in demo[1].out.splitlines() if not line.startswith("    rus-sheets ")
    ]  # to copy: never wrapped
    assert max(map(len, lines)) <= 80


def test_every_answer_is_in_the_workbook(book: Book) -> None:
    declaration: Declaration = book.declaration
    answers = _answers(declaration, folder("examples") / "2026" / "svar", dt.datetime.now(dt.UTC).date())
    assert len(answers) == 24
    compared = 0
    for answer in answers.values():
        for (table, row, column), value in answer.items():
            cell = book[table].by_id[row].cell(column)
            compared += 1
            assert (cell.tag, cell.value) == (cell.tag, getattr(value, "text", value))
            if hasattr(value, "runs"):
                assert re.sub(r"\s", "", "".join(t for t, m in cell.runs if m)) == re.sub(
                    r"\s", "", "".join(t for t, m in value.runs if m)
                )
    assert compared > 300


def test_every_merged_value_is_in_the_log(book: Book) -> None:
    logged = {(row.text("row"), row.text("field")) for row in book["log"]}
    answered = {
        (row.id, cell.column.header)
        for row in book["outcomes"]
        for cell in row.cells.values()
        if cell.column.edited_by == "owner" and cell.raw.value is not None
    }
    assert answered <= logged


@pytest.mark.libreoffice
def test_stored_values_are_what_libreoffice_calculates(demo: tuple[Path, Ran], book: Book, tmp_path: Path) -> None:
    again = read_workbook(convert(demo[0] / "verksamhet-2026.xlsx", "xlsx", tmp_path))
    for sheet in book.raw.sheets:
        other = again.sheet(sheet.name)
        assert other is not None
        for (row, column), cell in sheet.cells.items():
            if cell.formula is not None:
                assert (cell.ref, cell.value or None) == (cell.ref, other.at(row, column).value or None)


def test_the_merge_left_every_other_part_as_it_was(demo: tuple[Path, Ran]) -> None:
    target, _ = demo
    before = zipfile.ZipFile(folder("examples") / "2026" / "verksamhet-2026.xlsx")
    after = zipfile.ZipFile(target / "verksamhet-2026.xlsx")
    assert before.namelist() == after.namelist()
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    workbook = read_workbook(target / "verksamhet-2026.xlsx")
    numbers = {sheet.name: number for number, sheet in enumerate(workbook.sheets, 1)}
    touched = ("Summering", "Utfall", "Händelser", "Utgifter", "Budget", "Logg")
    allowed = {f"xl/worksheets/sheet{numbers[name]}.xml" for name in touched}
    tables = {name for name in changed if name.startswith("xl/tables/")}
    assert changed - tables <= allowed | {"xl/workbook.xml", "xl/styles.xml"}
    assert len(tables) <= 3


def test_merging_again_changes_nothing_and_undo_brings_the_plan_back(demo: tuple[Path, Ran], tmp_path: Path) -> None:
    target = Path(shutil.copytree(demo[0], tmp_path / "demo"))
    workbook = target / "verksamhet-2026.xlsx"
    merged = workbook.read_bytes()
    again = rus_sheets("merge", workbook, target / "inkommet")
    assert (again.code, workbook.read_bytes()) == (0, merged)
    assert rus_sheets("undo", workbook).code == 0
    assert workbook.read_bytes() == (folder("examples") / "2026" / "verksamhet-2026.xlsx").read_bytes()
    assert rus_sheets("undo", workbook).code == 3


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "viktigt.txt").write_text("rör ej", encoding="utf-8")
    ran = rus_sheets("demo", tmp_path)
    assert ran.code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["viktigt.txt"]


def test_it_leaves_a_year_to_practise_on(demo: tuple[Path, Ran]) -> None:
    """Unread answers, one value that can't be read and one conflict; and they can be decided on."""
    practice = demo[0] / "ovning"
    workbook, returned = practice / "verksamhet-2026.xlsx", practice / "inkommet"
    told = " ".join(demo[1].out.split())
    assert f"väntar {24} svar på att läsas in" in told
    assert f"rus-sheets app {workbook}" in told
    ran = rus_sheets("merge", workbook, returned, "--dry-run", "--format", "json")
    data = json.loads(ran.out)
    assert ran.code == 1
    assert "Inlämnad 20" not in ran.out  # nobody was ready before the files were sent, or on a day to come
    asked = [decision for decision in data["decisions"] if decision["action"] in ("conflict", "refuse")]
    assert sorted(decision["action"] for decision in asked) == ["conflict", "refuse"]
    assert len({decision["activity"] for decision in asked}) == 2
    assert all(decision["activity"] in told for decision in asked)
    assert sum(decision["action"] == "take" for decision in data["decisions"]) > 200
    waiting = practice / "konflikter.xlsx"
    assert rus_sheets("merge", workbook, returned, "--conflicts", waiting).code == 1
    assert waiting.is_file()
    assert len(list((practice / "utskick").glob("*.xlsx"))) == 28
