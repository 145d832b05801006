"""Simulated years with the real programs: LibreOffice opens and saves answers, and formulas are calculated.

Years go on side by side, so that LibreOffice starts once a round for many of them. RUS_SHEETS_YEARS=3000 runs a
twentieth as many with LibreOffice and a hundredth with the calculation; RUS_SHEETS_FIRST_YEAR is the first seed.
"""

from __future__ import annotations

import math
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from rus_sheets.excel.edit.patch import Cached, Patch
from rus_sheets.excel.read.package import Package
from rus_sheets.libreoffice import convert
from rus_sheets.usecases import merging
from tests.libreoffice import convert as calculated
from tests.robust.conftest import Tell
from tests.robust.uncalculated import Uncalculated
from tests.robust.year import FIRST, YEARS, Year

SAVED = max(1, YEARS // 20)
CALCULATED = max(1, YEARS // 100)
SIDE_BY_SIDE = 20
_XLSX = "xlsx:Calc MS Excel 2007 XML"
pytestmark = pytest.mark.libreoffice


@contextmanager
def side_by_side(first: int, last: int, workbook: Path, **how: bool) -> Iterator[list[Year]]:
    with tempfile.TemporaryDirectory(prefix="rus-sheets-years-") as place:
        years = []
        for seed in range(first, last):
            folder = Path(place) / str(seed)
            folder.mkdir()
            years.append(Year(seed, workbook, folder, **how))
        yield years


def batches(number: int) -> Iterator[tuple[int, int]]:
    for first in range(FIRST, FIRST + number, SIDE_BY_SIDE):
        yield first, min(first + SIDE_BY_SIDE, FIRST + number)


def shown(year: Year) -> str:
    return f"seed {year.seed}: {year.faults}\n" + "\n".join(year.steps)


def test_answers_saved_by_libreoffice(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tell: Tell) -> None:
    monkeypatch.setattr(merging, "Calculation", Uncalculated)
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    began, saved = time.monotonic(), 0
    for first, last in batches(SAVED):
        with side_by_side(first, last, small, really=True) as years:
            going = {year.seed: year.rounds() for year in years}
            while going:
                going = {seed: rounds for seed, rounds in going.items() if next(rounds, "over") != "over"}
                saved += save(years, tmp_path)
            for year in years:
                assert not year.faults, shown(year)
        seconds = time.monotonic() - began
        text = f"{last - FIRST} years, {saved} answers saved by LibreOffice, {seconds:.0f} s"
        tell(text, done=last == FIRST + SAVED)
    assert saved


def save(years: list[Year], folder: Path) -> int:
    """Let LibreOffice open and save what waits in all the years."""
    waiting = [each for year in years for each in year.unsaved]
    if waiting:
        made = convert([each.draft for each in waiting], _XLSX, folder)
        for each, path in zip(waiting, made, strict=True):
            each.saved(path)
    for year in years:
        year.unsaved.clear()
    return len(waiting)


@pytest.fixture
def stored(small: Path, tmp_path: Path) -> Path:
    """The first workbook as Excel would have saved it: with every formula's value."""
    fresh = openpyxl.load_workbook(calculated(small, "xlsx", tmp_path / "från början"), data_only=True)
    patch = Patch(Package(small))
    for sheet in openpyxl.load_workbook(small):
        formulas = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        patch.set_cells(sheet.title, {ref: Cached(value_of(fresh, sheet.title, ref)) for ref in formulas})
    (tmp_path / small.name).write_bytes(patch.to_bytes())
    return tmp_path / small.name


def test_stored_values_are_right_after_a_year(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tell: Tell
) -> None:
    """What stands in the formula cells is what LibreOffice makes of them, or nothing, and then Excel is asked."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    began, counted = time.monotonic(), Counter[str]()
    for first, last in batches(CALCULATED):
        with side_by_side(first, last, stored, calculating=True) as years:
            for year in years:
                assert not year.run(), shown(year)
                faults, found = formulas(year, tmp_path)
                assert not faults, f"{faults}\n{shown(year)}"
                counted += found
        seconds = time.monotonic() - began
        tell(f"{last - FIRST} years, {dict(counted)}, {seconds:.0f} s", done=last == FIRST + CALCULATED)
    assert counted["right"] > 100


def test_stale_values_spoil_no_others(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tell: Tell
) -> None:
    """Values that some program left wrong before the year: what comes of them is left to Excel, never written."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    counted = Counter[str]()
    for seed in range(FIRST, FIRST + CALCULATED):
        folder = tmp_path / str(seed)
        folder.mkdir()
        stale = spoiled(stored, folder / "från början.xlsx", seed)
        year = Year(seed, folder / "från början.xlsx", folder, calculating=True)
        assert not year.run(), shown(year)
        faults, found = formulas(year, folder, stale)
        assert not faults, f"{stale}: {faults}\n{shown(year)}"
        counted += found
    tell(f"{CALCULATED} years that began with stale values, {dict(counted)}")
    assert counted["stale"]


def spoiled(workbook: Path, target: Path, seed: int) -> dict[str, Any]:
    """The workbook with some formulas' stored values wrong: which, and what they are, by place."""
    chance = random.Random(seed)  # noqa: S311
    cells = [
        (sheet.title, cell.coordinate)
        for sheet in openpyxl.load_workbook(workbook)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    chosen = {place: chance.choice((0, 17, 0.5, "O9", "OK", "FEL", True)) for place in chance.sample(cells, 3)}
    patch = Patch(Package(workbook))
    for (sheet, ref), value in chosen.items():
        patch.set_cells(sheet, {ref: Cached(value)})
    target.write_bytes(patch.to_bytes())
    return {f"{sheet}!{ref}": value for (sheet, ref), value in chosen.items()}


def formulas(
    year: Year, folder: Path, stale: Mapping[str, Any] = MappingProxyType({})
) -> tuple[list[str], Counter[str]]:
    """Faults, and how many formula cells have the right value, none, or one that was ``stale`` from the start."""
    fresh = openpyxl.load_workbook(calculated(year.workbook, "xlsx", folder / str(year.seed)), data_only=True)
    stored = openpyxl.load_workbook(year.workbook, data_only=True)
    written = openpyxl.load_workbook(year.workbook)
    faults, found = [], Counter[str]()
    for sheet in written:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            ours, theirs = (value_of(book, sheet.title, cell.coordinate) for book in (stored, fresh))
            place = f"{sheet.title}!{cell.coordinate}"
            if same(ours, theirs):
                found["right"] += 1
            elif ours == "" and place in year.untrusted and written.calculation.fullCalcOnLoad:
                found["left to Excel"] += 1
            elif place in stale and ours == stale[place]:
                found["stale"] += 1
            else:
                faults.append(f"{place} {cell.value}: {ours!r}, LibreOffice: {theirs!r}")
    return faults, found


def value_of(book: Workbook, sheet: str, ref: str) -> Any:
    """A formula's value; openpyxl reads an empty text as nothing."""
    value = book[sheet][ref].value
    return "" if value is None else value


def same(ours: object, theirs: object) -> bool:
    """The last digits of a number are each program's own."""
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=1e-12)
    return ours == theirs
