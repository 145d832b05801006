"""Every chart of the examples' documents, in each state of reporting, measured in its own XML."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import pytest
from lxml import etree

from rus_sheets.word.parts.ns import NS, q
from tests.documents import states
from tests.word.test_charts import WHITE, colour, contrast

_LINE = "c:spPr/a:ln/a:solidFill/a:srgbClr"
_TILE = "c:marker/c:spPr/a:solidFill/a:srgbClr"
_LABEL = "c:dLbls/c:txPr//a:solidFill/a:srgbClr"
_FEWEST = 12
"""Documents with charts among all of them; far fewer would mean that this looks at nothing."""


def _charts(case: tuple[str, str, str]) -> list[etree._Element]:
    with ZipFile(BytesIO(states.document(*case))) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/charts/chart") and name.endswith(".xml")]
        return [etree.fromstring(archive.read(name)) for name in names]


def _bars(chart: etree._Element) -> list[etree._Element]:
    return chart.findall(".//c:barChart/c:ser", NS)


def _tiles(chart: etree._Element) -> list[etree._Element]:
    return chart.findall(".//c:scatterChart/c:ser", NS)


@pytest.mark.parametrize("case", states.DOCUMENTS, ids="-".join)
def test_every_bar_stands_out_from_the_page_and_from_the_next(case: tuple[str, str, str]) -> None:
    for chart in _charts(case):
        bars = _bars(chart)
        overlap = chart.find(".//c:overlap", NS)
        apart = overlap is not None and int(overlap.get("val", "0")) < 0
        assert all(contrast(colour(bar), WHITE) >= 3 for bar in bars)
        for one, other in pairwise(bars):
            line = colour(one, _LINE)
            parted = bool(line) and min(contrast(line, colour(one)), contrast(line, colour(other))) >= 3
            assert apart or parted or contrast(colour(one), colour(other)) >= 3


@pytest.mark.parametrize("case", states.DOCUMENTS, ids="-".join)
def test_every_figure_and_name_in_a_chart_can_be_read(case: tuple[str, str, str]) -> None:
    for chart in _charts(case):
        assert contrast(colour(chart, "c:txPr//a:solidFill/a:srgbClr"), WHITE) >= 4.5
        for bar in _bars(chart):
            inside = bar.find("c:dLbls/c:dLblPos[@val='ctr']", NS) is not None
            assert not inside or contrast(colour(bar, _LABEL), colour(bar)) >= 4.5
        for tiles in _tiles(chart):
            labels = [label.get("val", "") for label in tiles.iterfind("c:dLbls/c:dLbl//a:defRPr//a:srgbClr", NS)]
            assert all(contrast(label, colour(tiles, _TILE)) >= 4.5 for label in labels)


@pytest.mark.parametrize("case", states.DOCUMENTS, ids="-".join)
def test_every_tile_of_a_map_stands_out_and_has_a_shape_for_its_state(case: tuple[str, str, str]) -> None:
    for chart in _charts(case):
        tiles = _tiles(chart)
        assert all(contrast(colour(one, _TILE), WHITE) >= 3 for one in tiles)
        shapes = [shape.get("val") for one in tiles for shape in one.iterfind("c:marker/c:symbol", NS)]
        assert len(set(shapes)) == len(tiles)


@pytest.mark.parametrize("case", states.DOCUMENTS, ids="-".join)
def test_every_chart_writes_thousands_itself(case: tuple[str, str, str]) -> None:
    """A comma in a format is the program's own sign for thousands, in the language that the program has."""
    for chart in _charts(case):
        codes = {code.get("formatCode", "") for code in chart.iter(q("c:numFmt"))}
        codes |= {code.text or "" for code in chart.iter(q("c:formatCode"))}
        assert [code for code in codes if "," in code] == []


@pytest.mark.parametrize("case", states.DOCUMENTS, ids="-".join)
def test_every_legend_has_the_order_of_the_bars(case: tuple[str, str, str]) -> None:
    for chart in _charts(case):
        orders = [int(order.get("val", "")) for order in chart.iterfind(".//c:ser/c:order", NS)]
        assert orders == sorted(orders)


def test_there_are_charts_to_look_at() -> None:
    charts = [_charts(case) for case in states.DOCUMENTS]
    assert sum(bool(found) for found in charts) >= _FEWEST
    every = [chart for found in charts for chart in found]
    assert all(_bars(chart) or _tiles(chart) for chart in every)
    assert any(map(_tiles, every))
