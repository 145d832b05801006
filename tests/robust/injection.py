"""Faults in the system calls of this process: at call number N it is killed, or the call fails.

Counted are calls by path below a root folder and calls on files that were opened there, in the order they are made:
``os``'s functions, ``flock``, and each read and write of a file object.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KILLED = 77
KILLS = ("kill before", "kill after", "kill in the middle")
ERRORS = ("ENOSPC", "EACCES", "EPERM", "EIO", "EROFS")
_BY_PATH = ("open", "stat", "lstat", "mkdir", "chmod", "unlink", "remove", "rmdir", "scandir", "listdir", "utime",
            "truncate", "readlink")  # fmt: skip
_BY_FD = ("fsync", "fdatasync", "close", "write", "read", "fstat", "fchmod", "ftruncate")
_TWO_PATHS = ("replace", "rename", "link")
# Leaving and looking always works, also on a disk that is full or no longer ours to write.
_WRITES = {"open for writing", "mkdir", "chmod", "unlink", "remove", "rmdir", "replace", "rename", "link", "fsync",
           "write", "truncate", "ftruncate", "utime", "fchmod"}  # fmt: skip


@dataclass
class Injection:
    """``at`` counts from 1, 0 for no fault. ``lasting``: every later call that writes fails too."""

    root: str
    at: int = 0
    mode: str = ""
    lasting: bool = False
    calls: list[str] = field(default_factory=list)
    files: set[int] = field(default_factory=set)

    def call(self, name: str, function: Callable[..., Any], *words: Any, half: Callable[[], Any] | None = None) -> Any:
        self.calls.append(name)
        here = len(self.calls) == self.at
        if self.mode in KILLS:
            if here:
                self._killed(function, words, half)
        elif here or (self.lasting and 0 < self.at < len(self.calls) and name in _WRITES):
            if half and self.mode == "ENOSPC":
                half()
            number = getattr(errno, self.mode)
            path = str(words[0]) if words and not isinstance(words[0], int) else None
            raise OSError(number, os.strerror(number), path)
        return function(*words)

    def _killed(self, function: Callable[..., Any], words: tuple[Any, ...], half: Callable[[], Any] | None) -> None:
        if self.mode == "kill after":
            function(*words)
        elif self.mode == "kill in the middle" and half:
            half()
        os._exit(KILLED)

    def ours(self, path: Any) -> bool:
        if isinstance(path, int):
            return path in self.files
        try:
            return os.path.abspath(os.fsdecode(path)).startswith(self.root)  # noqa: PTH100 - never touches the disk
        except (TypeError, ValueError):
            return False

    def install(self) -> None:
        for name in (*_BY_PATH, *_BY_FD, *_TWO_PATHS):
            setattr(os, name, self._wrapped(name, getattr(os, name)))
        import fcntl  # noqa: PLC0415 - Windows has neither this nor fork

        flock = fcntl.flock
        fcntl.flock = lambda fd, how: self.call("flock", flock, fd, how) if self.ours(fd) else flock(fd, how)
        real = io.open

        def opened(file: Any, mode: str = "r", *words: Any, **named: Any) -> Any:
            if not self.ours(file) or "b" not in mode:
                return real(file, mode, *words, **named)
            raw = self._opened(file, mode)
            if mode.startswith("r") and "+" not in mode:
                return io.BufferedReader(raw)
            return io.BufferedWriter(raw) if "+" not in mode else io.BufferedRandom(raw)  # type: ignore[type-var]

        io.open = opened  # type: ignore[assignment]
        builtins.open = opened  # type: ignore[assignment]

    def _opened(self, file: Any, mode: str) -> io.FileIO:
        outer = self
        name = "open" if mode.startswith("r") and "+" not in mode else "open for writing"

        class Watched(io.FileIO):
            def write(self, data: Any) -> int:
                content = bytes(data)
                half = len(content) // 2
                return int(
                    outer.call("write", super().write, content, half=lambda: super(Watched, self).write(content[:half]))
                )

            def readall(self) -> Any:
                return outer.call("read", super().readall)

            def readinto(self, buffer: Any) -> Any:
                return outer.call("read", super().readinto, buffer)

        if isinstance(file, int):
            return Watched(file, mode.replace("b", ""))
        return outer.call(name, lambda path: Watched(path, mode.replace("b", "")), file)  # type: ignore[no-any-return]

    def _wrapped(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*words: Any, **named: Any) -> Any:
            if not words or not (self.ours(words[0]) or (named.get("dir_fd") in self.files and self.files)):
                return function(*words, **named)
            flags = words[1] if name == "open" and len(words) > 1 else 0
            told = "open for writing" if flags & (os.O_WRONLY | os.O_RDWR) else name
            result = self.call(told, lambda *again: function(*again, **named), *words)
            if name == "open":
                self.files.add(result)
            elif name == "close":
                self.files.discard(words[0])
            return result

        wrapped.__name__ = name
        return wrapped


def injected(root: Path, at: int, mode: str, *, lasting: bool) -> Injection:
    """Install the fault; there is no way back, so do it in a process of its own."""
    injection = Injection(str(root), at, mode, lasting)
    injection.install()
    sys.dont_write_bytecode = True
    return injection
