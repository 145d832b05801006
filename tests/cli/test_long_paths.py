"""Paths longer than Windows takes by default."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from rus_sheets.cli import options
from rus_sheets.office.long_paths import EXCEL_OPENS, shown, too_long_for_excel, written_long
from rus_sheets.resources import folder
from tests.cli.run import rus_sheets

EXAMPLE = folder("examples") / "2026" / "verksamhet-2026.xlsx"
DEEP = "\\" + "mapp" * 40 + "\\bok.xlsx"


@pytest.mark.parametrize(
    ("absolute", "long"),
    [
        (r"C:\RUS\bok.xlsx", ""),
        (rf"C:{DEEP}", rf"\\?\C:{DEEP}"),
        (rf"\\server\share{DEEP}", rf"\\?\UNC\server\share{DEEP}"),
        (rf"\\?\C:{DEEP}", ""),
    ],
)
def test_a_long_path_is_marked_and_shown_as_people_write_it(absolute: str, long: str) -> None:
    assert written_long(absolute, "") == long
    assert not long or shown(f"Klart: {long}") == f"Klart: {absolute}"


@pytest.mark.skipif(sys.platform == "win32", reason="there it is told")
def test_elsewhere_no_path_is_too_long_for_excel(tmp_path: Path) -> None:
    assert too_long_for_excel(tmp_path / ("x" * 250)) == 0


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_workbook_that_excel_cannot_open_is_told_of_by_what_makes_it(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "too_long_for_excel", lambda _: 7)
    output, profile = tmp_path / f"ut{suffix}", "atgardslista" if suffix == ".xlsx" else "planeringssystem"
    ran = rus_sheets("export", shutil.copy(EXAMPLE, tmp_path), output, "--profile", profile)
    assert (ran.code, output.exists()) == (0, True)
    told = "Excel kan inte öppna ut.xlsx där den hamnar: sökvägen är 7 tecken för lång"
    assert (told in " ".join(ran.err.split())) == (suffix == ".xlsx")


@pytest.mark.parametrize("length", [150, 175, 200, 225])
def test_a_workbook_far_down(tmp_path: Path, length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "rus"
    here.mkdir()
    monkeypatch.chdir(here)  # as people stand there and write the rest
    deep = Path(shutil.copy(EXAMPLE, here))
    for _ in range((length - len(str(here))) // 25):
        deep = deep.rename(_folder_in(deep.parent) / deep.name)
    workbook = deep.relative_to(here)
    ran = rus_sheets("split", workbook, workbook.parent / "ut")
    assert ran.code == 0, ran.err
    forms = list((deep.parent / "ut").iterdir())
    assert len(forms) == 28
    assert "\\\\?\\" not in ran.out
    longest = max(len(str(form)) for form in forms)
    assert ("Excel kan inte öppna" in ran.out) == (sys.platform == "win32" and longest > EXCEL_OPENS)
    assert rus_sheets("merge", workbook, workbook.parent / "ut").code == 1  # none of them has been answered
    assert rus_sheets("plan", workbook, "--no-pages").code == 0


def _folder_in(parent: Path) -> Path:
    made = parent / "en mapp i en lång rad av"
    made.mkdir()
    return made
