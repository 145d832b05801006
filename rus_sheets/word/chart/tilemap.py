"""A map of tiles as a native chart: a scatter chart of one point for each tile, and one series for each state.

A series has only its own tiles for points, without gaps: ONLYOFFICE (measured with 10.0) gives a point after a gap the
look of another. So a tile that changes its state goes with its label to another series.
"""

from __future__ import annotations

from rus_sheets.office.markup import escape_text
from rus_sheets.texts.content import Chart, Series
from rus_sheets.texts.text import one_line
from rus_sheets.word.chart.chartparts import COLOURS, WAITING, head_of_series, numbers

_FIRST_SERIES = 3
"""The column of the data sheet that the first series stands in, after the labels and the places."""
_STEP_CM = 0.72  # from tile to tile
_GAP_CM = 0.11
_LEGEND_CM = 5.5
_MOST_CM = 20.0  # of a page
_LEFT_CM = 0.3
_POINTS_PER_CM = 72 / 2.54
_SHAPES = ("square", "diamond", "triangle")
_WAITING_SHAPE = "circle"
"""A state has a shape of its own besides its colour (WCAG 2.2: 1.4.1), filled: LibreOffice 7.4 draws no outline."""
_TIPS = 1.3  # a diamond is that much larger, so that its label lies within it; only tips of two diamonds meet


def height(chart: Chart) -> float:
    """Of the whole chart, in centimetres."""
    return lines_of(chart) * _step(chart) + _GAP_CM


def width(chart: Chart) -> float:
    """Of the whole chart, in centimetres: no more than the map and its legend need."""
    return _LEFT_CM + _across(chart) + _LEGEND_CM


def plot(chart: Chart) -> str:
    """The plot area: tiles to the left, with room for the legend beside them."""
    series = "".join(all_series(chart))
    wide, whole = _across(chart), width(chart)
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{_LEFT_CM / whole:.4f}"/><c:y val="0"/><c:w val="{wide / whole:.4f}"/><c:h val="1"/>'
        "</c:manualLayout></c:layout>"
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{series}'
        '<c:axId val="111111111"/><c:axId val="222222222"/></c:scatterChart>'
        f"{_axis('111111111', '222222222', 'b', 'minMax', max(chart.places))}"
        f"{_axis('222222222', '111111111', 'l', 'maxMin', lines_of(chart))}"
    )


def all_series(chart: Chart) -> list[str]:
    """Each of its series, with the tiles that are in that state."""
    return [_series(chart, number, one) for number, one in enumerate(chart.series)]


def unnamed(chart: Chart) -> str:
    """The entries of the legend that aren't shown: those of states that no tile is in."""
    empty = (number for number, series in enumerate(chart.series) if not any(series.values))
    return "".join(f'<c:legendEntry><c:idx val="{number}"/><c:delete val="1"/></c:legendEntry>' for number in empty)


def _across(chart: Chart) -> float:
    return max(chart.places) * _step(chart)


def lines_of(chart: Chart) -> int:
    """How many lines of tiles there are."""
    return max(int(value) for series in chart.series for value in series.values if value is not None)


def _step(chart: Chart) -> float:
    return min(_STEP_CM, _MOST_CM / lines_of(chart))


def _axis(own: str, other: str, side: str, order: str, last: int) -> str:
    """An axis that isn't shown: it says how much half a tile round the outermost is."""
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling><c:orientation val="{order}"/><c:max val="{last + 0.5}"/>'
        f'<c:min val="0.5"/></c:scaling><c:delete val="1"/><c:axPos val="{side}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:crossAx val="{other}"/><c:crosses val="min"/>'
        '<c:crossBetween val="midCat"/><c:majorUnit val="1"/></c:valAx>'
    )


def _series(chart: Chart, number: int, series: Series) -> str:
    colour = WAITING if series.waiting else COLOURS[number % len(COLOURS)]
    shape = _WAITING_SHAPE if series.waiting else _SHAPES[number % len(_SHAPES)]
    size = round((_step(chart) - _GAP_CM) * _POINTS_PER_CM * (_TIPS if shape == "diamond" else 1))
    return (
        f"<c:ser>{head_of_series(number, series.name, number + _FIRST_SERIES)}"
        '<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>'
        f'<c:marker><c:symbol val="{shape}"/><c:size val="{size}"/><c:spPr><a:solidFill>'
        f'<a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr></c:marker>'
        f'{"".join(points(chart, number))}<c:smooth val="0"/></c:ser>'
    )


def points(chart: Chart, number: int) -> tuple[str, str, str]:
    """What says which tiles a series has: their labels, their places and their lines.

    Each has as many cells as there are tiles, its own first and blank ones after: LibreOffice 7.4 draws no points of a
    series that is shorter than a later one.
    """
    before = sum(value is not None for line in chart.series[:number] for value in line.values)
    own = [place for place, value in enumerate(chart.series[number].values) if value is not None]
    row, blank = 2 + before, [None] * (len(chart.categories) - len(own))
    places: list[float | None] = [*(chart.places[place] for place in own), *blank]
    lines = [*(chart.series[number].values[place] for place in own), *blank]
    labels = "".join(_label(point, chart.categories[place]) for point, place in enumerate(own))
    look = f'<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:dLblPos val="ctr"/>{_SHOWN}'
    return (
        f"<c:dLbls>{labels}{look}</c:dLbls>",
        f"<c:xVal>{numbers(2, places, 'General', row)}</c:xVal>",
        f"<c:yVal>{numbers(number + _FIRST_SERIES, lines, 'General', row)}</c:yVal>",
    )


_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


def _label(point: int, name: str) -> str:
    look = 'b="1"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
    return (
        f'<c:dLbl><c:idx val="{point}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/><a:p>'
        f'<a:pPr><a:defRPr {look}</a:defRPr></a:pPr><a:r><a:rPr lang="sv-SE" {look}</a:rPr>'
        f"<a:t>{escape_text(one_line(name))}</a:t></a:r></a:p></c:rich></c:tx>"
        f'<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:dLblPos val="ctr"/>{_SHOWN}</c:dLbl>'
    )
