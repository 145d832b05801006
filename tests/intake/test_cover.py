"""Whose a document is: its own settings are read from the cover, and another organisation's are never written."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from rus_sheets.intake.readings import ReadingState
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases.importing import import_document
from rus_sheets.usecases.opened.opening import open_book
from tests.intake.sources import understood
from tests.intake.test_own_documents import both, workbook, written

OWN = ("organisation", "short_name", "applicant", "recipient", "website")
PLAN = "# {}\n\n## Kartor\n\n### Ta fram kartor\n\nVi samverkar med RUS.\n\nResurs: 3 dagar.\n"


def imported(title: str, tmp_path: Path) -> tuple[list[str], list[str]]:
    """The organisation's settings in the new workbook, and what is asked about them."""
    (tmp_path / "plan.md").write_text(PLAN.format(title), encoding="utf-8")
    told = import_document(tmp_path / "plan.md", tmp_path / "ny.xlsx", 2021)
    book = open_book(tmp_path / "ny.xlsx")
    return [book.setting_text(key) for key in OWN], [each.column for each in told.asked if each.table == "settings"]


@pytest.mark.parametrize("title", ["Verksamhetsplan 2021 för Kustlänen", "Plan för samverkan med RUS", "RUST-planen"])
def test_another_organisations_settings_are_left_blank_and_asked_about(title: str, tmp_path: Path) -> None:
    assert imported(title, tmp_path) == ([""] * len(OWN), ["organisation"])


@pytest.mark.parametrize("title", ["RUS verksamhetsplan 2021", "”RUS” 2021"])
def test_a_document_that_begins_with_the_organisations_name_is_its(title: str, tmp_path: Path) -> None:
    settings, asked = imported(title, tmp_path)
    assert (settings[1], asked) == ("RUS", [])
    assert all(settings)


COVER = ("organisation", "short_name", "decided_by", "decided_on", "website", "reference", "goal_period", "vision")


def test_the_cover_of_our_own_plan(tmp_path: Path) -> None:
    read, book = written("2026", DocumentCommand.PLAN, tmp_path), open_book(workbook("2026"))
    told = {key: read.settings.get(key) or "" for key in COVER}
    assert told == {key: book.settings[key].value or "" for key in COVER}


def test_the_cover_of_our_own_report(tmp_path: Path) -> None:
    read, book = written("2022", DocumentCommand.REPORT, tmp_path), open_book(workbook("2022"))
    for key in ("report_decided_by", "report_decided_on"):
        assert read.settings.get(key) == book.settings[key].value
    assert "decided_by" not in read.settings


def test_which_document_an_appendix_is_of_is_told_as_far_as_it_is_known(tmp_path: Path) -> None:
    read, _ = both(tmp_path)
    notes = [
        reading.note for reading in read.readings.all if (reading.table, reading.column) == ("appendices", "document")
    ]
    assert notes
    assert all("planen" in note for note in notes)


def test_the_addresses_of_links(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Uppföljning", 1)
    document.add_heading("Möten", 2)
    document.add_paragraph("Resurssättning: RUS arbetstid 16 dagar.")
    line = document.add_paragraph("Läs mer på ")
    for shown, address in (("www.rus.se/mal", "https://www.rus.se/mal"), ("vår sida", "https://www.rus.se/data")):
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.append(line.add_run(shown)._r)
        line._p.append(link)
        line.add_run(" och ")
    document.save(str(tmp_path / "plan.docx"))
    found = understood(tmp_path / "plan.docx")
    assert found.rows["plan"][0]["description"] == "Läs mer på https://www.rus.se/mal och vår sida och"
    assert [each.text for each in found.readings.of(ReadingState.LEFT)] == ["vår sida: https://www.rus.se/data"]
