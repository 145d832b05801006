"""Killed, or refused by the kernel's own answer, at any system call: those that libraries in C make are among them.

The commands run under strace, which counts the calls on the files of the command's folder and puts a fault in one of
them: a kill as it begins, or an error instead of it. The ordinary run kills a merge at each call that changes something
and samples the rest; RUS_SHEETS_FAULTS=all tries every call of every command in every way, RUS_SHEETS_FAULTS=200
that many of each by chance.
"""

from __future__ import annotations

import codecs
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from tests.robust.conftest import Tell
from tests.robust.injection import ERRORS
from tests.robust.trial import FAULTS, SCENARIOS, Trial, chosen
from tests.robust.victim import Victim

SAMPLE = 2
# What changes the disk, and what asks for leave to. Leaving (unlink, close) works also on a disk that is full.
_FULL = ("write", "pwrite64", "writev", "fsync", "fdatasync", "mkdir", "mkdirat", "rename", "renameat", "renameat2",
         "link", "linkat", "symlink", "ftruncate", "truncate", "copy_file_range", "sendfile", "fallocate")  # fmt: skip
_LOST = (*_FULL, "unlink", "unlinkat", "rmdir", "chmod", "fchmod", "fchmodat", "utimensat")
CHANGES = (*_LOST, "flock")
# The engines read their copies of the workbook in a thousand small pieces: of those, every 25th is enough.
_ENGINES = ("read", "lseek")


@cache
def no_strace() -> str:
    """Why strace can't be used here, "" where it can: other systems haven't got it, and containers may forbid it."""
    if sys.platform != "linux" or not shutil.which("strace"):
        return "strace is not installed"
    ran = subprocess.run(["strace", "-f", "-e", "trace=openat", "true"], capture_output=True, check=False)
    return "" if ran.returncode == 0 else f"strace may not watch a process here: {ran.stderr.decode().strip()}"


pytestmark = pytest.mark.skipif(bool(no_strace()), reason=no_strace() or "it can")


@dataclass(frozen=True)
class Call:
    """The ``number``-th call of ``name`` on the folder's files; ``before`` is how many of each there were by then."""

    name: str
    number: int
    before: dict[str, int]


@dataclass(frozen=True)
class Fault:
    call: Call
    error: str = ""
    """"" is a kill."""
    lasting: bool = False

    def __str__(self) -> str:
        lasting = ", lasting" if self.lasting else ""
        return f"{self.call.name} {self.call.number} ({self.error or 'killed'}{lasting})"

    def words(self) -> Iterator[str]:
        """How strace is told of it. A lasting fault is one in all that changes the disk, from this call on."""
        if not self.error:
            yield from ("-e", f"inject={self.call.name}:signal=SIGKILL:when={self.call.number}")
            return
        names = (_FULL if self.error == "ENOSPC" else _LOST) if self.lasting else ()
        for name in {*names, self.call.name}:
            first = self.call.before.get(name, 0) + 1
            yield from ("-e", f"inject={name}:error={self.error}:when={first}{'+' if self.lasting else ''}")

    @property
    def tidy(self) -> bool:
        """Nothing hinders the command in clearing up after it."""
        return not self.call.name.startswith(("unlink", "rmdir")) and not (self.lasting and self.error != "ENOSPC")


@dataclass
class Watch:
    """One command's calls on its folder's files."""

    trial: Trial
    log: Path
    paths: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.trial.undisturbed(strace=["-o", str(self.log), "-y", "-s", "0", "-e", "trace=%file,%desc"])
        lines = self.log.read_text().splitlines()
        self.paths = sorted({path for line in lines for path in _paths(line, str(self.trial.place))})
        self.trial.undisturbed(strace=self.words())
        # strace counts in each process for itself, so that one fault may strike in several.
        seen: dict[str, Counter[str]] = {}
        calls: dict[tuple[str, int], Call] = {}
        for line in self.log.read_text().splitlines():
            if found := re.match(r"(\d+) +(\w+)\(", line):
                counts, name = seen.setdefault(found[1], Counter()), found[2]
                calls.setdefault((name, counts[name] + 1), Call(name, counts[name] + 1, dict(counts)))
                counts[name] += 1
        self.calls = list(calls.values())

    def words(self, fault: Sequence[str] = ()) -> list[str]:
        chosen = [word for path in self.paths for word in ("-P", path)]
        return ["-o", str(self.log), "-s", "0", "-e", "trace=%file,%desc", *chosen, *fault]

    def fault(self, fault: Fault) -> None:
        strace = self.words(list(fault.words()))
        self.trial.goes_on(self.trial.fault(str(fault), tidy=fault.tidy, strace=strace))
        assert fault.error or self.log.read_text().count("killed by SIGKILL"), f"{fault} was never put in"
        assert not fault.error or "(INJECTED)" in self.log.read_text(), f"{fault} was never put in"


def _paths(line: str, root: str) -> Iterator[str]:
    """Paths below the root as the call names them, and relative ones, which start from the command's folder."""
    if " execve(" in line:
        return
    for shown in re.findall(r'"((?:[^"\\]|\\.)+)"|<(/[^>]*)>', line):
        path = codecs.escape_decode("".join(shown).encode())[0].decode()  # type: ignore[attr-defined]
        if path.startswith(root) or not path.startswith("/"):
            yield path


def faults(name: str, calls: Sequence[Call]) -> list[Fault]:
    changing = [call for call in calls if call.name in CHANGES]
    several = [call for call in calls if call.name not in _ENGINES or call.number <= 40 or call.number % 25 == 0]
    singly = [Fault(call, error) for call in several for error in ("", *ERRORS)]
    lasting = [Fault(call, error, lasting=True) for call in changing for error in ERRORS]
    if FAULTS:
        return chosen(name, singly + lasting)
    if name == "merge":
        turns = enumerate(changing[::2])
        some = [Fault(call, ERRORS[n % len(ERRORS)], lasting=n % 3 == 0) for n, call in turns]
        return [Fault(call) for call in changing] + some
    chance = random.Random(name)  # noqa: S311 - a sample of tests
    likely = [fault for fault in singly + lasting if fault.call in changing]
    return chance.sample(likely, SAMPLE)


@pytest.mark.parametrize("name", SCENARIOS)
def test_old_or_new_whatever_the_kernel_says(
    name: str, victim: Victim, prepared: Callable[[str], Path], tmp_path: Path, tell: Tell
) -> None:
    began = time.monotonic()
    trial = Trial(victim, SCENARIOS[name], prepared(name), tmp_path / "försök", always=True)
    watch = Watch(trial, tmp_path / "anrop")
    some = faults(name, watch.calls)
    for number, fault in enumerate(some):
        watch.fault(fault)
        if number % 100 == 99:
            tell(f"{name}: {number + 1} of {len(some)} faults", done=False)
    changing = sum(call.name in CHANGES for call in watch.calls)
    tell(
        f"{name}: {len(watch.calls)} calls, {changing} of them change something, {len(some)} faults, "
        f"{time.monotonic() - began:.0f} s"
    )
