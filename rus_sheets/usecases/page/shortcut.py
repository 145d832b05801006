"""A file on the desktop that opens the page when it is double-clicked: .lnk on Windows, .desktop, .command on macOS."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs

from rus_sheets.errors import UnusableInputError
from rus_sheets.office.atomic import write_atomically

NAME = "RUS-sheets"
_FAULT, _REMEDY = "Genvägen kunde inte skapas.", "Starta sidan med rus-sheets app."


def make_shortcut(program: str, before: str = "", *, platform: str = sys.platform, desktop: Path | None = None) -> Path:
    """Put it on the desktop; an earlier one gives way. ``program`` is the file that runs rus-sheets.

    ``before`` are words that it wants before the command: those with which Python runs a module.

    Raises UnusableInputError where there is no desktop, or it can't be written.
    """
    folder = desktop or platformdirs.user_desktop_path()
    if not folder.is_dir():
        raise UnusableInputError("Skrivbordet hittas inte.", place=str(folder), remedy=_REMEDY)
    words = f"{before} app".lstrip()
    if platform == "win32":
        target = folder / f"{NAME}.lnk"
        _run_powershell(powershell(program, target, words))
        if not target.is_file():  # where scripts are kept short it may end well and have done nothing
            raise UnusableInputError(_FAULT, place="PowerShell", remedy=_REMEDY)
        return target
    target = folder / f"{NAME}{'.command' if platform == 'darwin' else '.desktop'}"
    text = _command_file(program, words) if platform == "darwin" else _desktop_file(program, words)
    write_atomically(target, text.encode())
    target.chmod(0o755)  # what isn't may be looked at, but not started
    return target


def powershell(program: str, target: Path, words: str) -> str:
    """The line that has Windows make a .lnk; the window that rus-sheets runs in is minimised."""
    return "; ".join(
        (
            "$ErrorActionPreference = 'Stop'",
            f"$s = (New-Object -ComObject WScript.Shell).CreateShortcut({_within_quotes(str(target))})",
            f"$s.TargetPath = {_within_quotes(program)}",
            f"$s.Arguments = {_within_quotes(words)}",
            "$s.WindowStyle = 7",
            "$s.Description = 'Planera och redovisa året'",
            "$s.Save()",
        )
    )


def _within_quotes(text: str) -> str:
    """Within single ones PowerShell acts on nothing but them, and it takes the curly ones for the same."""
    for mark in "'\u2018\u2019\u201a\u201b":
        text = text.replace(mark, mark * 2)
    return f"'{text}'"


def _run_powershell(line: str) -> None:
    found = shutil.which("powershell")
    if found is None:
        raise UnusableInputError(_FAULT, place="PowerShell", remedy=_REMEDY)
    try:
        words = [found, "-NoProfile", "-NonInteractive", "-Command", line]
        subprocess.run(words, check=True, capture_output=True, timeout=60)  # noqa: S603 - no shell, the line is ours
    except (OSError, subprocess.SubprocessError) as error:
        raise UnusableInputError(_FAULT, place="PowerShell", remedy=_REMEDY) from error


def _desktop_file(program: str, words: str) -> str:
    # In Exec a path is within quotation marks, where these four are escaped, and a file's own backslash twice over.
    escaped = program
    for mark in '\\"`$':
        escaped = escaped.replace(mark, f"\\{mark}")
    command = f'"{escaped}" {words}'.replace("\\", "\\\\").replace("%", "%%")
    return (
        "[Desktop Entry]\nType=Application\nVersion=1.0\n"
        f"Name={NAME}\nComment=Planera och redovisa året\nExec={command}\nTerminal=true\n"
    )


def _command_file(program: str, words: str) -> str:
    return f"#!/bin/sh\nexec {shlex.quote(program)} {words}\n"
