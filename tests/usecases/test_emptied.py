"""Figures that the workbook has no more: a refreshed document is blank where one written today is, in charts too."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.read.reading import read_document
from tests.usecases.test_grafted import as_read
from tests.usecases.test_mended import NOW
from tests.usecases.years import Change, Rows, no_change, row, written_year
from tests.word.documents import faults

pytestmark = pytest.mark.slow


def charts(document: Path) -> list[object]:
    """What each chart shows, and says to those who can't see it."""
    seen = read_document(WordPackage(document), lambda _: True).charts
    return [(chart.alt, chart.categories, chart.series, chart.places) for chart in seen]


def no_days(rows: Rows) -> None:
    for activity in rows["plan"]:
        activity.pop("days", None)


def a_group_elsewhere(rows: Rows) -> None:
    row(rows, "groups", "G1")["area"] = "O2"


@pytest.mark.parametrize(("command", "change"), [("application", no_days), ("plan", a_group_elsewhere)])
def test_as_written_today(tmp_path: Path, command: str, change: Change) -> None:
    document, workbook = written_year(tmp_path, "2026", command, change)
    (tmp_path / "i dag").mkdir()
    today, _ = written_year(tmp_path / "i dag", "2026", command, no_change, change)
    assert verify(document, workbook).disagreements
    assert refresh(document, workbook, now=NOW).left == ()
    assert (as_read(document), charts(document)) == (as_read(today), charts(today))
    assert faults(document.read_bytes()) == []
    assert verify(document, workbook).outcome == "allt stämmer"


def test_a_figure_comes_back_in_its_place(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "application", a_group_elsewhere)
    before = as_read(document)
    said = [disagreement.message for disagreement in verify(document, workbook).disagreements]
    assert any("men i arbetsboken är det tomt" in message for message in said)
    refresh(document, workbook, now=NOW)
    (tmp_path / "igen").mkdir()
    _, again = written_year(tmp_path / "igen", "2026", "application", no_change)
    refresh(document, again, now=NOW)
    assert as_read(document) == before


def test_what_somebody_has_typed_is_not_taken_out(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "application", a_group_elsewhere)
    edited = docx.Document(str(document))
    (control,) = edited.element.body.xpath('.//w:sdt[w:sdtPr/w:tag/@w:val="Summering/O1/Dagar"]')
    next(control.iter(qn("w:t"))).text = "41"
    edited.save(str(document))
    left = refresh(document, workbook, now=NOW).left
    assert [(one.kind, one.document, one.workbook) for one in left] == [("blank", "41", "")]
    assert "41" in as_read(document)


def test_a_section_that_no_longer_holds_is_told_without_its_figures(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "plan", no_days)
    left = refresh(document, workbook, now=NOW).left
    assert [one.kind for one in left] == ["left_over", "chart"]
    assert "Arbetsdagar per område" in left[0].message
