"""What takes long: what is going on, how far it has come, and what came of it, for whoever comes back to look."""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from msgspec import Struct, field

from rus_sheets.web.life import Life

PATIENCE = 1.5
"""Seconds that a request waits for its work; what is done by then is answered at once, as if there were no jobs."""
FRESH = 120.0
"""Seconds for which what was only looked at still counts as it was found; later it is looked at anew. A browser lets a
page in the background ask once a minute."""
_KEPT = 20
"""Jobs that are over and whose outcome is kept; a merge's is some megabytes."""


class Progress:
    """What is being done and how far it has come, in Swedish. One thread tells, others read."""

    def __init__(self, said: str = "") -> None:
        self._at = (said, 0, 0)

    def says(self, what: str) -> None:
        """Go over to something that isn't counted."""
        self._at = (what, 0, 0)

    def step(self, what: str, number: int, of: int) -> None:
        """For a use case's ``on_step``: go over to what is the step ``number`` of so many."""
        self._at = (f"{what}, steg", number - 1, of)

    def counts(self, what: str, then: str) -> Callable[[int], Callable[[], None]]:
        """For a use case's ``on_start``: count its things under ``what``, and say ``then`` when all are done."""

        def start(total: int) -> Callable[[], None]:
            self._at = (what, 0, total)

            def done() -> None:
                count = self._at[1] + 1
                self._at = (what, count, total) if count < total else (then, 0, 0)

            return done

        return start

    @property
    def done(self) -> int:
        """How many things are done."""
        return self._at[1]

    @property
    def total(self) -> int:
        """Of how many; 0 where they aren't counted."""
        return self._at[2]

    @property
    def said(self) -> str:
        """``Läser svar 12 av 24``: the one that is being worked on."""
        what, done, total = self._at
        return f"{what} {done + 1} av {total}" if total else what


