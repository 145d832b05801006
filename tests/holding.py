"""A file that another program has open on Windows, as scanners, sync clients and Excel have."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

READ, WRITE = 1, 2
NOTHING = 0


@contextlib.contextmanager
def held(path: Path, seconds: float, *, others_may: int = READ | WRITE) -> Iterator[None]:
    """Open for reading for so long, or until the end; others may do what ``others_may`` says, never remove it."""
    if sys.platform != "win32":
        raise OSError("only Windows has files that others hold")
    import _winapi  # noqa: PLC0415 - only there

    handle = _winapi.CreateFile(str(path), _winapi.GENERIC_READ, others_may, 0, _winapi.OPEN_EXISTING, 0, 0)
    closed = threading.Event()

    def let_go() -> None:
        if not closed.is_set():
            closed.set()
            _winapi.CloseHandle(handle)

    timer = threading.Timer(seconds, let_go)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        let_go()
