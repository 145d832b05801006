"""The figures that a chart in a document shows, and today's figures put in their place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from rus_sheets.book.content import Chart, Series
from rus_sheets.book.text import one_line
from rus_sheets.office.markup import as_utf8, spliced
from rus_sheets.word.elements import Elements
from rus_sheets.word.embedded import FIXED, workbook
from rus_sheets.word.ns import NS, attribute, q
from rus_sheets.word.opened import WordPackage


@dataclass(frozen=True, slots=True)
class ChartSeen:
    """A chart as it stands in a document: ``part`` is its own, ``inside`` the part whose text it stands in."""

    part: str
    place: str
    alt: str
    inside: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]

    def likeness(self, chart: Chart) -> int:
        """How many names of bars and series it has in common with a chart."""
        names = {one_line(name) for name in chart.categories} & set(self.categories)
        return len(names) + len({one_line(each.name) for each in chart.series} & {each.name for each in self.series})

    def filled(self, chart: Chart) -> Chart:
        """The chart with those of the document's series that it has no more, empty: all may have reported since."""
        known = {one_line(each.name): each for each in chart.series}
        seen = [each.name for each in self.series]
        if len(set(seen)) < len(seen) or not set(known) <= set(seen):
            return chart
        blank = (None,) * len(chart.categories)
        return replace(chart, series=tuple(known.get(name) or Series(name, blank) for name in seen))

    def shows(self, chart: Chart) -> bool:
        """Does it show the same figures?"""
        chart = self.filled(chart)
        return self.has_the_bars_of(chart) and [each.values for each in self.series] == [
            each.values for each in chart.series
        ]

    def has_the_bars_of(self, chart: Chart) -> bool:
        """Are its bars and series the same, whatever their figures?"""
        names = tuple(one_line(name) for name in chart.categories)
        series = [one_line(each.name) for each in self.filled(chart).series]
        return names == self.categories and series == [each.name for each in self.series]


def read_chart(package: WordPackage, part: str, place: str, alt: str, inside: str) -> ChartSeen:
    """The chart in that part. Raises UnusableInputError for a damaged one."""
    root = package.xml(part)
    made = []
    categories: tuple[str, ...] = ()
    for series in root.iter(q("c:ser")):
        name = "".join(value.text or "" for value in series.iterfind("c:tx//c:v", NS))
        categories = tuple(text or "" for text in _points(series.find("c:cat", NS)))
        values = _points(series.find("c:val", NS))
        made.append(Series(name, tuple(_number(value) for value in values)))
    return ChartSeen(part, place, alt, inside, categories, tuple(made))


def _points(holder: etree._Element | None) -> list[str | None]:
    if holder is None:
        return []
    points = {point.get("idx", ""): point.findtext("c:v", "", NS) for point in holder.iter(q("c:pt"))}
    count = next((each.get("val", "") for each in holder.iter(q("c:ptCount"))), "")
    known = int(count) if re.fullmatch("[0-9]{1,3}", count) else 0
    return [points.get(str(index)) for index in range(known)]


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def redrawn(package: WordPackage, seen: ChartSeen, chart: Chart) -> dict[str, bytes]:
    """The parts that must change for the chart to show today's figures.

    Empty where that can't be done by exchanging numbers: other bars than before, or a data sheet that people have
    edited in Word.
    """
    book = _data_sheet(package, seen.part)
    if not book or not seen.has_the_bars_of(chart):
        return {}
    chart = seen.filled(chart)
    root = package.xml(seen.part)
    elements = Elements(as_utf8(package.read(seen.part), root), root)
    splices = []
    for series, new in zip(root.iter(q("c:ser")), chart.series, strict=True):
        cache = series.find("c:val/c:numRef/c:numCache", NS)
        if cache is None:
            return {}
        count = cache.find("c:ptCount", NS)
        splices += [elements.removed(point) for point in cache.iterfind("c:pt", NS)]
        if count is not None:
            end = elements.span(count).end
            splices.append((end, end, _points_of(new, elements.name(count).rpartition(b":")[0])))
    return {seen.part: spliced(elements.data, splices), book: workbook(chart)}


def _points_of(series: Series, prefix: bytes) -> bytes:
    start = f"{prefix.decode()}:" if prefix else ""
    return "".join(
        f'<{start}pt idx="{index}"><{start}v>{value!r}</{start}v></{start}pt>'
        for index, value in enumerate(series.values)
        if value is not None
    ).encode()


def _data_sheet(package: WordPackage, part: str) -> str:
    """The part with the chart's data sheet, "" if it is missing or isn't as we made it."""
    relation = attribute(package.xml(part).find("c:externalData", NS), "r:id")
    book = package.related(part, relation)
    if not book:
        return ""
    try:
        with ZipFile(BytesIO(package.read(book))) as archive:
            if len(archive.namelist()) != len(FIXED) + 2:  # the sheet and its texts
                return ""
            same = all(archive.getinfo(name).file_size == len(content) for name, content in FIXED.items())
            return book if same and all(archive.read(name) == content for name, content in FIXED.items()) else ""
    except (BadZipFile, KeyError, ValueError, NotImplementedError):
        return ""
