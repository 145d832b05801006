"""The same work on many files: one after another here, or in several processes where there is enough of it.

Processes and not threads: unpacking, parsing and comparing hold the interpreter's lock. They are started afresh
("spawn", the only way that Windows has), so a program that asks for them guards its main module as
``multiprocessing`` wants; the commands do, and everyone else gets one process unless they ask.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Generic, Self, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

WORTH_IT = 200
"""Jobs. Starting the processes costs half a second, which is what a hundred files take."""
_MOST = 8
"""Processes; each holds the workbook."""
_CHUNK = 16
"""Jobs handed over at a time."""

_work: Callable[[Any], Any]
"""What a started process does with a job."""


def cores() -> int:
    """How many processes there is room for."""
    return min(os.cpu_count() or 1, _MOST)


class Workers(Generic[Job, Result]):
    """Processes that do the same work on many jobs, if there are enough of them; to be used in a ``with``.

    They start at once, so what is done before ``for_each`` is done while they start.
    """

    def __init__(self, elsewhere: Callable[[], Callable[[Job], Result]], *, processes: int, jobs: int) -> None:
        """``elsewhere`` is called once in each process and gives what does the work there. It is pickled."""
        self._pool: ProcessPoolExecutor | None = None
        if processes > 1 and jobs >= WORTH_IT:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(processes, spawn, _start, (elsewhere,))
            for _ in range(processes):
                self._pool.submit(_nothing)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            # Also when interrupted: what has begun is finished, no more is begun.
            self._pool.shutdown(cancel_futures=True)

    def for_each(
        self, jobs: Sequence[Job], work: Callable[[Job], Result], on_done: Callable[[], None] = lambda: None
    ) -> list[Result]:
        """The result of each job, in the jobs' order; ``on_done`` is called after each.

        ``work`` does here what is done elsewhere; jobs and results are pickled. What it raises is raised here, for the
        first job that fails; later jobs may have been done then. A process that is killed (out of memory, say) makes
        this one do the work itself.
        """
        if self._pool is not None:
            try:
                return list(_told(self._pool.map(_do, jobs, chunksize=_CHUNK), on_done))
            except BrokenProcessPool:
                pass
        return list(_told(map(work, jobs), on_done))


def _told(results: Iterable[Result], on_done: Callable[[], None]) -> Iterator[Result]:
    for each in results:
        yield each
        on_done()


def _start(elsewhere: Callable[[], Callable[[Any], Any]]) -> None:
    """In a started process: Ctrl-C is the first process's to answer, and what all jobs share is never garbage."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _work  # noqa: PLW0603 - a process of the pool has no other place for what it shares between jobs
    _work = elsewhere()
    gc.freeze()


def _nothing() -> None:
    """A job that makes a process start."""


def _do(job: Any) -> Any:
    return _work(job)
