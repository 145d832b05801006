"""Undo puts back the very bytes, also after several changes, and never over a change made by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rus_sheets.errors import UnusableInputError
from rus_sheets.usecases.backups import FOLDER, exclusive, replace_with_backup, undo

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def change(workbook: Path, content: bytes, now: dt.datetime = NOW) -> Path:
    return replace_with_backup(workbook, workbook.read_bytes(), content, "inläsningen", now)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "årsbok.xlsx"
    path.write_bytes(b"ett")
    return path


def test_a_copy_from_before_is_kept(workbook: Path) -> None:
    copy = change(workbook, b"tva")
    assert (workbook.read_bytes(), copy.read_bytes()) == (b"tva", b"ett")
    assert copy.parent == workbook.parent / FOLDER


def test_two_changes_within_a_second_have_a_copy_each(workbook: Path) -> None:
    first, second = change(workbook, b"tva"), change(workbook, b"tre")
    assert [first.read_bytes(), second.read_bytes()] == [b"ett", b"tva"]


def test_undo_goes_back_one_change_at_a_time(workbook: Path) -> None:
    change(workbook, b"tva")
    change(workbook, b"tre", NOW + dt.timedelta(hours=1))
    undo(workbook)
    assert workbook.read_bytes() == b"tva"
    undo(workbook)
    assert workbook.read_bytes() == b"ett"
    with pytest.raises(UnusableInputError, match="inget att ta tillbaka"):
        undo(workbook)


def test_a_change_by_hand_is_never_lost(workbook: Path) -> None:
    copy = change(workbook, b"tva")
    workbook.write_bytes(b"handgjort")
    with pytest.raises(UnusableInputError, match="har ändrats") as caught:
        undo(workbook)
    assert copy.name in caught.value.remedy
    assert workbook.read_bytes() == b"handgjort"


def test_a_damaged_copy_is_not_put_back(workbook: Path) -> None:
    change(workbook, b"tva").write_bytes(b"trasig")
    with pytest.raises(UnusableInputError, match="saknas eller är ändrad"):
        undo(workbook)
    assert workbook.read_bytes() == b"tva"


def test_a_workbook_changed_since_it_was_read_is_left_alone(workbook: Path) -> None:
    with pytest.raises(UnusableInputError, match="ändrades medan"):
        replace_with_backup(workbook, b"annat", b"tva", "inläsningen", NOW)
    assert workbook.read_bytes() == b"ett"


def test_one_command_at_a_time(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rus_sheets.usecases.backups._WAIT", 0.1)
    with exclusive(workbook), pytest.raises(UnusableInputError, match="Ett annat kommando"), exclusive(workbook):
        pass
