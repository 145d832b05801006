"""Activities whose names mean something else elsewhere, and short texts that could be names."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document as DocumentObject

from rus_sheets.intake.plaintext import read_text
from rus_sheets.intake.rules import load_rules
from rus_sheets.intake.understand import understand
from rus_sheets.usecases.importing import read_manuscript
from tests.intake.sources import DECLARATION, RULES

NAMES = ["Nätverk", "Styrgrupp", "Ekonomi", "Webben", "Arbetsgrupp", "Kurser"]
TEXT = "Möten var tredje vecka"


def test_headings_with_a_level() -> None:
    activities = "\n\n".join(f"### {name}\n\n{TEXT}\n\nTid: {days} dagar" for days, name in enumerate(NAMES, 3))
    text = f"# Leda\n\n## Aktiviteter\n\n{activities}\n\n# Budget\n\n| Löner | 300 000 kr |\n|---|---|\n"
    read = understand(read_text("plan.md", text), load_rules(RULES, DECLARATION), DECLARATION)
    assert [row["name"] for row in read.rows["plan"]] == NAMES


def test_headings_in_bold(tmp_path: Path) -> None:
    document = docx.Document()
    wanted = ["Nätverk", "Styrgrupp", "Turné i länen", "Kurser", "Ekonomi", "Webben"]
    _bold(document, "Leda")
    _bold(document, "Mål 2021-2023")
    document.add_paragraph("Alla möts.", style="List Bullet")
    for days, name in enumerate(wanted, 3):
        _bold(document, name)
        document.add_paragraph("Sex möten")
        document.add_paragraph(f"Resurssättning: RUS arbetstid {days} dagar. Behov av reda pengar: Nej.")
    document.save(str(tmp_path / "plan.docx"))
    read = understand(read_manuscript(tmp_path / "plan.docx"), load_rules(RULES, DECLARATION), DECLARATION)
    assert [(row["name"], row["days"]) for row in read.rows["plan"]] == list(zip(wanted, range(3, 9), strict=True))
    assert len(read.rows["groups"]) == 1


def _bold(document: DocumentObject, text: str) -> None:
    document.add_paragraph().add_run(text).bold = True
