"""The report's economy: introduction first, one table with share used, what deviates, funding and kinds of work."""

from __future__ import annotations

import pytest
from lxml import etree

from rus_sheets.documents.economy import deviation_chart
from rus_sheets.word.parts.ns import NS, attribute, q, text_of
from tests.documents.states import book, document
from tests.documents.test_layout import pages
from tests.word.documents import body

YEARS = [("verksamhet", "half"), ("verksamhet", "whole"), ("2022", "whole")]


def _section(name: str, state: str) -> list[etree._Element]:
    """Paragraphs and tables from the heading to the next of its level."""
    blocks = list(body(document(name, state, "report")).find("w:body", NS))
    first = [attribute(each.find("w:pPr/w:pStyle", NS), "w:val") in ("Heading1", "Bilaga") for each in blocks]
    start = next(n for n, each in enumerate(blocks) if first[n] and text_of(each) == "Ekonomi")
    return blocks[start : next(n for n in range(start + 1, len(blocks)) if first[n])]


def _said(blocks: list[etree._Element]) -> list[str]:
    return [text_of(each).replace("\u00a0", " ") for each in blocks if each.tag == q("w:p")]


def _rows(table: etree._Element) -> list[list[str]]:
    return [[text_of(cell).replace("\u00a0", " ") for cell in row.iter(q("w:tc"))] for row in table.iter(q("w:tr"))]


@pytest.mark.parametrize(("name", "state"), YEARS)
def test_the_introduction_comes_first_and_there_is_one_table(name: str, state: str) -> None:
    blocks = _section(name, state)
    tables = [number for number, each in enumerate(blocks) if each.tag == q("w:tbl")]
    text = book(name, state)["texts"].by_id["berattelse-ekonomi"].text("text").split("\n")[0]
    assert text_of(blocks[1]).replace("\u00a0", " ") == text.replace("\u00a0", " ")
    assert len(tables) == 1
    assert _rows(blocks[tables[0]])[0] == ["Post", "Budget, kr", "Utfall, kr", "Använt", "Avvikelse, kr"]


def test_each_post_tells_how_much_of_it_is_used() -> None:
    table = next(each for each in _section("2022", "whole") if each.tag == q("w:tbl"))
    assert [row[3] for row in _rows(table)[1:]] == ["87 %", "67 %", "72 %", "0 %", "82 %"]
    tags = {attribute(each, "w:val") for each in table.iter(q("w:tag"))}
    assert "Budget/P1/Utfall av Budget" in tags


def test_what_is_not_reported_has_no_share_and_no_deviation() -> None:
    table = next(each for each in _section("verksamhet", "half") if each.tag == q("w:tbl"))
    rows = {row[0]: row[1:] for row in _rows(table)[1:]}
    assert rows["Övrigt"] == ["50 000", "ännu inte redovisat", "–", "ännu inte redovisat"]
    assert rows["Arrangemang"] == ["200 000", "188 050", "94 %", "−11 950"]
    chart = deviation_chart(book("verksamhet", "half")).blocks[0]
    assert chart.series[0].values == (None, -11_950, -605_000, None)  # type: ignore[union-attr]
    assert "Övrigt: ännu inte redovisat" in chart.alt  # type: ignore[union-attr]


def test_budget_against_funding_is_explained_where_they_differ() -> None:
    said = _said(_section("2022", "whole"))
    assert (
        "Finansieringen är sammanlagt 5 039 500 kr. Budget minus finansiering är 303 000 kr, "
        "som ryms i egna medel (303 000 kr). Av årets medel är 357 977 kr inte förbrukade, "
        "och av alla beslutade medel 645 977 kr."
    ) in said
    assert not [line for line in _said(_section("verksamhet", "half")) if "minus finansiering" in line]


@pytest.mark.parametrize("command", ["plan", "application"])
def test_who_reads_the_plan_or_grants_the_money_is_told_why_budget_and_funding_differ(command: str) -> None:
    said = [text_of(each).replace("\u00a0", " ") for each in body(document("2022", "whole", command)).iter(q("w:p"))]
    assert (
        sum("Budget minus finansiering är 303 000 kr, som ryms i egna medel (303 000 kr)." in line for line in said)
        == 1
    )
    said = [text_of(each) for each in body(document("verksamhet", "planned", command)).iter(q("w:p"))]
    assert not [line for line in said if "minus finansiering" in line]


def test_running_and_development_work_have_figures_of_their_own() -> None:
    said = _said(_section("2022", "whole"))
    assert (
        "Arbetet efter typ. Löpande: 19 aktiviteter, 387 planerade arbetsdagar. "
        "Utvecklingsinsats: 30 aktiviteter, 422 planerade arbetsdagar."
    ) in said
    assert not [line for line in _said(_section("verksamhet", "half")) if line.startswith("Arbetet efter typ")]


@pytest.mark.libreoffice
@pytest.mark.parametrize(("name", "state"), YEARS)
def test_the_economy_has_one_page(name: str, state: str) -> None:
    found = [number for number, lines in enumerate(pages(name, state, "report")) if lines[0].text.endswith("Ekonomi")]
    following = pages(name, state, "report")[found[0] + 1][0].text
    assert len(found) == 1
    assert following.startswith("Bilaga 1")
