"""Asking the calculation engines, each in a process of its own that is bounded in time and memory."""

from __future__ import annotations

import contextlib
import json
import math
import sys
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct, field

from rus_sheets.book.raw import CellError, Position, Scalar, position_of

if TYPE_CHECKING:
    import subprocess
    from concurrent.futures import Future

IRONCALC, CELLRUNE = "ironcalc", "cellrune"
ENGINES = (IRONCALC, CELLRUNE)


def installed() -> list[str]:
    """The engines that this installation has. It may have none: they are for formulas that people add themselves."""
    return [name for name in ENGINES if find_spec(name) is not None]


_TOLERANCE = 1e-9
_NEAR_ZERO = 1e-12
_EXACT_INTEGER = 2**53


class Opinion(Struct, frozen=True):
    """What one engine says of one workbook: values of formula cells by sheet, or why there are none."""

    values: Mapping[str, Mapping[Position, Scalar]] = field(default_factory=dict)
    fault: str = ""


class Begun(Struct, frozen=True):
    """A file that the engines are at work on, and when they must be done (by ``time.monotonic``)."""

    answers: Mapping[str, Future[Opinion]]
    deadline: float


class Engines:
    """The engines, each in a process that takes one file after another; the ``with`` ends them.

    An engine that crashes, hangs or can't read a file has an Opinion with ``fault``, of that file or of all that
    follow; nothing is raised.
    """

    def __init__(self, names: Sequence[str] = ENGINES, *, timeout: float) -> None:
        """``timeout`` is in seconds, for an engine's work on a file, from when it is handed over."""
        self._timeout = timeout
        import tempfile  # noqa: PLC0415 - seldom needed: what is declared is calculated here

        self._folder = tempfile.TemporaryDirectory(prefix="rus-sheets-", ignore_cleanup_errors=True)
        self._files = 0
        self._workers = {name: _Worker(name) for name in names}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End their processes and take away the files that they were handed."""
        for worker in self._workers.values():
            worker.end()
        self._folder.cleanup()

    def begin(self, data: bytes | Path) -> Begun:
        """Hand over a workbook. They work on it while the caller does something else."""
        if isinstance(data, bytes):
            self._files += 1
            path = Path(self._folder.name) / f"{self._files}.xlsx"
            path.write_bytes(data)
        else:
            path = data.absolute()
        answers = {name: worker.ask(path) for name, worker in self._workers.items()}
        return Begun(answers, time.monotonic() + self._timeout)

    def opinions(self, begun: Begun) -> dict[str, Opinion]:
        """Each engine's opinion; waits until it is there or the time is up."""
        found = {}
        for name, answer in begun.answers.items():
            try:
                found[name] = answer.result(max(0.0, begun.deadline - time.monotonic()))
            except TimeoutError:
                self._workers[name].kill()
                found[name] = Opinion(fault=f"{name} wasn't done within {self._timeout:g} s")
        return found


class _Worker:
    """An engine's process. Its answers are waited for in a thread, one at a time."""

    def __init__(self, engine: str) -> None:
        import subprocess  # noqa: PLC0415 - as for Engines
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

        self._engine = engine
        self._process: subprocess.Popen[bytes] | None = None
        self._waiting = ThreadPoolExecutor(1)
        self._fault = ""
        # -P: the folder one stands in must not lend the worker its modules.
        command = [sys.executable, "-P", "-m", "rus_sheets.excel.calc.worker", engine]
        try:
            self._process = subprocess.Popen(  # noqa: S603 (our own module)
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            self._fault = f"{engine} could not be started: {error}"

    def ask(self, path: Path) -> Future[Opinion]:
        return self._waiting.submit(self._answer, path)

    def kill(self) -> None:
        """From now on each answer is that there is none."""
        if self._process is not None:
            self._process.kill()

    def end(self) -> None:
        self.kill()
        self._waiting.shutdown()  # whatever answer is waited for ends with the process
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]  # they were asked for
            self._process.wait()

    def _answer(self, path: Path) -> Opinion:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return Opinion(fault=self._fault)
        try:
            process.stdin.write(json.dumps(str(path)).encode("ascii") + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except (OSError, ValueError):
            line = b""
        if line:
            return _opinion(line)
        import subprocess  # noqa: PLC0415 - as for Engines

        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(1)
        return Opinion(fault=f"{self._engine} ended with {process.returncode}")


def ask(files: Sequence[bytes | Path], *, timeout: float, engines: Sequence[str] = ENGINES) -> dict[str, list[Opinion]]:
    """Each engine's opinion of each file, all engines at the same time. See ``Engines``."""
    with Engines(engines, timeout=timeout) as asked:
        begun = [asked.begin(file) for file in files]
        found = [asked.opinions(file) for file in begun]
    return {name: [opinions[name] for opinions in found] for name in engines}


def same(one: Scalar, other: Scalar) -> bool:
    """Are two values the same to a reader: numbers within a relative 1e-9, a blank and an empty text alike?"""
    if one in ("", None) and other in ("", None):
        return True
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=_TOLERANCE, abs_tol=_NEAR_ZERO)
    return type(one) is type(other) and one == other


def _opinion(line: bytes) -> Opinion:
    try:
        answer: dict[str, Any] = json.loads(line)
    except ValueError:  # cut off when the time was up
        return Opinion(fault="the answer was cut off")
    if "fault" in answer:
        return Opinion(fault=str(answer["fault"]))
    return Opinion(
        {
            sheet: {position_of(ref): _scalar(value) for ref, value in cells.items()}
            for sheet, cells in answer["values"].items()
        }
    )


def _scalar(value: Any) -> Scalar:
    if isinstance(value, dict):
        return CellError(str(value["error"]))
    if isinstance(value, float) and value.is_integer() and abs(value) <= _EXACT_INTEGER:
        return int(value)
    if isinstance(value, float) and not math.isfinite(value):
        return CellError("#NUM!")
    return value if isinstance(value, bool | int | float | str) else None
