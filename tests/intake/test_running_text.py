"""Activities whose days and needs stand in a running text, or in the heading: with heading styles, in bold, or bare."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.understand import Understood
from tests.intake.sources import Block, Look, understood, word_file
from tests.intake.test_days_in_other_places import activities, asked
from tests.intake.test_qualified_amounts import read

SAID = [
    ("Vi samordnar länen. Arbetet tar 25 dagar och kostar 40 000 kr.", 25, 40_000, []),
    ("Insatsen beräknas ta 12 dagar.", 12, None, []),
    ("Vi gör en guide. Tidsåtgång: ca 10 dagar. Kostnad 15 tkr.", 10, 15_000, ["days"]),
    ("Resurser: 20 dgr, 30 tkr för möten.", 20, 30_000, []),
    ("Länen träffas. Vi avsätter 14 arbetsdagar.", 14, None, []),
    ("Länen träffas fyra gånger (14 dagar, 20 tkr).", 14, 20_000, []),
    ("Länen träffas fyra gånger. 14 persondagar.", 14, None, []),
    ("För detta avsätts 14 mandagar. Kostnaden blir 20 tkr.", 14, 20_000, []),
    ("Det går åt 8 d. Konsultkostnad: 20 tkr.", 8, 20_000, []),
    ("Vi räknar med 8 dagar och 20 tkr.", 8, 20_000, []),
    ("Länen träffas. Arbetet omfattar cirka 30 dagar per län.", None, None, ["days"]),
    ("Länen träffas. Arbetet tar tre veckor.", None, None, ["days"]),
    ("Insatsen kräver 10-15 dagar.", None, None, ["days"]),
]  # fmt: skip
LOOKS = [*Look]


def word(folder: Path, look: Look, *lines: str) -> Understood:
    blocks: list[Block] = [(len(line) - len(line.lstrip("#")), line.lstrip("# ")) for line in lines]
    return understood(word_file(folder / "plan.docx", blocks, look))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("said", "days", "amount", "questions"), SAID)
def test_what_a_text_says_of_its_heading(
    said: str, days: float | None, amount: int | None, questions: list[str], look: Look, tmp_path: Path
) -> None:
    found = word(tmp_path, look, "# Vatten", "## Mål 2021-2023", "Vattnet blir renare.", "## Utvecklingsinsatser",
                 "### Tillsyn", said, "### Kurser", "Resurs: 2 dagar.", "### Guide om dagvatten",
                 "Vi skriver. Arbetet tar 5 dagar.")  # fmt: skip
    rows = [(row["name"], row.get("days"), row.get("amount")) for row in found.rows["plan"]]
    assert rows == [("Tillsyn", days, amount), ("Kurser", 2, None), ("Guide om dagvatten", 5, None)]
    assert [column for row, column in asked(found) if row == "A01"] == questions


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    "name", ["Tillsyn (14 dagar, 20 tkr)", "Tillsyn – 14 dagar, 20 tkr", "1. Tillsyn (14 d, 20 tkr)"]
)
def test_what_stands_in_the_heading(name: str, look: Look, tmp_path: Path) -> None:
    lines = [f"### {name}", "Länen träffas fyra gånger under året.", "### Kurser (2 dagar)", "Vi håller kurser."]
    found = word(tmp_path, look, "# Vatten", "## Mål 2021-2023", "Vattnet blir renare.", "## Insatser 2021", *lines)
    assert activities(found) == [("Tillsyn", 14, "Ja", 20_000), ("Kurser", 2, None, None)]
    assert [row["description"] for row in found.rows["plan"]] == ["Länen träffas fyra gånger under året.",
                                                                  "Vi håller kurser."]  # fmt: skip


def test_days_in_the_heading_of_an_area_are_its_sum() -> None:
    found = read("# Luft (16 dagar)", "## Kurser", "Resurs: 2 dagar.", "## Träffar", "Resurs: 14 dagar.")
    assert activities(found) == [("Kurser", 2, None, None), ("Träffar", 14, None, None)]
    assert [reading.value for reading in found.readings.of(ReadingState.RIGHT)] == [16]


@pytest.mark.parametrize("before", [True, False])
def test_what_a_rule_reads_goes_before_a_running_text(before: bool) -> None:
    lines = ["För konsulten gäller annat. Arbetet tar 40 dagar.", "Resurs: 5 dagar."]
    found = read("## Kurser", *(lines if before else lines[::-1]), "## Träffar", "Resurs: 2 dagar.")
    assert activities(found) == [("Kurser", 5, None, None), ("Träffar", 2, None, None)]
    assert asked(found) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("## Inledning", "Arbetet med planen tar 12 dagar."),
        ("## Budget", "Arbetet kostar 40 000 kr. Vi avsätter 14 dagar."),
        ("## Kurser", "Resurs: 2 dagar.", "## Utvecklingsinsatser", "Arbetet tar 12 dagar.", "### Träffar",
         "Resurs: 2 dagar.", "### Möten", "Resurs: 2 dagar."),
    ],
)  # fmt: skip
def test_a_text_under_another_heading_is_no_activity(lines: tuple[str, ...]) -> None:
    found = read(*lines, "## Böcker", "Resurs: 3 dagar.")
    assert {row["name"] for row in found.rows["plan"]} <= {"Kurser", "Träffar", "Möten", "Böcker"}


def test_money_in_the_text_of_an_activity_is_asked_about() -> None:
    found = read("## Kurser", "Vi håller kurser i tre län och har 40 tkr till det.", "Resurs: 2 dagar.")
    assert activities(found) == [("Kurser", 2, None, None)]
    assert asked(found) == [("A01", "cash")]
