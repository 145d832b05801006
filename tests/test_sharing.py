"""Files that another program holds: what is tried again, for how long, and what is told of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rus_sheets import sharing
from rus_sheets.errors import UnusableInputError, reason
from rus_sheets.office.atomic import write_atomically
from rus_sheets.office.open_elsewhere import ensure_not_open
from rus_sheets.sharing import patiently, read_bytes, remove, telling
from tests.holding import NOTHING, held

FILE = Path("bok.xlsx")
on_windows = pytest.mark.skipif(sys.platform != "win32", reason="only Windows has files that others hold")


class Clock:
    """A Windows where a program holds the file until a time that goes on only when somebody waits."""

    def __init__(self, until: float, refused_until: float) -> None:
        self.now, self._until, self._refused = 0.0, until, refused_until
        self.tried: list[float] = []

    def step(self) -> str:
        self.tried.append(self.now)
        if self.now < max(self._until, self._refused):
            raise PermissionError(13, "denied", str(FILE))
        return "done"

    def refusal(self, _path: object) -> int:
        return 32 if self.now < self._until else 0

    def wait(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Clock]:
    clock = Clock(*request.param)
    monkeypatch.setattr(sharing, "WINDOWS", True)
    monkeypatch.setattr(sharing, "_in_vain", {})
    monkeypatch.setattr(sharing, "refusal", clock.refusal)
    monkeypatch.setattr(sharing.time, "monotonic", lambda: clock.now)
    monkeypatch.setattr(sharing.time, "sleep", clock.wait)
    return clock


@pytest.mark.parametrize("windows", [(0.02, 0), (3.0, 0), (7.9, 0)], indirect=True, ids=str)
def test_what_is_let_go_in_some_seconds_goes_through(windows: Clock) -> None:
    assert patiently(windows.step, FILE) == "done"
    assert windows.tried == sorted(set(windows.tried))  # time goes between two tries


@pytest.mark.parametrize("windows", [(60.0, 0)], indirect=True)
def test_what_is_not_let_go_is_given_up(windows: Clock) -> None:
    with pytest.raises(PermissionError):
        patiently(windows.step, FILE)
    assert sharing.PATIENCE <= windows.now < sharing.PATIENCE + 1


@pytest.mark.parametrize("windows", [(20.0, 0)], indirect=True)
def test_what_was_waited_for_in_vain_is_asked_once_more_and_not_waited_for(windows: Clock) -> None:
    with pytest.raises(PermissionError):
        patiently(windows.step, FILE)
    given_up, tries = windows.now, len(windows.tried)
    with pytest.raises(PermissionError):
        patiently(windows.step, FILE)
    assert (windows.now, len(windows.tried)) == (given_up, tries + 1)
    windows.now += sharing.PATIENCE  # later it is another matter
    assert patiently(windows.step, FILE) == "done"


@pytest.mark.parametrize("windows", [(0, 60.0)], indirect=True)
def test_what_nobody_holds_is_told_at_once(windows: Clock) -> None:
    """Also one that was let go between the try and the question gets another try."""
    with pytest.raises(PermissionError):
        patiently(windows.step, FILE)
    assert windows.now < 0.2


@pytest.mark.parametrize(("windows", "told"), [((0.1, 0), []), ((3.0, 0), [FILE])], indirect=["windows"], ids=str)
def test_a_wait_that_is_felt_is_told_once(windows: Clock, told: list[Path]) -> None:
    heard: list[Path] = []
    with telling(heard.append):
        patiently(windows.step, FILE)
    assert heard == told


def test_elsewhere_a_refusal_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "WINDOWS", False)
    clock = Clock(60.0, 0)
    with pytest.raises(PermissionError):
        patiently(clock.step, tmp_path)
    assert len(clock.tried) == 1


@on_windows
def test_a_reader_without_delete_share_stands_in_the_way_for_a_moment_only(tmp_path: Path) -> None:
    file = tmp_path / "bok.xlsx"
    file.write_bytes(b"old")
    with held(file, 1.0):
        write_atomically(file, b"new")
        assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]
    with held(file, 0.5, others_may=NOTHING):
        assert read_bytes(file) == b"new"
    with held(file, 0.5):
        ensure_not_open(file)
    with held(file, 0.5):
        remove(file)
    assert not file.exists()


@on_windows
@pytest.mark.parametrize("step", ["write", "read", "open"])
def test_what_is_held_for_good_is_said_to_be_held(tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "PATIENCE", 0.2)
    file = tmp_path / "bok.xlsx"
    file.write_bytes(b"old")
    with held(file, 20, others_may=NOTHING):
        if step == "read":
            with pytest.raises(PermissionError) as denied:
                patiently(file.read_bytes, file, patience=0.2)
            assert reason(denied.value) == "ett annat program använder den"
        else:
            with pytest.raises(UnusableInputError, match="annat program"):
                ensure_not_open(file) if step == "open" else write_atomically(file, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["bok.xlsx"]
    assert file.read_bytes() == b"old"


@on_windows
def test_a_lock_that_goes_when_it_is_closed_tells_whose_it_is(tmp_path: Path) -> None:
    """As Excel holds it: whoever reads it must let it be removed."""
    if sys.platform == "win32":
        import _winapi  # noqa: PLC0415 - only there

        file, lock = tmp_path / "bok.xlsx", tmp_path / "~$bok.xlsx"
        file.write_bytes(b"")
        lock.write_bytes(b"\x05Karin" + b" " * 50)
        removing, everyone_may = 0x10000, 0x7
        access = _winapi.GENERIC_READ | _winapi.GENERIC_WRITE | removing
        handle = _winapi.CreateFile(str(lock), access, everyone_may, 0, _winapi.OPEN_EXISTING, 0, 0)
        try:
            with pytest.raises(PermissionError):
                lock.read_bytes()
            with pytest.raises(UnusableInputError, match="öppen i Excel hos Karin"):
                ensure_not_open(file)
        finally:
            _winapi.CloseHandle(handle)
