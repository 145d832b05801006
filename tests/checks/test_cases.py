"""Every check beside its cases: what it finds, at which cell, and what it leaves alone."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from rus_sheets.checks.run_all import all_checks, explain, run_checks
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import CellType, Column, Table, TableKind
from tests.checks.workbooks import book, lettered, place_of, scalar

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


def _with_a_column_more(table: Table) -> Table:
    """A column that nobody must have in the middle of the table."""
    if table.kind is not TableKind.ROWS:
        return table
    middle = len(table.columns) // 2
    added = Column(key="added", header="Tillagd", type=CellType.TEXT, optional=True)
    return replace(table, columns=(*table.columns[:middle], added, *table.columns[middle:]))


@pytest.mark.parametrize(
    "grown", [pytest.param(False, id="as declared"), pytest.param(True, id="grown", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize(("code", "case"), _cases())
def test_case(code: str, case: dict[str, Any], grown: bool) -> None:
    """Also when each table has got a column in its middle: cases name headers, so that it breaks none."""
    declaration = load_declaration(declaration_path(case.get("declaration", "verksamhet")))
    if grown:
        declaration = replace(declaration, table=tuple(map(_with_a_column_more, declaration.table)))
    text = case.get("book", "")
    case = lettered(case, text, declaration)
    as_given = book(text, {"own_sheets": case.get("own_sheets", ())}, declaration).raw
    computed: dict[str, dict[str, Any]] = {}
    for place, value in case.get("computed", {}).items():
        sheet, ref = place_of(as_given, place).split("!")
        computed.setdefault(sheet, {})[ref] = scalar(value)
    report = run_checks(book(text, case, declaration), computed=computed)
    found = [finding for finding in report.findings if finding.code == code]
    shown = [f"{finding.sheet}!{finding.cell} {finding.severity.value}" for finding in found]
    wanted = [f"{place_of(as_given, place)} {severity}" for place, _, severity in map(_last_word, case["finds"])]
    assert sorted(shown) == sorted(wanted), [finding.message for finding in found]
    if "says" in case:
        assert case["says"] in " ".join(f"{finding.message} {finding.remedy}" for finding in found)


def test_each_check_that_is_written_is_listed() -> None:
    """An import is not enough: what doesn't stand among CHECKS is never asked."""
    written = {path.stem for path in Path(run_checks.__code__.co_filename).parent.glob("rs?_*/rs*.py")}
    assert {check.find.__module__.rpartition(".")[2] for check in all_checks()} == written


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
