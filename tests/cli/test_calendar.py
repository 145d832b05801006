"""``rus-sheets calendar`` as a user sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.resources import folder
from tests.cli.run import rus_sheets

YEAR = folder("examples") / "2022" / "verksamhet-2022.xlsx"
GRANT = folder("examples") / "bidrag-2026" / "bidrag-2026.xlsx"


def test_it_is_shown_and_written_and_counted(tmp_path: Path) -> None:
    shown = rus_sheets("calendar", YEAR)
    assert shown.code == 0
    assert "  2022-01-25 Länsrådsmöte: beslut om handlingsplan 2022\n" in shown.out
    assert "21 i kalendern." in shown.out
    assert "49 utan datum: inte i kalendern." in shown.out
    ics, page = tmp_path / "år.ics", tmp_path / "år.html"
    written = rus_sheets("calendar", YEAR, "-o", ics, "-o", page, "--from", "1 maj 2022", "--to", "2022-05-31")
    assert f"Klart:{ics}(21poster)" in "".join(written.out.split())  # wherever the lines are broken
    assert ics.read_bytes().count(b"BEGIN:VEVENT") == 21
    assert page.read_text(encoding="utf-8").count("<h3>") == 1
    before = ics.stat().st_mtime_ns
    assert rus_sheets("calendar", YEAR, "-o", ics).code == 0
    assert ics.stat().st_mtime_ns == before, "unchanged: not written again"


def test_what_has_changed_since_the_last_file_is_told(tmp_path: Path) -> None:
    book, ics = tmp_path / "bok.xlsx", tmp_path / "bok.ics"
    book.write_bytes(YEAR.read_bytes())
    rus_sheets("calendar", book, "-o", ics)
    told = json.loads(rus_sheets("calendar", book, "--format", "json").out)
    row = next(entry for entry in told["entries"] if entry["title"].startswith("Länsrådsmöte"))
    from rus_sheets import open_book  # noqa: PLC0415 - only here

    cell = open_book(book)["events"].by_id[row["row"].split()[-1]].cell("date")
    patch_cells(book, book, {cell.sheet: {cell.ref: None}})
    told = json.loads(rus_sheets("calendar", book, "-o", ics, "--format", "json").out)
    (file,) = told["files"]
    assert (file["entries"], file["new"], file["changed"], file["gone"]) == (21, [], [], [row["title"]])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["-o", "kalender.pdf"], 2, ".ics, för kalenderprogram, eller .html"),
        (["--from", "i maj"], 2, "”i maj” är inget datum"),
        (["--from", "2022-06-01", "--to", "2022-05-01"], 2, "2022-05-01 är före 2022-06-01"),
        (["--from", "3/4"], 2, "inget datum som kan förstås på ett sätt"),
    ],
)
def test_wrong_usage(words: list[str], code: int, said: str) -> None:
    ran = rus_sheets("calendar", YEAR, *words)
    assert ran.code == code
    assert said in " ".join(ran.err.split())


def test_another_calendar_is_left_alone(tmp_path: Path) -> None:
    ics = tmp_path / "år.ics"
    rus_sheets("calendar", YEAR, "-o", ics)
    before = ics.read_bytes()
    ran = rus_sheets("calendar", folder("examples") / "2026" / "verksamhet-2026.xlsx", "-o", ics)
    assert ran.code == 3
    assert "hör till en annan arbetsbok" in ran.err
    assert ics.read_bytes() == before


def test_a_form_without_events_has_a_calendar_of_dates() -> None:
    ran = rus_sheets("calendar", GRANT)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "2 i kalendern.")


def test_a_calendar_of_nothing_says_so(tmp_path: Path) -> None:
    book = tmp_path / "tom.xlsx"
    assert rus_sheets("new", book, "--year", "2026").code == 0
    assert rus_sheets("calendar", book).out.splitlines()[-1] == "Inget har något datum."
    ran = rus_sheets("calendar", book, "-o", tmp_path / "tom.ics")
    assert (ran.code, "Inget har något datum, så kalendern är tom." in ran.out) == (0, True)


def test_somebodys_page_is_not_written_over(tmp_path: Path) -> None:
    """Nor is the calendar beside it written then."""
    page, ics = tmp_path / "index.html", tmp_path / "år.ics"
    page.write_text('<h1>Vår sida</h1>\n<section lang="sv" aria-labelledby="kalender">\n</section>', encoding="utf-8")
    before = page.read_bytes()
    ran = rus_sheets("calendar", YEAR, "-o", ics, "-o", page)
    assert (ran.code, "inte har gjort" in ran.err) == (3, True)
    assert page.read_bytes() == before
    assert not ics.exists()
    page.unlink()
    assert [rus_sheets("calendar", YEAR, "-o", page).code for _ in range(2)] == [0, 0]


def test_a_folder_in_its_place_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "år.ics").mkdir()
    ran = rus_sheets("calendar", YEAR, "-o", tmp_path / "år.ics")
    assert (ran.code, "detärenmapp" in "".join(ran.err.split())) == (3, True)
