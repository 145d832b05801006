"""``import``: what it says is what stands in the workbook, and nothing is written over."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from rus_sheets.usecases.opened.opening import open_book
from tests.cli.run import rus_sheets
from tests.intake.sources import RULES

PLAN = [
    ("RUS verksamhetsplan 2021", 0),
    ("Miljömål", 1), ("Mål 2021-2023", 2), ("Målen är kända.", 0), ("Aktiviteter 2021", 2),
    ("Summa resurssättning: RUS arbetstid 32 dagar.", 0),
    ("Uppföljning, PRIO", 3), ("Följa upp målen.", 0),
    ("Resurssättning: RUS arbetstid 20 dagar. Behov av reda pengar: 50 000 kr.", 0),
    ("Dialog", 3), ("Prata med länen.", 0), ("Arbetstid: tolv dagar", 0), ("Reda pengar: Nej", 0),
]  # fmt: skip


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return written(tmp_path / "plan.docx", PLAN)


def written(path: Path, lines: list[tuple[str, int]]) -> Path:
    document = docx.Document()
    for text, level in lines:
        if level:
            document.add_heading(text, level)
        else:
            document.add_paragraph(text)
    document.save(path)
    return path


def test_what_is_told_stands_in_the_workbook(plan: Path) -> None:
    made = plan.with_suffix(".xlsx")
    ran = rus_sheets("import", plan, made, "--year", "2021")
    assert ran.code == 0, ran.err
    said = " ".join(ran.out.split())
    assert "1 område, 2 aktiviteter, 32 dagar, 1 mål" in said
    assert "1 summa i dokumentet stämmer" in said
    book = open_book(made)
    assert book.year == 2021
    assert [(row["name"], row["days"], row["priority"], row["cash"], row["amount"]) for row in book["plan"]] == [
        ("Uppföljning", 20, "PRIO", "Ja", 50000),
        ("Dialog", 12, None, "Nej", None),
    ]
    assert rus_sheets("validate", made).code == 0


def test_a_sum_that_does_not_agree_is_told(tmp_path: Path) -> None:
    lines = [(text.replace("32", "33"), level) for text, level in PLAN]
    ran = rus_sheets("import", written(tmp_path / "a.docx", lines), tmp_path / "a.xlsx", "--year", "2021")
    assert ran.code == 1
    assert "1 summa i dokumentet stämmer inte" in ran.out
    assert "Dokumentet säger 33 dagar, det som lästes är 32" in " ".join(ran.out.split())


@pytest.mark.parametrize("said", ["10-15 dagar", "10–15 dagar", "mellan tio och femton dagar", "två veckor"])
def test_what_cannot_be_read_for_certain_is_asked_and_not_written(tmp_path: Path, said: str) -> None:
    lines = [(text.replace("tolv dagar", said), level) for text, level in PLAN if "Summa" not in text]
    ran = rus_sheets("import", written(tmp_path / "a.docx", lines), tmp_path / "a.xlsx", "--year", "2021")
    assert ran.code == 1
    assert "måste avgöras av er" in ran.out
    book = open_book(tmp_path / "a.xlsx")
    assert [row["days"] for row in book["plan"]] == [20, None]
    sheet = book.raw.sheet("Granskning")
    assert sheet
    assert sheet.at(2, 1).value == "Fråga"


def test_an_approximate_number_is_written_and_asked_about(tmp_path: Path) -> None:
    lines = [(text.replace("tolv dagar", "ca 12 dagar"), level) for text, level in PLAN]
    ran = rus_sheets("import", written(tmp_path / "a.docx", lines), tmp_path / "a.xlsx", "--year", "2021")
    assert ran.code == 1
    assert "ungefärligt" in ran.out
    assert [row["days"] for row in open_book(tmp_path / "a.xlsx")["plan"]] == [20, 12]


def test_a_dry_run_writes_nothing_and_tells_the_same(plan: Path) -> None:
    made = plan.with_suffix(".xlsx")
    ran = rus_sheets("import", plan, made, "--year", "2021", "--dry-run")
    assert (ran.code, made.exists()) == (0, False)
    assert "Skulle göra" in ran.out
    assert "2 aktiviteter, 32 dagar" in " ".join(ran.out.split())


def test_json(plan: Path) -> None:
    ran = rus_sheets("import", plan, plan.with_suffix(".xlsx"), "--year", "2021", "--format", "json")
    told = json.loads(ran.out)
    assert (told["activities"], told["days"], told["right"], told["asked"], told["wrong"]) == (2, 32, 1, [], [])


def test_nothing_is_written_over(plan: Path) -> None:
    made = plan.with_suffix(".xlsx")
    made.write_bytes(b"min")
    ran = rus_sheets("import", plan, made, "--year", "2021")
    assert (ran.code, made.read_bytes()) == (3, b"min")
    assert "Filen finns redan" in ran.err


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF", "läses inte"),
        ("a.docx", b"PK skadad", "skadad"),
        ("a.txt", b"Inget att se.", "Ingen aktivitet"),
        ("a.docx", None, "finns inte"),
        ("a.pdf", None, "finns inte"),
        ("a.txt", None, "finns inte"),
    ],
)
def test_what_cannot_be_used_is_said_plainly(tmp_path: Path, name: str, data: bytes | None, said: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    ran = rus_sheets("import", tmp_path / name, tmp_path / "ny.xlsx", "--year", "2021")
    assert (ran.code, (tmp_path / "ny.xlsx").exists()) == (3, False)
    assert said in ran.err


def test_rules_of_ones_own(plan: Path, tmp_path: Path) -> None:
    own = RULES.read_text(encoding="utf-8").replace("'prio'", "'viktig'")
    (tmp_path / "regler.toml").write_text(own, encoding="utf-8")
    ran = rus_sheets("import", plan, tmp_path / "ny.xlsx", "--year", "2021", "--rules", tmp_path / "regler.toml")
    assert ran.code == 0, ran.err
    assert next(iter(open_book(tmp_path / "ny.xlsx")["plan"]))["name"] == "Uppföljning, PRIO"
    (tmp_path / "regler.toml").write_text(own.replace('means = "goals"', 'means = "gaols"'), encoding="utf-8")
    ran = rus_sheets("import", plan, tmp_path / "ny2.xlsx", "--year", "2021", "--rules", tmp_path / "regler.toml")
    assert ran.code == 3
    assert "means" in ran.err
    assert "goals" in ran.err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_as_windows_saves_it(tmp_path: Path, encoding: str) -> None:
    text = "# Åtgärder 2021\n\n## Aktiviteter 2021\n\n### Följa åäö\n\nArbetstid: tolv dagar\n"
    (tmp_path / "plan.txt").write_text(text, encoding=encoding)
    ran = rus_sheets("import", tmp_path / "plan.txt", tmp_path / "a.xlsx", "--year", "2021", "--format", "json")
    assert json.loads(ran.out)["activities"] == 1, ran.err
    assert [row["name"] for row in open_book(tmp_path / "a.xlsx")["plan"]] == ["Följa åäö"]


def test_what_is_not_there_is_not_told_as_nought(tmp_path: Path) -> None:
    asked = {"RUS arbetstid 20 dagar": "RUS arbetstid 10-15 dagar", "tolv dagar": "5-10 dagar", "Summa": "Om"}
    lines = PLAN
    for known, unsure in asked.items():
        lines = [(text.replace(known, unsure), level) for text, level in lines]
    ran = rus_sheets("import", written(tmp_path / "a.docx", lines), tmp_path / "a.xlsx", "--year", "2021")
    said = " ".join(ran.out.split())
    assert "2 aktiviteter, inga dagar" in said
    assert " 0 " not in said
