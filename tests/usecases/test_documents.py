"""The document commands with last year's workbook."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.layout.canonical import NewRow, canonical_workbook
from rus_sheets.resources import folder
from rus_sheets.usecases import documents
from tests.cli.run import rus_sheets
from tests.documents.books import DECLARATION, last_years_workbook, rows_of, year_before
from tests.usecases.documents import change
from tests.word.documents import lines

Rows = dict[str, list[NewRow]]


@pytest.fixture(autouse=True)
def _no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "program", lambda: None)


def _example(year: int, tmp_path: Path) -> Path:
    return Path(shutil.copy(folder("examples") / str(year) / f"verksamhet-{year}.xlsx", tmp_path))


@pytest.mark.parametrize(
    ("command", "year", "said"),
    [
        ("plan", 2026, "Planen för 2026 jämförd med planen för 2025."),
        (
            "application",
            2022,
            "Under 2021 användes 4 393 523 kr av budgeten på 5 342 500 kr. Av årets medel blev 357 977 kr över.",
        ),
    ],
)
def test_with_last_years_workbook(tmp_path: Path, command: str, year: int, said: str) -> None:
    this = _example(year, tmp_path)
    last = last_years_workbook(tmp_path) if command == "plan" else year_before(2022, tmp_path)
    ran = rus_sheets(command, this, "--previous", last, "-o", tmp_path / "ut.docx")
    assert ran.code == 0, ran
    assert said in [line.replace("\u00a0", " ") for line in lines((tmp_path / "ut.docx").read_bytes())]


def test_a_plan_with_other_things_under_the_same_ids_is_refused(tmp_path: Path) -> None:
    this, last = _example(2026, tmp_path), _example(2022, tmp_path)
    ran = rus_sheets("plan", this, "--previous", last, "-o", tmp_path / "ut.docx")
    said = " ".join(ran.err.split())
    assert (ran.code, (tmp_path / "ut.docx").exists()) == (3, False)
    assert "Den går inte att jämföra med, för dess id:n är en annan plans: 28 av 28 id:n är något annat där." in said
    assert "eller utelämna --previous" in said


def _other_rows(tmp_path: Path, change: Callable[[Rows], None]) -> Path:
    """A workbook for 2025 of the rows of 2026, changed."""
    rows = rows_of(2026, 2025)
    change(rows)
    path = tmp_path / "verksamhet-2025.xlsx"
    path.write_bytes(make_workbook(canonical_workbook(DECLARATION, rows), lambda _: {}))
    return path


def _other_names(rows: Rows) -> None:
    for number, activity in enumerate(rows["plan"]):
        activity["name"] = f"Helt annat {number}"


def _other_ids(rows: Rows) -> None:
    for table, key in (("plan", "id"), ("outcomes", "id"), ("events", "activity"), ("parts", "activity")):
        for each in rows.get(table, []):
            each[key] = f"{str(each[key])[0]}9{str(each[key])[1:]}"
    for table in ("events", "parts"):
        for each in rows.get(table, []):
            each["id"] = f"A9{str(each['id'])[1:]}"


def _other_organisation(rows: Rows) -> None:
    for each in rows["settings"]:
        if each["key"] in {"Organisation", "Kortnamn"}:
            each["value"] = "Kustrådet"


def _renamed(rows: Rows) -> None:
    next(each for each in rows["settings"] if each["key"] == "Organisation")["value"] = "Regional samverkan"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_other_ids, "Dess id:n är andra: inget id är gemensamt för 2025 och 2026."),
        (_renamed, ""),
    ],
)
def test_an_application_says_why_it_may_be_the_wrong_workbook(
    tmp_path: Path, change: Callable[[Rows], None], said: str
) -> None:
    """It tells of last year by itself, so it is written all the same."""
    last = _other_rows(tmp_path, change)
    ran = rus_sheets("application", _example(2026, tmp_path), "--previous", last, "-o", tmp_path / "ut.docx")
    told = " ".join(ran.err.split())
    assert (ran.code, (tmp_path / "ut.docx").exists()) == (0, True)
    assert ("Är verksamhet-2025.xlsx förra årets arbetsbok?" in told, said in told) == (bool(said), True)


def test_an_application_says_that_the_year_is_not_the_one_before(tmp_path: Path) -> None:
    this = _example(2026, tmp_path)
    last = tmp_path / "verksamhet-2024.xlsx"
    last.write_bytes(make_workbook(canonical_workbook(DECLARATION, rows_of(2026, 2024)), lambda _: {}))
    ran = rus_sheets("application", this, "--previous", last, "-o", tmp_path / "ut.docx")
    assert ran.code == 0
    assert "Den gäller 2024, inte året före 2026." in " ".join(ran.err.split())


@pytest.mark.parametrize("command", ["plan", "application"])
def test_other_names_under_the_same_ids_are_another_plans(tmp_path: Path, command: str) -> None:
    """Written with --previous, or compared with it afterwards."""
    this, last, document = _example(2026, tmp_path), _other_rows(tmp_path, _other_names), tmp_path / "ut.docx"
    assert rus_sheets(command, this, "-o", document).code == 0
    other = tmp_path / "annan.docx"
    for words in ((command, this, "-o", other), ("verify", document, this), ("refresh", document, this)):
        ran = rus_sheets(*words, "--previous", last)
        assert (ran.code, other.exists()) == (3, False)
        said = " ".join(ran.err.split())
        assert "dess id:n är en annan plans: 28 av 28 id:n är något annat där. A01 är ”Helt" in said


@pytest.mark.parametrize("command", ["plan", "application"])
def test_another_organisations_workbook_is_refused(tmp_path: Path, command: str) -> None:
    last = _other_rows(tmp_path, _other_organisation)
    ran = rus_sheets(command, _example(2026, tmp_path), "--previous", last, "-o", tmp_path / "ut.docx")
    assert (ran.code, (tmp_path / "ut.docx").exists()) == (3, False)
    assert "Arbetsboken är en annan organisations: där står ”Kustrådet”" in " ".join(ran.err.split())


def test_a_plan_with_no_id_in_common_is_refused(tmp_path: Path) -> None:
    last = _other_rows(tmp_path, _other_ids)
    ran = rus_sheets("plan", _example(2026, tmp_path), "--previous", last, "-o", tmp_path / "ut.docx")
    assert ran.code == 3
    assert "inget id är gemensamt för 2025 och 2026." in " ".join(ran.err.split())


def test_some_other_names_under_the_same_ids_are_changes(tmp_path: Path) -> None:
    this, last = _example(2026, tmp_path), last_years_workbook(tmp_path)
    cells = [row[2] for row in openpyxl.load_workbook(last)["Plan"].iter_rows(min_row=2) if row[0].value]
    change(last, {"Plan": {cell.coordinate: f"Helt annat {n}" for n, cell in enumerate(cells[: len(cells) // 2])}})
    assert rus_sheets("plan", this, "--previous", last, "-o", tmp_path / "ut.docx").code == 0


@pytest.mark.parametrize("command", ["plan", "application"])
def test_last_years_workbook_is_from_an_earlier_year(tmp_path: Path, command: str) -> None:
    this, other = _example(2022, tmp_path), _example(2026, tmp_path)
    for previous in (this, other):
        ran = rus_sheets(command, this, "--previous", previous, "-o", tmp_path / "ut.docx")
        assert ran.code == 3
        assert "ska gälla ett år före 2022" in " ".join(ran.err.split())
        assert not (tmp_path / "ut.docx").exists()
    assert rus_sheets(command, this, "--previous", tmp_path / "saknas.xlsx").code == 3


@pytest.mark.parametrize(
    ("remembers", "said"),
    [
        pytest.param(False, "28 av 28 id:n är något annat där", id="written without --previous"),
        pytest.param(True, "men dokumentet är skrivet med 2025 som förra året", id="remembers another year"),
    ],
)
@pytest.mark.parametrize("command", ["verify", "refresh"])
def test_another_plans_ids_are_no_last_year_for_a_document_either(
    tmp_path: Path, command: str, said: str, *, remembers: bool
) -> None:
    this, other, document = _example(2026, tmp_path), _example(2022, tmp_path), tmp_path / "p.docx"
    last = ("--previous", last_years_workbook(tmp_path)) if remembers else ()
    assert rus_sheets("plan", this, *last, "-o", document).code == 0
    before = document.read_bytes()
    ran = rus_sheets(command, document, this, "--previous", other)
    assert (ran.code, document.read_bytes()) == (3, before)
    assert said in " ".join(ran.err.split())


@pytest.mark.parametrize("words", [("plan",), ("report",), ("report", "--short"), ("application",)])
def test_the_file_is_called_what_the_document_calls_itself(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A reader, and the title bar of a PDF, tell the title in the file's properties."""
    path = tmp_path / "ut.docx"
    assert rus_sheets(*words, _example(2022, tmp_path), "-o", path).code == 0
    named = docx.Document(str(path)).core_properties.title
    assert named.removeprefix("RUS ") in lines(path.read_bytes())
