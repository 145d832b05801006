"""The map of tiles that a document shows, and today's tiles put in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

from rus_sheets.office.markup import Splice
from rus_sheets.texts.content import Chart
from rus_sheets.word.chart.tilemap import points, unnamed
from rus_sheets.word.parts.elements import Elements
from rus_sheets.word.parts.ns import NS, q

_PLACE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_POINTS = ("c:dLbls", "c:xVal", "c:yVal")


class Tile(Struct, frozen=True):
    """A tile as it stands: its label, how far from the left and the top, and the number of its series."""

    label: str
    place: float
    line: float
    series: int


def is_map(root: etree._Element) -> bool:
    """Is the chart one of points, such as a map is made of?"""
    return next(root.iter(q("c:scatterChart")), None) is not None


def tiles(root: etree._Element) -> list[Tile]:
    """The tiles, line by line; not what has no place."""
    found = []
    for number, series in enumerate(root.iter(q("c:ser"))):
        labels, places, lines = _labels(series), _cached(series, "c:xVal"), _cached(series, "c:yVal")
        found += [
            Tile(labels.get(point, ""), places[point], lines[point], number) for point in lines if point in places
        ]
    return sorted(found, key=lambda tile: (tile.line, tile.place))


def is_whole(root: etree._Element) -> bool:
    """Has each series all that must be exchanged for the map to show other tiles?"""
    return all(series.find(name, NS) is not None for series in root.iter(q("c:ser")) for name in _POINTS)


def moved(elements: Elements, root: etree._Element, chart: Chart) -> Iterator[Splice]:
    """What must be exchanged for the map to show the tiles of ``chart``; its look stays."""
    for number, series in enumerate(root.iter(q("c:ser"))):
        for name, new in zip(_POINTS, points(chart, number), strict=True):
            old = series.find(name, NS)
            if old is not None:
                span = elements.span(old)
                yield span.start, span.end, with_names(new)
    yield from _renamed(elements, root, chart)


def _renamed(elements: Elements, root: etree._Element, chart: Chart) -> Iterator[Splice]:
    """The legend names the states that some tile is in, wherever it stands and whatever its look."""
    place = next(root.iter(q("c:legendPos")), None)
    if place is None:
        return
    for old in place.getparent().iterfind("c:legendEntry", NS):  # type: ignore[union-attr]
        if old.find("c:delete", NS) is not None:
            span = elements.span(old)
            yield span.start, span.end, b""
    hidden = etree.fromstring(f"<x xmlns:c='{NS['c']}'>{unnamed(chart)}</x>")
    end = elements.span(place).end
    for entry in hidden:
        yield end, end, etree.tostring(entry)


def with_names(element: str) -> bytes:
    """The element with its own names: the document may have other prefixes than ours."""
    name, _, rest = element.partition(">")
    return f'{name} xmlns:c="{NS["c"]}" xmlns:a="{NS["a"]}">{rest}'.encode()


def _cached(series: etree._Element, holder: str) -> dict[str, float]:
    texts = {point.get("idx", ""): point.findtext("c:v", "", NS) for point in series.iterfind(f"{holder}//c:pt", NS)}
    return {point: float(text) for point, text in texts.items() if _PLACE.fullmatch(text)}


def _labels(series: etree._Element) -> dict[str, str]:
    return {
        label.find("c:idx", NS).get("val", ""): "".join(text.text or "" for text in label.iter(q("a:t")))  # type: ignore[union-attr]
        for label in series.iter(q("c:dLbl"))
        if label.find("c:idx", NS) is not None
    }
