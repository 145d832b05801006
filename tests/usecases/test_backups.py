"""Undo puts back the very bytes, also after several changes, and never over a change made by hand."""

from __future__ import annotations

import datetime as dt
import errno
import os
import threading
import time
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from rus_sheets.errors import UnusableInputError
from rus_sheets.office.atomic import write_atomically
from rus_sheets.usecases import undo as undoing
from rus_sheets.usecases.changing import backups
from rus_sheets.usecases.changing.backupnotes import FOLDER
from rus_sheets.usecases.changing.backups import exclusive
from rus_sheets.usecases.changing.lock import Lock, TakenError
from rus_sheets.usecases.undo import undo

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def change(workbook: Path, content: bytes, now: dt.datetime = NOW) -> Path:
    with exclusive(workbook) as held:
        return held.replace(workbook.read_bytes(), content, "inläsningen", now)


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
    with exclusive(workbook) as held, pytest.raises(UnusableInputError, match="ändrades medan"):
        held.replace(b"annat", b"tva", "inläsningen", NOW)
    assert workbook.read_bytes() == b"ett"


def test_one_command_at_a_time(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rus_sheets.usecases.changing.backups._WAIT", 0.1)
    with exclusive(workbook), pytest.raises(UnusableInputError, match="Ett annat kommando"), exclusive(workbook):
        pass


# ------------------------------------------------ folders whose locks don't reach other computers


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rus_sheets.usecases.changing.backups.Lock", lambda *_, **__: mock.Mock())


@pytest.mark.usefixtures("no_locks")
def test_of_two_computers_the_later_has_the_workbook(workbook: Path) -> None:
    with exclusive(workbook) as first, exclusive(workbook) as second:
        with pytest.raises(UnusableInputError, match="annan dator"):
            first.replace(b"ett", b"tva", "inläsningen", NOW)
        assert workbook.read_bytes() == b"ett"
        second.replace(b"ett", b"tre", "inläsningen", NOW)
    assert workbook.read_bytes() == b"tre"
    assert len(list((workbook.parent / FOLDER).iterdir())) == 2  # the first one's copy is gone, with its note


@pytest.mark.usefixtures("no_locks")
@pytest.mark.parametrize("moment", ["copy", "note"])
def test_a_computer_that_is_done_while_another_writes(
    workbook: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever comes between the first look at the workbook and the replacing is seen."""
    with exclusive(workbook) as first:

        def meanwhile(path: Path, data: bytes, **how: Any) -> None:
            write_atomically(path, data, **how)
            if (path.suffix == ".json") == (moment == "note"):
                monkeypatch.setattr(backups, "write_atomically", write_atomically)
                change(workbook, b"tre")

        monkeypatch.setattr(backups, "write_atomically", meanwhile)
        with pytest.raises(UnusableInputError, match=r"ändrades medan|annan dator"):
            first.replace(b"ett", b"tva", "inläsningen", NOW + dt.timedelta(hours=1))
    assert workbook.read_bytes() == b"tre"
    undo(workbook)
    assert workbook.read_bytes() == b"ett"


@pytest.mark.usefixtures("no_locks")
def test_two_computers_copies_never_have_one_name(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other's copy is made in the same second, after a name for this one's has been found."""
    with exclusive(workbook) as first:

        def meanwhile(path: Path, data: bytes, **how: Any) -> None:
            monkeypatch.setattr(backups, "write_atomically", write_atomically)
            change(workbook, b"tre")
            write_atomically(path, data, **how)

        monkeypatch.setattr(backups, "write_atomically", meanwhile)
        with pytest.raises(UnusableInputError, match=r"ändrades medan|annan dator"):
            first.replace(b"ett", b"tva", "inläsningen", NOW)
    assert workbook.read_bytes() == b"tre"
    undo(workbook)
    assert workbook.read_bytes() == b"ett"


@pytest.mark.usefixtures("no_locks")
def test_undo_sees_another_computer_too(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(workbook, b"tva")

    def meanwhile(path: Path, data: bytes, **how: Any) -> None:
        with exclusive(workbook):
            write_atomically(path, data, **how)

    monkeypatch.setattr(undoing, "write_atomically", meanwhile)
    with pytest.raises(UnusableInputError, match="annan dator"):
        undo(workbook)
    assert workbook.read_bytes() == b"tva"


def test_a_network_that_loses_the_answer_and_not_the_change(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def answerless(path: Path, target: Path) -> None:
        replace(path, target)
        if target == workbook:
            raise OSError(errno.ETIMEDOUT, "Connection timed out")

    monkeypatch.setattr(Path, "replace", answerless)
    copy = change(workbook, b"tva")
    assert (workbook.read_bytes(), copy.read_bytes()) == (b"tva", b"ett")
    undo(workbook)
    assert workbook.read_bytes() == b"ett"


@pytest.mark.parametrize("fault", [errno.ENOLCK, errno.ENOSYS])
def test_a_folder_without_locks(workbook: Path, fault: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "rus_sheets.usecases.changing.backups.Lock.acquire", mock.Mock(side_effect=OSError(fault, os.strerror(fault)))
    )
    with exclusive(workbook) as first:
        change(workbook, b"tva")
        with pytest.raises(UnusableInputError, match="ändrades medan"):
            first.replace(b"ett", b"tre", "inläsningen", NOW)
    assert workbook.read_bytes() == b"tva"


def test_a_claim_that_a_killed_command_left_stands_in_nobodys_way(workbook: Path) -> None:
    claim = workbook.with_name(f".{workbook.name}.rus-sheets-claim")
    claim.write_text("någon annans")
    change(workbook, b"tva")
    assert workbook.read_bytes() == b"tva"
    assert not claim.exists()


def test_threads_wait_for_each_other_and_leave_no_lock_behind(workbook: Path) -> None:
    inside, most = [0], [0]
    gate = threading.Lock()

    def work() -> None:
        with exclusive(workbook):
            with gate:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            time.sleep(0.01)
            with gate:
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == [1]
    assert [path.name for path in workbook.parent.iterdir()] == [workbook.name]


def test_a_lock_that_was_taken_away_is_made_anew(tmp_path: Path) -> None:
    """Who has waited for a file that is gone has no lock: the next one would make a new file and have it too."""
    path = tmp_path / "lock"
    first, second, third = Lock(path), Lock(path), Lock(path)
    first.acquire(0)
    with pytest.raises(TakenError):
        second.acquire(0.1)
    path.unlink()
    second.acquire(0)  # another file of that name
    first.release()
    third.acquire(0)
    third.release()
    second.release()
    assert not path.exists()
