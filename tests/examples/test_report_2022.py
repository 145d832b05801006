"""What the real annual report of 2022 states from its data is found in ours, in the real one's order."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import docx
import pytest

from rus_sheets.book.model import Book
from rus_sheets.resources import folder
from rus_sheets.usecases.opened.opening import open_book
from tests.cli.run import rus_sheets

WORKBOOK = folder("examples") / "2022" / "verksamhet-2022.xlsx"


def paragraphs(path: Path) -> list[tuple[str, str]]:
    """Each paragraph's style and text, content controls and tables included."""
    document = docx.Document(io.BytesIO(path.read_bytes()))
    names = {style.style_id: style.name or "" for style in document.styles}
    found = []
    for paragraph in document.element.body.iter("{*}p"):
        text = "".join(each.text or "" for each in paragraph.iter("{*}t")).replace("\u00a0", " ").strip()
        style = paragraph.find("{*}pPr/{*}pStyle")
        found.append((names.get(style.get(docx.oxml.ns.qn("w:val")), "") if style is not None else "", text))
    return [each for each in found if each[1]]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("2022")
    workbook = Path(shutil.copy(WORKBOOK, target))
    for words in (("plan",), ("report",), ("report", "--short")):
        ran = rus_sheets(*words, workbook)
        assert ran.code == 0, ran
    return target


@pytest.fixture(scope="module")
def report(written: Path) -> list[tuple[str, str]]:
    return paragraphs(written / "Verksamhetsberattelse-2022.docx")


@pytest.fixture(scope="module")
def book() -> Book:
    return open_book(WORKBOOK)


FIGURES = """
49 148 95 144 125 269 28
4 000 000 kr|3 470 233|200 000|133 617|1 092 500|789 673|50 000|5 342 500|4 393 523
13 400|185 000|16 667|76 074|16 801|108 000|3 155|298 975|71 601
4 751 500|3 913 000|838 500|288 000|5 039 500|357 977|645 977
"""


def test_every_sum_is_stated(report: list[tuple[str, str]]) -> None:
    text = " ".join(text for _, text in report)
    for figure in FIGURES.replace("\n", "|").replace(" kr", "").split("|"):
        parts = figure.split() if figure.startswith("49") else [figure]
        for part in filter(None, parts):
            assert part in text, part


def test_every_activity_has_its_status_and_days(report: list[tuple[str, str]], book: Book) -> None:
    """In the appendix each activity's heading is followed by its status and planned days."""
    start = max(n for n, (style, text) in enumerate(report) if style == "Bilaga" and text.startswith("Redovisning"))
    texts = [text for _, text in report[start:]]
    at = 0
    for row in book["plan"]:
        at = next(n for n in range(at, len(texts)) if texts[n] == row.text("name"))
        outcome = book["outcomes"].by_id[row.id]
        facts = " ".join(texts[at + 1 : at + 3])
        assert outcome.text("status") in facts, row.id
        if row["days"] is not None:
            assert f"{row['days']} arbetsdagar" in facts, row.id


def test_the_short_outcomes_stand_by_priority_and_status(report: list[tuple[str, str]], book: Book) -> None:
    end = next(n for n, (style, text) in enumerate(report) if style == "Heading 1" and text.startswith("Ekonomi"))
    text = " ".join(text for _, text in report[:end])
    for row in book["plan"]:
        if row["priority"]:
            assert row.text("name") in text
            assert " ".join(book["outcomes"].by_id[row.id].text("short").split())[:40] in text, row.id


ORDER = ["Inledning", "Huvudsakliga insatser", "Utfall", "Ekonomi", "Redovisning av vad", "Organisation"]


def test_the_order_is_the_real_ones(report: list[tuple[str, str]]) -> None:
    headings = [text for style, text in report if style in ("Heading 1", "Bilaga")]
    at = [next(n for n, text in enumerate(headings) if text.startswith(words)) for words in ORDER]
    assert at == sorted(at)


def test_every_seat_is_listed(report: list[tuple[str, str]], book: Book) -> None:
    text = " ".join(text for _, text in report)
    assert all(row.text("affiliation") in text for row in book["seats"])


def test_what_is_to_be_read_of_the_short_text_is_half_a_page(written: Path) -> None:
    """Its figures and tables stand beside it."""
    body = docx.Document(str(written / "Arsredovisning-2022.docx")).element.body
    read = [each for each in body.iter("{*}p") if next(each.iterancestors("{*}tbl"), None) is None]
    words = " ".join("".join(part.text or "" for part in each.iter("{*}t")) for each in read).split()
    assert 80 < len(words) < 260


def test_the_plan_in_the_old_shape(written: Path, book: Book) -> None:
    plan = paragraphs(written / "Verksamhetsplan-2022.docx")
    text = " ".join(text for _, text in plan)
    for words in ("Allra viktigast", "809 arbetsdagar", "5 342 500", *(row.text("name") for row in book["plan"])):
        assert words in text
    for area in book["areas"]:
        assert area.title in text
    assert text.count("Löpande verksamhet") >= 6
