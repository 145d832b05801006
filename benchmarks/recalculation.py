"""What it costs to set the stored values right after one edit: ``uv run python -m benchmarks.recalculation [ROWS...]``.

The workbook is the tests' model with 30, 1 000 and 10 000 activities: three formulas a row, two of them lookups.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from rus_sheets.excel.calc.engines import ENGINES, ask
from rus_sheets.excel.calc.stored import settle
from rus_sheets.excel.edit.patch import Patch
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.formulas.graph import Graph
from tests.excel.calc_model import Activity, build

T = TypeVar("T")


def measure(rows: int) -> None:
    """Print the seconds of each step."""
    source = build([Activity(f"A{n:05}", f"O{n % 3 + 1}", n % 17, spent=n % 13) for n in range(rows)])
    _, before = timed("fill in all stored values", lambda: settle(source, source)[0])
    patch = Patch(Package("modell", before))
    patch.set_cells("Plan", {"D2": 7.5})
    after = patch.to_bytes()
    _, book = timed("read", lambda: read_package(Package("modell", after)))
    timed("dependencies", lambda: Graph(book))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "modell.xlsx"
        path.write_bytes(after)
        for engine in ENGINES:
            timed(engine, partial(ask, [path], timeout=120, engines=[engine]))
    _, (_, result) = timed("settle one edit (all of the above, before and after)", lambda: settle(before, after))
    print(
        f"{'':10}new values {sum(map(len, result.values.values()))}, untrusted {len(result.untrusted)} {result.fault}"
    )


def timed(what: str, work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{seconds:8.3f}  {what}")
    return seconds, result


if __name__ == "__main__":
    for number in [int(argument) for argument in sys.argv[1:]] or [30, 1000, 10_000]:
        print(f"{number} rows")
        measure(number)
