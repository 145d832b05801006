"""What stands for several files on Windows, and what is a name however odd."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.cli.wildcards import spread

FILES = ("verksamhet[1].xlsx", "verksamhet1.xlsx", "$OS.xlsx", "~bok.xlsx", "a b.xlsx")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("verksamhet[1].xlsx", ["verksamhet[1].xlsx"]),
        ("[vx]erksamhet1.xlsx", ["[vx]erksamhet1.xlsx"]),
        ("$OS.xlsx", ["$OS.xlsx"]),
        ("%OS%.xlsx", ["%OS%.xlsx"]),
        ("~bok.xlsx", ["~bok.xlsx"]),
        ("verk*.xlsx", ["verksamhet1.xlsx", "verksamhet[1].xlsx"]),
        ("verksamhet[?].xlsx", ["verksamhet[1].xlsx"]),
        ("? b.xlsx", ["a b.xlsx"]),
        ("ingen*.xlsx", ["ingen*.xlsx"]),
        ("--only=*", ["--only=*"]),
        ("-*", ["-*"]),
        ("", [""]),
    ],
)
def test_a_word(word: str, meant: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    assert list(spread([word])) == meant


def test_a_name_with_a_star_is_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        for name in ("a*.xlsx", "ab.xlsx"):
            (tmp_path / name).write_bytes(b"")
    except OSError:
        pytest.skip("no such names here")
    assert list(spread(["a*.xlsx"])) == ["a*.xlsx"]
