"""Why a figure typed by hand can't be tied to the workbook is said beside it, where that is known."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from rus_sheets.usecases.verify import untied_note
from tests.usecases.test_typed_sentences import seen
from tests.usecases.years import no_change, written_year

pytestmark = pytest.mark.slow

UNREPORTED = "utfallet är inte inrapporterat"


def test_an_outcome_that_is_not_reported(tmp_path: Path) -> None:
    sentences = {
        "Arrangemang kostade 250 000 kr.": UNREPORTED,
        "Det blev fem dagar färre än planerat.": UNREPORTED,
        "Under 2019 kostade Arrangemang 310 000 kr.": "",
        "Vi köpte 12 cyklar.": "",
    }
    document, workbook = written_year(tmp_path, "2026", "report", no_change)
    edited = docx.Document(str(document))
    edited.add_heading("Slutord", 1)
    for sentence in sentences:
        edited.add_paragraph(sentence)
    edited.save(str(document))
    untied = seen(document, workbook).untied
    assert {figure.line.full: figure.reason for figure in untied} == sentences
    (note,) = untied_note(untied)
    assert "250 000 kr (Slutord: utfallet är inte inrapporterat); " in note
    assert "12 cyklar (Slutord)" in note
