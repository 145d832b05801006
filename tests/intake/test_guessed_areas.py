"""An area whose heading has no style is a guess, and Granskning says so; one with a style isn't."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.rule_faults import load_rules
from rus_sheets.intake.understand import understand
from rus_sheets.usecases.importing import read_manuscript
from tests.intake.sources import DECLARATION, RULES, Block, Look, word_file

PLAIN: list[Block] = [
    (1, "Uppföljning"),
    (2, "Årlig rapport"),
    (0, "Resurssättning: RUS arbetstid 10 dagar. Behov av reda pengar: Nej."),
    (1, "Stöd"),
    (2, "Kommunstöd"),
    (0, "Resurssättning: RUS arbetstid 20 dagar. Behov av reda pengar: Nej."),
]
WITH_GOALS: list[Block] = [*PLAIN[:1], (2, "Mål 2026-2028"), (0, "Alla följer upp."), *PLAIN[1:4],
                           (2, "Mål 2026-2028"), (0, "Alla får stöd."), *PLAIN[4:]]  # fmt: skip


def guessed(path: Path) -> list[tuple[ReadingState, str]]:
    read = understand(read_manuscript(path), load_rules(RULES, DECLARATION), DECLARATION)
    assert read.rows["areas"]
    return [(each.state, each.text) for each in read.readings.all if each.note.startswith("Gissat: ")]


@pytest.mark.parametrize("blocks", [PLAIN, WITH_GOALS], ids=["plain", "with goals"])
def test_a_heading_with_a_style_is_no_guess(blocks: list[Block], tmp_path: Path) -> None:
    assert guessed(word_file(tmp_path / "plan.docx", blocks, Look.STYLES)) == []


def test_one_without_is_told_as_a_guess(tmp_path: Path) -> None:
    told = guessed(word_file(tmp_path / "plan.docx", WITH_GOALS, Look.NONE))
    assert told == [(ReadingState.READ, "Uppföljning"), (ReadingState.READ, "Stöd")]


def test_one_that_nothing_else_tells_of_is_asked_about(tmp_path: Path) -> None:
    told = guessed(word_file(tmp_path / "plan.docx", PLAIN, Look.NONE))
    assert told
    assert {state for state, _ in told} == {ReadingState.ASKED}


def test_a_label_under_a_styled_heading_is_no_heading(tmp_path: Path) -> None:
    labelled: list[Block] = []
    for level, text in WITH_GOALS:
        unstyled = level > 1 and not text.startswith("Mål")
        labelled += [(0 if unstyled else level, text)]
        labelled += [(0, "Ansvarig länsstyrelse: Kalmar")] if level == 1 else []
    path = word_file(tmp_path / "plan.docx", labelled, Look.STYLES)
    read = understand(read_manuscript(path), load_rules(RULES, DECLARATION), DECLARATION)
    assert [row["name"] for row in read.rows["areas"]] == ["Uppföljning", "Stöd"]
    assert not any("Ansvarig" in str(row["name"]) for row in read.rows["groups"])
