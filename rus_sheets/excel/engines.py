"""Asking the calculation engines, each in a process of its own that is bounded in time and memory."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rus_sheets.book.raw import CellError, Position, Scalar, position_of

IRONCALC, CELLRUNE = "ironcalc", "cellrune"
ENGINES = (IRONCALC, CELLRUNE)

_TOLERANCE = 1e-9
_NEAR_ZERO = 1e-12
_EXACT_INTEGER = 2**53


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one engine says of one workbook: values of formula cells by sheet, or why there are none."""

    values: Mapping[str, Mapping[Position, Scalar]] = field(default_factory=dict)
    fault: str = ""


def ask(paths: Sequence[Path], *, timeout: float, engines: Sequence[str] = ENGINES) -> dict[str, list[Opinion]]:
    """Each engine's opinion of each file, all engines at the same time.

    ``timeout`` is in seconds, for an engine's whole work. An engine that crashes, hangs or can't read a file has an
    Opinion with ``fault``; nothing is raised.
    """
    found: dict[str, list[Opinion]] = {}
    threads = [
        threading.Thread(target=lambda name=name: found.update({name: _run(name, paths, timeout)})) for name in engines
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def same(one: Scalar, other: Scalar) -> bool:
    """Are two values the same to a reader: numbers within a relative 1e-9, a blank and an empty text alike?"""
    if one in ("", None) and other in ("", None):
        return True
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=_TOLERANCE, abs_tol=_NEAR_ZERO)
    return type(one) is type(other) and one == other


def _run(engine: str, paths: Sequence[Path], timeout: float) -> list[Opinion]:
    # -P: the folder one stands in must not lend the worker its modules.
    command = [sys.executable, "-P", "-m", "rus_sheets.excel.calc_worker", engine, *map(str, paths)]
    try:
        done = subprocess.run(  # noqa: S603 (our own module; the paths are no options)
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, check=False
        )
        output, fault = done.stdout, f"{engine} ended with {done.returncode}"
    except subprocess.TimeoutExpired as expired:
        output, fault = expired.stdout or b"", f"{engine} wasn't done within {timeout:g} s"
    except OSError as error:
        output, fault = b"", f"{engine} could not be started: {error}"
    opinions = [_opinion(line) for line in output.split(b"\n")[: len(paths)] if line]
    return opinions + [Opinion(fault=fault)] * (len(paths) - len(opinions))


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
