"""Activities whose names mean something else elsewhere, and short texts that could be names."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document as DocumentObject

from rus_sheets.intake.plaintext import read_text
from rus_sheets.intake.rule_faults import load_rules
from rus_sheets.intake.understand import understand
from rus_sheets.usecases.importing import read_manuscript
from tests.intake.sources import DECLARATION, RULES, Block, Look, word_file

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


def test_headings_over_some_activities_among_others(tmp_path: Path) -> None:
    time = "Resurssättning: RUS arbetstid {} dagar. Behov av reda pengar: Nej."
    blocks: list[Block] = [(1, "Stöd"), (2, "Utvecklingsinsatser")]
    for days, (level, name) in enumerate([(3, "Effekter"), (3, "Indikatorer"), (3, "Data")], 3):
        blocks += [(level, name), (0, "En metod."), (0, time.format(days))]
    blocks += [(3, "Sakområden"), (4, "Transporter"), (0, "Stöd."), (0, time.format(9))]
    blocks += [(4, "Kulturmiljö"), (0, "Dialog."), (0, time.format(8))]
    path = word_file(tmp_path / "plan.docx", blocks, Look.STYLES)
    read = understand(read_manuscript(path), load_rules(RULES, DECLARATION), DECLARATION)
    named = [(row["name"], row["days"]) for row in read.rows["plan"]]
    assert named == [("Effekter", 3), ("Indikatorer", 4), ("Data", 5), ("Transporter", 9), ("Kulturmiljö", 8)]


def test_a_status_in_bold_before_the_outcome(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Uppföljning", 1)
    for name, status in (("Portalen", "Delvis genomförd."), ("Enkäten", "Ej genomförd."), ("Mötet", "Genomförd.")):
        document.add_heading(name, 2)
        line = document.add_paragraph()
        line.add_run(status).bold = True
        line.add_run(" 32 av 34 uppdaterades.")
        document.add_paragraph("Resurser: 28 dagar")
    document.save(str(tmp_path / "rapport.docx"))
    read = understand(read_manuscript(tmp_path / "rapport.docx"), load_rules(RULES, DECLARATION), DECLARATION)
    told = [(row["status"], row["text"]) for row in read.rows["outcomes"]]
    wanted = ["Har delvis skett som planerat", "Har ej skett", "Har skett som planerat"]
    assert told == [(status, "32 av 34 uppdaterades") for status in wanted]


def test_lettered_parts_are_parts_each(tmp_path: Path) -> None:
    blocks: list[Block] = [
        (1, "Stöd"), (2, "Agenda"), (0, "I det ingår:"), (0, "a) Samordna styrgruppens alla möten"),
        (0, "b) Hålla fyra seminarier om data"), (0, "c) Ta fram en utbildning"), (0, "Resurssättning: 60 dagar."),
    ]  # fmt: skip
    path = word_file(tmp_path / "plan.docx", blocks, Look.STYLES)
    read = understand(read_manuscript(path), load_rules(RULES, DECLARATION), DECLARATION)
    assert [row["id"] for row in read.rows["parts"]] == ["A01-a", "A01-b", "A01-c"]
