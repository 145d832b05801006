"""Writing a file so that a reader, or a crash at any moment, finds the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from rus_sheets.errors import UnusableInputError, reason
from rus_sheets.sharing import patiently, read_bytes, remove

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)  # Windows would change line ends
"""Makes a file and opens it; a step of its own, so that whatever fails after it takes the file away."""


def write_atomically(
    path: str | Path, data: bytes, *, durable: bool = True, last: Callable[[], None] = lambda: None
) -> None:
    """Write ``data`` to a new file in the same folder and put it in ``path``'s place; a link keeps pointing there.

    A file that is not ``durable`` is whole for every reader, but a power cut in the next seconds may empty it: for the
    many files that can be made again, where waiting for the disk takes longer than making them. ``last`` is called when
    all is written and only the replacing remains: what it raises leaves ``path`` as it was.

    Raises UnusableInputError when the folder or the file can't be written; ``path`` is then as it was.
    """
    target = Path(path)
    temporary: Path | None = None
    try:
        target = real_path(target)
        mode = _mode(target)
        beside = target.with_name(f".rus-sheets-{secrets.token_hex(8)}.tmp")
        # Nobody else may read it before it has the permissions of the file whose place it takes.
        descriptor = os.open(beside, _NEW, 0o666 if mode is None else 0o600)
        temporary = beside
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        if mode is not None:
            beside.chmod(mode)
        last()
        _replace(beside, target, data)
        if durable:
            sync_folder(target.parent)
    except OSError as error:
        _discard(temporary)
        raise UnusableInputError(
            f"Filen kan inte skrivas ({reason(error)}).",
            place=str(path),
            remedy="Stäng den i andra program och kontrollera mappen, behörigheten och diskutrymmet.",
        ) from error
    except BaseException:
        _discard(temporary)
        raise


def _replace(beside: Path, target: Path, data: bytes) -> None:
    try:
        patiently(lambda: beside.replace(target), beside, target)
    except OSError:
        # A network may lose the answer and not the change: then it is done, and must not be said to have failed.
        if beside.exists() or read_bytes(target) != data:
            raise


def real_path(path: Path) -> Path:
    """What a link points at in the end; ``path`` itself where links go in a circle, for the opening to tell."""
    try:
        return path.resolve() if path.is_symlink() else path
    except RuntimeError:
        return path


def sync_folder(folder: Path) -> None:
    """Make what was made, renamed or removed in the folder last through a power cut.

    Where folders can't be synced (Windows) the system does it. Some network file systems refuse: what was done in the
    folder is done all the same, so nothing may be said to have failed.
    """
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _mode(target: Path) -> int | None:
    """The old file's permissions, None where there is none: a new one gets what the system gives new files."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return None


def _discard(temporary: Path | None) -> None:
    if temporary is not None:
        with contextlib.suppress(OSError):
            remove(temporary)
