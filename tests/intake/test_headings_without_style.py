"""Headings that no style tells: one without days, the first line of a document, and those of an area with days."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.intake.readings import ReadingState
from tests.intake.sources import Look
from tests.intake.test_running_text import word

HEAD = ("# Vatten", "## Mål 2021-2023", "Vattnet blir renare.", "## Utvecklingsinsatser", "### Kurser", "Vi kursar.",
        "Resurs: 2 dagar.")  # fmt: skip
UNTIMED = ("### Träffar", "Vi träffas fyra gånger om året.")
TIMED = ("### Guide", "Vi skriver.", "Resurs: 4 dagar.")


@pytest.mark.parametrize(
    ("look", "names", "asked"),
    [
        (Look.STYLES, [("Kurser", 2), ("Träffar", None), ("Guide", 4)], []),
        (Look.BOLD, [("Kurser", 2), ("Guide", 4)], ["Träffar"]),
        (Look.NONE, [("Kurser", 2), ("Träffar", 4)], ["Guide"]),
    ],
)
def test_two_that_share_days_are_asked_about(
    look: Look, names: list[tuple[str, int | None]], asked: list[str], tmp_path: Path
) -> None:
    found = word(tmp_path, look, *HEAD, *UNTIMED, *TIMED)
    assert [(row["name"], row.get("days")) for row in found.rows["plan"]] == names
    assert [told.text for told in found.readings.of(ReadingState.ASKED)] == asked


@pytest.mark.parametrize("look", [Look.BOLD, Look.NONE])
def test_one_after_the_last_days_is_asked_about(look: Look, tmp_path: Path) -> None:
    found = word(tmp_path, look, *HEAD, *UNTIMED)
    assert [told.text for told in found.readings.of(ReadingState.ASKED)] == ["Träffar"]


def test_bold_labels_that_come_again_are_no_names(tmp_path: Path) -> None:
    lines = [line for name in ("Kurser", "Guide", "Karta") for line in
             (f"### {name}", "### Bakgrund", "Det behövs.", "### Resursåtgång", "Resurs: 3 dagar.")]  # fmt: skip
    found = word(tmp_path, Look.BOLD, *HEAD[:4], *lines)
    assert [row["name"] for row in found.rows["plan"]] == ["Kurser", "Guide", "Karta"]


@pytest.mark.parametrize("look", [Look.BOLD, Look.NONE])
def test_the_first_line_of_a_document_may_be_a_name(look: Look, tmp_path: Path) -> None:
    found = word(tmp_path, look, "### Kurser", "Resurs: 2 dagar.", *TIMED)
    assert [(row["name"], row.get("days")) for row in found.rows["plan"]] == [("Kurser", 2), ("Guide", 4)]


@pytest.mark.parametrize("look", [*Look])
def test_activities_right_under_the_goals_of_an_area_with_days_of_its_own(look: Look, tmp_path: Path) -> None:
    found = word(tmp_path, look, "# Vatten", "## Mål 2021-2023", "Renare.", "Resurssättning: 6 dagar", "### Kurser",
                 "Resurs: 2 dagar.", *TIMED, "# Luft", "## Mål 2021-2023", "Ren.", "### Buller",
                 "Resurs: 5 dagar.")  # fmt: skip
    assert [row["name"] for row in found.rows["areas"]] == ["Vatten", "Luft"]
    rows = [(row["name"], row.get("days")) for row in found.rows["plan"]]
    assert rows == [("Kurser", 2), ("Guide", 4), ("Buller", 5)]
    assert [goal["text"] for goal in found.rows["goals"]] == ["Renare.", "Ren."]
