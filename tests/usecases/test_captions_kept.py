"""A figure's caption that follows the workbook: put in whole where nobody has edited it, else named and left."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from tests.usecases.years import Rows, row, written_year
from tests.word.documents import faults, lines

pytestmark = pytest.mark.slow

NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
WHOLE, LACKING = "Planerade dagar per område 2026", "Planerade dagar per område 2026. Utan siffra: ännu inte känt"
OTHER = "Figur 2. Aktiviteter per budskap 2026"
"""The plan's second chart, which has nothing to do with days."""


def without_days(rows: Rows) -> None:
    row(rows, "plan", "A03")["days"] = None


def post_without_amount(rows: Rows) -> None:
    rows["expenses"].append({"id": "U99", "post": "P3", "text": "Tåg"})


def post_with_amount(rows: Rows) -> None:
    rows["expenses"][-1]["amount"] = 1000


def captions(document: Path) -> list[str]:
    return [line for line in lines(document.read_bytes()) if line.startswith("Figur ")]


def with_caption(document: Path, old: str, new: str) -> None:
    """Write the figure's caption anew, as a person does."""
    edited = docx.Document(str(document))
    caption = next(paragraph for paragraph in edited.paragraphs if paragraph.text.endswith(f". {old}"))
    piece = next(run for run in caption.runs if run.text.endswith(old))
    piece.text = piece.text.replace(old, new)
    edited.save(str(document))


def test_a_caption_follows(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2022", "report", post_with_amount, post_without_amount)
    said = "Figur 3. Avvikelse per post 2022, kronor"
    assert f"{said}. Utan siffra: ännu inte redovisat" in captions(document)
    assert refresh(document, workbook, now=NOW).left == ()
    assert said in captions(document)
    assert faults(document.read_bytes()) == []
    assert refresh(document, workbook, now=NOW).filled == ()


def test_a_caption_that_somebody_has_edited_is_named_and_left(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "plan", without_days)
    with_caption(document, WHOLE, "Dagarna i planen")
    told = [found.message for found in verify(document, workbook).disagreements if "Figurtexten" in found.message]
    assert told == [f"Figurtexten: dokumentet säger ”Dagarna i planen”, arbetsboken ”{LACKING}”."]
    assert [found.message for found in refresh(document, workbook, now=NOW).left] == told
    assert captions(document) == ["Figur 1. Dagarna i planen", OTHER]
    with_caption(document, "Dagarna i planen", LACKING)  # by hand it agrees
    assert refresh(document, workbook, now=NOW).left == ()
    assert verify(document, workbook).disagreements == ()
    assert captions(document) == [f"Figur 1. {LACKING}", OTHER]


def a_days_figure(rows: Rows) -> None:
    """The first outcome in days: the table of areas gets another column, so the template gives another table."""
    row(rows, "outcomes", "A06")["days"] = 6


def captions_of_tables(document: Path) -> list[str]:
    """What stands above each table of the body that has a caption, and "" for captions without a table."""
    captions = (
        each
        for each in docx.Document(str(document)).paragraphs
        if each.text.startswith("Tabell ") and each.style.name.lower() == "caption"
    )
    return [each.text if each._p.getnext().tag == qn("w:tbl") else "" for each in captions]


def areas(document: Path) -> list[str]:
    """The headers of the table of areas."""
    table = next(each for each in docx.Document(str(document)).tables if each.cell(0, 0).text == "Område")
    return [cell.text for cell in table.rows[0].cells]


def test_a_caption_stays_with_its_table_when_that_is_exchanged(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2022", "report", a_days_figure)
    before, headers = captions_of_tables(document), areas(document)
    assert "Tabell 1. Områdena 2022" in before
    assert refresh(document, workbook, now=NOW).left == ()
    assert areas(document) == [*headers, "Dagar hittills"]
    assert captions_of_tables(document) == before
    assert verify(document, workbook).disagreements == ()
    assert faults(document.read_bytes()) == []
