"""New series for a chart whose bars or series are others today, where people have left its look as it was.

Its frame stays: its size, its axes and its legend, however another program has saved them. So do the letters of its
figures. Where today's series have no place in it (one series has no legend) all but its size is drawn anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import cycle

from lxml import etree
from msgspec import Struct

from rus_sheets.office.markup import Splice
from rus_sheets.texts.content import Chart
from rus_sheets.word.chart import bars, tilemap
from rus_sheets.word.chart.chartlabels import is_ours, rescaled
from rus_sheets.word.chart.chartparts import COLOURS, WAITING, legend_at
from rus_sheets.word.chart.tileread import is_map, tiles, with_names
from rus_sheets.word.parts.elements import Elements
from rus_sheets.word.parts.ns import NS, q

_FILLS = ("c:spPr/a:solidFill/a:srgbClr", "c:marker/c:spPr/a:solidFill/a:srgbClr")
_ADDED = ("c:dPt", "c:trendline", "c:errBars")


class Frame(Struct, frozen=True):
    """What a chart of ours has round its series: ``legend`` and ``labels``, and how many ``bars`` there are.

    A map is so ``wide`` and ``high``, in tiles. ``stacked`` bars lie on each other.
    """

    series: int
    bars: int
    legend: bool
    labels: bool
    wide: float = 0
    high: float = 0
    stacked: bool = False

    def holds(self, chart: Chart) -> bool:
        """Would it have been drawn in the same way round these?"""
        if chart.places:
            return (self.wide, self.high) == (max(chart.places), tilemap.lines_of(chart))
        return (
            not self.wide
            and (self.series > 1) == (len(chart.series) > 1)
            and (self.bars > 1) == (len(chart.categories) > 1)
            and (self.legend, self.labels) == (bars.has_legend(chart), bars.has_room(chart))
        )

    def has_room_for(self, chart: Chart) -> bool:
        """Can it be drawn anew where it stands, in its size, if these can't stand in its frame as it is?"""
        return self.holds(chart) or (self.stacked and chart.kind == "stacked")


def frame_of(root: etree._Element) -> Frame | None:
    """The frame of a chart whose series have the look that we gave them; None where people have made it another."""
    series = list(root.iter(q("c:ser")))
    together = len({one.getparent() for one in series}) == 1
    plain = not any(one.find(name, NS) is not None for one in series for name in _ADDED)
    own = all(_colour(one) in {ours, WAITING} for one, ours in zip(series, cycle(COLOURS), strict=False))
    own = own and (is_map(root) or all(map(is_ours, root.iter(q("c:dLbl")))))
    if not (together and plain and own):
        return None
    legend = root.find(".//c:legend", NS) is not None
    if is_map(root):
        stand = tiles(root)
        wide, high = max(tile.place for tile in stand), max(tile.line for tile in stand)
        return Frame(len(series), len(stand), legend, labels=True, wide=wide, high=high)
    counts = (count.get("val", "") for count in series[0].iterfind("c:cat//c:ptCount", NS))
    labels = any(one.find("c:dLbls", NS) is not None for one in series)
    grouping = root.find(".//c:barChart/c:grouping", NS)
    stacked = grouping is not None and grouping.get("val", "") == "stacked"
    return Frame(len(series), 1 if next(counts, "") == "1" else 2, legend, labels, stacked=stacked)


def _colour(series: etree._Element) -> str:
    fills = (series.find(path, NS) for path in _FILLS)
    return next((fill.get("val", "").upper() for fill in fills if fill is not None), "")


def renewed(elements: Elements, root: etree._Element, chart: Chart) -> Iterator[Splice]:
    """What must be exchanged for it to have the series of ``chart``."""
    made = tilemap.all_series(chart) if chart.places else bars.all_series(chart)
    old = list(root.iter(q("c:ser")))
    span = elements.span(old[0])
    yield span.start, span.end, b"".join(_lettered(with_names(one), [] if chart.places else old) for one in made)
    yield from map(elements.removed, old[1:])
    if not chart.places:
        yield from rescaled(elements, root, chart)


def redrawn_whole(elements: Elements, root: etree._Element, chart: Chart) -> Iterator[Splice]:
    """What must be exchanged for the chart to have today's plot area and legend."""
    area, legend = root.find("c:chart/c:plotArea", NS), root.find("c:chart/c:legend", NS)
    if area is None:
        return
    span = elements.span(area)
    yield span.start, span.end, with_names(f"<c:plotArea>{bars.plot(chart)}</c:plotArea>")
    if legend is not None and not bars.has_legend(chart):
        yield elements.removed(legend)
    elif legend is None and bars.has_legend(chart):
        yield span.end, span.end, with_names(legend_at("b"))


def _lettered(series: bytes, old: Sequence[etree._Element]) -> bytes:
    """The series with its figures in the letters of the old one of that name, else of the first that has any."""
    made = etree.fromstring(series)
    letters = {_name(one): look for one in old if (look := one.find("c:dLbls/c:txPr", NS)) is not None}
    if not letters:
        return series
    look = letters.get(_name(made), next(iter(letters.values())))
    for own in list(made.iterfind("c:dLbls//c:txPr", NS)):
        own.getparent().replace(own, deepcopy(look))  # type: ignore[union-attr]
    return etree.tostring(made, encoding="UTF-8")


def _name(series: etree._Element) -> str:
    return "".join(value.text or "" for value in series.iterfind("c:tx//c:v", NS))
