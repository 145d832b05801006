"""One bad file stops nobody: any fault of one file refuses that file by name, and the others go on."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from rus_sheets.answers.returned import RefusedFile, Returned
from rus_sheets.errors import UserError, reason

T = TypeVar("T")
File = Returned | RefusedFile


def unreadable(name: str, error: OSError) -> RefusedFile:
    """A file that the system doesn't let us read."""
    remedy = "Stäng filen i andra program och kontrollera behörigheten."
    return RefusedFile(name, f"Filen kan inte läsas ({reason(error)}).", remedy)


def unexpected(name: str, error: Exception, unit: str = "") -> RefusedFile:
    """A file that made the code fail: a fault of ours, told with what is needed to find it and how to report it."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f", {Path(frames[-1].filename).name} rad {frames[-1].lineno}" if frames else ""
    fault = f"Ett oväntat fel ({type(error).__name__}{where}) uppstod, så filen är inte med."
    remedy = (
        "Det är ett fel i rus-sheets. Rapportera det: skicka den här texten och filen till den som sköter programmet."
    )
    return RefusedFile(name, fault, remedy, unit)


def judged(work: Callable[[Sequence[File]], T], files: Sequence[File]) -> T:
    """What ``work`` makes of the files. Where it fails, those that it fails on by themselves are refused first.

    A UserError is about all of them and is raised, as is what is no single file's fault.
    """
    try:
        return work(files)
    except UserError:
        raise
    except Exception:
        sound = [_tried(work, file) for file in files]
        if sound == list(files):
            raise
        return work(sound)


def _tried(work: Callable[[Sequence[File]], object], file: File) -> File:
    if isinstance(file, RefusedFile):
        return file
    try:
        work([file])
    except UserError:
        return file
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the others
        return unexpected(file.path, error, file.unit)
    return file
