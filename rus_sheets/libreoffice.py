"""LibreOffice where it is found: converts files in a throwaway profile, so that an open LibreOffice isn't disturbed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from rus_sheets.errors import UserError, reason
from rus_sheets.process_job import STARTED_STILL

_WINDOWS = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
TIMEOUT = 120.0
"""Seconds: some hundred pages take ten, on an old computer that has just been started perhaps sixty."""


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


def convert(sources: Sequence[Path], to: str, folder: Path) -> list[Path]:
    """Open each file and save it as ``to`` ("xlsx", or "pdf:filter:options") in ``folder``; returns the new files.

    Raises LibreOfficeError when it is missing, doesn't answer within ``TIMEOUT`` seconds, or a file doesn't come.
    """
    found = required_program()
    with tempfile.TemporaryDirectory(prefix="rus-sheets-", ignore_cleanup_errors=True) as profile:
        command = [found, "--headless", "--norestore", f"-env:UserInstallation={Path(profile).as_uri()}"]
        _run([*command, "--convert-to", to, "--outdir", str(folder), *map(str, sources)], TIMEOUT)
    made = [folder / f"{source.stem}.{to.partition(':')[0]}" for source in sources]
    missing = [path.name for path in made if not path.is_file()]
    if missing:
        fault = f"LibreOffice kunde inte göra om filen: {', '.join(missing)}."
        raise LibreOfficeError(fault, remedy="Öppna den i Word eller Excel i stället.")
    return made


def _run(command: list[str], timeout: float) -> None:
    try:
        process = subprocess.Popen(  # noqa: S603
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=STARTED_STILL,
        )
    except OSError as error:
        fault = f"LibreOffice kan inte startas ({reason(error)})."
        raise LibreOfficeError(fault, remedy="Installera det på nytt.") from error
    with process, _ended_together(process):  # Ctrl-C doesn't reach a session of its own
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise LibreOfficeError("LibreOffice svarar inte.", remedy="Stäng LibreOffice och försök igen.") from None


@contextlib.contextmanager
def _ended_together(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """At the end all that it has started ends too: soffice is a script, or a small program, round the real one."""
    if sys.platform == "win32":
        from rus_sheets.process_job import Family  # noqa: PLC0415 - only there

        end = Family(process).end
    else:
        end = partial(os.killpg, process.pid, signal.SIGKILL)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end()
        process.kill()
