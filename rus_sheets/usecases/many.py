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
from typing import Any, TypeVar

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


def for_each(
    jobs: Sequence[Job],
    work: Callable[[Job], Result],
    *,
    elsewhere: Callable[[], Callable[[Job], Result]],
    processes: int = 1,
    on_done: Callable[[], None] = lambda: None,
) -> list[Result]:
    """The result of each job, in the jobs' order; ``on_done`` is called after each.

    ``elsewhere`` is called once in each started process and gives what does ``work`` there; it, the jobs and the
    results are pickled. What ``work`` raises is raised here, for the first job that fails; later jobs may have been
    done then. A process that is killed (out of memory, say) makes this one do the work itself.
    """
    if processes > 1 and len(jobs) >= WORTH_IT:
        try:
            return _in_processes(jobs, elsewhere, processes, on_done)
        except BrokenProcessPool:
            pass
    return list(_told(map(work, jobs), on_done))


def _in_processes(
    jobs: Sequence[Job], elsewhere: Callable[[], Callable[[Job], Result]], processes: int, on_done: Callable[[], None]
) -> list[Result]:
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _start, (elsewhere,))
    try:
        return list(_told(pool.map(_do, jobs, chunksize=_CHUNK), on_done))
    finally:
        pool.shutdown(cancel_futures=True)  # also when interrupted: what has begun is finished, no more is begun


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


def _do(job: Any) -> Any:
    return _work(job)
