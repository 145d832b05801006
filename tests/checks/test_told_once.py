"""One fact is told once: what two checks see, what follows of another finding, and what is silenced."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence, Set
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.checks.registry import CHECKS
from rus_sheets.checks.repair import repairs
from rus_sheets.checks.run_all import all_checks, run_checks
from rus_sheets.checks.silence import Exemption, exemptions, sort_out, unused
from rus_sheets.findings import Finding, Severity
from rus_sheets.resources import folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import BlockKind
from tests.checks.examples import calculated, example
from tests.checks.workbooks import book, changed, declared, lettered, place_of

pytestmark = pytest.mark.slow

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
        ("G9", ["RS110"]),
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
    assert [f"{each.code} {each.sheet}!{each.cell}" for each in findings] == lettered(
        ["RS005 Plan!A4:{Plan[Dagar]}63", "RS005 Utfall!A4:{Utfall[Status]}63"]
    )


PLANTED = lettered(tomllib.loads((Path(__file__).parent / "planted.toml").read_text(encoding="utf-8")))
BY_CODE = {check.code: check for check in CHECKS}
FAULTS = [pytest.param(year, PLANTED[year][name], id=f"{year}-{name}") for year in PLANTED for name in PLANTED[year]]


def _planted(year: str, fault: dict[str, Any]) -> Book:
    raw = changed(example(year), fault)
    return build_book(declared(), raw if fault.get("old") else calculated(raw))


@pytest.mark.parametrize(("year", "fault"), FAULTS)
def test_a_planted_fault_is_told_and_what_follows_of_it_only_once_that_is_silenced(
    year: str, fault: dict[str, Any]
) -> None:
    book_ = _planted(year, fault)
    context = Context(book_, {})
    hits = [(check, hit) for check in CHECKS for hit in check.find(context)]
    given = exemptions(book_)
    found = sort_out(hits, given)
    assert list(unused(given, found.used)) == []
    _is_told(year, fault, {*found.standing})
    _is_followed(book_, hits)


def _is_told(year: str, fault: dict[str, Any], findings: Set[Finding]) -> None:
    wanted = [
        f"{code} {place_of(example(year), place)}"
        for code, _, place in (each.partition(" ") for each in fault["expects"])
    ]
    assert sorted(f"{each.code} {each.sheet}!{each.cell}" for each in findings) == sorted(wanted), findings


class _Decided(Exemption):
    """An exemption of exactly one finding."""

    def covers(self, check: Check, hit: Hit) -> bool:
        return (check.code, hit.place.sheet, hit.place.ref) == (self.code, self.sheet, self.row_id)


def _is_followed(book_: Book, hits: Sequence[tuple[Check, Hit]]) -> None:
    """Silencing what is told tells what follows of it."""
    row = next(iter(book_["plan"]))
    told = sort_out(hits, ()).standing
    followers = {check.finding(hit) for check, hit in hits if hit.caused_by} - set(told)
    silenced = [_Decided(row, each.code, each.sheet, each.cell, "", "Vi vet.") for each in told]
    for _ in range(len(CHECKS)):  # what follows of what follows comes after it
        left = sort_out(hits, tuple(silenced)).standing
        assert bool(left) >= bool(followers), followers
        followers -= set(left)
        silenced += [_Decided(row, each.code, each.sheet, each.cell, "", "Vi vet.") for each in left]
        if not left:
            break
    assert not followers


def test_a_milder_finding_never_hides_a_severe_one() -> None:
    place = Place("Plan", "A2")
    mild = replace(BY_CODE["RS203"], severity=Severity.INFO), Hit(place, "Äldre.", "Byt.")
    severe = BY_CODE["RS205"], Hit(place, "Fel.", "Rätta.", caused_by=frozenset({("RS203", "Plan", "A2")}))
    assert [each.code for each in sort_out([mild, severe], ()).standing] == ["RS203", "RS205"]


ROWS = {
    "RS015": "Grupper:\nGrupp-ID | Område-ID | Grupp\n" + "\n".join(f"G{n} | O1 | Grupp {n}" for n in range(1, 18))
    + "\n\nPlan:\nAktivitets-ID | Grupp-ID | Aktivitet | Dagar\nA01 | G1 | a | 1\nA02 | G17 | b | 2",
    "RS106": "Utgifter:\nUtgifts-ID | Post-ID | Text | Belopp\nU01 | | Resa | 100",
    "RS107": "Plan:\nAktivitets-ID | Grupp-ID | Aktivitet | Prioritet | Dagar\nA01 | G1 | a | Hög | 1",
    "RS108": "Plan:\nAktivitets-ID | Grupp-ID | Aktivitet | Dagar\nA01 | G1 | a | 1\n\n"
    "Grupper:\nGrupp-ID | Område-ID | Grupp\nG1 | O1 | a\nG1 | O1 | b",
    "RS109": "Grupper:\nGrupp-ID | Område-ID | Grupp\nG01x | O1 | a\n\n"
    "Plan:\nAktivitets-ID | Grupp-ID | Aktivitet | Dagar\nA01 | G1 | a | 1",
    "RS110": "Plan:\nAktivitets-ID | Grupp-ID | Aktivitet | Dagar\nA01 | G9 | a | 1\nA02 | G1 | b | 1",
}  # fmt: skip
"""Faults by which the parts aren't the whole, each with the finding that tells it."""


