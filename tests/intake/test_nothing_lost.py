"""No text of a document is lost: what nothing is made of is left over, wherever it stands."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.rule_faults import load_rules
from rus_sheets.intake.understand import Understood, understand
from rus_sheets.texts.manuscript import Manuscript, TypedLine
from rus_sheets.usecases.importing import read_manuscript
from tests.intake.sources import DECLARATION, RULES


@pytest.fixture
def read(tmp_path: Path) -> Understood:
    """A plan with a table within a table, a table of something else, and text in the margins."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Dnr 1234-2021"
    document.sections[0].footer.paragraphs[0].text = "Utkast av sekretariatet"
    document.add_heading("Uppföljning", 1)
    document.add_heading("Möten", 2)
    document.add_paragraph("Resurssättning: RUS arbetstid 10 dagar. Behov av reda pengar: Nej.")
    outer = document.add_table(2, 2)
    outer.cell(0, 0).text, outer.cell(0, 1).text = "Bakgrund", "Läge"
    outer.cell(1, 0).text = "Yttre"
    outer.cell(1, 1).add_table(1, 2).cell(0, 1).text = "Inre 14"
    document.add_heading("Ekonomi", 1)
    money = document.add_table(2, 2)
    money.cell(0, 0).text, money.cell(0, 1).text = "Tid", "14 dagar"
    money.cell(1, 0).text, money.cell(1, 1).text = "Kostnad", "Möjligen 100 000–150 000 kr"
    document.save(str(tmp_path / "plan.docx"))
    return understand(read_manuscript(tmp_path / "plan.docx"), load_rules(RULES, DECLARATION), DECLARATION)


@pytest.mark.parametrize(
    "text", ["Dnr 1234-2021", "Utkast av sekretariatet", "Bakgrund", "Yttre", "Inre 14", "14 dagar", "Möjligen 100 000"]
)
def test_it_is_told(read: Understood, text: str) -> None:
    assert any(text in reading.text for reading in read.readings.all)
    cells = [str(value) for rows in read.rows.values() for row in rows for value in row.values()]
    left = [reading for reading in read.readings.of(ReadingState.LEFT) if text in reading.text]
    asked = [reading for reading in read.readings.of(ReadingState.ASKED) if text in reading.text]
    assert left or asked or any(text in cell for cell in cells)


def test_who_decided_an_appendix_did_not_decide_the_plan() -> None:
    said = "Beslutad av länsrådsmötet 25 januari 2024."
    lines = (TypedLine(1, "Område", level=1), TypedLine(2, "Bilaga ett", level=1, style="bilaga"))
    for style, decided in (("gruppnot", None), ("normal", "länsrådsmötet")):
        manuscript = Manuscript("plan.docx", (*lines, TypedLine(3, said, style=style)))
        found = understand(manuscript, load_rules(RULES, DECLARATION), DECLARATION)
        assert found.settings.get("decided_by") == decided
