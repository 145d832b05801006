"""A file or a folder opened in the program that the system has for it, as when somebody double-clicks it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from rus_sheets.errors import UnusableInputError, reason

_WAIT = 15.0  # seconds that the system may take to find the program


def start_program(file: Path, *, platform: str = sys.platform) -> None:
    """Open the file or the folder. Raises UnusableInputError where there is no program for it, or no way of asking."""
    if not file.exists():
        raise UnusableInputError("Det finns inget där.", place=str(file), remedy="Skriv det först.")
    try:
        if platform == "win32":
            os.startfile(file)  # type: ignore[attr-defined,unused-ignore]  # noqa: S606 - what was asked for
            return
        program = shutil.which("open" if platform == "darwin" else "xdg-open")
        if program is None:
            raise _no_program(file, "systemet har inget sätt att öppna filer")
        done = subprocess.run([program, str(file)], capture_output=True, timeout=_WAIT, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return  # it waits for the program that it has found
    except OSError as error:
        raise _no_program(file, reason(error)) from error
    if done.returncode:
        raise _no_program(file, "inget program är valt för sådana filer")


def _no_program(file: Path, why: str) -> UnusableInputError:
    return UnusableInputError(
        f"Filen kan inte öppnas härifrån ({why}).", place=str(file), remedy="Öppna den i mappen där den ligger."
    )
