"""What a disk may hold after a power cut: a model of the least that file systems promise (POSIX).

What is written is on the disk for certain once the file has been synced; that a name is made, moved or taken away, once
its folder has been. Until then each such change may be there or not, whatever became of those before and after it.
"""

from __future__ import annotations

import codecs
import itertools
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)(?:<(.*)>)?(?: .*)?$")
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(?<=\d)<((?:[^>\\]|\\.)*)>')
_BEGUN = " <unfinished ...>"
_ENDED = re.compile(r" *<\.\.\. \w+ resumed>(.*)")
_WRITES = ("write", "pwrite64", "writev", "ftruncate", "copy_file_range", "sendfile", "fallocate")


class Step(NamedTuple):
    """One call that changes the disk: "make", "write", "sync", "move" or "remove", and the path or paths."""

    kind: str
    path: str
    target: str = ""


def steps(lines: Iterable[str], root: str) -> Iterator[Step]:
    """The steps in what ``strace -f -y`` wrote of a process that stands in the folder ``root``: those within it."""
    for line in _joined(lines):
        found = _LINE.match(line)
        if not found or found[3].startswith("-"):
            continue
        paths = [posixpath.normpath(posixpath.join(root, _decoded(path))) if path else opened
                 for path, opened in ((a, _decoded(b)) for a, b in _WORD.findall(found[2]))]  # fmt: skip
        if any(path == root or path.startswith(f"{root}/") for path in paths):
            yield from _steps(found[1], _WORD.sub("", found[2]), paths)


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """A line for each call, when it has ended: strace writes two where another process comes between."""
    begun: dict[str, str] = {}
    for line in lines:
        process, _, told = line.partition(" ")
        if told.endswith(_BEGUN):
            begun[process] = line.removesuffix(_BEGUN)
        elif found := _ENDED.match(told):
            yield begun.pop(process) + found[1]
        else:
            yield line


def _steps(name: str, flags: str, paths: list[str]) -> Iterator[Step]:
    assert not name.startswith(("link", "symlink", "truncate")), f"{name} isn't in the model"
    assert "O_TRUNC" not in flags, "a file that stands there is written over"
    if name in _WRITES:
        yield Step("write", paths[0])
    elif name in ("fsync", "fdatasync"):
        yield Step("sync", paths[0])
    elif name in ("mkdir", "mkdirat") or (name in ("open", "openat") and "O_CREAT" in flags):
        yield Step("make", paths[-1])
    elif name in ("unlink", "unlinkat", "rmdir"):
        yield Step("remove", paths[-1])
    elif name.startswith("rename"):
        yield Step("move", *paths[-2:])


def _decoded(text: str) -> str:
    return codecs.escape_decode(text.encode())[0].decode()


@dataclass
class Disk:
    """Files are numbers; 0 is "no file". ``present``: the names as the program sees them.

    ``certain``: the names on the disk. ``waiting``: changes that may be there, as (folder, name, file).
    """

    present: dict[str, int]
    certain: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[str, str, int]] = field(default_factory=list)
    unwritten: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.certain = dict(self.present)
        self._numbers = itertools.count(max(self.present.values(), default=0) + 1)

    def take(self, step: Step) -> None:
        """Let one step happen."""
        path, target = step.path, step.target
        match step.kind:
            case "make" if path not in self.present:
                self._name(path, next(self._numbers))
            case "write":
                self.unwritten.add(self.present[path])
            case "sync":
                self.unwritten.discard(self.present.get(path, 0))
                for folder, name, file in self.waiting:
                    if folder == path:
                        self.certain[name] = file
                self.waiting = [each for each in self.waiting if each[0] != path]
            case "move":
                file = self.present[path]
                self._name(path, 0)
                self._name(target, file)
            case "remove":
                self._name(path, 0)

    def may_be(self, path: str) -> set[int]:
        """The files that may stand under the name after a power cut now; 0 among them where there may be none."""
        return {self.certain.get(path, 0), *(file for _, name, file in self.waiting if name == path)}

    def names(self) -> set[str]:
        """Every name that may be on the disk."""
        return {*self.certain, *(name for _, name, _ in self.waiting)}

    def keeps(self, path: str, below: str) -> bool:
        """Is there surely a whole file under the name, and the folders that it lies in, up to ``below``?"""
        while path != below:
            found = self.may_be(path)
            if 0 in found or found & self.unwritten:
                return False
            path = posixpath.dirname(path)
        return True

    def _name(self, path: str, file: int) -> None:
        self.present[path] = file
        self.waiting.append((posixpath.dirname(path), path, file))
