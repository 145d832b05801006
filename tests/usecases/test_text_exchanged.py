"""A sentence that stands while a text is missing is exchanged for the text, or left: no heading stands empty."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from tests.usecases.years import Rows, no_change, written_year
from tests.word.documents import faults, lines

NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
WAITING = "Texten om året är inte skriven ännu."


OWN = "Vi skriver om året i maj."


def without(rows: Rows) -> None:
    rows["texts"] = [known for known in rows["texts"] if known["key"] not in ("kort-aret", "berattelse-insatser")]


def under_the_heading(document: Path) -> str:
    said = lines(document.read_bytes())
    return said[len(said) - said[::-1].index("Det har gjorts")]


@pytest.mark.slow
@pytest.mark.parametrize("text", ["Ett stycke.", "Ett stycke.\n\n- en punkt", "Ett stycke.\n\n1. en punkt\n2. en till"])
def test_the_short_reports_text(tmp_path: Path, text: str) -> None:
    """Also one with a list, though the document had none of that kind: it is as if it were written today."""

    def written(rows: Rows) -> None:
        rows["texts"].append({**rows["texts"][0], "key": "kort-aret", "heading": None, "text": text})

    def both(rows: Rows) -> None:
        without(rows)
        written(rows)

    document, workbook = written_year(tmp_path, "2026", "short", written, without)
    (today := tmp_path / "idag").mkdir()
    anew, _ = written_year(today, "2026", "short", no_change, both)
    [found] = verify(document, workbook).disagreements
    assert found.place.startswith("Det har gjorts")
    assert refresh(document, workbook, now=NOW).left == ()
    assert under_the_heading(document) == "Ett stycke."
    assert looks(document) == looks(anew)
    assert faults(document.read_bytes()) == []


@pytest.mark.slow
def test_a_sentence_in_own_words_is_left(tmp_path: Path) -> None:
    def written(rows: Rows) -> None:
        rows["texts"].append({**rows["texts"][0], "key": "kort-aret", "heading": None, "text": "Ett stycke."})

    document, workbook = written_year(tmp_path, "2026", "short", written, without)
    edited = docx.Document(str(document))
    next(run for line in edited.paragraphs for run in line.runs if run.text == WAITING).text = OWN
    edited.save(str(document))
    assert len(refresh(document, workbook, now=NOW).left) == 1
    assert under_the_heading(document) == OWN


def looks(document: Path) -> list[tuple[str, str | None, bool]]:
    """Each paragraph's text and style, and whether it is an item of a list."""
    paragraphs = docx.Document(str(document)).paragraphs
    return [
        (line.text, line.style and line.style.name, line._p.find(f".//{qn('w:numPr')}") is not None)
        for line in paragraphs
    ]
