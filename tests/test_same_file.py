"""Two names of one file, and of two, on drives that number their files and on those that don't."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from rus_sheets.office.same_file import same_file

BOTH = pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "not numbered"])


@pytest.fixture(autouse=True)
def numbers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.getfixturevalue("numbered"):
        asked = os.stat
        monkeypatch.setattr(os, "stat", lambda path, **how: _unnumbered(asked(path, **how)))


def _unnumbered(found: os.stat_result) -> os.stat_result:
    return os.stat_result((found.st_mode, 0, *found[2:]))


@BOTH
def test_two_files_are_two(tmp_path: Path, numbered: bool) -> None:
    one, other = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    one.write_bytes(b"")
    other.write_bytes(b"")
    assert not same_file(one, other)
    assert not same_file(one, tmp_path / "none.xlsx")


@BOTH
def test_one_file_is_one_by_every_way_to_it(tmp_path: Path, numbered: bool) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"")
    (tmp_path / "in").mkdir()
    assert same_file(file, tmp_path / "in" / ".." / "a.xlsx")
    assert same_file(str(file), file)
    link = tmp_path / "link.xlsx"
    with contextlib.suppress(OSError):
        link.symlink_to(file)
    if not link.exists():
        pytest.skip("no links here")
    assert same_file(link, file)


@BOTH
def test_what_is_not_there_yet_is_known_by_its_name(tmp_path: Path, numbered: bool) -> None:
    assert same_file(tmp_path / "new.xlsx", tmp_path / "new.xlsx")
    assert not same_file(tmp_path / "new\0.xlsx", tmp_path / "a.xlsx")


@pytest.mark.parametrize("numbered", [False])
def test_what_the_system_cannot_follow_is_known_by_its_name(
    tmp_path: Path, numbered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: object) -> str:
        raise OSError(234, "More data available")

    monkeypatch.setattr(os.path, "realpath", refused)
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"")
    assert same_file(file, tmp_path / "in" / ".." / "a.xlsx")
    assert not same_file(file, tmp_path / "b.xlsx")
