"""Files that another program holds on Windows: a scanner or a sync client for a moment, Excel as long as it shows them.

There a file that is open can't be replaced, renamed or removed unless whoever has it open allows it
(FILE_SHARE_DELETE), and not even be read where nobody is allowed in. Most who hold a file without that look through it
and let it go: so each such step is tried again for some seconds. Elsewhere an open file stands in nobody's way.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar

WINDOWS = sys.platform == "win32"
ACCESS_DENIED = 5
SHARING_VIOLATIONS = (32, 33)
"""Windows' own numbers: another program has the file open, or a part of it locked."""
_EVERYTHING = 0x7  # FILE_SHARE_READ, _WRITE and _DELETE: others may do what they like meanwhile

PATIENCE = 8.0  # seconds: a scanner is done in some hundredths, a sync client in one or two
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4)  # and then the last one again and again
_UNHELD_TRIES = 3
"""Tries at what nobody holds (any more): let go meanwhile, or being removed, which is refused and not held."""
_TOLD_AFTER = 0.3  # a shorter wait is nothing to tell of

T = TypeVar("T")

_in_vain: dict[Path | None, float] = {}
"""When each file was given up that was held all the time."""
_tell: ContextVar[Callable[[Path], None]] = ContextVar("_tell", default=lambda _path: None)


@contextlib.contextmanager
def telling(tell: Callable[[Path], None]) -> Iterator[None]:
    """Within it ``tell`` is given each file that is waited for, once a wait."""
    token = _tell.set(tell)
    try:
        yield
    finally:
        _tell.reset(token)


def patiently(step: Callable[[], T], *paths: Path, patience: float = PATIENCE) -> T:
    """What ``step`` returns, tried again for some seconds while another program holds one of the files it works on.

    A file that was waited for in vain isn't waited for again so soon. Raises what ``step`` raises at last.
    """
    begun, unheld, tries, told = time.monotonic(), 0, 0, False
    while True:
        try:
            return step()
        except PermissionError:
            now = time.monotonic()
            waited = now - begun
            held = next((path for path in paths if is_held(path)), None)
            unheld += held is None
            if held and waited >= patience >= PATIENCE:
                _in_vain[held] = now
            if not WINDOWS or unheld >= _UNHELD_TRIES or waited >= patience or _waited_lately(held, now):
                raise
            if held and not told and waited >= _TOLD_AFTER:
                told = True
                _tell.get()(held)
            time.sleep(_PAUSES[min(tries, len(_PAUSES) - 1)])
            tries += 1


def _waited_lately(held: Path | None, now: float) -> bool:
    return held in _in_vain and now - _in_vain[held] < PATIENCE


def read_bytes(path: Path) -> bytes:
    """The file's content. Raises OSError, of what another program keeps holding after some seconds."""
    try:
        return patiently(path.read_bytes, path)
    except OSError as error:  # of what fails while it is read, the system doesn't say which file it was
        error.filename = error.filename or str(path)
        raise


def read_lock(path: Path) -> bytes:
    """The content of another program's lock file, also of one that goes when it is closed, as Excel's does on Windows.

    Python's ``open`` doesn't let others remove what it reads, and so isn't let in there. Raises OSError.
    """
    if sys.platform != "win32":
        return path.read_bytes()
    import _winapi  # noqa: PLC0415 - only there
    import msvcrt  # noqa: PLC0415

    handle = _winapi.CreateFile(str(path), _winapi.GENERIC_READ, _EVERYTHING, 0, _winapi.OPEN_EXISTING, 0, 0)
    with os.fdopen(msvcrt.open_osfhandle(handle, os.O_RDONLY), "rb") as stream:
        return stream.read()


def remove(path: Path, *, missing_ok: bool = False, patience: float = PATIENCE) -> None:
    """Take the file away. Raises OSError, of what another program keeps holding after some seconds."""
    patiently(lambda: path.unlink(missing_ok=missing_ok), path, patience=patience)


def is_held(path: Path) -> bool:
    """Does another program hold the file so that it can't be read, replaced or removed? Only on Windows."""
    return refusal(path) in SHARING_VIOLATIONS


def refusal(path: str | os.PathLike[str]) -> int:
    """Windows' own number for why it doesn't let the file be read or removed; 0 where it does, and on other systems.

    What Python's ``open`` raises doesn't tell: all of it is EACCES, and a replacing that another program stands in the
    way of is said to be denied.
    """
    if sys.platform != "win32":
        return 0
    import _winapi  # noqa: PLC0415 - only there

    removing = 0x00010000  # DELETE
    for access in (_winapi.GENERIC_READ, removing):
        try:
            handle = _winapi.CreateFile(str(path), access, _EVERYTHING, 0, _winapi.OPEN_EXISTING, 0, 0)
            _winapi.CloseHandle(handle)
        except OSError as error:
            return error.winerror or 0
    return 0
