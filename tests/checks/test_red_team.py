"""Faults that others planted in the example years: each is found, at the right cell, whatever the finding's code."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from rus_sheets.book.build import build_book
from rus_sheets.checks.run_all import run_checks
from rus_sheets.findings import Severity
from tests.checks.examples import example
from tests.checks.workbooks import changed, declared, lettered, place_of

pytestmark = pytest.mark.slow

PLANTED = lettered(tomllib.loads((Path(__file__).parent / "red_team.toml").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("year", "fault"),
    [
        pytest.param(year, fault, id=f"{year}-{name}")
        for year, faults in PLANTED.items()
        for name, fault in faults.items()
    ],
)
def test_fault_is_found_at_its_cell(year: str, fault: dict[str, Any]) -> None:
    findings = run_checks(build_book(declared(), changed(example(year), fault))).findings
    places = [f"{each.sheet}!{each.cell}" for each in findings if each.severity is not Severity.INFO]
    assert set(places) & {place_of(example(year), place) for place in fault["at"]}, places
