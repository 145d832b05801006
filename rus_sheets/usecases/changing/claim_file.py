"""Who works on a file, said in a file beside it: for folders whose locks don't reach other computers."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from rus_sheets.sharing import patiently, read_bytes, remove

_WRITE = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)


class Claim:
    """A command's claim on a file. The latest to claim it has it; an earlier one finds out before it replaces anything.

    So a claim that a killed command has left stands in nobody's way. Last thing before the file is replaced its content
    is compared, and then the claim: of two commands, either the later has claimed the file by then and the earlier
    gives up, or the later reads what the earlier has written, or finds it when it compares.
    """

    def __init__(self, file: Path) -> None:
        self._path = file.with_name(f".{file.name}.rus-sheets-claim")
        self._own = secrets.token_hex(16).encode()

    def make(self) -> None:
        """Raises OSError when the folder can't be written."""
        try:
            # Not emptied first: an empty one would be nobody's.
            with os.fdopen(patiently(lambda: os.open(self._path, _WRITE, 0o666), self._path), "wb") as stream:
                stream.write(self._own)
        except BaseException:
            self._remove()
            raise

    def holds(self) -> bool:
        """Has nobody else claimed the file since? Raises OSError when that can't be told."""
        try:
            return read_bytes(self._path)[: len(self._own)] == self._own
        except FileNotFoundError:
            return False

    def end(self) -> None:
        """Take the claim away, if it is still this one; never raises."""
        with contextlib.suppress(OSError):
            if self.holds():
                self._remove()

    def _remove(self) -> None:
        with contextlib.suppress(OSError):
            remove(self._path)
