"""LibreOffice as a second opinion in tests: open, calculate everything anew, save as something else.

Mark such tests ``@pytest.mark.libreoffice``; ``tests/conftest.py`` skips them where ``soffice`` is missing.
"""

from __future__ import annotations

import functools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

# A default profile keeps the stored values of files it takes for Excel's own; 0 means "always calculate".
_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>{locale}</value></prop></item>
</oor:items>
"""


class LibreOfficeError(AssertionError):
    """LibreOffice did not deliver the file; the message has what it said."""


@functools.cache
def soffice() -> str | None:
    """The program, or None where LibreOffice isn't installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(
    path: Path,
    to: Literal["xlsx", "pdf", "ods", "docx"],
    outdir: Path,
    *,
    timeout: float = 90,
    locale: str = "",
    reading: str = "",
) -> Path:
    """Open ``path``, calculate every formula, save it as ``to`` in ``outdir`` (made if missing).

    Gives the new file. ``locale`` (sv-SE) is whose numbers and dates it takes, "" for the computer's; ``reading``
    says how a text is opened, in LibreOffice's own words (--infilter).
    The profile lives for this call only, so calls may run side by side. Raises LibreOfficeError if no file came.
    """
    return convert_all([path], to, outdir, timeout=timeout, locale=locale, reading=reading)[0]


def convert_all(
    paths: Sequence[Path],
    to: Literal["xlsx", "pdf", "ods", "docx"],
    outdir: Path,
    *,
    timeout: float = 90,
    locale: str = "",
    reading: str = "",
) -> list[Path]:
    """The same for several files in one run. ``timeout`` is for all of them."""
    program = soffice()
    if program is None:
        raise LibreOfficeError("LibreOffice is not installed")
    outdir.mkdir(parents=True, exist_ok=True)
    targets = [outdir / f"{path.stem}.{to}" for path in paths]
    for target, path in zip(targets, paths, strict=True):
        if target.resolve() == path.resolve():
            raise LibreOfficeError(f"{target} would overwrite its own source")
        target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="lo-profile-") as profile:
        new_profile(Path(profile), locale)
        said = _run(
            [program, "--headless", "--norestore", f"-env:UserInstallation={Path(profile).as_uri()}",
             *([f"--infilter={reading}"] if reading else []), "--convert-to", to,
             "--outdir", str(outdir), *map(str, paths)],
            timeout,
        )  # fmt: skip
    for target in targets:
        if not target.exists():
            raise LibreOfficeError(f"no {target.name}: {said}")
    return targets


def new_profile(folder: Path, locale: str) -> None:
    """A profile that calculates all formulas of what it opens, in that language, for one run of LibreOffice."""
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(_REGISTRY.format(locale=locale), encoding="utf-8")


def _run(command: list[str], timeout: float) -> str:
    # soffice is a shell script around soffice.bin: killing only the script would leave the other running.
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        try:
            return process.communicate(timeout=timeout)[0]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise LibreOfficeError(f"not done after {timeout} s") from None
