"""Faults planted in the example years, one at a time: each is found, with its code, at its cell.

Here as the workbook is when somebody's program has not calculated it again; test_told_once has them calculated.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from rus_sheets.book.build import build_book
from rus_sheets.book.raw import RawWorkbook
from rus_sheets.checks.run_all import run_checks
from tests.checks.examples import calculated, example
from tests.checks.workbooks import changed, declared, lettered, place_of

pytestmark = pytest.mark.slow

PLANTED = lettered(tomllib.loads((Path(__file__).parent / "planted.toml").read_text(encoding="utf-8")))


def _faults() -> list[Any]:
    return [
        pytest.param(year, fault, id=f"{year}-{name.replace(' ', '-')}")
        for year, faults in PLANTED.items()
        for name, fault in faults.items()
    ]


def told(raw: RawWorkbook) -> list[str]:
    """Code and cell of each finding."""
    findings = run_checks(build_book(declared(), raw)).findings
    return [f"{each.code} {each.sheet}!{each.cell}" for each in findings]


@pytest.mark.parametrize(("year", "fault"), _faults())
def test_planted_fault_is_found(year: str, fault: dict[str, Any]) -> None:
    wanted = {f"{code} {place_of(example(year), place)}" for code, place in map(_first_word, fault["expects"])}
    found = told(changed(example(year), fault))
    assert wanted <= set(found), found


def _first_word(text: str) -> tuple[str, str]:
    code, _, place = text.partition(" ")
    return code, place


@pytest.mark.parametrize("year", ["2022", "2026"])
def test_the_clean_examples_have_no_findings(year: str) -> None:
    assert run_checks(build_book(declared(), example(year))).findings == ()
    assert run_checks(build_book(declared(), calculated(example(year)))).findings == ()
