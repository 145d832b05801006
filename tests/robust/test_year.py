"""Simulated years: at the end every value that anyone wrote is in the workbook, in an open question or in the log.

RUS_SHEETS_YEARS=5000 runs that many; RUS_SHEETS_FIRST_YEAR is the first seed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rus_sheets.usecases import merging
from tests.robust.conftest import Tell
from tests.robust.uncalculated import Uncalculated
from tests.robust.year import FIRST, YEARS, Year

PARTS = 4
FAILED_ONCE = (1240, 1273, 1802, 3193, 3698)
"""Seeds of years that once failed: something was lost, or (the last) the model was wrong."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calculating and waiting for the disk take nine tenths of the time, and aren't what is tried here."""
    monkeypatch.setattr(merging, "Calculation", Uncalculated)
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


def seeds(part: int) -> Iterator[int]:
    yield from (*FAILED_ONCE, *range(FIRST, FIRST + YEARS))[part::PARTS]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_value_is_accounted_for(part: int, small: Path, tell: Tell) -> None:
    values = answers = 0
    for number, seed in enumerate(seeds(part), 1):
        folder = Path(tempfile.mkdtemp(prefix="rus-sheets-year-"))
        try:
            year = Year(seed, small, folder)
            assert not year.run(), f"seed {seed}: {year.faults}\n" + "\n".join(year.steps)
            values, answers = values + year.values, answers + year.answers
        finally:
            shutil.rmtree(folder)
        if number % 100 == 0:
            tell(f"part {part}: {number} years", done=False)
    tell(f"part {part}: {number} years, {answers} answers, {values} values")