class LongWork(Struct, eq=False):
    """A piece of work on the workbook ``key``. ``name`` is a Swedish noun, in the middle of a sentence.

    ``address`` is where it was asked for, "" for work that changes something: then what came of it is shown under its
    ``number``; ``of`` tells the workbook as it was then from what it is later. ``place`` is the page (an endpoint) that
    it belongs to. ``show`` makes an answer of what came of it. ``in_turn`` is false for work that waits for no other.
    ``changes`` is true for work that changes something: ``asked`` then tells what was asked for from all else ("" where
    that may be meant once more), and ``left_as`` the workbook and the files that were ``written`` as they were
    afterwards.
    """

    key: str
    name: str
    address: str
    place: str
    show: Callable[[Any], Any]
    progress: Progress = field(default_factory=Progress)
    of: object = None
    in_turn: bool = True
    changes: bool = False
    asked: str = ""
    written: tuple[Path, ...] = ()
    left_as: object = None
    number: str = field(default_factory=lambda: secrets.token_hex(8))
    began: float = 0.0
    ended: float | None = None
    left: bool = False
    """Somebody has been told that it takes time, and may have left."""
    fault: BaseException | None = None
    _found: Any = None
    _over: Event = field(default_factory=Event)

    @property
    def title(self) -> str:
        """Its name at the head of a page."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def is_over(self) -> bool:
        """Whether it has ended, well or badly."""
        return self._over.is_set()

    def wait(self, seconds: float) -> bool:
        """Whether it is over within that time."""
        return self._over.wait(seconds)

    def answer(self) -> Any:
        """What it came to, shown. Raises what the work raised."""
        if self.fault is not None:
            raise self.fault
        return self.show(self._found)

    def do(self, work: Callable[[Progress], Any]) -> None:
        """Work, and keep what comes of it."""
        try:
            self._found = work(self.progress)
        except BaseException as error:  # noqa: BLE001 - raised again where somebody looks
            self.fault = error

    def end(self, when: float) -> None:
        """Let those know who wait."""
        self.ended = when
        self._over.set()


class Jobs(Struct):
    """The jobs of one run. Those on one workbook take turns; ``now`` gives seconds that only go forward."""

    life: Life
    now: Callable[[], float] = time.monotonic
    _jobs: list[LongWork] = field(default_factory=list)
    _turns: dict[str, Lock] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.life.is_awaited = lambda: any(job.is_over for job in self.told(""))

    def begin(self, job: LongWork, work: Callable[[Progress], Any]) -> LongWork:
        """Start the work in a thread of its own, or find what is going on already at the same address.

        The page doesn't end before the work has.
        """
        with self._lock:
            self._forget()
            same = [other for other in self._jobs if job.address and other.address == job.address]
            if same and same[-1].of == job.of:
                return same[-1]
            self._outdate(same)
            job.began = self.now()
            self._jobs.append(job)
        staying = contextlib.ExitStack()
        staying.enter_context(self.life.at_work())
        # No daemon: also an interpreter that is told to stop waits for it.
        Thread(target=self._run, args=(job, work, staying), name=job.name).start()
        return job

    def drop(self, job: LongWork) -> None:
        """Forget a job: what came of it has been shown."""
        with self._lock, contextlib.suppress(ValueError):
            self._jobs.remove(job)

    def leave(self, job: LongWork) -> None:
        """Somebody has been told that it takes time, and may leave; what has been outdated meanwhile is nobody's."""
        with self._lock:
            job.left = not job.is_over and (job.changes or bool(job.address))

    def outdate(self, key: str) -> None:
        """Something has been changed: what was looked at, or is being, is looked at anew by who comes back to it."""
        with self._lock:
            self._outdate([job for job in self._jobs if job.key == key and job.address])

    def by_number(self, key: str, number: str) -> LongWork | None:
        """The job of that workbook and number, None where there is none (any more)."""
        with self._lock:
            return next((job for job in self._jobs if (job.key, job.number) == (key, number)), None)

    def done_already(self, key: str, asked: str, stamp: Callable[[LongWork], object]) -> LongWork | None:
        """The latest change of that workbook, if it is the very one that is ``asked`` for and nothing has been done
        since (``stamp`` tells how the workbook and the files that it wrote are now); None otherwise.
        """
        with self._lock:
            latest = next((job for job in reversed(self._jobs) if job.key == key and job.changes), None)
        if not asked or latest is None or latest.asked != asked or latest.fault:
            return None
        return latest if not latest.is_over or latest.left_as == stamp(latest) else None

    def told(self, key: str) -> tuple[LongWork, ...]:
        """What somebody may have left, on that workbook ("" for all): going on, or over and not looked at."""
        with self._lock:
            self._forget()
            return tuple(job for job in self._jobs if job.left and key in ("", job.key))

    def seconds(self, job: LongWork) -> int:
        """How long it has been going on."""
        return int((self.now() if job.ended is None else job.ended) - job.began)

    def _run(self, job: LongWork, work: Callable[[Progress], Any], staying: contextlib.ExitStack) -> None:
        with staying:
            with self._turn(job) if job.in_turn else contextlib.nullcontext():
                job.do(work)
            if not job.address:
                self.outdate(job.key)
            job.end(self.now())

    @contextlib.contextmanager
    def _turn(self, job: LongWork) -> Iterator[None]:
        """Wait until nothing else is going on with the workbook, and say so."""
        with self._lock:
            turn = self._turns.setdefault(job.key, Lock())
            ours = [other for other in self._jobs if other.key == job.key and other.in_turn]
            first = next((other for other in ours if not other.is_over), job)
        begins = job.progress.said
        if first is not job:
            job.progress.says(f"Väntar på {first.name}, som redan pågår")
        with turn:
            job.progress.says(begins)
            yield

    def _outdate(self, looks: list[LongWork]) -> None:
        for job in looks:
            job.left, job.address = False, ""
        self._jobs = [job for job in self._jobs if job not in looks or not job.is_over]

    def _forget(self) -> None:
        """Those that were only looked at long ago, and the oldest of too many."""
        over = [job for job in self._jobs if job.ended is not None]
        old = {job for job in over if job.address and self.now() - (job.ended or 0) > FRESH}
        old.update([job for job in over if job not in old][:-_KEPT])
        self._jobs = [job for job in self._jobs if job not in old]
