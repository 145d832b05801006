"""The figures that a chart in a document shows, and today's figures put in their place."""

from __future__ import annotations

import re
from enum import StrEnum
from io import BytesIO
from itertools import zip_longest
from zipfile import ZipFile

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book.convert import read_number
from rus_sheets.office.markup import as_utf8, spliced
from rus_sheets.office.package import ZIP_FAULTS
from rus_sheets.texts.content import Chart, Series
from rus_sheets.texts.text import one_line
from rus_sheets.word.chart.chartlabels import relabelled
from rus_sheets.word.chart.renewed import Frame, frame_of, redrawn_whole, renewed
from rus_sheets.word.chart.tileread import is_map, is_whole, moved, tiles
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.elements import Elements
from rus_sheets.word.parts.embedded import FIXED, workbook
from rus_sheets.word.parts.ns import NS, attribute, q


class Sheet(StrEnum):
    """The data sheet within a chart, by what may be done with it."""

    OURS = "as we made it"
    NONE = "missing"
    EDITED = "edited by people, or another program's"


class ChartSeen(Struct, frozen=True):
    """A chart as it stands in a document: ``part`` is its own, ``inside`` the part whose text it stands in.

    ``cached`` tells that all its figures stand in the part itself, ``own_alt`` that ``alt`` is known to be as written.
    ``places`` are those of the tiles of a map, ``frame`` is what it has round its series where it looks as we made it.
    ``caption`` is the line below it.
    """

    part: str
    place: str
    alt: str
    inside: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    sheet: Sheet = Sheet.OURS
    cached: bool = True
    own_alt: bool = False
    places: tuple[float, ...] = ()
    frame: Frame | None = None
    caption: str = ""

    def likeness(self, chart: Chart) -> int:
        """How many names of bars and series it has in common with a chart."""
        names = {one_line(name) for name in chart.categories} & set(self.categories)
        return len(names) + len({one_line(line.name) for line in chart.series} & {line.name for line in self.series})

    def filled(self, chart: Chart) -> Chart:
        """The chart with those of the document's series that it has no more, empty: all may have reported since.

        As it is where it can be drawn anew without them.
        """
        if self._can_be_new() and self.frame and self.frame.has_room_for(chart):
            return chart
        known = {one_line(line.name): line for line in chart.series}
        seen = [line.name for line in self.series]
        if len(set(seen)) < len(seen) or not set(known) <= set(seen):
            return chart
        blank = (None,) * len(chart.categories)
        return replace(chart, series=tuple(known.get(name) or Series(name, blank) for name in seen))

    def shows(self, chart: Chart) -> bool:
        """Does it show the same figures?"""
        chart = self.filled(chart)
        return self.has_the_bars_of(chart) and [line.values for line in self.series] == [
            line.values for line in chart.series
        ]

    def idle_series(self, chart: Chart) -> tuple[str, ...]:
        """The names of its series that today's chart doesn't have, and that show nothing but stand in its legend."""
        known = {one_line(line.name) for line in chart.series}
        return tuple(line.name for line in self.series if line.name not in known and not any(line.values))

    def has_old_alt(self, chart: Chart) -> bool:
        """Is its text for those who can't see the one that we wrote, and another than today's?"""
        ours = self.own_alt or figureless(self.alt) == figureless(chart.alt)
        return ours and self.alt != one_line(chart.alt)

    def odd_in_alt(self, chart: Chart) -> str:
        """The first figure of a text that people have rewritten which is none of the chart's, "" where all are."""
        if figureless(self.alt) == figureless(chart.alt):
            return ""
        rows = [[self._figure(value) for value in series.values] for series in self.series]
        every = [0, *(value for row in rows for value in row)]
        bars = zip_longest(*rows, fillvalue=0)
        known = {round(abs(figure), 2) for figure in (*every, *map(sum, rows), *map(sum, bars), sum(every))}
        named = _figures(" ".join((chart.title, *chart.categories, *(line.name for line in chart.series))))
        odd = (text for text, value in _figures(self.alt).items() if round(value, 2) not in known and text not in named)
        return next((text for text in odd if not _YEAR.fullmatch(text)), "")

    def _figure(self, value: float | None) -> float:
        """What a value counts for; a tile is one, wherever it stands."""
        return float(value is not None) if self.places else value or 0

    def can_be_redrawn_as(self, chart: Chart) -> bool:
        """Can it show today's figures if only its numbers are exchanged, or its series where it looks as we made it?"""
        return self._can_be_new() and (self.has_the_bars_of(chart) or self.holds(chart))

    def _can_be_new(self) -> bool:
        return self.sheet is not Sheet.EDITED and self.cached

    def holds(self, chart: Chart) -> bool:
        """Can today's series stand in its frame, or it be drawn anew?"""
        return self.frame is not None and self.frame.has_room_for(self.filled(chart))

    def has_the_bars_of(self, chart: Chart) -> bool:
        """Are its bars (or tiles) and series the same, whatever their figures?"""
        names = tuple(one_line(name) for name in chart.categories)
        series = [one_line(line.name) for line in self.filled(chart).series]
        same = names == self.categories and chart.places == self.places
        return same and series == [line.name for line in self.series]


class Picture(Struct, frozen=True):
    """What may stand where a chart of ours stood: a picture, or a chart whose part is ``lost``.

    ``caption`` is the line below it.
    """

    place: str
    alt: str
    caption: str
    lost: bool

    def may_be(self, chart: Chart) -> bool:
        """Does its text or its caption say that it is this chart?"""
        title = one_line(chart.title)
        stem = _stem(chart.alt)
        return bool(stem and _stem(self.alt) == stem) or (bool(title) and self.caption.endswith(title))


