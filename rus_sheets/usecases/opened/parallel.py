"""The same work on many files: one after another here, or in several processes where there is enough of it.

Processes and not threads: unpacking, parsing and comparing hold the interpreter's lock. They are started afresh
("spawn", the only way that Windows has), so a program that asks for them guards its main module as
``multiprocessing`` wants; the commands do, and everyone else gets one process unless they ask.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from rus_sheets.errors import UserError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

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


def several(processes: int, jobs: int) -> bool:
    """Is the work done in several processes, if there may be so many of them and there are so many jobs?"""
    return processes > 1 and jobs >= WORTH_IT


def cores() -> int:
    """How many processes there is room for."""
    return min(os.cpu_count() or 1, _MOST)


class Workers(Generic[Job, Result]):
    """This process and others that do the same work on many jobs, if there are enough of them; used in a ``with``.

    The others start at once, so what is done before ``for_each`` is done while they start.
    """

    def __init__(self, elsewhere: Callable[[], Callable[[Job], Result]], *, processes: int, jobs: int) -> None:
        """``elsewhere`` is called once in each other process and gives what does the work there. It is pickled."""
        self._pool: ProcessPoolExecutor | None = None
        self._others = processes - 1 if several(processes, jobs) else 0
        if self._others > 0:
            import multiprocessing  # noqa: PLC0415 - a year's work never needs it
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._others, spawn, _start, (elsewhere,))
            for _ in range(self._others):
                self._pool.submit(_nothing)

    @property
    def elsewhere(self) -> bool:
        """Are there other processes than this one?"""
        return self._pool is not None

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

        ``work`` does here what is done elsewhere; jobs and results are pickled. What it raises is raised here; other
        jobs may have been done then. A process that is killed (out of memory, say) makes this one do its work.
        """
        if self._pool is None:
            return _all_done(work, jobs, on_done)
        from concurrent.futures import FIRST_COMPLETED, wait  # noqa: PLC0415 - as in __init__
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

        waiting = deque(range(0, len(jobs), _CHUNK))
        handed: dict[Future[list[Result]], int] = {}
        found: dict[int, list[Result]] = {}
        while waiting or handed:
            while waiting and len(handed) < 2 * self._others:  # one at work, one at hand
                start = waiting.popleft()
                if not self._hand_over(handed, start, jobs):
                    waiting.appendleft(start)
                    break
            if waiting:
                start = waiting.popleft()
                found[start] = _all_done(work, jobs[start : start + _CHUNK], on_done)
            for done in wait(handed, 0 if waiting else None, FIRST_COMPLETED).done:
                start = handed.pop(done)
                try:
                    found[start] = done.result()
                except BrokenProcessPool:
                    waiting.appendleft(start)
                    continue
                for _ in found[start]:
                    on_done()
        return [result for start in sorted(found) for result in found[start]]

    def _hand_over(self, handed: dict[Future[list[Result]], int], start: int, jobs: Sequence[Job]) -> bool:
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - as in __init__

        assert self._pool is not None  # noqa: S101 - for_each has seen to it
        try:
            handed[self._pool.submit(_do, jobs[start : start + _CHUNK])] = start
        except BrokenProcessPool:
            return False
        return True


def _all_done(work: Callable[[Job], Result], jobs: Iterable[Job], on_done: Callable[[], None]) -> list[Result]:
    """A plain loop: through ``map``, a StopIteration that ``work`` raises would end the list in silence."""
    results = []
    for job in jobs:
        results.append(work(job))
        on_done()
    return results


def _start(elsewhere: Callable[[], Callable[[Any], Any]]) -> None:
    """In a started process: Ctrl-C is the first process's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _work  # noqa: PLW0603 - a process of the pool has no other place for what it shares between jobs
    try:
        _work = elsewhere()
    except UserError as error:
        _work = partial(_failed, error)  # told of by the first job; a fault here would be told as ours


def _failed(error: UserError, _job: Any) -> Any:
    raise error


def _nothing() -> None:
    """A job that makes a process start."""


def _do(jobs: Sequence[Any]) -> list[Any]:
    return [_work(job) for job in jobs]
