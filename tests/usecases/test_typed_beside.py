"""Figures typed by hand that say how much others differ, and numbers whose unit stands elsewhere in their sentence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import docx
import pytest

from rus_sheets.usecases.verify import Verified, verify
from tests.usecases.documents import example_year
from tests.usecases.test_typed_figures import PLACES, under
from tests.usecases.years import Rows, no_change, row, written_year

pytestmark = pytest.mark.slow

KEY, NAME = "A06", PLACES[2022, "report"]["activity"]
OUTCOME = 45
"""Days, of the 47 that were planned."""


def with_outcome(changed: Rows) -> None:
    row(changed, "outcomes", KEY)["days"] = OUTCOME


def typed(tmp_path: Path, texts: Iterable[str]) -> Verified:
    """The report with these texts under the heading of the activity."""
    document, workbook = written_year(tmp_path, "2022", "report", no_change, with_outcome)
    edited = docx.Document(str(document))
    under(edited, NAME, texts)
    edited.save(str(document))
    return verify(document, workbook)


def test_how_much_figures_differ(tmp_path: Path) -> None:
    right = ["Det tog 45 dagar, två dagar mindre än planerat.", "Avvikelsen är \u22122 arbetsdagar."]
    wrong = ["Det blev 3 dagar fler än planerat.", "Kvar finns 4 arbetsdagar.", "Kursen tog 2 dagar."]
    verified = typed(tmp_path, [*right, *wrong])
    told = [found.document for found in verified.disagreements]
    assert told == ["3 dagar", "4 arbetsdagar", "2 dagar"]
    assert verified.untied == ()


def test_how_many_more_or_fewer_than_planned_has_the_unit_of_the_figure_beside_it(tmp_path: Path) -> None:
    right = ["Det tog 45 dagar, 2 färre än planerat.", "Det tog 45 dagar, två färre än planerat."]
    wrong = ["Det tog 45 dagar, 5 färre än planerat.", "Det tog 14 dagar, tre fler än planerat."]
    verified = typed(
        tmp_path, [*right, *wrong, "Det tog 45 dagar, 3 fler än väntat.", "Allt tog tre fler än planerat."]
    )
    assert [found.document for found in verified.disagreements] == ["5 färre", "14 dagar", "tre fler"]
    assert [figure.text for figure in verified.untied] == ["3 fler", "tre fler"]


def test_a_number_of_nothing_in_headings_and_page_margins_is_told_once(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2022", "report", no_change, with_outcome)
    edited = docx.Document(str(document))
    edited.add_heading("Nu är vi 43", 1)
    edited.add_heading("6. Slutord 2022", 1)
    edited.add_heading("Agenda 2030, del 2", 2)
    for section in edited.sections:
        section.header.paragraphs[0].add_run(" Upplaga: 250 exemplar")
        section.footer.paragraphs[0].text = "3 (17)"
    edited.save(str(document))
    verified = verify(document, workbook)
    assert [each.kind for each in verified.disagreements] == ["contents"]  # which lack them
    assert sorted(figure.text for figure in verified.untied) == ["250 exemplar", "43"]


def test_a_number_has_the_unit_of_the_figure_beside_it(tmp_path: Path) -> None:
    right = [
        "47 arbetsdagar planerades men 45 behövdes.",
        "Plan/utfall: 47/45 dagar.",
        "Av 47 dagar användes 45.",
        "Den 12 maj hade 47 dagar gått, enligt tabell 8.",
        "Inom 30 dagar svarade vi.",
    ]
    wrong = {
        "47 arbetsdagar planerades men 97 behövdes.": "men 97 behövdes",
        "Plan/utfall: 98/45 dagar.": "98",
        "Av 47 dagar användes 99.": "användes 99",
        "Vi fick 4 321 000 från länen.": "fick 4 321 000 från",
        # What the workbook has no figures of here, or nowhere, isn't the days': it can't be tied to the workbook.
        "45 dagar användes, och 97 deltagare kom.": "97 deltagare",
        "Kursen hölls i 97 kommuner.": "97 kommuner",
        "Inom 30 dagar svarade 98.": "98",
    }
    verified = typed(tmp_path, [*right, *wrong])
    assert verified.disagreements == ()
    assert [figure.text for figure in verified.untied] == list(wrong.values())


@pytest.mark.parametrize("header", ["", "Plan"])
def test_the_label_of_a_row_tells_the_unit_where_the_header_tells_none(tmp_path: Path, header: str) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    edited = docx.Document(str(document))
    table = edited.add_table(2, 2)
    texts = ("", header, "Planerade arbetsdagar", "756")
    for cell, text in zip(table._cells, texts, strict=True):
        cell.text = text
    edited.save(str(document))
    verified = verify(document, workbook)
    told = [found.document for found in verified.disagreements] + [figure.text for figure in verified.untied]
    assert told == ["756 arbetsdagar"]
