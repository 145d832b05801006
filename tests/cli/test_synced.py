"""What a sync client leaves among the answers and beside the workbook is told of, and never taken in silence."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from rus_sheets import synced
from tests.cli.run import rus_sheets
from tests.cli.test_merge import DONE, PARTLY, answer, merged, outcome

CLASHED = "A03 Karin-DESKTOP-ABC123.xlsx"


def actions(told: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(d["file"], d["column"]): d["action"] for d in told["decisions"]}


@pytest.mark.parametrize("first", ["original", "copy"], ids=lambda each: f"{each} first")
def test_what_differs_in_a_conflict_copy_is_asked_about(workbook: Path, first: str) -> None:
    """Whichever was saved last: nobody has changed their mind, two computers have."""
    says = {"original": {"Status": DONE, "Kort_utfall": "Klart."}, "copy": {"Status": PARTLY, "Kort_utfall": "Klart."}}
    original, copy = says["original"], says["copy"] | {"Dagar_utfall": 7}
    made = {}
    for which in (first, "copy" if first == "original" else "original"):
        kept = answer(workbook, "A03", "Karin", **(original if which == "original" else copy))
        made[which] = kept.rename(kept.with_name(f"{which}.xlsx"))
    made["original"].rename(workbook.parent / "in" / "A03 Karin.xlsx")
    made["copy"].rename(workbook.parent / "in" / CLASHED)
    ran, told = merged(workbook, workbook.parent / "in")
    assert ran.code == 1
    assert actions(told) == {
        ("A03 Karin.xlsx", "Status"): "take",
        ("A03 Karin.xlsx", "Kort utfall"): "take",
        (CLASHED, "Status"): "conflict",
        (CLASHED, "Kort utfall"): "agree",
        (CLASHED, "Dagar utfall"): "conflict",
    }
    assert outcome(workbook, "A03", "status") == DONE
    assert outcome(workbook, "A03", "days") is None
    again, told = merged(workbook, workbook.parent / "in")
    assert again.code == 1
    assert actions(told)[CLASHED, "Status"] == "conflict"
    assert "A03 Karin.xlsx ändrades på två datorer" in rus_sheets("merge", workbook, workbook.parent / "in").out


def test_a_second_file_of_the_name_is_told_of(workbook: Path) -> None:
    kept = answer(workbook, "A03", "Karin", Status=DONE)
    shutil.copy(kept, kept.with_name("A03 Karin (1).xlsx"))
    ran = rus_sheets("merge", workbook, workbook.parent / "in")
    assert ran.code == 0
    assert "Obs: A03 Karin (1).xlsx: Filen ser ut som ett andra exemplar av A03 Karin.xlsx" in " ".join(ran.out.split())


def test_a_name_alone_makes_no_copy(workbook: Path) -> None:
    kept = answer(workbook, "A03", "Karin", Status=DONE)
    kept.rename(kept.with_name(CLASHED))
    ran, told = merged(workbook, workbook.parent / "in")
    assert (ran.code, actions(told)) == (0, {(CLASHED, "Status"): "take"})


def test_answers_in_the_cloud_are_told_of_before_they_are_fetched(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = answer(workbook, "A03", "Karin", Status=DONE)
    monkeypatch.setattr(synced, "attributes", lambda path: 0x400000 if Path(path).name == kept.name else 0)
    for words in (("merge", workbook, kept.parent), ("status", workbook, kept.parent)):
        told = " ".join(rus_sheets(*words).err.split())
        assert "1 fil finns bara i molnet" in told
        assert "Behåll alltid på den här enheten" in told


@pytest.mark.parametrize("words", [["merge", "in"], ["split", "ut2"], ["validate", "--fix", "--dry-run"]])
def test_a_copy_of_the_workbook_is_told_of_first(workbook: Path, words: list[str]) -> None:
    answer(workbook, "A03", "Karin", Status=DONE)
    copy = shutil.copy(workbook, workbook.with_name(f"{workbook.stem}-DESKTOP-ABC123.xlsx"))
    command, *rest = words
    folders = [word if word.startswith("-") else workbook.parent / word for word in rest]
    told = " ".join(rus_sheets(command, workbook, *folders).err.split())
    assert f"ligger {copy.name}" in told.replace(str(workbook.parent), "")
    assert "rus-sheets compare" in told


def test_the_copy_itself_is_told_to_be_one(workbook: Path) -> None:
    copy = shutil.copy(workbook, workbook.with_name(f"{workbook.stem}-DESKTOP-ABC123.xlsx"))
    told = " ".join(rus_sheets("validate", copy).err.split())
    assert f"ser ut som en kopia av {workbook.name}" in told


def test_nothing_is_told_where_there_is_nothing(workbook: Path) -> None:
    shutil.copy(workbook, workbook.with_name(f"{workbook.stem}-granskad.xlsx"))
    assert rus_sheets("validate", workbook).err == ""


def test_a_synced_folder_gets_one_line_until_the_first_change(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDrive", str(workbook.parent))
    answer(workbook, "A03", "Karin", Status=DONE)
    assert "OneDrive" not in rus_sheets("validate", workbook).err
    first = rus_sheets("merge", workbook, workbook.parent / "in")
    assert first.err.count("Mappen synkas av OneDrive") == 1
    assert rus_sheets("merge", workbook, workbook.parent / "in").err == ""


def test_a_new_workbook_there_gets_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path))
    assert "OneDrive" in rus_sheets("new", tmp_path / "verksamhet-2027.xlsx", "--year", "2027").err
