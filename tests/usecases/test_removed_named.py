"""Texts and lists that people have taken out aren't compared: each is named by the heading that it stood under."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from rus_sheets.usecases.verify import Verified, verify
from rus_sheets.word.parts.ns import q, text_of
from tests.usecases.test_line_taken_out import edited
from tests.usecases.years import no_change, written_year

pytestmark = pytest.mark.slow


def without(tmp_path: Path, *beginnings: str) -> Verified:
    """The plan of 2026 as it is verified once somebody has struck the paragraphs that begin so."""
    document, workbook = written_year(tmp_path, "2026", "plan", no_change)

    def strike(root: etree._Element) -> None:
        for beginning in beginnings:
            line = next(line for line in root.iter(q("w:p")) if text_of(line).startswith(beginning))
            line.getparent().remove(line)

    edited(document, strike)
    return verify(document, workbook)


VISION = "Miljömålen är uppnådda"


def test_each_is_named_by_the_heading_that_it_stood_under(tmp_path: Path) -> None:
    verified = without(tmp_path, "Pengarna räcker inte till allt", VISION)
    headings = ["Vision, mål och budskap", "Aktiviteter och prioriteringar 2026"]
    assert [place.split(" › ")[0] for place in verified.removed] == headings
    note = next(note for note in verified.notes if "texter och listor" in note)
    assert note.startswith("2 texter och listor ur arbetsboken är borttagna")
    assert all(heading in note for heading in headings)
    assert VISION in note
    assert verified.outcome != "allt stämmer"


def test_of_many_the_first_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    names = [f"Rubrik {number} › ”Text”" for number in range(12)]
    (note,) = Verified(0, (), removed=tuple(names)).notes
    assert note.startswith("12 texter och listor ur arbetsboken")
    assert names[9] in note
    assert names[10] not in note
    assert note.endswith("; och 2 till.")
