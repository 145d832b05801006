"""Out of the house from the page: the same as the commands tell, and back in by Collect."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.run import rus_sheets
from tests.web.conftest import Browser, text_of


def test_an_export_is_written_fetched_and_taken_back(browser: Browser, key: str, workbook: Path) -> None:
    assert "Planeringssystemet (planeringssystem)" in browser.says(f"/bok/{key}/ut")
    said = text_of(browser.post(f"/bok/{key}/ut/utbyte", profil="planeringssystem", form=".csv"))
    path = workbook.with_name(f"planeringssystem-{workbook.stem}.csv")
    told = rus_sheets("export", workbook, path, "--profile", "planeringssystem").out
    assert said.count("28 rader") == told.count("28 rader") == 1
    data = browser.get(f"/bok/{key}/ut/fil/{path.name}").data
    assert data == path.read_bytes()
    text = data.decode("utf-8-sig")
    first = text.splitlines()[1]
    header = text.splitlines()[0].split(";")
    cells = first.split(";")
    cells[header.index("Kort utfall")] = "Klart i planeringssystemet"
    back = text.replace(first, ";".join(cells), 1).encode("utf-8-sig")
    shown = text_of(browser.upload(f"/bok/{key}/samla-in/filer", ("tillbaka.csv", back)))
    assert "Klart i planeringssystemet" in shown


def test_a_file_that_is_there_is_replaced_and_kept(browser: Browser, key: str, workbook: Path) -> None:
    path = workbook.with_name(f"atgardslista-{workbook.stem}.csv")
    path.write_text("något annat", encoding="utf-8")
    assert f"{path.name} finns redan" in browser.says(f"/bok/{key}/ut")
    said = text_of(browser.post(f"/bok/{key}/ut/utbyte", profil="atgardslista", form=".csv"))
    assert "Den förra filen finns kvar: säkerhetskopior/" in said
    kept = next((workbook.parent / "säkerhetskopior").glob("atgardslista*.csv"))
    assert kept.read_text(encoding="utf-8") == "något annat"


def test_a_calendar_and_a_letter_are_written_and_fetched(browser: Browser, key: str, workbook: Path) -> None:
    said = text_of(browser.post(f"/bok/{key}/ut/kalender", form=".ics"))
    assert "poster" in said
    data = browser.get(f"/bok/{key}/ut/fil/kalender-{workbook.stem}.ics").data
    assert Calendar.from_ical(data).walk("VTIMEZONE")
    said = text_of(browser.post(f"/bok/{key}/ut/nyhetsbrev", fran="2026-03-01", till="2026-05-31"))
    told = rus_sheets("newsletter", workbook, "--from", "2026-03-01", "--to", "2026-05-31").out
    left_out = [line for line in told.splitlines() if line.startswith("Inte med")]
    assert [" ".join(line.split()) for line in left_out if " ".join(line.split()) not in said] == []
    letter = browser.get(f"/bok/{key}/ut/fil/Nyhetsbrev-2026-03-01--2026-05-31.docx").data
    assert BytesIO(letter).read(2) == b"PK"


def test_the_matrix_of_goals_is_fetched(browser: Browser, key: str) -> None:
    assert "Hämta målmatrisen" in browser.says(f"/bok/{key}/ut")
    assert browser.get(f"/bok/{key}/ut/malmatris").data[:2] == b"PK"


@pytest.mark.parametrize(
    ("where", "form", "told"),
    [
        ("nyhetsbrev", {"fran": "", "till": "2026-05-31"}, "Från Datumet saknas. Skriv det som 2026-03-01."),
        ("nyhetsbrev", {"fran": "1 mars", "till": "2026-05-31"}, "Från ”1 mars” är inget datum."),
        ("nyhetsbrev", {"fran": "2026-06-01", "till": "2026-05-31"}, "Till 2026-05-31 är före 2026-06-01."),
        ("utbyte", {"profil": "lisa", "form": ".csv"}, "Profilen ”lisa” finns inte."),
        ("utbyte", {"profil": "planeringssystem", "form": ".exe"}, "Det är inte sagt i vilken form"),
        ("utbyte", {"profil": "../../x", "form": ".csv"}, "Profilen ”../../x” finns inte."),
        ("kalender", {}, "Det är inte sagt i vilken form"),
    ],
)
def test_what_is_wrong_is_told_with_place_and_remedy(
    browser: Browser, key: str, workbook: Path, where: str, form: dict[str, str], told: str
) -> None:
    before = sorted(workbook.parent.rglob("*"))
    assert told in text_of(browser.post(f"/bok/{key}/ut/{where}", **form))
    assert sorted(workbook.parent.rglob("*")) == before


@pytest.mark.parametrize("name", ["verksamhet-2026.xlsx", "Nyhetsbrev-x.docx", "..%2Fhemlig.csv", "notes.txt"])
def test_no_other_file_is_given(browser: Browser, key: str, workbook: Path, name: str) -> None:
    workbook.with_name("notes.txt").write_text("hemligt", encoding="utf-8")
    workbook.with_name("Nyhetsbrev-x.docx").write_bytes(b"PK")
    assert browser.get(f"/bok/{key}/ut/fil/{name}").status_code == 404
