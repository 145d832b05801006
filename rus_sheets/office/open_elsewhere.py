"""Is a file open in Excel, Word or LibreOffice? They leave a lock file beside it while it is."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from rus_sheets.errors import IN_USE, UnusableInputError, reason
from rus_sheets.office.suffixes import DOCUMENTS
from rus_sheets.sharing import patiently, read_lock

_SHORT = len("12345678.xlsx")
"""Workbooks' names up to here are never shortened in a lock's name."""
_WORD_SHORT = 7
"""From this many letters before the ending, Word puts ``~$`` in the place of letters: one of seven, two of more."""


def ensure_not_open(path: str | Path) -> None:
    """Raise UnusableInputError if a program has ``path`` open; the message names who, where the lock file tells.

    Excel's and Word's lock is ``~$name`` (for long names the first two characters give way to ``~$``), LibreOffice's
    is ``.~lock.name#``. The file is also tried for writing: on Windows Excel and Word hold it, and on other systems one
    that is write-protected could be replaced all the same.
    """
    file = Path(path)
    for lock, program, owner_of in _locks(file):
        try:
            data = read_lock(lock)[:1024]
        except PermissionError:
            data = b""  # Excel on Windows keeps its lock file to itself: it is open
        except OSError:
            continue
        raise _open_fault(file, program, owner_of(data), lock)
    _try_writing(file)


def _locks(file: Path) -> list[tuple[Path, str, Callable[[bytes], str]]]:
    program = "Word" if file.suffix.lower() in DOCUMENTS else "Excel"
    locks: list[tuple[Path, str, Callable[[bytes], str]]] = [
        (file.with_name(f"~${file.name}"), program, _office_owner),
        (file.with_name(f".~lock.{file.name}#"), "LibreOffice", _libreoffice_owner),
    ]
    short = file.name[_given_up(file) :]
    # The shortened lock of this file may be the full one of another, which then stands beside it.
    if short != file.name and not file.with_name(short).exists():
        locks.append((file.with_name(f"~${short}"), program, _office_owner))
    return locks


def _given_up(file: Path) -> int:
    """How many letters of its name give way in a shortened lock."""
    if file.suffix.lower() in DOCUMENTS:
        return min(2, max(0, len(file.stem) - _WORD_SHORT + 1))
    return 2 if len(file.name) > _SHORT else 0


def _office_owner(data: bytes) -> str:
    """The name in Excel's or Word's lock: its length in one byte, then the name in the machine's ANSI code page."""
    return data[1 : 1 + min(data[0], 54)].decode("cp1252", "replace").strip(" \x00") if data else ""


def _libreoffice_owner(data: bytes) -> str:
    """The first field that is filled: the name set in LibreOffice, else the login name (fields end with commas)."""
    fields = data.decode("utf-8", "replace").split(",")
    return next((field.strip() for field in fields[:2] if field.strip()), "")


def _open_fault(file: Path, program: str, owner: str, lock: Path) -> UnusableInputError:
    who = f" hos {owner}" if owner else ""
    return UnusableInputError(
        f"Filen är öppen i {program}{who}.",
        place=str(file),
        remedy=f"Stäng den och försök igen. Är den inte öppen, ta bort filen {lock.name}.",
    )


def _try_writing(file: Path) -> None:
    try:
        if file.is_file():
            os.close(patiently(lambda: os.open(file, os.O_RDWR), file))
    except OSError as error:
        why = reason(error)
        if why == IN_USE:
            fault, remedy = "Filen är öppen i ett annat program.", "Stäng den där och försök igen."
        elif isinstance(error, PermissionError) or error.errno == errno.EROFS:
            fault, remedy = "Filen är skrivskyddad.", "Ta bort skrivskyddet i filens egenskaper och försök igen."
        else:
            fault, remedy = f"Filen kan inte skrivas ({why}).", "Se efter att mappen nås och försök igen."
        raise UnusableInputError(fault, place=str(file), remedy=remedy) from error