def read_chart(package: WordPackage, part: str, place: str, alt: str, inside: str) -> ChartSeen:
    """The chart in that part. Raises UnusableInputError for a damaged one."""
    root = package.xml(part)
    sheet, _ = _data_sheet(package, part)
    made = []
    categories: tuple[str, ...] = ()
    names = [
        "".join(value.text or "" for value in series.iterfind("c:tx//c:v", NS)) for series in root.iter(q("c:ser"))
    ]
    if is_map(root):
        stand = tiles(root)
        labels, places = tuple(tile.label for tile in stand), tuple(tile.place for tile in stand)
        lines = [tuple(tile.line if tile.series == number else None for tile in stand) for number in range(len(names))]
        states = tuple(map(Series, names, lines))
        whole, frame = is_whole(root), frame_of(root)
        return ChartSeen(part, place, alt, inside, labels, states, sheet, whole, places=places, frame=frame)
    for name, series in zip(names, root.iter(q("c:ser")), strict=True):
        categories = tuple(text or "" for text in _points(series.find("c:cat", NS)))
        values = _points(series.find("c:val", NS))
        made.append(Series(name, tuple(_number(value) for value in values)))
    cached = all(series.find("c:val/c:numRef/c:numCache", NS) is not None for series in root.iter(q("c:ser")))
    return ChartSeen(part, place, alt, inside, categories, tuple(made), sheet, cached, frame=frame_of(root))


def _points(holder: etree._Element | None) -> list[str | None]:
    if holder is None:
        return []
    points = {point.get("idx", ""): point.findtext("c:v", "", NS) for point in holder.iter(q("c:pt"))}
    count = next((element.get("val", "") for element in holder.iter(q("c:ptCount"))), "")
    known = int(count) if re.fullmatch("[0-9]{1,3}", count) else 0
    return [points.get(str(index)) for index in range(known)]


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def redrawn(package: WordPackage, seen: ChartSeen, chart: Chart) -> dict[str, bytes]:
    """The parts that must change for the chart to show today's figures.

    Empty where that can't be done: other bars in a chart that people have given another look, or a data sheet that
    they have edited in Word. A chart that has lost its data sheet shows today's figures without one.
    """
    sheet, book = _data_sheet(package, seen.part)
    if sheet is Sheet.EDITED or not seen.can_be_redrawn_as(chart):
        return {}
    chart = seen.filled(chart)
    root = package.xml(seen.part)
    elements = Elements(as_utf8(package.read(seen.part), root), root)
    is_new = not seen.has_the_bars_of(chart)
    if is_new or seen.places:
        fits = seen.frame is None or seen.frame.holds(chart)
        splices = list((moved if not is_new else renewed if fits else redrawn_whole)(elements, root, chart))
        return {seen.part: spliced(elements.data, splices)} | ({book: workbook(chart)} if book else {})
    splices = [*relabelled(elements, root, chart)]
    for series, new in zip(root.iter(q("c:ser")), chart.series, strict=True):
        cache = series.find("c:val/c:numRef/c:numCache", NS)
        if cache is None:
            continue  # not for a chart that can be redrawn
        count = cache.find("c:ptCount", NS)
        splices += [elements.removed(point) for point in cache.iterfind("c:pt", NS)]
        if count is not None:
            end = elements.span(count).end
            splices.append((end, end, _points_of(new, elements.name(count).rpartition(b":")[0])))
    return {seen.part: spliced(elements.data, splices)} | ({book: workbook(chart)} if book else {})


def _points_of(series: Series, prefix: bytes) -> bytes:
    start = f"{prefix.decode()}:" if prefix else ""
    return "".join(
        f'<{start}pt idx="{index}"><{start}v>{value!r}</{start}v></{start}pt>'
        for index, value in enumerate(series.values)
        if value is not None
    ).encode()


def _data_sheet(package: WordPackage, part: str) -> tuple[Sheet, str]:
    """What the chart's data sheet is, and its part."""
    relation = attribute(package.xml(part).find("c:externalData", NS), "r:id")
    book = package.related(part, relation)
    if not book:
        return Sheet.NONE, ""
    try:
        with ZipFile(BytesIO(package.read(book))) as archive:
            ours = len(archive.namelist()) == len(FIXED) + 2  # the sheet and its texts
            ours = ours and all(archive.getinfo(name).file_size == len(content) for name, content in FIXED.items())
            ours = ours and all(archive.read(name) == content for name, content in FIXED.items())
    except (*ZIP_FAULTS, KeyError, RuntimeError):
        ours = False
    return (Sheet.OURS if ours else Sheet.EDITED), book


_DIGITS = re.compile(r"[−-]?\d[\d \u00a0]*(?:,\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


def figureless(alt: str) -> str:
    """A chart's text for those who can't see it, whatever its figures are."""
    return _DIGITS.sub("#", one_line(alt))


def _figures(text: str) -> dict[str, float]:
    """The numbers in a text, without their signs."""
    found = (node.strip(" \u00a0") for node in _DIGITS.findall(text))
    return {text: abs(number) for text in found if (number := read_number(text)) is not None}


def _stem(alt: str) -> str:
    """What the text for a chart begins with, before its figures: ``Dagar per område``."""
    return re.split(r"[.:\d]", alt)[0].strip()
