"""Bars as a native chart: lying, standing, or lying with the series stacked."""

from __future__ import annotations

from rus_sheets.office.markup import escape_text
from rus_sheets.texts.content import Chart, Series
from rus_sheets.texts.text import one_line
from rus_sheets.word.chart.chartlabels import PLOT_CM, breadth, goes_below, labels, longest_bar, number_format
from rus_sheets.word.chart.chartparts import COLOURS, WAITING, head_of_series, numbers

_GAP = '<a:ln w="19050"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln>'
"""No two of the colours are 3 : 1 to each other, so stacked bars have a white line (1.5 pt) between them."""


def _format(chart: Chart) -> str:
    return escape_text(number_format(chart))


def is_standing(chart: Chart) -> bool:
    """Lying bars side by side stand up: LibreOffice turns their legend around, so that it begins with the last bar."""
    return chart.kind == "column" or (chart.kind == "bar" and len(chart.series) > 1)


def has_legend(chart: Chart) -> bool:
    """Several series, and what waits also alone, must be told what they are."""
    return len(chart.series) > 1 or any(line.waiting for line in chart.series)


def plot(chart: Chart) -> str:
    """The plot area: the series, and what stands along the axes."""
    series = "".join(all_series(chart))
    lying, stacked = not is_standing(chart), chart.kind == "stacked"
    order = '<c:scaling><c:orientation val="maxMin"/></c:scaling>' if lying else _PLAIN_SCALE
    where, values = ("l", "b") if lying else ("b", "l")
    overlap = f'<c:overlap val="{100 if stacked else -12}"/>' if len(chart.series) > 1 else ""
    return (
        f'<c:layout/><c:barChart><c:barDir val="{"bar" if lying else "col"}"/>'
        f'<c:grouping val="{"stacked" if stacked else "clustered"}"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="{_gap(chart)}"/>{overlap}'
        '<c:axId val="111111111"/><c:axId val="222222222"/>'
        "</c:barChart>"
        f'<c:catAx><c:axId val="111111111"/>{order}<c:delete val="{int(chart.is_unnamed)}"/><c:axPos val="{where}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/>{_LINE}<c:crossAx val="222222222"/><c:crosses val="autoZero"/><c:auto val="1"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        f'<c:valAx><c:axId val="222222222"/>{_value_scale(chart)}{_value_axis(chart, values)}'
        f'<c:numFmt formatCode="{_format(chart)}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111111111"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def all_series(chart: Chart) -> list[str]:
    """Each of its series, with the figures."""
    return [_series(chart, number, one) for number, one in enumerate(chart.series)]


_SPACE_BETWEEN = 40  # between the groups of columns, in per cent of a column


def _gap(chart: Chart) -> int:
    """The space between bars, in per cent of one. Those that bear figures are high enough for them."""
    return _SPACE_BETWEEN if is_standing(chart) else 30 if chart.kind == "stacked" else 55


_PLAIN_SCALE = '<c:scaling><c:orientation val="minMax"/></c:scaling>'
_LINE = '<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="8A9A94"/></a:solidFill></a:ln></c:spPr>'


def has_room(chart: Chart) -> bool:
    """Can every standing column bear its figure? Else an axis tells, and the table has the figures."""
    values = [value for series in chart.series for value in series.values if value]
    columns = len(chart.categories) * (len(chart.series) + _SPACE_BETWEEN / 100)
    return not is_standing(chart) or PLOT_CM / columns > breadth(max(values, default=0))


def _value_scale(chart: Chart) -> str:
    """From nought, unless something lies below it, and as far as the longest of stacked bars.

    Each program would else choose for itself, and some leave half of the width empty.
    """
    if goes_below(chart):
        return _PLAIN_SCALE
    longest = longest_bar(chart) if chart.kind == "stacked" else 0
    most = f'<c:max val="{longest!r}"/>' if longest else ""
    return f'<c:scaling><c:orientation val="minMax"/>{most}<c:min val="0"/></c:scaling>'


def _value_axis(chart: Chart, side: str) -> str:
    """Values stand either at their columns or along an axis."""
    if has_room(chart):
        return f'<c:delete val="1"/><c:axPos val="{side}"/>'
    line = '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D5DDD9"/></a:solidFill></a:ln></c:spPr>'
    return f'<c:delete val="0"/><c:axPos val="{side}"/><c:majorGridlines>{line}</c:majorGridlines>'


def _series(chart: Chart, number: int, series: Series) -> str:
    count = len(chart.categories)
    colour = WAITING if series.waiting else COLOURS[number % len(COLOURS)]
    gap = _GAP if chart.kind == "stacked" else ""
    names = "".join(
        f'<c:pt idx="{index}"><c:v>{escape_text(one_line(name))}</c:v></c:pt>'
        for index, name in enumerate(chart.categories)
    )
    return (
        f"<c:ser>{head_of_series(number, series.name, number + 2)}"
        f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>{gap}</c:spPr><c:invertIfNegative val="0"/>'
        f"{labels(chart, series) if has_room(chart) else ''}"
        f'<c:cat><c:strRef><c:f>Data!$A$2:$A${count + 1}</c:f><c:strCache><c:ptCount val="{count}"/>{names}'
        f"</c:strCache></c:strRef></c:cat><c:val>{numbers(number + 2, series.values, _format(chart))}</c:val></c:ser>"
    )
