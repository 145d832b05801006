"""The plan of 2026 as Word files of three looks and as text, beside what was typed in from it for the example."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.understand import Understood
from rus_sheets.resources import folder
from rus_sheets.usecases.importing import read_manuscript
from rus_sheets.usecases.rows_as_text import load_rows
from tests.intake.sources import DECLARATION, SOURCES, Look, lost_words, plan_2026, understood, word_file

pytestmark = pytest.mark.shared
KNOWN = load_rows(DECLARATION, folder("examples") / "2026")
AREAS = ("Miljömålsuppföljning", "Stöd i åtgärdsarbetet", "Kommunikation och organisation")
GROUPS = ("Fokus miljömålsuppdraget", "Miljömålen i andra sakområden", "Övrigt:")


def beginning(text: object) -> str:
    return re.sub(r"\W", "", str(text)).casefold()[:20]


NAMES = {beginning(row["name"]) for row in KNOWN["plan"]}


def levels(line: str) -> int:
    if line in ("BILAGA", "Budget 2026") or line.startswith("Detaljerad verksamhetsplan"):
        return 1
    if beginning(line) in NAMES:
        return 4 if not line.endswith(".") else 0
    if line in AREAS:
        return 2
    return 3 if line in ("Mål 2026-2028", "Aktiviteter 2026") or line.startswith(GROUPS) else 0


@pytest.fixture(scope="module", params=[*Look, "text"])
def read(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Understood]:
    if not SOURCES.is_dir():
        pytest.skip("the documents in ../shared aren't here")
    path = SOURCES / "verksamhetsplan-2026.txt"
    if isinstance(request.param, Look):
        path = word_file(tmp_path_factory.mktemp("plan") / "plan.docx", list(plan_2026(levels)), request.param)
    return path, understood(path)


def test_every_activity_has_its_name_days_priority_and_cash(read: tuple[Path, Understood]) -> None:
    rows = read[1].rows["plan"]
    assert [(row["days"], row.get("priority"), row["cash"]) for row in rows] == [
        (row["days"], row.get("priority"), row["cash"]) for row in KNOWN["plan"]
    ]
    alike = [
        SequenceMatcher(None, str(one["name"]), str(two["name"])).ratio()
        for one, two in zip(rows, KNOWN["plan"], strict=True)
    ]
    assert min(alike) > 0.9
    assert all(row.get("description") for row in rows)
    assert not any("Resurssättning" in str(row["description"]) for row in rows)


def test_areas_groups_and_goals(read: tuple[Path, Understood]) -> None:
    rows = read[1].rows
    assert [row["name"] for row in rows["areas"]] == list(AREAS)
    assert [sum(1 for goal in rows["goals"] if goal["area"] == area["id"]) for area in rows["areas"]] == [6, 8, 2]
    assert [row["area"] for row in rows["groups"]] == [row["area"] for row in KNOWN["groups"]]
    groups = [row["group"] for row in rows["plan"]]
    assert groups == [row["group"] for row in KNOWN["plan"]]
    assert read[1].settings["goal_period"] == "2026–2028"


def test_budget_funding_and_settings(read: tuple[Path, Understood]) -> None:
    rows, settings = read[1].rows, read[1].settings
    assert [(row["name"], row["budget"]) for row in rows["budget"]] == [
        (row["name"], row["budget"]) for row in KNOWN["budget"]
    ]
    assert [(row["source"], row["amount"], row["kind"]) for row in rows["funding"]] == [
        (row["source"], row["amount"], row["kind"]) for row in KNOWN["funding"]
    ]
    assert len(rows["messages"]) == 7
    assert str(settings["decided_on"]) == "2026-02-12"
    assert str(settings["vision"]).startswith("Miljömålen är uppnådda genom samverkan")


def test_every_sum_agrees_and_nothing_is_asked(read: tuple[Path, Understood]) -> None:
    readings = read[1].readings
    assert len(readings.of(ReadingState.RIGHT)) == 5
    assert readings.of(ReadingState.WRONG) == []
    assert readings.of(ReadingState.ASKED) == []


def test_nothing_of_the_text_is_lost(read: tuple[Path, Understood]) -> None:
    assert lost_words(read_manuscript(read[0]), read[1].readings.all) == []
