"""Timing that compares: everything in one run, by turns, so that what else the machine does falls on all alike."""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

Work = Callable[[], object]


def by_turns(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """The best time in seconds of each, over that many rounds in which each has its turn."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            gc.collect()
            start = time.perf_counter()
            work()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def process(*arguments: str) -> Work:
    """A whole process of this Python, from start to end; it finds no other programs (LibreOffice, say)."""

    def work() -> None:
        done = subprocess.run(
            [sys.executable, *arguments], check=False, capture_output=True, env={**os.environ, "PATH": ""}
        )
        if done.returncode not in (0, 1):  # 1: done, but a person is wanted
            raise RuntimeError(done.stderr.decode(errors="replace"))

    return work


def command(*arguments: str) -> Sequence[str]:
    """The words after Python that run ``rus-sheets``."""
    return ("-c", "from rus_sheets.cli import main; main()", *arguments)


def peak_memory(*arguments: str) -> float:
    """MiB at most in use by a process of this Python and those it starts (each by itself, the largest counts)."""
    code = (
        "import resource,subprocess,sys;subprocess.run(sys.argv[1:],capture_output=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    asked = subprocess.run([sys.executable, "-c", code, sys.executable, *arguments], check=True, capture_output=True)
    return int(asked.stdout) / (2**20 if sys.platform == "darwin" else 2**10)


def own_peak_memory() -> float:
    """MiB at most in use by this process so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
