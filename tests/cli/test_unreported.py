"""report and next year's application say what isn't reported before they write, by name and number."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.run import Ran, rus_sheets
from tests.documents.years import STATES, YEARS, State, path
from tests.usecases.test_verify import set_value

pytestmark = pytest.mark.slow

ALL = "Allt är inte redovisat i"


def run(command: str, year: str, state: State, folder: Path, *options: object) -> Ran:
    workbook = Path(shutil.copy(path(year, state), folder / "bok.xlsx"))
    return rus_sheets(command, workbook, "-o", folder / "d.docx", "--no-pages", *options)


def told(ran: Ran) -> str:
    return " ".join(ran.err.split())


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("state", STATES)
def test_the_report_warns_and_is_written(tmp_path: Path, year: str, state: State) -> None:
    ran = run("report", year, state, tmp_path)
    assert ran.code == 0
    assert (tmp_path / "d.docx").exists()
    assert f"Klart:{tmp_path / 'd.docx'}" in "".join(ran.out.split())
    if state == "complete":
        assert ran.err == ""
        return
    said = told(ran)
    assert said.startswith(f"{ALL} bok.xlsx:")
    assert "I dokumentet står att det saknas." in said
    if year == "bidrag-2026":
        number = {"empty": "21 av 21 (Stockholms län, Uppsala län,", "half": "10 av 21 (Uppsala län,"}[state]
        assert f"Redovisning, Förs över till nästa år: saknas för {number}" in said
        return
    activities = {("2022", "half"): "16 av 49 (A03, A06,", ("2026", "half"): "9 av 28 (A03, A06,"}
    assert f"Utfall, Status: saknas för {activities.get((year, state), 'alla')}" in said
    posts = "2 av 4 (Arrangemang, Övrigt)" if state == "half" else "4 av 4 (Löner, resor m.m. RUS; Arrangemang;"
    assert f"Budget, Utfall: saknas för {posts}" in said
    assert ("Kommentaren tas inte med för Arrangemang, Övrigt" in said) == ((year, state) == ("2022", "half"))


@pytest.mark.parametrize("command", [["plan"], ["application"], ["report"], ["report", "--short"]])
def test_every_document_warns_of_amounts_that_its_sums_lack(tmp_path: Path, command: list[str]) -> None:
    workbook = Path(shutil.copy(path("2026", "complete"), tmp_path / "bok.xlsx"))
    set_value(workbook, "Finansiering/K1/Belopp", None)
    set_value(workbook, "Budget/P2/Budget", None)
    ran = rus_sheets(command[0], workbook, "-o", tmp_path / "d.docx", "--no-pages", *command[1:])
    said = told(ran)
    assert said.startswith("Alla belopp och dagar i planen är inte ifyllda i bok.xlsx:")
    assert "Budget, Budget: saknas för 1 av 4 (Arrangemang)." in said
    assert "Finansiering, Belopp: saknas för 1 av 1 (" in said
    assert "I dokumentet står att de saknas i summorna." in said


def test_the_report_warns_of_days_too(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(path("2026", "complete"), tmp_path / "bok.xlsx"))
    set_value(workbook, "Utfall/A02/Dagar utfall", None)
    ran = rus_sheets("report", workbook, "-o", tmp_path / "d.docx")
    assert "Utfall, Dagar utfall: saknas för 1 av 28 (Fortsatt utveckling" in told(ran)


def test_an_activity_is_named_once(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(path("2026", "complete"), tmp_path / "bok.xlsx"))
    for cell in ("A02/Status", "A02/Dagar utfall", "A03/Dagar utfall"):
        set_value(workbook, f"Utfall/{cell}", None)
    said = told(rus_sheets("report", workbook, "-o", tmp_path / "d.docx", "--no-pages"))
    assert "Utfall, Status: saknas för 1 av 28 (Fortsatt utveckling" in said
    assert "Utfall, Dagar utfall: saknas för ytterligare 1 av 28 (Löpande miljömålsuppföljning" in said


@pytest.mark.parametrize("state", STATES)
def test_next_years_application_warns_of_last_year(tmp_path: Path, state: State) -> None:
    last = Path(shutil.copy(path("2026", state), tmp_path / "förra.xlsx"))
    set_value(last, "Inställningar/År/Värde", 2025)
    ran = run("application", "2026", "empty", tmp_path, "--previous", last)
    assert ran.code == 0
    assert (f"{ALL} förra.xlsx: Utfall, Status: saknas för" in told(ran)) == (state != "complete")


@pytest.mark.parametrize("command", ["plan", "application"])
def test_what_tells_of_no_outcome_warns_of_none(tmp_path: Path, command: str) -> None:
    assert run(command, "2026", "empty", tmp_path).err == ""
