"""Writing a file so that a reader, or a crash at any moment, finds the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from pathlib import Path

from rus_sheets.errors import UnusableInputError


def write_atomically(path: str | Path, data: bytes, *, durable: bool = True) -> None:
    """Write ``data`` to a new file in the same folder and put it in ``path``'s place; a link keeps pointing there.

    A file that is not ``durable`` is whole for every reader, but a power cut in the next seconds may empty it: for the
    many files that can be made again, where waiting for the disk takes longer than making them.

    Raises UnusableInputError when the folder or the file can't be written; ``path`` is then as it was.
    """
    target = Path(path)
    temporary: Path | None = None
    try:
        target = real_path(target)
        mode = _mode(target)
        beside = target.with_name(f".rus-sheets-{secrets.token_hex(8)}.tmp")
        with open(beside, "xb", opener=_private if mode is not None else None) as stream:
            temporary = beside
            stream.write(data)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(target)
        if durable:
            _sync_folder(target.parent)
    except OSError as error:
        _discard(temporary)
        raise UnusableInputError(
            f"Filen kan inte skrivas ({error.strerror or error}).",
            place=str(path),
            remedy="Stäng den i andra program och kontrollera mappen, behörigheten och diskutrymmet.",
        ) from error
    except BaseException:
        _discard(temporary)
        raise


def real_path(path: Path) -> Path:
    """What a link points at in the end; ``path`` itself where links go in a circle, for the opening to tell."""
    try:
        return path.resolve() if path.is_symlink() else path
    except RuntimeError:
        return path


def _mode(target: Path) -> int | None:
    """The old file's permissions, None where there is none: a new one gets what the system gives new files."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return None


def _private(path: str, flags: int) -> int:
    """Opens a file that nobody else may read before it has the permissions of the one whose place it takes."""
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    """Make the renaming last through a power cut; where folders can't be synced (Windows) the system does it.

    Some network file systems refuse. The file is in its place by now, so nothing may be said to have failed.
    """
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _discard(temporary: Path | None) -> None:
    if temporary is not None:
        with contextlib.suppress(OSError):
            temporary.unlink()
