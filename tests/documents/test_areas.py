"""Each area of the report opens with its own colour, its days, its activities by status, and its goals."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from rus_sheets.documents.report import report_context
from rus_sheets.word.parts.ns import NS, attribute, q, text_of
from tests.documents.states import book, document
from tests.word.documents import body, lines

YEARS = [("verksamhet", "planned"), ("verksamhet", "half"), ("verksamhet", "whole"), ("2022", "whole")]


def _openings(made: bytes) -> list[tuple[str, str]]:
    """Style and name of each area's heading."""
    styled = [
        (attribute(each.find("w:pPr/w:pStyle", NS), "w:val"), text_of(each)) for each in body(made).iter(q("w:p"))
    ]
    return [(style, text) for style, text in styled if style.startswith("Omrade")]


@pytest.mark.parametrize(("name", "state"), YEARS)
def test_each_area_opens_on_a_band_of_its_own_colour(name: str, state: str) -> None:
    made = document(name, state, "report")
    found = _openings(made)
    assert [text for _, text in found] == [row.title for row in book(name, state)["areas"]]
    with ZipFile(BytesIO(made)) as archive:
        styles = etree.fromstring(archive.read("word/styles.xml"))
    fills = {
        attribute(each, "w:styleId"): attribute(each.find("w:pPr/w:shd", NS), "w:fill")
        for each in styles.iterfind("w:style", NS)
    }
    assert len({fills[style] for style, _ in found}) == len(found)


@pytest.mark.parametrize(("name", "state"), YEARS)
def test_the_activities_of_an_area_by_status_are_all_of_them(name: str, state: str) -> None:
    areas = report_context(book(name, state))["områden"]
    assert isinstance(areas, list)
    for area in areas:
        counted = [int(str(each["antal"])) for each in area["statusar"]]
        assert sum(counted) == (int(str(area["antal"])) if state != "planned" else 0)
        for chart in area["statusdiagram"].blocks:
            assert sum(series.values[0] or 0 for series in chart.series) == sum(counted)
    names = [[series.name for each in area["statusdiagram"].blocks for series in each.series] for area in areas]
    assert all(each == names[0] for each in names)  # so each status has the same colour in every area


def test_days_status_and_goals_come_before_the_activities() -> None:
    said = [line.replace("\u00a0", " ") for line in lines(document("verksamhet", "half", "report"))]
    place = len(said) - 1 - said[::-1].index("Stöd i åtgärdsarbetet")
    opening = said[place : said.index("Miljömålen i andra sakområden och tvärsektoriellt arbete", place)]
    assert opening[1].startswith("321 arbetsdagar planerade, 249,5 enligt utfall hittills")
    assert "17 aktiviteter" in opening[1]
    assert opening[1].endswith("4 saknar status ännu")
    assert "Mål 2026–2028" in opening


@pytest.mark.parametrize(("name", "state"), YEARS)
def test_the_groups_of_an_area_add_up_to_it(name: str, state: str) -> None:
    areas = report_context(book(name, state))["områden"]
    assert isinstance(areas, list)
    for area in areas:
        for key in ("antal", "summa_dagar", "dagar_utfall"):
            parts = [_number(group[key]) for group in area["grupper"]]
            assert sum(parts) == _number(area[key]), (area["namn"], key)


def _number(figure: object) -> float:
    return float(str(figure).replace("\u00a0", "").replace(",", ".") or 0)


def test_each_group_tells_its_sums_under_its_heading() -> None:
    said = [line.replace("\u00a0", " ") for line in lines(document("2022", "whole", "report"))]
    assert "148 arbetsdagar planerade för hela gruppen\u2002·\u20025 aktiviteter" in said
    said = [line.replace("\u00a0", " ") for line in lines(document("verksamhet", "half", "report"))]
    place = len(said) - 1 - said[::-1].index("Fokus miljömålsuppdraget enligt länsstyrelseinstruktionen 6 §")
    assert said[place + 1] == "123 arbetsdagar planerade, 106 enligt utfall hittills\u2002·\u20025 aktiviteter"


def test_the_bar_of_an_area_has_the_whole_width() -> None:
    """Its name is the heading's and the caption's; a long one beside the bar would leave it half the page."""
    with ZipFile(BytesIO(document("2022", "whole", "report"))) as archive:
        charts = [etree.fromstring(archive.read(name)) for name in archive.namelist() if "charts/chart" in name]
    single = [each for each in charts if len(each.findall(".//c:ser[1]/c:cat//c:pt", NS)) == 1]
    assert len(single) == len(book("2022", "whole")["areas"])
    assert {each.find(".//c:catAx/c:delete", NS).get("val") for each in single} == {"1"}
    assert {each.find(".//c:catAx/c:delete", NS).get("val") for each in charts if each not in single} == {"0"}


def test_the_short_report_counts_each_area_and_the_areas_add_up() -> None:
    table = next(
        each for each in body(document("2022", "whole", "short")).iter(q("w:tbl")) if text_of(each).startswith("Område")
    )
    head, *rows = [[text_of(cell) for cell in row.iter(q("w:tc"))] for row in table.iter(q("w:tr"))]
    assert head[1:] == [
        "Har skett som planerat",
        "Har delvis skett som planerat",
        "Har ej varit aktuellt",
        "Aktiviteter",
    ]
    assert [row[1:] for row in rows] == [["10", "1", "0", "11"], ["22", "6", "1", "29"], ["8", "1", "0", "9"]]


@pytest.mark.parametrize("state", ["empty", "planned"])
def test_the_short_report_has_no_table_of_nothing(state: str) -> None:
    said = lines(document("verksamhet", state, "short"))
    assert "Status per område" not in said
    assert "Ekonomi" not in said
    assert "Texten om året är inte skriven ännu." in said
