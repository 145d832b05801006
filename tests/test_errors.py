"""Why the system refused, said in Swedish."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from rus_sheets import errors
from rus_sheets.errors import reason


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EACCES, "behörighet saknas"),
        (errno.ENOSPC, "disken är full"),
        (errno.EROFS, "disken är skrivskyddad"),
        (errno.ENOTCONN, "nätverksmappen svarar inte"),
        (errno.EADDRINUSE, "ett annat program använder den"),
    ],
)
def test_the_usual_reasons_are_told_in_swedish(number: int, said: str) -> None:
    assert reason(OSError(number, os.strerror(number))) == said


def test_so_are_windows_names_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(errno.errorcode, 10048, "WSAEADDRINUSE")
    assert reason(OSError(10048, "Only one usage of each socket address")) == "ett annat program använder den"


def test_windows_denies_a_folder_taken_for_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "WINDOWS", True)
    opened = PermissionError(errno.EACCES, "denied", tmp_path)
    replaced = PermissionError(errno.EACCES, "denied", "x.tmp")
    replaced.filename2 = tmp_path
    assert (reason(opened), reason(replaced)) == ("det är en mapp", "det är en mapp")
    listed = PermissionError(errno.EACCES, "denied", tmp_path)
    listed.winerror = 5  # type: ignore[attr-defined,unused-ignore]  # asked for as a folder, which it is
    assert reason(listed) == "behörighet saknas"


def test_other_reasons_are_the_systems_own_words() -> None:
    assert reason(OSError(errno.EDOM, "out of domain")) == "out of domain"
    assert reason(OSError("no number")) == "no number"


@pytest.mark.parametrize(
    ("number", "windows", "said"),
    [
        (errno.EACCES, 32, "ett annat program använder den"),
        (errno.ENOENT, 53, "nätverksmappen svarar inte"),
        (errno.ENOENT, 2, "den finns inte"),
        (errno.EINVAL, 123, "ingen fil heter så"),
        (errno.EBADF, 6, "det är ingen fil"),
        (errno.ENOENT, 206, "namnet är för långt"),
    ],
)
def test_windows_own_numbers_tell_more(number: int, windows: int, said: str) -> None:
    error = OSError(number, "in English")
    error.winerror = windows  # type: ignore[attr-defined,unused-ignore]
    assert reason(error) == said


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has names that no file can have")
def test_windows_is_asked_why_a_name_is_no_files(tmp_path: Path) -> None:
    with pytest.raises(OSError) as refused, (tmp_path / "v[0-9]*.xlsx").open("rb"):  # noqa: PT011 - read below
        pass
    assert reason(refused.value) == "ingen fil heter så"
