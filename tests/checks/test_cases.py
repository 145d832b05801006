"""Every check beside its cases: what it finds, at which cell, and what it leaves alone."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from rus_sheets.checks.run_all import all_checks, explain, run_checks
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from tests.checks.workbooks import book, place_of, scalar

CASES = Path(__file__).parent / "cases"
SECTIONS = ("Vad kontrollen letar efter", "Varför", "Så rättar du", "Exempel")


def _cases() -> list[Any]:
    return [
        pytest.param(path.stem[:5].upper(), case, id=f"{path.stem[:5]}-{case['name'].replace(' ', '-')}")
        for path in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


def _last_word(text: str) -> tuple[str, str, str]:
    return text.rpartition(" ")


@pytest.mark.parametrize(("code", "case"), _cases())
def test_case(code: str, case: dict[str, Any]) -> None:
    declared = load_declaration(declaration_path(case.get("declaration", "verksamhet")))
    as_given = book(case.get("book", ""), {"own_sheets": case.get("own_sheets", ())}, declared).raw
    computed: dict[str, dict[str, Any]] = {}
    for place, text in case.get("computed", {}).items():
        sheet, ref = place_of(as_given, place).split("!")
        computed.setdefault(sheet, {})[ref] = scalar(text)
    report = run_checks(book(case.get("book", ""), case, declared), computed=computed)
    found = [finding for finding in report.findings if finding.code == code]
    shown = [f"{each.sheet}!{each.cell} {each.severity.value}" for each in found]
    wanted = [f"{place_of(as_given, place)} {severity}" for place, _, severity in map(_last_word, case["finds"])]
    assert sorted(shown) == sorted(wanted), [each.message for each in found]
    if "says" in case:
        assert case["says"] in " ".join(f"{each.message} {each.remedy}" for each in found)


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)
def test_check_has_manual_and_cases(check: Any) -> None:
    manual = explain(check.code)
    assert [line for line in manual.splitlines() if line in SECTIONS] == list(SECTIONS)
    files = list(CASES.glob(f"{check.code.lower()}_*.toml"))
    assert len(files) == 1, "one case file a check"
    cases = tomllib.loads(files[0].read_text(encoding="utf-8"))["case"]
    assert any(case["finds"] for case in cases), "a case that finds"
    assert any(not case["finds"] for case in cases), "a case that leaves alone"
    assert check.find.__module__.rpartition(".")[2] == files[0].stem


def test_the_default_workbook_is_clean() -> None:
    assert run_checks(book()).findings == ()
