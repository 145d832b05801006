"""Text that no reader sees is told of and not read; sentences on how it went that are no status are asked about."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.understand import Understood
from tests.intake.sources import understood
from tests.intake.test_qualified_amounts import read


@pytest.mark.parametrize("look", ["hidden", "strike", "double_strike"])
def test_unseen_text_is_told_of_and_not_read(look: str, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Uppföljning", 1)
    document.add_heading("Möten", 2)
    line = document.add_paragraph("Resurssättning: RUS arbetstid ")
    setattr(line.add_run("14 dagar").font, look, True)
    line.add_run("16 dagar. Behov av reda pengar: Nej.")
    setattr(document.add_paragraph().add_run("Behov av reda pengar: 90 tkr.").font, look, True)
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Bakgrund"
    setattr(table.cell(0, 1).paragraphs[0].add_run("Bara för oss").font, look, True)
    document.save(str(tmp_path / "plan.docx"))
    found = understood(tmp_path / "plan.docx")
    assert [(row["days"], row["cash"], row.get("amount")) for row in found.rows["plan"]] == [(16, "Nej", None)]
    told = {reading.text: reading.note for reading in found.readings.of(ReadingState.LEFT)}
    for text in ("14 dagar", "Behov av reda pengar: 90 tkr", "Bara för oss"):
        assert "inte" in told[text]


def hinted(found: Understood) -> list[str]:
    asked = found.readings.of(ReadingState.ASKED)
    return [reading.text.strip(".") for reading in asked if reading.column == "status"]


@pytest.mark.parametrize(
    "said",
    [
        "Genomförd med avvikelse", "Utgick", "Pausad", "Pausad till hösten", "Inställt på grund av sjukdom",
        "Aktiviteten pausades i mars", "Arbetet sköts upp till nästa år", "Den utgick ur planen", "Inte påbörjad i år",
        "Projektet kunde inte genomföras",
    ],
)  # fmt: skip
def test_how_it_went_in_other_words_is_asked_about(said: str) -> None:
    assert hinted(read("## Möten", f"Vi håller möten. {said}.", "Resurs: 4 dagar.")) == [said]
    assert hinted(read("## Möten", "Vi håller möten.", f"{said}.", "Resurs: 4 dagar.")) == [said]


def test_a_status_of_its_own_needs_no_question() -> None:
    found = read("## Möten", "Resurs: 4 dagar.", "Status: Har skett som planerat", "Aktiviteten pausades i mars.")
    assert hinted(found) == []


@pytest.mark.parametrize("said", ["Utgå från länens behov.", "Arbetet genomförs av länen.", "Vi avslutar med en fest."])
def test_what_is_planned_is_no_outcome(said: str) -> None:
    assert hinted(read("## Möten", said, "Resurs: 4 dagar.")) == []
