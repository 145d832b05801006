"""Files that have come in, put in a folder beside the workbook: nothing there is ever written over."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO

from msgspec import Struct

from rus_sheets.errors import UnusableInputError, reason
from rus_sheets.followup.naming import safe_name
from rus_sheets.office.atomic import write_atomically
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.inbox.collecting import MAX_FILE
from rus_sheets.usecases.inbox.filekinds import FileKind, kind_of

MOST_FILES = 500
"""Files at a time; many more are better put in the folder, or in a zip file."""
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}", re.IGNORECASE)


class ReceivedState(StrEnum):
    """What became of a file."""

    KEPT = "kept"
    SAME = "same"
    LEFT = "left"


class ReceivedFile(Struct, frozen=True):
    """A file: ``name`` as it was given, ``kept_as`` what it is called in the folder ("" where it isn't there)."""

    name: str
    state: ReceivedState
    kept_as: str = ""
    message: str = ""


def receive(folder: Path, files: Sequence[tuple[str, IO[bytes]]]) -> tuple[ReceivedFile, ...]:
    """Keep each file (its name and content) in ``folder``, which is made if it is missing.

    What surely holds no answer is left out, and said to be. Raises UnusableInputError when they are too many, or when
    something can't be written: the files before it are there then, and giving them again does nothing more.
    """
    if len(files) > MOST_FILES:
        remedy = f"Ta högst {MOST_FILES}, packa dem i en zip-fil, eller lägg dem i mappen {folder.name} för hand."
        raise UnusableInputError("Det är för många filer på en gång.", place=str(folder), remedy=remedy)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        fault = f"Mappen kan inte skapas ({reason(error)})."
        raise UnusableInputError(fault, place=str(folder), remedy="Kontrollera behörigheten till mappen.") from error
    return tuple(_receive(folder, name, stream) for name, stream in files)


def _receive(folder: Path, given: str, stream: IO[bytes]) -> ReceivedFile:
    name = PurePosixPath(given.replace("\\", "/")).name
    if kind_of(name) is FileKind.NO_ANSWER:
        return ReceivedFile(name, ReceivedState.LEFT, message="Det är inget svar, och togs inte emot.")
    data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        fault = f"Filen är för stor att ta emot här. Lägg den i mappen {folder.name} för hand."
        return ReceivedFile(name, ReceivedState.LEFT, message=fault)
    for number in itertools.count(1):
        target = folder / _numbered(name, number)
        if not target.exists():
            write_atomically(target, data)
            renamed = f"Sparad som {target.name}." if target.name != name else ""
            return ReceivedFile(name, ReceivedState.KEPT, target.name, renamed)
        if _holds(target, data):
            return ReceivedFile(name, ReceivedState.SAME, target.name, "Den fanns redan.")
    raise AssertionError


def _holds(target: Path, data: bytes) -> bool:
    try:
        return target.is_file() and target.stat().st_size == len(data) and read_bytes(target) == data
    except OSError:  # whatever it is, it isn't written over
        return False


def _numbered(name: str, number: int) -> str:
    """A name that every system takes; its ending tells what the file is."""
    stem, dot, ending = name.rpartition(".")
    suffix = dot + ending if stem and _SUFFIX.fullmatch(dot + ending) else ""
    extra = f" ({number})" if number > 1 else ""
    return f"{safe_name(name.removesuffix(suffix))}{extra}{suffix}"
