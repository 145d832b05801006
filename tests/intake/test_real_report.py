"""The report of 2022 as Word files of three looks and as text, beside what was typed in from it for the example."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.understand import Understood
from rus_sheets.resources import folder
from rus_sheets.usecases.rows_as_text import load_rows
from tests.intake.sources import DECLARATION, SOURCES, Look, report_2022, understood, word_file

pytestmark = pytest.mark.shared
KNOWN = load_rows(DECLARATION, folder("examples") / "2022")
AREAS = [str(row["name"]) for row in KNOWN["areas"]]
RUNNING = {f"{row['name']}." for row in KNOWN["plan"] if not row.get("priority")} | {"Kunskapsförmedling och dialog"}
TOP = ("RUS Verksamhetsberättelse 2022", "Ekonomisk redovisning", "Bilaga. Redovisning av vad som")


def levels(text: str) -> int:
    if text.startswith((*TOP, "Utfallet för", "Huvudsakliga insatser")):
        return 1
    if text.startswith("Prioritet ") and text.endswith(":"):
        return 4
    if text in ("Löpande verksamhet:", "Särskilda utvecklingsinsatser:"):
        return 3
    return 2 if text in AREAS else 5 if text in RUNNING else 0


@pytest.fixture(scope="module", params=[*Look, "text"])
def read(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Understood:
    if not SOURCES.is_dir():
        pytest.skip("the documents in ../shared aren't here")
    if not isinstance(request.param, Look):
        return understood(SOURCES / "verksamhetsberattelse-2022.txt")
    path: Path = tmp_path_factory.mktemp("rapport") / "berattelse.docx"
    return understood(word_file(path, list(report_2022(levels)), request.param))


def test_every_activity_has_its_name_days_priority_and_status(read: Understood) -> None:
    plan, known = read.rows["plan"], KNOWN["plan"]
    assert [row["name"] for row in plan] == [row["name"] for row in known]
    for column in ("days", "priority", "top"):
        assert [row.get(column) for row in plan] == [row.get(column) for row in known]
    status = {row["id"]: row["status"] for row in read.rows["outcomes"]}
    assert [status[row["id"]] for row in plan] == [row["status"] for row in KNOWN["outcomes"]]
    assert [row["name"] for row in read.rows["areas"]] == AREAS
    assert [row["name"] for row in read.rows["groups"]] == [row["name"] for row in KNOWN["groups"]]
    assert [row.get("days") for row in read.rows["groups"]] == [row.get("days") for row in KNOWN["groups"]]


def test_short_outcomes_of_all_that_is_ranked(read: Understood) -> None:
    ranked = {row["id"] for row in read.rows["plan"] if row.get("priority")}
    short = {row["id"] for row in read.rows["outcomes"] if row.get("short")}
    assert ranked == short


def test_budget_expenses_and_funding(read: Understood) -> None:
    assert [row["budget"] for row in read.rows["budget"]] == [row["budget"] for row in KNOWN["budget"]]
    assert [row["amount"] for row in read.rows["expenses"]] == [row["amount"] for row in KNOWN["expenses"]]
    assert [(row["amount"], row["kind"]) for row in read.rows["funding"]] == [
        (row["amount"], row["kind"]) for row in KNOWN["funding"]
    ]


def test_every_sum_agrees(read: Understood) -> None:
    assert read.readings.of(ReadingState.WRONG) == []
    assert len(read.readings.of(ReadingState.RIGHT)) == 6