@pytest.mark.parametrize("code", ROWS)
def test_parts_and_whole_are_told_only_where_nothing_tells_why(code: str) -> None:
    assert {each.code for each in run_checks(book(ROWS[code])).findings} == {code}
    sheets = {each.sheet for each in run_checks(book(ROWS[code])).findings}
    decided = "\n".join(f"{code} | {sheet} | | | Vi vet." for sheet in sheets)
    report = run_checks(book(f"{ROWS[code]}\n\nUndantag:\nKod | Blad | Rad-ID | Fält | Skäl\n{decided}"))
    assert "RS302" in {each.code for each in report.findings}
    assert {each.finding.code for each in report.silenced} == {code}


def test_one_cause_told_leaves_another_that_is_silenced() -> None:
    """A group too many for the summary is told; an activity without a group is somebody's decision, and falls out."""
    text = ROWS["RS015"].replace("A01 | G1 |", "A01 | G99 |")
    report = run_checks(book(f"{text}\n\nUndantag:\nKod | Blad | Rad-ID | Fält | Skäl\nRS110 | Plan | A01 | | Vi vet."))
    assert {each.code for each in report.findings} == {"RS015", "RS302"}


def test_what_is_silenced_of_an_older_template_is_not_put_back() -> None:
    older = {
        "Budget!E2": "=SUMIFS(Utgifter[Belopp],Utgifter[Post-ID],[@[Post-ID]]) -> 0",
        "Budget!F2": "=Budget[@Utfall] - Budget[@Budget] -> -100000",
        "Summering!Ej_forbrukat_totalt": "=Finansiering_totalt-Utfall_totalt -> 100000",
    }
    decided = "Undantag:\nKod | Blad | Rad-ID | Fält | Skäl\nRS203 | Budget | | Utfall | Vi räknar så."
    told = book(decided, {"cells": older})
    assert [each.code for each in run_checks(told).findings] == ["RS203"]
    assert {(each.sheet, each.label) for each in repairs(told)} == {
        ("Budget", "Avvikelse"),
        ("Summering", "Ej förbrukat av alla beslutade medel (alla års och betalares), kr"),
    }


@pytest.mark.parametrize("keys", [("om-planen", "Om-Planen"), ("OM-PLANEN", "om-planen")])
def test_a_key_in_other_letters_beside_the_right_one_is_one_finding(keys: tuple[str, str]) -> None:
    rows = "\n".join(f"{key} | Plan | Om planen | Text" for key in keys)
    found = run_checks(book(f"Texter:\nNyckel | Dokument | Rubrik | Text\n{rows}")).findings
    wrong = 2 + keys.index(next(key for key in keys if key != "om-planen"))
    assert [(each.code, each.sheet, each.cell) for each in found] == [("RS108", "Texter", f"A{wrong}")]
    assert f"är samma som om-planen på rad {2 if wrong == 3 else 3}" in found[0].message


def test_a_misspelt_id_that_another_row_has_is_no_finding_by_itself() -> None:
    text = "Plan:\nAktivitets-ID | Grupp-ID | Aktivitet | Dagar\nA01 | G1 | a | 1\na01 | G1 | b | 1"
    found = run_checks(book(text)).findings
    assert [each.code for each in found if each.sheet == "Plan"] == ["RS108", "RS108"]


@pytest.mark.parametrize("place", ["Händelser!F2", "Händelser!F3"])
def test_a_number_that_excel_made_of_a_time_is_one_finding(place: str) -> None:
    text = """
Händelser:
Händelse-ID | Aktivitets-ID | Rubrik | Deltagare
A01-H01     | A01           | Vår    | 0.5
A01-H02     | A01           | Höst   | 0.5
"""
    found = [each for each in run_checks(book(text, {"as_times": [place]})).findings if each.sheet == "Händelser"]
    assert [(each.code, each.cell) for each in found] == [
        ("RS104" if place.endswith(cell) else "RS102", cell) for cell in ("F2", "F3")
    ]
