"""One fact is told once: what two checks see, what follows of another finding, and what is silenced."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from rus_sheets.book.build import build_book
from rus_sheets.checks.run import all_checks, run_checks
from rus_sheets.resources import folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import BlockKind
from tests.checks.examples import calculated, example
from tests.checks.workbooks import book, changed, declared

FUNDED = "Summering!B[Budgeten ryms i finansieringen och egna medel]"
TOO_DEAR = """
Budget:
Post-ID | Post  | Budget
P1      | Löner | 100001

Undantag:
Kod | Blad | Rad-ID | Fält | Skäl
"""


def _codes(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    report = run_checks(book(text, {"cells": {FUNDED: "~FEL"}}))
    return [each.code for each in report.findings], [(each.finding.code, each.reason) for each in report.silenced]


def test_a_check_of_the_summary_and_one_of_validate_tell_one_fact_once() -> None:
    assert _codes(TOO_DEAR) == (["RS305"], [])


def test_silencing_the_fact_silences_it_for_both_and_says_so() -> None:
    findings, silenced = _codes(f"{TOO_DEAR}RS305 | Summering | | | Lån är beviljat.")
    assert findings == []
    assert silenced == [("RS305", "Lån är beviljat."), ("RS311", "Lån är beviljat. (RS305)")]


def test_an_exemption_of_the_summary_s_check_silences_no_other() -> None:
    findings, silenced = _codes(f"{TOO_DEAR}RS311 | Summering | | | Lån är beviljat.")
    assert findings == ["RS305"]
    assert silenced == [("RS311", "Lån är beviljat.")]


PLACED = "Summering!B[Varje aktivitet hör till ett område]"


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("G1␣", ["RS113"]),  # Excel finds no such group
        ("G9", ["RS110", "RS302", "RS302"]),
        ("G1", ["RS311"]),
    ],
)
def test_what_follows_of_a_row_is_told_by_the_row(group: str, codes: list[str]) -> None:
    plan = f"Plan:\nAktivitets-ID | Grupp-ID | Aktivitet | Dagar\nA01 | {group} | a | 1\nA02 | G1 | b | 1"
    findings = run_checks(book(plan, {"cells": {PLACED: "~FEL"}})).findings
    assert [each.code for each in findings] == codes


def test_silencing_a_cause_leaves_what_follows_of_it() -> None:
    text = """
Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar
A01           | G1␣      | a         | 1

Undantag:
Kod   | Blad | Rad-ID | Fält | Skäl
RS113 | Plan |        |      | Så skriver vi.
"""
    report = run_checks(book(text, {"cells": {PLACED: "~FEL"}}))
    assert [each.code for each in report.findings] == ["RS311"]
    assert [each.finding.code for each in report.silenced] == ["RS113"]


@pytest.mark.parametrize("name", ["verksamhet", "bidrag"])
def test_the_checks_that_tell_a_row_of_the_summary_exist(name: str) -> None:
    declaration = load_declaration(folder("workbook_templates") / f"{name}.toml")
    rows = [row for block in declaration.summary.block if block.kind is BlockKind.CHECKS for row in block.rows]
    codes = {code.partition(":")[0] for row in rows for code in row.told_by}
    assert codes
    assert codes <= {check.code for check in all_checks()}


def test_a_typed_plan_has_no_findings_before_anything_is_reported() -> None:
    plan = "\n".join(f"A{n:02} | G1 | Aktivitet {n} | 1" for n in range(1, 53))
    text = f"Plan:\nAktivitets-ID | Grupp-ID | Aktivitet | Dagar\n{plan}\n\nUtfall:\nAktivitets-ID\n"
    assert run_checks(book(text)).findings == ()


def test_six_of_fifty_two_have_answered() -> None:
    plan = "\n".join(f"A{n:02} | G1 | Aktivitet {n} | 1" for n in range(1, 53))
    posts = "\n".join(f"P{n} | Post {n} | 10000" for n in range(1, 8))
    expenses = "\n".join(f"U{n:02} | P{n} | Resa {n} | {n * 2000}" for n in range(1, 6))
    answers = "\n".join(f"A{n:02} | Har skett som planerat | Bra | Möten | 1" for n in range(1, 7))
    text = f"""
Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar
{plan}

Budget:
Post-ID | Post | Budget
{posts}

Utgifter:
Utgifts-ID | Post-ID | Text | Belopp
{expenses}

Utfall:
Aktivitets-ID | Status | Kort utfall | Utfall | Dagar utfall
{answers}
"""
    findings = run_checks(book(text)).findings
    assert [each.code for each in findings] == ["RS111"]
    assert "40 till" in findings[0].message


def test_rows_below_two_tables_are_two_findings() -> None:
    """Activities and their outcomes typed below their tables refer to each other, which are no faults besides."""
    plan = "\n".join(f"A{n:02} | G1 | Aktivitet {n} | 1" for n in range(3, 63))
    outcomes = "\n".join(f"A{n:02} | Har ej skett" for n in range(3, 63))
    text = f"""
Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar
A01 | G1 | a | 1
A02 | G1 | b | 1
---
{plan}

Utfall:
Aktivitets-ID | Status
A01 | Har ej skett
A02 | Har ej skett
---
{outcomes}

Händelser:
Händelse-ID | Aktivitets-ID | Rubrik
A60-H01 | A60 | Möte

Utgifter:
Utgifts-ID | Post-ID | Text | Belopp
U01 | P1 | Lön | 100000
"""
    findings = run_checks(book(text)).findings
    assert [f"{each.code} {each.sheet}!{each.cell}" for each in findings] == [
        "RS005 Plan!A4:K63",
        "RS005 Utfall!A4:C63",
    ]


PLANTED = tomllib.loads((Path(__file__).parent / "planted.toml").read_text(encoding="utf-8"))
SAME_CELL = {
    # A wrong id that is there twice is two faults to mend, and a circle needs its cell told as well as its formula.
    frozenset({"RS108", "RS109"}),
    frozenset({"RS208", "RS209"}),
}


@pytest.mark.parametrize(
    ("year", "name"), [pytest.param(year, name, id=f"{year}-{name}") for year in PLANTED for name in PLANTED[year]]
)
def test_no_planted_fault_is_told_twice_at_one_cell(year: str, name: str) -> None:
    fault = PLANTED[year][name]
    raw = changed(example(year), fault)
    findings = run_checks(build_book(declared(), raw if fault.get("old") else calculated(raw))).findings
    by_cell: dict[tuple[str, str], list[str]] = {}
    for each in findings:
        if re.fullmatch(r"[A-Z]+\d+", each.cell):
            by_cell.setdefault((each.sheet, each.cell), []).append(each.code)
    twice = {place: codes for place, codes in by_cell.items() if len(codes) > 1 and frozenset(codes) not in SAME_CELL}
    assert not twice, [each.message for each in findings]
