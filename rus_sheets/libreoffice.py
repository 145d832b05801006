"""LibreOffice where it is found: converts files in a throwaway profile, so that an open LibreOffice isn't disturbed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rus_sheets.errors import UserError

_WINDOWS = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"


class LibreOfficeError(UserError):
    """LibreOffice is missing or didn't deliver (exit code 3)."""


def program() -> str | None:
    """LibreOffice's program, or None where it isn't installed. Its installers don't put it on the path everywhere."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in (*_WINDOWS, _MAC) if Path(place).is_file()), None)


def required_program() -> str:
    """LibreOffice's program. Raises LibreOfficeError where it isn't installed."""
    found = program()
    if found is None:
        remedy = "Installera det, eller spara som PDF från Word."
        raise LibreOfficeError("LibreOffice finns inte på den här datorn.", remedy=remedy)
    return found


def convert(sources: Sequence[Path], to: str, folder: Path, *, timeout: float = 120.0) -> list[Path]:
    """Open each file and save it as ``to`` ("xlsx", or "pdf:filter:options") in ``folder``; returns the new files.

    Raises LibreOfficeError when it is missing, doesn't answer within ``timeout`` seconds, or a file doesn't come.
    """
    found = required_program()
    with tempfile.TemporaryDirectory(prefix="rus-sheets-") as profile:
        command = [found, "--headless", "--norestore", f"-env:UserInstallation={Path(profile).as_uri()}"]
        _run([*command, "--convert-to", to, "--outdir", str(folder), *map(str, sources)], timeout)
    made = [folder / f"{source.stem}.{to.partition(':')[0]}" for source in sources]
    missing = [path.name for path in made if not path.is_file()]
    if missing:
        fault = f"LibreOffice kunde inte göra om filen: {', '.join(missing)}."
        raise LibreOfficeError(fault, remedy="Öppna den i Word eller Excel i stället.")
    return made


def _run(command: list[str], timeout: float) -> None:
    # soffice is a script round the real program: only ending the whole group ends both.
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            if hasattr(os, "killpg"):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            raise LibreOfficeError("LibreOffice svarar inte.", remedy="Stäng LibreOffice och försök igen.") from None
