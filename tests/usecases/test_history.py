"""The history knows what each command did, and goes back to before any of them without losing anything."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.resources import folder
from rus_sheets.usecases.changing.backupnotes import FOLDER
from rus_sheets.usecases.changing.backups import exclusive
from rus_sheets.usecases.history import go_back, history
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.undo import undo
from tests.checks.workbooks import lettered
from tests.cli.run import rus_sheets

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
NAME = lettered("{Plan[Aktivitet]}3")
LATER = NOW + dt.timedelta(days=1)


@pytest.fixture(scope="module")
def place() -> str:
    return open_book(folder("examples") / "2026" / "verksamhet-2026.xlsx")["plan"].by_id["A01"].cell("days").ref


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", tmp_path))


def change(workbook: Path, cells: dict[str, object], hour: int, operation: str = "rättningen") -> bytes:
    """What a command does. Returns the workbook as it was."""
    before = workbook.read_bytes()
    new = workbook.with_name("ny.xlsx")
    patch_cells(workbook, new, {"Plan": cells})  # type: ignore[dict-item]
    with exclusive(workbook) as held:
        held.replace(before, new.read_bytes(), operation, NOW + dt.timedelta(hours=hour))
    new.unlink()
    return before


def in_it(workbook: Path) -> list[tuple[str, bool]]:
    return [(past.note.said, past.is_in) for past in history(workbook).past]


def test_each_change_with_when_how_many_and_its_copy(workbook: Path, place: str) -> None:
    assert history(workbook).past == ()
    first = change(workbook, {place: 61}, 0)
    second = change(workbook, {place: 62, NAME: "Ett annat namn"}, 1, "inläsningen")
    found = history(workbook)
    assert found.by_hand == ()
    assert [(past.note.said, past.note.when.hour) for past in found.past] == [("Inläsningen", 13), ("Rättningen", 12)]
    assert [[cell.ref for cell in past.cells or ()] for past in found.past] == [[place, NAME], [place]]
    assert [(workbook.parent / past.copy).read_bytes() for past in found.past] == [second, first]
    assert all(past.has_copy and past.is_in and past.note.user for past in found.past)


@pytest.mark.parametrize("steps", range(3))
def test_straight_back_past_several_and_forth_again(workbook: Path, place: str, steps: int) -> None:
    states = [change(workbook, {place: 61 + number}, number) for number in range(3)]
    latest = workbook.read_bytes()
    past = history(workbook).past[steps]
    told = go_back(workbook, past.note.copy, now=LATER, dry_run=True)
    assert workbook.read_bytes() == latest
    assert len(told.taken) == steps + 1
    assert [cell.ref for cell in told.cells or ()] == [place]
    done = go_back(workbook, past.note.copy, now=LATER, seen=told.state)
    assert workbook.read_bytes() == states[-1 - steps]
    assert done.backup
    assert done.backup.read_bytes() == latest
    assert in_it(workbook) == [("Återgången", True), *[("Rättningen", number > steps) for number in range(3)]]
    undo(workbook)  # the way back has a way back
    assert workbook.read_bytes() == latest
    assert [is_in for _, is_in in in_it(workbook)] == [False, True, True, True]


def test_what_undo_has_taken_back_is_told(workbook: Path, place: str) -> None:
    change(workbook, {place: 61}, 0)
    change(workbook, {place: 62}, 1)
    undo(workbook)
    assert in_it(workbook) == [("Rättningen", False), ("Rättningen", True)]
    undo(workbook)
    assert in_it(workbook) == [("Rättningen", False), ("Rättningen", False)]


def test_what_is_changed_by_hand_is_told_and_kept(workbook: Path, place: str) -> None:
    before = change(workbook, {place: 61}, 0)
    patch_cells(workbook, workbook, {"Plan": {NAME: "För hand"}})
    by_hand = workbook.read_bytes()
    found = history(workbook)
    assert [cell.ref for cell in found.by_hand or ()] == [NAME]
    copy = found.past[0].note.copy
    with pytest.raises(UnusableInputError, match="ändrats för hand"):
        go_back(workbook, copy, now=LATER)
    assert workbook.read_bytes() == by_hand
    done = go_back(workbook, copy, now=LATER, anyway=True)
    assert workbook.read_bytes() == before
    assert done.backup
    assert done.backup.read_bytes() == by_hand


def test_another_state_than_was_seen_and_a_copy_that_is_gone(workbook: Path, place: str) -> None:
    change(workbook, {place: 61}, 0)
    copy = history(workbook).past[0].note.copy
    with pytest.raises(UnusableInputError, match="ändrats sedan du såg"):
        go_back(workbook, copy, now=LATER, seen="0" * 64)
    (workbook.parent / FOLDER / copy).write_bytes(b"en annan")
    assert not history(workbook).past[0].has_copy
    with pytest.raises(UnusableInputError, match="saknas eller är ändrad"):
        go_back(workbook, copy, now=LATER)
    with pytest.raises(UnusableInputError, match="Någon sådan kopia"):
        go_back(workbook, "../annat.xlsx", now=LATER)


def test_the_command_lists_shows_and_goes_back(workbook: Path, place: str) -> None:
    before = change(workbook, {place: 61}, 0)
    change(workbook, {place: 62}, 1, "inläsningen")
    latest = workbook.read_bytes()
    listed = rus_sheets("undo", workbook, "--list")
    assert (listed.code, listed.out.count("Kopia från före:")) == (0, 2)
    assert "Rättningen, 1 cell" in listed.out
    copy = history(workbook).past[-1].note.copy
    shown = rus_sheets("undo", workbook, "--to", copy, "--dry-run")
    assert "Skulle ta tillbaka:" in shown.out
    assert f"Plan!{place} (A01 " in shown.out
    assert ", Dagar): 62 → " in " ".join(shown.out.split())
    assert workbook.read_bytes() == latest
    assert "är som före rättningen" in rus_sheets("undo", workbook, "--to", copy).out
    assert workbook.read_bytes() == before
    assert rus_sheets("undo", workbook, "--list", "--anyway").code == 2
    assert rus_sheets("undo", workbook, "--dry-run").code == 2


def test_notes_from_before_they_named_anybody(workbook: Path, place: str) -> None:
    change(workbook, {place: 61}, 0)
    (about,) = (workbook.parent / FOLDER).glob("*.json")
    data = json.loads(about.read_text())
    for name in ("user", "contents"):
        del data[name]
    about.write_text(json.dumps(data))
    (past,) = history(workbook).past
    assert (past.note.user, past.cells, past.is_in) == ("", None, True)


def test_a_changed_cell_is_told_by_its_row_and_column_and_a_date_as_a_date(workbook: Path) -> None:
    book = open_book(workbook)
    row = book["outcomes"].by_id["A01"]
    day, days = row.cell("submitted"), row.cell("days")
    new = workbook.with_name("ny.xlsx")
    before = workbook.read_bytes()
    patch_cells(workbook, new, {day.sheet: {day.ref: dt.date(2026, 12, 4), days.ref: 5}})
    with exclusive(workbook) as held:
        held.replace(before, new.read_bytes(), "inläsningen", NOW)
    (past,) = history(workbook).past
    found = {cell.ref: cell for cell in past.cells or ()}
    assert (found[days.ref].now, found[day.ref].now) == ("5", "2026-12-04")
    assert found[days.ref].of.endswith(f", {days.column.header}")
    assert found[day.ref].of.endswith(f", {day.column.header}")
    assert all(cell.of.startswith("A01 ") for cell in past.cells or ())
    told = " ".join(rus_sheets("undo", workbook, "--to", past.note.copy, "--dry-run").out.split())
    assert f"{day.sheet}!{day.ref} (A01 " in told
    assert f"{day.column.header}): 2026-12-04 → tomt" in told
