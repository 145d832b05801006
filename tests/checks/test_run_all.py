"""The run as a whole: silencing, order, another declaration, time in proportion."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import pytest
from msgspec.structs import fields

from rus_sheets.checks.run_all import all_checks, explain, run_checks
from rus_sheets.errors import UsageError
from rus_sheets.findings import Finding, Severity
from rus_sheets.resources import folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import Declaration
from tests.checks.workbooks import book, lettered

NEGATIVE = """
Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar
A01           | G1       | Möten     | -12
"""


def _codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    "row",
    [
        "RS105 | Plan | A01 | Dagar | Lånade dagar.",
        "rs105 | plan | A01 |       | Lånade dagar.",
        "RS105 | Plan |     |       | Lånade dagar.",
        "RS105 | Plan | {Plan[Dagar]}2  |       | Lånade dagar.",
    ],
)
def test_a_person_silences_with_a_reason(row: str) -> None:
    report = run_checks(book(f"{NEGATIVE}\nUndantag:\nKod | Blad | Rad-ID | Fält | Skäl\n{row}"))
    assert report.findings == ()
    assert [(each.finding.code, each.reason) for each in report.silenced] == [("RS105", "Lånade dagar.")]


@pytest.mark.parametrize(
    ("row", "also"),
    [
        ("RS105 | Plan | A02 | Dagar  | Lånade dagar.", "RS017"),
        ("RS105 | Plan | A01 | Belopp | Lånade dagar.", "RS017"),
        ("RS106 | Plan | A01 | Dagar  | Lånade dagar.", "RS017"),
        ("RS105 | Mål  | A01 | Dagar  | Lånade dagar.", "RS017"),
        ("RS105 | Plan | A01 | Dagar  |              ", "RS016"),
    ],
)
def test_what_is_not_meant_is_not_silenced(row: str, also: str) -> None:
    report = run_checks(book(f"{NEGATIVE}\nUndantag:\nKod | Blad | Rad-ID | Fält | Skäl\n{row}"))
    assert sorted(_codes(report.findings)) == sorted(["RS105", also])
    assert report.silenced == ()


def test_the_file_as_a_whole_is_a_dash_and_blockers_stay() -> None:
    rows = "RS007 | -      |  |  | Stor arbetsbok.\nRS001 | Budget |  |  | Vi har ingen."
    options = {"calc_mode": "manual", "without_sheets": ["Budget"]}
    report = run_checks(book(f"Undantag:\nKod | Blad | Rad-ID | Fält | Skäl\n{rows}", options))
    assert [each.finding.code for each in report.silenced] == ["RS007"]
    assert report.stops
    assert "RS001" in _codes(report.findings)


def test_the_worst_comes_first_then_causes_and_then_the_order_of_the_workbook() -> None:
    text = """
Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar | E-post
A01           | G1       | Möten     | -12   | fel
A02           | G1       |           | -1    | fel

Utgifter:
Utgifts-ID | Post-ID | Text | Belopp
U01        | P9      | Resa | 5

Undantag:
Kod   | Blad     | Rad-ID | Fält | Skäl
RS110 | Utgifter | U01    |      | Posten läggs till i höst.
"""
    findings = run_checks(book(text, {"without_sheets": ["Organisation"]})).findings
    ranks = [finding.severity.rank for finding in findings]
    assert ranks == sorted(ranks)
    assert findings[0].severity is Severity.BLOCKER
    errors = [f"{each.sheet}!{each.cell}" for each in findings if each.severity is Severity.ERROR]
    assert errors == lettered(
        ["Plan!{Plan[Dagar]}2", "Plan!{Plan[Aktivitet]}3", "Plan!{Plan[Dagar]}3", "Summering!B12"]
    )


def test_findings_name_the_row() -> None:
    finding = run_checks(book(NEGATIVE)).findings[0].as_json()
    assert (finding["row"], finding["title"], finding["cell"]) == ("A01", "Möten", lettered("{Plan[Dagar]}2"))


def test_only_some_codes() -> None:
    assert set(_codes(run_checks(book(NEGATIVE), only=["RS106"]).findings)) == set()


def test_explain_guesses_what_was_meant() -> None:
    assert explain("rs101").startswith("RS101 Tal skrivet som text (Värden)")
    with pytest.raises(UsageError, match=r"Menade du RS101"):
        explain("RS 101")


def test_codes_are_in_their_families_and_unique() -> None:
    codes = [check.code for check in all_checks()]
    assert len(set(codes)) == len(codes)
    for check in all_checks():
        assert f".{check.family.lower()}_" in check.find.__module__


GRANT = """
Uppgifter:
Uppgift   | Svar
Bidragsår | 2026

Län:
Länskod | Län    | Ändamål     | Bidrag
W       | Dalarna| Uppföljning | {grant}
Z       | Jämtland | Åtgärder  | 200000

Poster:
Nr | Länskod  | Vad    | Kronor
1  | {county} | Konsult| 5000
"""


def _grant_declaration(folder_of_test: Path) -> Declaration:
    """The other declaration; the plain words of forms and merges, which checks don't read, are lent by ours."""
    own = (Path(__file__).parent / "bidrag.toml").read_text(encoding="utf-8")
    ours = (folder("workbook_templates") / "verksamhet.toml").read_text(encoding="utf-8")
    data, lent = tomllib.loads(own), tomllib.loads(ours)
    named = {"answered_by", "answered_on", "last_day", "contact"}  # names of what the other declaration hasn't
    words = {key: text for key, text in lent["followup"].items() if isinstance(text, str) and key not in named}
    more = "".join(f'{key} = "{text}"\n' for key, text in words.items() if key not in data["followup"])
    required = {each.name for each in fields(Declaration) if each.required} - data.keys()
    sections = re.finditer(r"^\[(\w+)\]\n.*?(?=^\[|\Z)", ours, flags=re.MULTILINE | re.DOTALL)
    missing = [match[0] for match in sections if match[1] in required]
    path = folder_of_test / "bidrag.toml"
    path.write_text("\n".join([own.replace("[followup]\n", f"[followup]\n{more}"), *missing]), encoding="utf-8")
    return load_declaration(path)


def test_another_declaration_needs_no_code(tmp_path: Path) -> None:
    declaration = _grant_declaration(tmp_path)
    clean = GRANT.format(grant="100000", county="W")
    assert run_checks(book(clean, declaration=declaration)).findings == ()
    faulty = GRANT.format(grant="'100 000 kr", county="V")
    cells = {"Samlat!B7": "5000", "Län!E2": '=SUMIFS(Poster[Kronor],Poster[Länskod],"Z") -> 0'}
    found = run_checks(book(faulty, {"cells": cells}, declaration)).findings
    places = sorted(f"{each.code} {each.sheet}!{each.cell}" for each in found)
    assert places == ["RS101 Län!D2", "RS110 Poster!B2", "RS201 Samlat!B7", "RS203 Län!E2"]


def _many(count: int) -> str:
    plan = "\n".join(f"A{n:03} | G1 | Aktivitet {n} | 1" for n in range(1, count + 1))
    return f"Plan:\nAktivitets-ID | Grupp-ID | Aktivitet | Dagar\n{plan}\n"


def test_time_grows_with_the_workbook_and_no_more() -> None:
    """Ten times the rows take some ten times the time; a check that compares all with all takes a hundred."""

    def seconds(count: int) -> float:
        many = book(_many(count))
        started = time.perf_counter()
        run_checks(many)
        return time.perf_counter() - started

    seconds(50)
    assert seconds(2000) < 40 * max(seconds(200), 0.02)
