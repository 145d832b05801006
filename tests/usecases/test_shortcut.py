"""The file on the desktop, by what is written; PowerShell's line by its text."""

from __future__ import annotations

import configparser
import re
import shlex
import stat
import sys
from pathlib import Path

import pytest

from rus_sheets.cli.commands.app import _program
from rus_sheets.errors import UnusableInputError
from rus_sheets.usecases.page import shortcut
from rus_sheets.usecases.page.shortcut import make_shortcut, powershell

NAMES = ["/opt/rus-sheets", '/hem/Åsa B/it\'s $HOME `x` "y" 100%/rus-sheets']


@pytest.mark.parametrize("program", NAMES)
def test_linux(tmp_path: Path, program: str) -> None:
    made = make_shortcut(program, platform="linux", desktop=tmp_path)
    assert made.suffix == ".desktop"
    assert made.stat().st_mode & stat.S_IXUSR
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(made.read_text(encoding="utf-8"))
    entry = parser["Desktop Entry"]
    assert (entry["Type"], entry["Terminal"]) == ("Application", "true")
    quoted = re.fullmatch(r'"(.+)" app', entry["Exec"].replace("%%", "%").replace("\\\\", "\\"))
    assert quoted
    assert re.sub(r"\\([\\\"`$])", r"\1", quoted[1]) == program


@pytest.mark.parametrize("program", NAMES)
def test_macos(tmp_path: Path, program: str) -> None:
    made = make_shortcut(program, platform="darwin", desktop=tmp_path)
    assert made.suffix == ".command"
    assert made.stat().st_mode & stat.S_IXUSR
    first, second = made.read_text(encoding="utf-8").splitlines()
    assert first == "#!/bin/sh"
    assert shlex.split(second) == ["exec", program, "app"]


def _run(monkeypatch: pytest.MonkeyPatch, desktop: Path) -> list[str]:
    """The lines that PowerShell is given; what it would make is there already."""
    lines: list[str] = []
    monkeypatch.setattr(shortcut, "_run_powershell", lines.append)
    (desktop / "RUS-sheets.lnk").touch()
    return lines


def test_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = _run(monkeypatch, tmp_path)
    made = make_shortcut("C:\\O'Hara\\rus-sheets.exe", platform="win32", desktop=tmp_path)
    assert made.name == "RUS-sheets.lnk"
    assert lines == [powershell("C:\\O'Hara\\rus-sheets.exe", made, "app")]


def test_python_that_runs_the_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no program of its own, as in the zip for Windows."""
    monkeypatch.setattr(sys, "argv", ["/opt/rus_sheets/__main__.py", "app", "--shortcut"])
    program = _program()
    assert program == (sys.executable, "-m rus_sheets")
    for platform, said in (
        ("linux", f'Exec="{sys.executable}" -m rus_sheets app\n'),
        ("darwin", "-m rus_sheets app\n"),
    ):
        assert said in make_shortcut(*program, platform=platform, desktop=tmp_path).read_text(encoding="utf-8")
    lines = _run(monkeypatch, tmp_path)
    make_shortcut(*program, platform="win32", desktop=tmp_path)
    assert "$s.Arguments = '-m rus_sheets app'" in lines[0]


def test_powershells_line() -> None:
    line = powershell("C:\\O'Hara ’s\\rus-sheets.exe", Path("x.lnk"), "app")
    assert line.split("; ")[1:4] == [
        "$s = (New-Object -ComObject WScript.Shell).CreateShortcut('x.lnk')",
        "$s.TargetPath = 'C:\\O''Hara ’’s\\rus-sheets.exe'",
        "$s.Arguments = 'app'",
    ]


def test_no_powershell_and_no_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnusableInputError, match="rus-sheets app"):
        make_shortcut("x", platform="win32", desktop=tmp_path)
    with pytest.raises(UnusableInputError, match="Skrivbordet hittas inte"):
        make_shortcut("x", platform="linux", desktop=tmp_path / "saknas")


def test_a_powershell_that_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where scripts may do next to nothing, and in Wine: it ends well all the same."""
    monkeypatch.setattr(shortcut, "_run_powershell", lambda _: None)
    with pytest.raises(UnusableInputError, match="Genvägen kunde inte skapas"):
        make_shortcut("x", platform="win32", desktop=tmp_path)
