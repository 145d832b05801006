"""One command at a time with a file, on one computer: a lock that the system takes back from a killed command.

The standard library's, since those of others that tell threads apart too load asyncio and a database: 30 ms for each
command that writes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from pathlib import Path

from rus_sheets.sharing import patiently, remove

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK)
_PAUSE = 0.05
_BRIEF = 0.25


class TakenError(Exception):
    """Another process, or another thread of this one, has the lock."""


class Lock:
    """A lock that is a file, there as long as somebody has it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self, wait: float) -> None:
        """Raises TakenError when another keeps it for ``wait`` seconds, OSError when there can be no lock."""
        until = time.monotonic() + wait
        while not self._taken():
            if time.monotonic() >= until:
                raise TakenError
            time.sleep(_PAUSE)

    def release(self) -> None:
        """Give it back and take the file away; raises OSError when the system refuses."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if sys.platform == "win32":  # there a file that is open can't be taken away, by this process or another
            os.close(descriptor)
            with contextlib.suppress(OSError):
                remove(self._path, patience=_BRIEF)  # it may be the next one's already
            return
        try:
            with contextlib.suppress(OSError):
                self._path.unlink()  # while it is ours: who waits for this very file finds out, and begins anew
        finally:
            os.close(descriptor)

    def _taken(self) -> bool:
        try:
            descriptor = patiently(lambda: os.open(self._path, _FLAGS, 0o666), self._path)
        except FileNotFoundError:
            if not self._path.parent.is_dir():
                raise
            return False  # some networks look first and create then, and between the two it was taken away
        try:
            _lock(descriptor)
            # The one before may have taken it away; on Windows nobody can, while it is open here.
            ours = sys.platform == "win32" or os.fstat(descriptor).st_nlink > 0
        except OSError as error:
            os.close(descriptor)
            if error.errno in _TAKEN:
                return False
            raise
        if ours:
            self._descriptor = descriptor
        else:
            os.close(descriptor)
        return ours


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - only there

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - not there

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
