"""merge as the secretariat runs it: takes, conflicts, decisions, several rounds, files that can't be used."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.usecases.opened.opening import open_book
from tests.cli.run import Ran, rus_sheets


def answer(workbook: Path, activity: str, to: str, **values: Any) -> Path:
    """Fill in a follow-up file as an owner does, in another program: labels are the headers."""
    source = next((workbook.parent / "ut").glob(f"{activity} *.xlsx"))
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    for label, value in values.items():
        input_cell(sheet, label.replace("_", " ")).value = value
    book.properties.lastModifiedBy = to
    target = workbook.parent / "in" / f"{activity} {to}.xlsx"
    book.save(target)
    return target


def input_cell(sheet: Worksheet, label: str) -> Any:
    """The first unlocked cell to the right of the label or below it: the contract of the form."""
    at = next(cell for row in sheet.iter_rows() for cell in row if cell.value == label and cell.protection.locked)
    right = (sheet.cell(at.row, column) for column in range(at.column + 1, at.column + 6))
    below = (sheet.cell(row, at.column) for row in range(at.row + 1, at.row + 3))
    return next(cell for cell in (*right, *below) if not cell.protection.locked)


def merged(workbook: Path, *words: object) -> tuple[Ran, dict[str, Any]]:
    ran = rus_sheets("merge", workbook, *words, "--format", "json")
    return ran, json.loads(ran.out) if ran.out else {}


def outcome(workbook: Path, activity: str, key: str) -> object:
    return open_book(workbook)["outcomes"].by_id[activity][key]


DONE = "Har skett som planerat"
PARTLY = "Har delvis skett som planerat"


def test_an_answer_is_taken(workbook: Path) -> None:
    answer(workbook, "A03", "Karin", Status=DONE, Kort_utfall="Klart.", Dagar_utfall=100)
    ran, told = merged(workbook, workbook.parent / "in")
    assert ran.code == 0
    assert {(d["row"], d["column"], d["action"]) for d in told["decisions"]} == {
        ("A03", "Status", "take"), ("A03", "Kort utfall", "take"), ("A03", "Dagar utfall", "take")
    }  # fmt: skip
    assert told["decisions"][0].keys() >= {
        "activity", "sheet", "row", "column", "base", "current", "returned", "action", "file"
    }  # fmt: skip
    assert [outcome(workbook, "A03", key) for key in ("status", "short", "days")] == [DONE, "Klart.", 100]
    assert open_book(workbook).totals["days_spent"].stored == 100


def test_a_dry_run_changes_nothing(workbook: Path) -> None:
    answer(workbook, "A03", "Karin", Status=DONE)
    before = workbook.read_bytes()
    ran, told = merged(workbook, workbook.parent / "in", "--dry-run")
    assert (ran.code, told["summary"]["take"]) == (0, 1)
    assert workbook.read_bytes() == before
    assert not (workbook.parent / "säkerhetskopior").exists()


def test_two_owners_who_disagree_are_a_conflict_that_names_both(workbook: Path) -> None:
    answer(workbook, "A03", "Karin", Status=DONE, Kort_utfall="Allt blev klart.")
    answer(workbook, "A03", "Olle", Status=PARTLY)
    ran, told = merged(workbook, workbook.parent / "in")
    assert ran.code == 1
    conflicts = [d for d in told["decisions"] if d["action"] == "conflict"]
    assert {d["column"] for d in conflicts} == {"Status"}
    assert {d["file"] for d in conflicts} >= {"A03 Karin.xlsx", "A03 Olle.xlsx"} or all(
        name in str(conflicts) for name in ("A03 Karin.xlsx", "A03 Olle.xlsx")
    )
    assert outcome(workbook, "A03", "status") is None
    assert outcome(workbook, "A03", "short") == "Allt blev klart."


def conflict(workbook: Path) -> Path:
    """The workbook has been edited since the file was sent."""
    answer(workbook, "A03", "Karin", Status=DONE)
    row = open_book(workbook)["outcomes"].by_id["A03"]
    patch_cells(workbook, workbook, {row.cell("status").sheet: {row.cell("status").ref: PARTLY}})
    return workbook.parent / "konflikter.xlsx"


def test_a_conflict_is_decided_in_its_workbook(workbook: Path) -> None:
    file = conflict(workbook)
    before = workbook.read_bytes()
    ran = rus_sheets("merge", workbook, workbook.parent / "in", "--conflicts", file)
    assert ran.code == 1
    assert "KONFLIKTER" in ran.out
    assert workbook.read_bytes() == before
    undecided, told = merged(workbook, "--decisions", file)
    assert (undecided.code, told["summary"]["conflict"], workbook.read_bytes()) == (1, 1, before)
    choose(file, "ta inkommet")
    decided, _ = merged(workbook, "--decisions", file)
    assert (decided.code, outcome(workbook, "A03", "status")) == (0, DONE)
    again, told = merged(workbook, workbook.parent / "in")
    assert (again.code, told["summary"]["conflict"]) == (0, 0)


def test_a_conflict_kept_is_not_asked_again(workbook: Path) -> None:
    file = conflict(workbook)
    rus_sheets("merge", workbook, workbook.parent / "in", "--conflicts", file)
    choose(file, "behåll")
    assert merged(workbook, "--decisions", file)[0].code == 0
    again, told = merged(workbook, workbook.parent / "in")
    assert (again.code, told["summary"]["conflict"], outcome(workbook, "A03", "status")) == (0, 0, PARTLY)


def choose(file: Path, choice: str) -> None:
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    head = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("Val"))
    sheet.cell(head.row + 1, head.column).value = choice
    book.save(file)


def test_a_conflict_file_is_never_written_over(workbook: Path) -> None:
    file = conflict(workbook)
    file.write_bytes(b"val")
    ran = rus_sheets("merge", workbook, workbook.parent / "in", "--conflicts", file)
    assert (ran.code, file.read_bytes()) == (3, b"val")


def test_text_where_a_number_belongs_is_told_and_not_lost(workbook: Path) -> None:
    answer(workbook, "A03", "Karin", Status=DONE, Dagar_utfall="ca 100 dagar")
    ran, told = merged(workbook, workbook.parent / "in")
    assert ran.code == 1
    refused = next(d for d in told["decisions"] if d["action"] == "refuse")
    assert (refused["column"], refused["returned"]) == ("Dagar utfall", "ca 100 dagar")
    assert outcome(workbook, "A03", "status") == DONE


def test_a_file_that_cannot_be_used_does_not_stop_the_others(workbook: Path) -> None:
    answer(workbook, "A03", "Karin", Status=DONE)
    (workbook.parent / "in" / "trasig.xlsx").write_bytes(b"PK\x03\x04 nej")
    (workbook.parent / "in" / "A04 gammal.ods").write_bytes(b"x")
    ran, told = merged(workbook, workbook.parent / "in")
    assert ran.code == 1
    assert sorted((f["path"], f["state"]) for f in told["files"] if f["state"] == "refused") == [
        ("A04 gammal.ods", "refused"), ("trasig.xlsx", "refused")
    ]  # fmt: skip
    assert outcome(workbook, "A03", "status") == DONE


def test_only_files_that_cannot_be_used(workbook: Path) -> None:
    (workbook.parent / "in" / "trasig.xlsx").write_bytes(b"nej")
    before = workbook.read_bytes()
    assert rus_sheets("merge", workbook, workbook.parent / "in").code == 3
    assert rus_sheets("merge", workbook, workbook.parent / "finns-inte.xlsx").code == 3
    assert workbook.read_bytes() == before


def test_files_and_decisions_do_not_go_together(workbook: Path) -> None:
    assert rus_sheets("merge", workbook, workbook.parent / "in", "--decisions", "x.xlsx").code == 2


def test_a_follow_up_file_is_not_the_canonical_workbook(workbook: Path) -> None:
    file = answer(workbook, "A03", "Karin", Status=DONE)
    ran = rus_sheets("merge", file, workbook.parent / "in")
    assert ran.code == 3
    assert "uppföljningsfil" in ran.err


def test_what_is_written_beside_the_fields_is_told_and_wants_a_person(workbook: Path) -> None:
    path = answer(workbook, "A03", "Karin", Status=DONE)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    input_cell(sheet, "Utfall").comment = Comment("Se vår egen rapport", "Karin")
    sheet["F12"] = "Ring mig"
    book.create_sheet("Bilaga")["A1"] = "Deltagarlista"
    book.copy_worksheet(sheet).title = "Uppföljning (2)"
    book.save(path)
    ran, told = merged(workbook, workbook.parent / "in")
    assert (ran.code, told["summary"]["take"]) == (1, 1)
    asks = " ".join(note["message"] for note in told["files"][0]["notes"] if note["asks"])
    for text in ("Se vår egen rapport", "Ring mig", "Deltagarlista", DONE):
        assert text in asks
    shown = rus_sheets("merge", workbook, workbook.parent / "in")
    assert shown.code == 1
    assert "Ring mig" in shown.out


def test_the_outbox_read_again_is_quiet(workbook: Path) -> None:
    answer(workbook, "A03", "Karin", Status=DONE)
    assert merged(workbook, workbook.parent / "in")[0].code == 0
    ran, told = merged(workbook, workbook.parent / "ut")
    assert not told["decisions"]
    assert not any(note for each in told["files"] for note in each["notes"])
    assert ran.code in (0, 1)  # a folder of untouched files may be asked about as a whole


def typed_by_excel(path: Path, label: str, value: float, number_format: str) -> None:
    """What is left in a cell when somebody has typed 1/2 or 7:30 where the format was General."""
    book = openpyxl.load_workbook(path)
    cell = input_cell(book.worksheets[0], label)
    cell.value, cell.number_format = value, number_format
    book.save(path)


@pytest.mark.parametrize(
    ("kept", "shown", "told"),
    [
        (46054, "d-mmm", "2026-02-01"),
        (0.5, "0%", "50 %"),
        (0.3125, "h:mm", "7:30"),
        (1.5625, "[h]:mm", "37:30"),
        (12, '0 "timmar"', "12 timmar"),
    ],
)
def test_the_format_of_a_number_is_weighed(workbook: Path, kept: float, shown: str, told: str) -> None:
    typed_by_excel(answer(workbook, "A03", "Karin", Status=DONE), "Dagar utfall", kept, shown)
    ran = rus_sheets("merge", workbook, workbook.parent / "in")
    assert ran.code == 1
    assert told in ran.out
    assert outcome(workbook, "A03", "days") is None
    assert outcome(workbook, "A03", "status") == DONE
    board = json.loads(rus_sheets("status", workbook, workbook.parent / "in", "--format", "json").out)
    (unread,) = next(each for each in board["activities"] if each["activity"] == "A03")["unreadable"]
    assert (unread["value"], unread["column"]) == (told, "Dagar utfall")


@pytest.mark.parametrize("value", [1, 60, 10**15, -5, 0.5])
def test_a_cell_that_cannot_be_written_is_refused_alone_and_the_dry_run_says_so(workbook: Path, value: float) -> None:
    answer(workbook, "A03", "Karin", Status=DONE, Inlämnad=value)
    answer(workbook, "A04", "Olle", Status=PARTLY)
    tried, foretold = merged(workbook, workbook.parent / "in", "--dry-run")
    ran, told = merged(workbook, workbook.parent / "in")
    assert (tried.code, ran.code) == (1, 1)
    assert foretold["decisions"] == told["decisions"]
    (refused,) = [each for each in told["decisions"] if each["action"] == "refuse"]
    assert (refused["column"], refused["file"]) == ("Inlämnad", "A03 Karin.xlsx")
    assert (outcome(workbook, "A03", "status"), outcome(workbook, "A04", "status")) == (DONE, PARTLY)


def test_status_says_done_but_with_what_cannot_be_read(workbook: Path) -> None:
    answer(
        workbook,
        "A03",
        "Karin",
        Status=DONE,
        Kort_utfall="Kort.",
        Utfall="Allt.",
        Dagar_utfall="ca 12",
        Inlämnad="12 mars",
    )
    ran = rus_sheets("status", workbook, workbook.parent / "in")
    assert "2 värden går inte att läsa:" in ran.out
    assert "”ca 12”" in ran.out
    assert "”12 mars”" in ran.out
    assert "0 klara, 1 att se till, 0 delvis, 27 saknas av 28. 1 har värden som inte går att läsa." in " ".join(
        ran.out.split()
    )


def test_a_copy_from_before_a_merge_is_still_a_copy(workbook: Path) -> None:
    answer(workbook, "A03", "Karin", Status=DONE)
    shutil.copy(workbook, workbook.parent / "in" / "kopia av boken.xlsx")
    for _ in range(2):
        ran, told = merged(workbook, workbook.parent / "in")
        states = {each["path"]: each["state"] for each in told["files"]}
        assert (ran.code, states["kopia av boken.xlsx"]) == (0, "other")


def test_conflicts_asked_for_and_none_there_is_told(workbook: Path) -> None:
    answer(workbook, "A03", "Karin", Status=DONE)
    ran = rus_sheets("merge", workbook, workbook.parent / "in", "--conflicts", workbook.parent / "k.xlsx")
    assert ran.code == 0
    assert "inget att avgöra, så k.xlsx skrevs inte" in " ".join(ran.out.split())
