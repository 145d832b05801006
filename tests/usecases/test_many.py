"""Work in several processes gives what one process gives, errors included."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from rus_sheets.errors import UnusableInputError
from rus_sheets.usecases.opened.parallel import WORTH_IT, Workers


def _square(job: int) -> int:
    return job * job


def _squares() -> Callable[[int], int]:
    return _square


def _own_process(_: int) -> int:
    return os.getpid()


def _own_processes() -> Callable[[int], int]:
    return _own_process


def _fault(job: int) -> int:
    if job == 150:
        raise UnusableInputError("Filen är öppen i Excel.", place="A151.xlsx", remedy="Stäng den.")
    return job


def _faults() -> Callable[[int], int]:
    return _fault


def _killed(parent: int, job: int) -> int:
    if os.getpid() != parent:
        os._exit(9)
    return job


def _killing(parent: int) -> Callable[[int], int]:
    return partial(_killed, parent)


def test_order_and_progress() -> None:
    done: list[None] = []
    jobs = range(WORTH_IT)
    with Workers(_squares, processes=2, jobs=len(jobs)) as workers:
        found = workers.for_each(jobs, _square, lambda: done.append(None))
    assert found == [job * job for job in jobs]
    assert len(done) == WORTH_IT


def _slow(job: int) -> int:
    time.sleep(0.005)
    return os.getpid()


def _slows() -> Callable[[int], int]:
    return _slow


def test_many_jobs_are_done_here_and_elsewhere() -> None:
    jobs = range(WORTH_IT)
    with Workers(_slows, processes=2, jobs=len(jobs)) as workers:
        by_process = Counter(workers.for_each(jobs, _slow))
    assert len(by_process) == 2
    assert os.getpid() in by_process
    assert by_process.total() == WORTH_IT


def test_a_small_job_stays_here() -> None:
    jobs = range(WORTH_IT - 1)
    with Workers(_own_processes, processes=2, jobs=len(jobs)) as workers:
        assert set(workers.for_each(jobs, _own_process)) == {os.getpid()}


@pytest.mark.parametrize("processes", [1, 2])
def test_a_users_mistake_is_told_as_from_one_process(processes: int) -> None:
    with (
        Workers(_faults, processes=processes, jobs=WORTH_IT) as workers,
        pytest.raises(UnusableInputError) as caught,
    ):
        workers.for_each(range(WORTH_IT), _fault)
    error = caught.value
    assert (error.place, error.message, error.remedy) == ("A151.xlsx", "Filen är öppen i Excel.", "Stäng den.")


def _unstartable() -> Callable[[int], int]:
    raise UnusableInputError("Arbetsboken ändrades under tiden.", place="bok.xlsx", remedy="Kör kommandot igen.")


def test_a_process_that_cannot_begin_says_why(capfd: pytest.CaptureFixture[str]) -> None:
    with (
        Workers(_unstartable, processes=2, jobs=WORTH_IT) as workers,
        pytest.raises(UnusableInputError, match="ändrades"),
    ):
        workers.for_each(range(WORTH_IT), _slow)
    assert "Traceback" not in capfd.readouterr().err


def test_what_a_killed_process_leaves_is_done_here() -> None:
    parent = os.getpid()
    with Workers(partial(_killing, parent), processes=2, jobs=WORTH_IT) as workers:
        assert workers.for_each(range(WORTH_IT), partial(_killed, parent)) == list(range(WORTH_IT))
