"""The file that is handed out, by the command."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl

from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.resources import folder
from rus_sheets.usecases.opened.opening import open_book
from tests.cli.run import rus_sheets


def test_ids_in_a_workbook_are_text_so_that_no_program_makes_dates_of_them(workbook: Path) -> None:
    out = workbook.with_name("ut.xlsx")
    assert rus_sheets("export", workbook, out, "--profile", "planeringssystem").code == 0
    for row in openpyxl.load_workbook(out).active.iter_rows(min_row=2, max_col=1):  # type: ignore[union-attr]
        assert row[0].number_format == "@"


def test_what_was_handed_out_is_not_claimed_where_nobody_knows_it(workbook: Path) -> None:
    out = workbook.with_name("ut.csv")
    assert rus_sheets("export", workbook, out, "--profile", "planeringssystem").code == 0
    shutil.rmtree(workbook.with_name("uttag"))
    ran = rus_sheets("merge", workbook, out)
    assert ran.code == 1
    assert "Filen har inget nytt svar: den är som den lämnades ut, eller som arbetsboken." in " ".join(ran.out.split())


def test_a_new_row_with_nothing_but_its_id_says_so(workbook: Path) -> None:
    out = workbook.with_name("ut.csv")
    assert rus_sheets("export", workbook, out, "--profile", "planeringssystem").code == 0
    with out.open("a", encoding="utf-8") as file:
        file.write("A99;;;;;;;;;;;;\r\n")
    ran = rus_sheets("merge", workbook, out)
    assert "Raden är inte inläst. Annat står inte i den." in " ".join(ran.out.split())


def test_a_day_turned_by_an_english_program_is_asked_about(tmp_path: Path) -> None:
    workbook = tmp_path / "verksamhet-2026.xlsx"
    shutil.copy(folder("examples") / "2026" / workbook.name, workbook)
    row = open_book(workbook)["outcomes"].by_id["A01"]
    patch_cells(workbook, workbook, {"Utfall": {row.cell("submitted").ref: dt.date(2026, 12, 4)}})
    out = tmp_path / "ut.csv"
    assert rus_sheets("export", workbook, out, "--profile", "planeringssystem").code == 0
    text = out.read_text(encoding="utf-8-sig")
    assert ";2026-12-04;" in text
    out.write_text(text.replace(";2026-12-04;", ";12/4/2026;"), encoding="utf-8-sig")
    ran = rus_sheets("merge", workbook, out)
    assert ran.code == 1
    assert "i ”12/4/2026” beror på kalkylprogrammets språk" in " ".join(ran.out.split())
    assert open_book(workbook)["outcomes"].by_id["A01"]["submitted"] == dt.date(2026, 12, 4)
