"""``rus-sheets export`` as a user sees it, what other programs make of its files, and the way back by ``merge``."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from rus_sheets.resources import folder
from tests.cli.run import rus_sheets
from tests.cli.test_merge import DONE, answer, choose, merged, outcome
from tests.libreoffice import convert

LIST, SYSTEM = "atgardslista", "planeringssystem"
AS_EXCEL_OPENS_IT = "CSV:59,34,76,1,,1053,false,true"
"""Semicolons, UTF-8, Swedish; numbers and dates are made of what looks like them."""
GRANT = folder("examples") / "bidrag-2026" / "bidrag-2026.xlsx"


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """The workbook of 2022, with outcomes."""
    return Path(shutil.copy(folder("examples") / "2022" / "verksamhet-2022.xlsx", tmp_path))


def exported(workbook: Path, name: str, profile: str = LIST) -> Path:
    file = workbook.parent / name
    ran = rus_sheets("export", workbook, file, "--profile", profile)
    assert ran.code == 0, ran.err
    return file


def frame(file: Path) -> pd.DataFrame:
    if file.suffix == ".csv":
        return pd.read_csv(file, sep=";", encoding="utf-8-sig")
    return pd.read_excel(file) if file.suffix == ".xlsx" else pd.read_json(file, lines=True)


def saved(table: pd.DataFrame, file: Path) -> Path:
    if file.suffix == ".csv":
        table.to_csv(file, sep=";", index=False)
    elif file.suffix == ".xlsx":
        table.to_excel(file, index=False)
    else:
        table.to_json(file, orient="records", lines=True, force_ascii=False)
    return file


def taken(told: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(one["row"], one["column"], one["action"]) for one in told["decisions"]}


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl"])
@pytest.mark.parametrize("profile", [LIST, SYSTEM])
def test_another_program_in_between_loses_nothing(year: Path, ending: str, profile: str) -> None:
    file = exported(year, f"ut{ending}", profile)
    before = year.read_bytes()
    back = saved(frame(file), year.parent / f"svar{ending}")
    ran, told = merged(year, back)
    assert (told["decisions"], [file["notes"] for file in told["files"]]) == ([], [[]]), ran.out
    assert year.read_bytes() == before
    header = "Resultat" if profile == LIST else "Kort utfall"
    table = frame(file)
    table.loc[table.index[2], header] = "-Klart, enligt =systemet"
    ran, told = merged(year, saved(table, back))
    row = str(table.iloc[2, 0])
    assert taken(told) == {(row, "Kort utfall", "take")}
    assert outcome(year, row, "short") == "-Klart, enligt =systemet"


def test_a_formula_that_a_program_has_made_is_asked_about(workbook: Path) -> None:
    table = frame(exported(workbook, "ut.xlsx")).astype(object)
    table.loc[0, "Resultat"] = "=1+1"  # openpyxl, below pandas, makes a formula of it
    ran, told = merged(workbook, saved(table, workbook.parent / "svar.xlsx"))
    assert [one["action"] for one in told["decisions"]] == ["conflict"]
    assert ran.code == 1


@pytest.mark.libreoffice
def test_libreoffice_in_between_loses_nothing(year: Path) -> None:
    for profile in (LIST, SYSTEM):
        file = exported(year, f"{profile}.xlsx", profile)
        back = convert(file, "xlsx", year.parent / "svar")
        assert merged(year, back)[1]["decisions"] == []
        text = exported(year, f"{profile}.csv", profile)
        back = convert(text, "xlsx", year.parent / "svar", locale="sv-SE", reading=AS_EXCEL_OPENS_IT)
        assert merged(year, back)[1]["decisions"] == []


def test_a_file_with_answers_is_taken_once_and_taken_back(workbook: Path) -> None:
    file = exported(workbook, "ut.csv")
    table = frame(file).astype(object)
    table.loc[0, ["Genomförande", "Resultat"]] = ["Genomförd", "'- punkt"]
    back = saved(table, workbook.parent / "svar.csv")
    handed_out = workbook.read_bytes()
    ran, told = merged(workbook, back)
    assert ran.code == 0
    assert taken(told) == {("A01", "Status", "take"), ("A01", "Kort utfall", "take")}
    assert told["decisions"][0]["who"] == "Åtgärdslistan"
    assert [outcome(workbook, "A01", key) for key in ("status", "short")] == [DONE, "- punkt"]
    once = workbook.read_bytes()
    merged(workbook, back)
    copied = Path(shutil.copy(back, workbook.parent / "in" / "kopia.csv"))
    os.utime(copied, (back.stat().st_mtime + 500,) * 2)
    merged(workbook, copied)
    assert workbook.read_bytes() == once
    assert rus_sheets("undo", workbook).code == 0
    assert workbook.read_bytes() == handed_out


def test_a_conflict_is_decided_on_in_a_workbook(workbook: Path) -> None:
    file = exported(workbook, "ut.xlsx", SYSTEM)
    answer(workbook, "A03", "Karin", Status=DONE)
    merged(workbook, workbook.parent / "in")
    book = openpyxl.load_workbook(file)
    headers = [cell.value for cell in book.worksheets[0][1]]
    book.worksheets[0].cell(4, headers.index("Status") + 1).value = "Har ej skett"
    book.save(file)
    conflicts = workbook.parent / "konflikter.xlsx"
    ran, told = merged(workbook, file, "--conflicts", conflicts)
    assert ran.code == 1
    assert [(one["action"], one["place"]) for one in told["decisions"]] == [("conflict", "rad 4, Status")]
    choose(conflicts, "Ta inkommet")
    assert rus_sheets("merge", workbook, "--decisions", conflicts).code == 0
    assert outcome(workbook, "A03", "status") == "Har ej skett"
    assert merged(workbook, file)[0].code == 0


def test_files_in_zip_files_and_folders_are_found(workbook: Path) -> None:
    file = exported(workbook, "ut.csv")
    table = frame(file).astype(object)
    table.loc[0, "Resultat"] = "Klart"
    back = saved(table, workbook.parent / "svar.csv")
    with zipfile.ZipFile(workbook.parent / "in" / "svar.zip", "w") as archive:
        archive.write(back, "listan.csv")
    ran, told = merged(workbook, workbook.parent / "in", "--dry-run")
    assert ran.code == 0
    assert taken(told) == {("A01", "Kort utfall", "take")}
    told = json.loads(rus_sheets("status", workbook, workbook.parent / "in", "--format", "json").out)
    assert [one["unmerged"] for one in told["activities"]][:2] == [1, 0]
    told = merged(workbook, workbook.parent, "--dry-run")[1]
    assert not [file for file in told["files"] if "uttag" in file["path"]]


def test_what_belongs_to_no_activity_is_counted_by_status(workbook: Path) -> None:
    table = frame(exported(workbook, "ut.csv")).astype(object)
    table.loc[0, "Åtgärdens id"] = "B7"
    saved(table, workbook.parent / "in" / "svar.csv")
    ran = rus_sheets("status", workbook, workbook.parent / "in")
    assert ran.code == 1
    assert "1 sak att se till vid inläsningen, som inte hör till någon aktivitet." in " ".join(ran.out.split())


def test_a_copy_that_a_sync_client_has_made_is_asked_about(workbook: Path) -> None:
    table = frame(exported(workbook, "ut.csv")).astype(object)
    for name, text in (("svar.csv", "Ett"), ("svar-DESKTOP-ABC123.csv", "Två")):
        table.loc[[0, 1], "Resultat"] = text
        saved(table, workbook.parent / "in" / name)
    ran, told = merged(workbook, workbook.parent / "in")
    assert ran.code == 1
    assert {one["action"] for one in told["decisions"] if one["file"] == "svar-DESKTOP-ABC123.csv"} == {"conflict"}
    assert [note["asks"] for file in told["files"] for note in file["notes"]] == [True]


def test_a_file_of_another_workbook_is_refused(workbook: Path, year: Path) -> None:
    file = exported(year, "ut.csv")
    ran, _ = merged(workbook, file)
    assert ran.code == 3
    assert "en annan arbetsbok" in ran.out


def test_the_same_again_is_nothing_new_and_another_file_is_kept(workbook: Path) -> None:
    file = exported(workbook, "ut.csv")
    before = file.stat().st_mtime_ns
    exported(workbook, "ut.csv")
    assert file.stat().st_mtime_ns == before
    assert len(list((workbook.parent / "uttag").iterdir())) == 1
    file.write_text("viktigt", encoding="utf-8")
    ran = rus_sheets("export", workbook, file, "--profile", LIST)
    assert (ran.code, file.read_text(encoding="utf-8")) == (3, "viktigt")
    assert "--force" in ran.err
    ran = rus_sheets("export", workbook, file, "--profile", LIST, "--force")
    assert ran.code == 0
    assert "Den förra filen finns kvar: säkerhetskopior/ut" in ran.out
    (copy,) = (workbook.parent / "säkerhetskopior").glob("ut*.csv")
    assert copy.read_text(encoding="utf-8") == "viktigt"


def test_what_did_not_go_out_as_it_stands_is_told(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["Utfall"]["F3"] = "ca fem"
    book["Utfall"]["G3"] = "ca fem"
    book["Plan"]["A4"] = None
    book.save(workbook)
    told = json.loads(
        rus_sheets("export", workbook, workbook.parent / "a.csv", "--profile", SYSTEM, "--format", "json").out
    )
    assert told["rows"] == 27
    assert any("1 rad utan eget id är inte med" in note for note in told["notes"])
    assert any(note.startswith("Dagar utfall: 1 cell på bladet Utfall") for note in told["notes"])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("ut.csv",), 2, "Här finns: planeringssystem (Planeringssystemet), atgardslista (Åtgärdslistan)."),
        (("ut.csv", "--profile", "atgardlista"), 2, "Menade du ”atgardslista”?"),
        (("ut.pdf", "--profile", LIST), 2, "Filen skrivs som .csv, .xlsx eller .jsonl"),
        (("verksamhet-2026.xlsx", "--profile", LIST), 3, "kan inte skrivas över arbetsboken"),
        (("saknas/ut.csv", "--profile", LIST), 3, "kan inte skrivas"),
    ],
)
def test_what_can_not_be(workbook: Path, words: tuple[str, ...], code: int, said: str) -> None:
    ran = rus_sheets("export", workbook, workbook.parent / words[0], *words[1:])
    assert ran.code == code
    assert said in " ".join(ran.err.split())


def test_a_declaration_without_profiles_says_so(tmp_path: Path) -> None:
    ran = rus_sheets("export", GRANT, tmp_path / "ut.csv", "--profile", LIST)
    assert (ran.code, "har ingen profil för utbyte" in ran.err) == (2, True)


def test_names_of_profiles_are_completed(workbook: Path) -> None:
    from click.testing import CliRunner  # noqa: PLC0415 - only here

    from rus_sheets.cli.app import app  # noqa: PLC0415

    asked = {"_RUS_SHEETS_COMPLETE": "bash_complete", "COMP_CWORD": "5"}
    line = f"rus-sheets export {workbook.as_posix()} ut.csv --profile at"
    ran = CliRunner().invoke(app, env={**asked, "COMP_WORDS": line}, prog_name="rus-sheets")
    assert "atgardslista" in ran.output
