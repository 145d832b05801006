"""Timing that compares: everything in one run, by turns, so that what else the machine does falls on all alike."""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, and of processor time in all processes together."""

    clock: float
    processor: float

    def plus(self, other: Cost) -> Cost:
        return Cost(self.clock + other.clock, self.processor + other.processor)

    def times(self, factor: float) -> Cost:
        return Cost(self.clock * factor, self.processor * factor)


def by_turns(works: Mapping[str, Work], rounds: int) -> dict[str, Cost]:
    """The least that each took, over that many rounds in which each has its turn."""
    found: dict[str, list[Cost]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            gc.collect()
            before, start = _processor(), time.perf_counter()
            work()
            found[name].append(Cost(time.perf_counter() - start, _processor() - before))
    return {
        name: Cost(min(cost.clock for cost in costs), min(cost.processor for cost in costs))
        for name, costs in found.items()
    }


def _processor() -> float:
    """Of this process and of those that it has started and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def process(*arguments: str) -> Work:
    """A whole process of this Python, from start to end; it finds no other programs (LibreOffice, say).

    It is run once before it is measured, so that there is byte code for all that it imports, as there is where the
    toolkit is installed.
    """

    def work() -> None:
        run(*arguments)

    work()
    return work


def run(*arguments: str) -> None:
    """Run this Python with these words, and raise RuntimeError for what isn't an answer."""
    done = subprocess.run([sys.executable, *arguments], check=False, capture_output=True, env=surroundings())
    if done.returncode not in (0, 1):  # 1: done, but a person is wanted
        raise RuntimeError(done.stderr.decode(errors="replace"))


def surroundings() -> dict[str, str]:
    """What a measured process finds around it: byte code may be kept, whatever this process was told."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PATH": ""}


def command(*arguments: str) -> Sequence[str]:
    """The words after Python that run ``rus-sheets``."""
    return ("-c", "from rus_sheets.start import main; main()", *arguments)


def peak_memory(*arguments: str) -> float:
    """MiB at most in use by a process of this Python and those it starts (each by itself, the largest counts)."""
    code = (
        "import resource,subprocess,sys;subprocess.run(sys.argv[1:],capture_output=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code, sys.executable, *arguments], check=True, capture_output=True, env=surroundings()
    )
    return int(asked.stdout) / (2**20 if sys.platform == "darwin" else 2**10)
